"""What people look for, ask and pay before an event, read from `topics.yaml`."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import Field

from graph.values import Value

FILE: Final = Path(__file__).with_name("topics.yaml")
IDLE: Final = "idle"
"""The topic of searches that lead nowhere."""


class Paid(Value):
    """A payment before an event: by which share of people, between how many days before it."""

    memo: str
    payee: str
    kind: str
    code: str
    least: int
    most: int
    share: float
    early: int = Field(alias="from")
    late: int = Field(alias="to")


class Topic(Value):
    """Words and payments around an event."""

    lead: tuple[int, int]
    looks: float
    searches: tuple[str, ...]
    questions: tuple[str, ...]
    paid: tuple[Paid, ...] = ()


@cache
def topics() -> dict[str, Topic]:
    """Every topic by the event's key, and `IDLE`."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {key: Topic.model_validate(held) for key, held in raw.items()}
