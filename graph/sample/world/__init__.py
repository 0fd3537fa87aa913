"""A town of people with lives, of any size; what they do follows from who they are."""

from graph.sample.world.writing import Size, write_world

__all__ = ["Size", "write_world"]
