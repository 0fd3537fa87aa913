"""The command line: `advisor`."""

from assistant.channels.cli.entry import main

__all__ = ["main"]
