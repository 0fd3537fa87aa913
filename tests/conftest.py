"""Fixtures every ring shares."""

pytest_plugins = ["tests.servers"]
