"""Feeds in: validated, gated by consent, kept with their history, written into the graph."""

from graph.hub.clock import BANK_ZONE
from graph.hub.consents import consenting
from graph.hub.errors import HubBusy, UnreadableFeed
from graph.hub.feeds import Column, Feed, feeds
from graph.hub.hub import Hub, Reader
from graph.hub.report import FeedReport, LoadReport

__all__ = [
    "BANK_ZONE",
    "Column",
    "Feed",
    "FeedReport",
    "Hub",
    "HubBusy",
    "LoadReport",
    "Reader",
    "UnreadableFeed",
    "consenting",
    "feeds",
]
