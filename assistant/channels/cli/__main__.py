"""`python -m assistant.channels.cli` is `advisor`."""

from assistant.channels.cli.entry import main

main()
