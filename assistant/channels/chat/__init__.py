"""The chat: Chainlit, mounted in the site; the rest of the program imports `mounting` only."""
