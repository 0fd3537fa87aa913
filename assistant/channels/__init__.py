"""The doors: Chainlit, FastAPI, the desk and the command line."""
