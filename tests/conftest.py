"""Fixtures every ring shares."""
