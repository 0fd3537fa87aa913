"""Feeds in: validated, gated by consent, kept with their history, written into the graph."""

from graph.hub.clock import BANK_ZONE
from graph.hub.consents import Said, consenting, said
from graph.hub.errors import BadMapping, HubBusy, HubFull, UnreadableFeed
from graph.hub.excerpt import excerpt
from graph.hub.feeds import Column, Feed, Gate, Use, feeds
from graph.hub.gates import gate
from graph.hub.hub import Hub
from graph.hub.mapping import Mapping, read_mapping
from graph.hub.reader import Reader, consent_table, touched
from graph.hub.rehearsal import Rehearsal, rehearse
from graph.hub.report import FeedReport, FeedStanding, LoadReport
from graph.hub.standing import Load, Refresh, Status

__all__ = [
    "BANK_ZONE",
    "BadMapping",
    "Column",
    "Feed",
    "FeedReport",
    "FeedStanding",
    "Gate",
    "Hub",
    "HubBusy",
    "HubFull",
    "Load",
    "LoadReport",
    "Mapping",
    "Reader",
    "Refresh",
    "Rehearsal",
    "Said",
    "Status",
    "UnreadableFeed",
    "Use",
    "consent_table",
    "consenting",
    "excerpt",
    "feeds",
    "gate",
    "read_mapping",
    "rehearse",
    "said",
    "touched",
]
