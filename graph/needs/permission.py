"""Whose needs may be foreseen, from what, and who may be told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, LiteralString, NamedTuple, get_args

from graph.hub import Said
from graph.model import Consent, Purpose
from graph.store.connection import Graph
from graph.store.nodes import from_node

PURPOSES: Final = ("need_prediction", "sensitive_financial", "marketing_contact", "profiling")
GIVEN: Final[LiteralString] = """
MATCH (c:Customer)-[:GAVE]->(n:Consent)
WHERE n.purpose IN $purposes
RETURN c.id AS customer_id, properties(n) AS consent
"""
GIVEN_BY: Final[LiteralString] = """
MATCH (c:Customer {id: $customer})-[:GAVE]->(n:Consent)
WHERE n.purpose IN $purposes
RETURN c.id AS customer_id, properties(n) AS consent
"""


class Permission(NamedTuple):
    """Customers by what they consented to."""

    foreseen: frozenset[str]
    """Needs may be foreseen."""
    financial: frozenset[str]
    """Accounts may be read for it."""
    reachable: frozenset[str]
    """The bank may turn to them."""
    drawn: Mapping[str, str]
    """A portrait may be drawn, each under the consent with this id."""
    said: tuple[Said, ...] = ()
    """Every consent the graph knows of them."""


def permission(graph: Graph, customer_id: str | None, moments: Sequence[datetime]) -> Permission:
    """What the consents in force at each of the moments allow, of everybody or of one customer."""
    purposes = list(get_args(Purpose))
    rows = (
        graph.read(GIVEN, purposes=purposes)
        if customer_id is None
        else graph.read(GIVEN_BY, purposes=purposes, customer=customer_id)
    )
    given = [(row["customer_id"], from_node(Consent, row["consent"])) for row in rows]
    allowed = {purpose: _at_each(given, purpose, moments) for purpose in PURPOSES}
    foreseen, financial, reachable = (frozenset(allowed[purpose]) for purpose in PURPOSES[:3])
    told = tuple(Said(who, one) for who, one in given)
    return Permission(foreseen, financial, reachable, allowed["profiling"], told)


def _at_each(
    given: Sequence[tuple[str, Consent]], purpose: str, moments: Sequence[datetime]
) -> dict[str, str]:
    """Customers whose consent to the purpose holds at every moment, with the id of the last."""
    at_each = [
        {who: one.id for who, one in given if one.purpose == purpose and one.in_force(moment)}
        for moment in moments
    ]
    always = set(at_each[0]).intersection(*at_each[1:])
    return {who: consent for who, consent in at_each[-1].items() if who in always}
