"""Feeds in: validate, gate by consent, keep."""
