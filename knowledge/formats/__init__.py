"""Kinds of files, each read into the words it shows and the words it hides."""
