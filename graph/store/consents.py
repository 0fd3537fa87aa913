"""Consents, given and withdrawn, in the graph."""

from datetime import UTC, datetime
from typing import Final, Literal, LiteralString

from graph.errors import CustomerNotFound
from graph.model import Consent, Purpose
from graph.store.connection import Graph, Statement
from graph.store.nodes import from_node, plain, to_node

# Writing to the customer first makes two writers queue, so that neither grants twice. Whether the
# other's clock runs a moment ahead does not matter: only withdrawal and expiry end a consent here.
GRANT: Final[LiteralString] = """
MATCH (c:Customer {id: $customer_id})
SET c.consentsChangedAt = $now
WITH c
OPTIONAL MATCH (c)-[:GAVE]->(k:Consent {purpose: $purpose, authorisation: $authorisation})
WHERE (k.withdrawnAt IS NULL OR k.withdrawnAt > $now)
  AND (k.expiresAt IS NULL OR k.expiresAt > $now)
WITH c, count(k) AS inForce
WHERE inForce = 0
MERGE (given:Consent {id: $consent.id})
SET given += $consent
MERGE (c)-[:GAVE]->(given)
"""
IN_FORCE: Final[LiteralString] = """
MATCH (c:Customer {id: $customer_id})
OPTIONAL MATCH (c)-[:GAVE]->(k:Consent {purpose: $purpose})
WHERE (k.withdrawnAt IS NULL OR k.withdrawnAt > $now)
  AND (k.expiresAt IS NULL OR k.expiresAt > $now)
RETURN k {.*} AS consent
ORDER BY k.grantedAt, k.id
"""
WITHDRAW: Final[LiteralString] = """
MATCH (c:Customer {id: $customer_id})-[:GAVE]->(k:Consent {purpose: $purpose})
WHERE (k.withdrawnAt IS NULL OR k.withdrawnAt > $now)
  AND (k.expiresAt IS NULL OR k.expiresAt > $now)
SET k.withdrawnAt = $now, c.consentsChangedAt = $now
RETURN k {.*} AS consent
ORDER BY k.id
"""

CLEAR_TAGS: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:HAS_TAG]->(t:Tag)
DETACH DELETE t
"""
CLEAR_SENSITIVE_TAGS: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:HAS_TAG]->(t:Tag {sensitivity: 'S3'})
DETACH DELETE t
"""
CLEAR_TAGS_UNDER: Final[LiteralString] = """
MATCH (c:Customer {id: $customer_id})-[:GAVE]->(k:Consent {purpose: $purpose})
MATCH (c)-[:HAS_TAG]->(t:Tag)
WHERE t.legalBasis = 'consent:' + k.id
DETACH DELETE t
"""
CLEAR_FINANCES: Final[LiteralString] = """
MATCH (c:Customer {id: $customer_id})
SET c.livingMonthMinor = NULL, c.tier = NULL
"""
CLEAR_SIGNALS: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:SHOWS]->(s:Signal)
DETACH DELETE s
"""
# What was waved off stays known, so that it is not raised again after a later consent.
CLEAR_NEEDS: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:HAS_NEED]->(n:Need {status: 'open'})
DETACH DELETE n
"""
CLEAR_ALARMS: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:FORESEEN]->(a:Alarm)
DETACH DELETE a
"""
PREDICTED: Final = (CLEAR_SIGNALS, CLEAR_NEEDS, CLEAR_ALARMS)
DERIVED: Final[dict[Purpose, tuple[LiteralString, ...]]] = {
    "profiling": (CLEAR_TAGS, CLEAR_FINANCES, *PREDICTED),
    "need_prediction": PREDICTED,
    "sensitive_financial": (CLEAR_SENSITIVE_TAGS, CLEAR_FINANCES, *PREDICTED),
}
"""What was derived under a purpose and goes with its consent, beside the tags that name it.

Source:
    个人信息保护法 47
"""


class StoredConsents:
    """Consents; both doors are idempotent."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def grant(
        self,
        customer_id: str,
        purpose: Purpose,
        now: datetime,
        authorisation: Literal["first", "second"] = "first",
    ) -> Consent:
        """The consent in force after granting; the oldest already in force where there is one.

        Raises:
            CustomerNotFound: No customer has this id.
        """
        instant = now.astimezone(UTC).isoformat()
        given = Consent(
            id=f"{customer_id}/{purpose}/{authorisation}/{instant}",
            purpose=purpose,
            granted_at=now,
            authorisation=authorisation,
        )
        asked = {"customer_id": customer_id, "purpose": purpose, "now": plain(now)}
        _, rows = self._graph.write(
            [
                (GRANT, {**asked, "authorisation": authorisation, "consent": to_node(given)}),
                (IN_FORCE, asked),
            ]
        )
        if not rows:
            raise CustomerNotFound(customer_id)
        in_force = [from_node(Consent, row["consent"]) for row in rows if row["consent"]]
        return next(one for one in in_force if one.authorisation == authorisation)

    def withdraw(self, customer_id: str, purpose: Purpose, now: datetime) -> list[Consent]:
        """The consents that were in force and now are not, by id; [] where there was none.

        What was derived under the purpose is cleared in the same transaction.
        """
        asked = {"customer_id": customer_id, "purpose": purpose, "now": plain(now)}
        theirs = {"customer_id": customer_id}
        cleared: list[Statement] = [(cypher, theirs) for cypher in DERIVED.get(purpose, ())]
        under: Statement = (CLEAR_TAGS_UNDER, theirs | {"purpose": purpose})
        rows = self._graph.write([(WITHDRAW, asked), under, *cleared])[0]
        return [from_node(Consent, row["consent"]) for row in rows]
