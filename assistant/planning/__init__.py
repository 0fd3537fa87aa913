"""Calculators, scenario packs and the plan document."""
