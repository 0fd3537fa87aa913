"""When events were foreseen, and what customers said of it, from the graph."""

from datetime import date, datetime
from typing import Final, LiteralString

from graph.foreseen import Alarm, Answered
from graph.store.connection import Graph
from graph.store.nodes import plain

FIRST: Final[LiteralString] = """
MATCH (c:Customer)-[:FORESEEN]->(a:Alarm)
WHERE a.firstOn >= $since AND a.firstOn <= $until AND EXISTS {
  MATCH (c)-[:GAVE]->(k:Consent {purpose: 'need_prediction'})
  WHERE k.grantedAt <= $now AND (k.withdrawnAt IS NULL OR k.withdrawnAt > $now)
    AND (k.expiresAt IS NULL OR k.expiresAt > $now)
}
RETURN c.id AS customer_id, c.advisorId AS advisor_id, a.event AS event, a.firstOn AS first_on,
       a.lastOn AS last_on, a.probability90 AS probability_90, a.basis AS basis, a.pack AS pack
ORDER BY customer_id, event, first_on
"""
ANSWERS: Final[LiteralString] = """
MATCH (c:Customer)-[:HAS_NEED]->(n:Need {status: 'dismissed'})
WHERE n.dismissedAt IS NOT NULL AND n.dismissedAt <= $now
RETURN c.id AS customer_id, n.event AS event, coalesce(n.answer, 'not_interested') AS answer,
       n.dismissedAt AS at
ORDER BY customer_id, event, at
"""


def alarms(graph: Graph, since: date, now: datetime) -> list[Alarm]:
    """What was first foreseen from `since` to `now`, by customer, event and day.

    Only of customers whose consent to it is still in force.

    Raises:
        GraphUnavailable: The server does not answer.
    """
    until = plain(now.date())
    rows = graph.read(FIRST, since=plain(since), until=until, now=plain(now))
    return [Alarm.model_validate(row) for row in rows]


def answers(graph: Graph, now: datetime) -> list[Answered]:
    """What customers said of foreseen needs up to `now`, by customer, event and moment.

    Raises:
        GraphUnavailable: The server does not answer.
    """
    return [Answered.model_validate(row) for row in graph.read(ANSWERS, now=plain(now))]
