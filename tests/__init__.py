"""The tests, as a package of their own: a dependency of Chainlit installs one of this name."""
