"""Consents, given and withdrawn, in the graph."""

from datetime import UTC, datetime
from typing import Final, Literal, LiteralString

from graph.errors import CustomerNotFound
from graph.model import Consent, Purpose
from graph.store.connection import Graph
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
        """The consents that were in force and now are not, by id; [] where there was none."""
        asked = {"customer_id": customer_id, "purpose": purpose, "now": plain(now)}
        rows = self._graph.write([(WITHDRAW, asked)])[0]
        return [from_node(Consent, row["consent"]) for row in rows]
