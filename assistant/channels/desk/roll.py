"""An advisor's customers, a page at a time: those with a foreseen need, or those looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from assistant.planning.planners import PLANNERS
from graph.bank import CustomerSummary
from graph.model import Need
from graph.needs import at_hour
from graph.values import Value

if TYPE_CHECKING:
    from assistant.bootstrap import Application
    from assistant.privacy.model import Speaker

PAGE: Final = 20
"""Customers on a page."""
Show = Literal["foreseen", "all"]


class Asked(Value):
    """What of the customers is asked for; `q` is a part of a name or number, "" for no search."""

    q: str = Field(default="", max_length=100)
    show: Show = "foreseen"
    page: int = Field(default=1, ge=1, le=10_000)
    done: str = ""
    lang: str = ""
    plan: str = ""


class Client(Value):
    """A customer of the advisor with the need to speak of first; `step` is a key of words.yaml."""

    summary: CustomerSummary
    need: Need | None
    step: str


class Roll(Value):
    """One page of customers, and how many there are; `page` counts from 1."""

    shown: tuple[Client, ...]
    query: str
    show: Show
    page: int
    pages: int
    found: int
    foreseen: int
    total: int


def roll(app: Application, speaker: Speaker, asked: Asked) -> Roll:
    """Likeliest need first, those with none last by id; a search looks among all of them.

    A page beyond the last gives the last.
    """
    clients = [_client(app, one) for one in app.bank.customers.of_advisor(speaker.person_id)]
    clients.sort(key=lambda one: (-(one.need.probability_90 if one.need else -1), one.summary.id))
    query = asked.q.strip()
    show: Show = "all" if query else asked.show
    found = [one for one in clients if _is_meant(one, query) and (show == "all" or one.need)]
    pages = max(1, -(-len(found) // PAGE))
    number = min(asked.page, pages)
    return Roll(
        shown=tuple(found[(number - 1) * PAGE : number * PAGE]),
        query=query,
        show=show,
        page=number,
        pages=pages,
        found=len(found),
        foreseen=sum(one.need is not None for one in clients),
        total=len(clients),
    )


def _is_meant(client: Client, query: str) -> bool:
    words = query.lower()
    return words in client.summary.name.lower() or words in client.summary.id.lower()


def _client(app: Application, summary: CustomerSummary) -> Client:
    need = next(iter(app.bank.needs.of(summary.id)), None)
    if need is not None:
        need = at_hour(need, app.catalogue.contact, app.clock())
    return Client(summary=summary, need=need, step=_step(need))


def _step(need: Need | None) -> str:
    """What the advisor does next, or why nothing."""
    if need is None:
        return "step_none"
    if need.contact != "allowed":
        return f"quiet_{need.contact_reason}" if need.contact_reason else "step_quiet"
    return "step_draft" if need.pack in PLANNERS else "step_call"
