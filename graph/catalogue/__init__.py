"""The bank's own catalogue: life events, packs, tiers, products and partners, validated."""

from graph.catalogue.loading import load_catalogue
from graph.catalogue.model import (
    Catalogue,
    Component,
    ContactTerms,
    LifeEvent,
    Pack,
    PartnerRow,
    ProductRow,
    Text,
    Texts,
    TierTerms,
    UnknownKey,
)
from graph.catalogue.planting import plant
from graph.catalogue.terms import SafetyTerms

__all__ = [
    "Catalogue",
    "Component",
    "ContactTerms",
    "LifeEvent",
    "Pack",
    "PartnerRow",
    "ProductRow",
    "SafetyTerms",
    "Text",
    "Texts",
    "TierTerms",
    "UnknownKey",
    "load_catalogue",
    "plant",
]
