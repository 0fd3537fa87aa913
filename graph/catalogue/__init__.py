"""Life events, packs, products, partners and tags as validated data files."""
