"""The sample bank: a seeded world that writes feeds like any other bank."""
