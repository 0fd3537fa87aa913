"""Why a need is foreseen and who else shows the same: one query each."""

from datetime import date, datetime
from typing import Final, LiteralString

from graph.paths import (
    COUNTED,
    LISTED,
    Alike,
    Likeness,
    NeedPath,
    PathClause,
    PathEvent,
    PathNeed,
    PathPack,
    PathPartner,
    PathProduct,
    PathSignal,
)
from graph.store.connection import Graph, Row
from graph.store.nodes import plain

# Every list begins at a node that is bound: from one that is not, a server may list everything.
OF: Final[LiteralString] = """
MATCH (c:Customer {id: $customer_id})-[:HAS_NEED]->(n:Need {status: 'open'})
MATCH (n)<-[:RAISES]-(e:LifeEvent)
WHERE ($event IS NULL OR e.id = $event)
  AND EXISTS {
    MATCH (c)-[:GAVE]->(k:Consent {purpose: 'need_prediction'})
    WHERE k.grantedAt <= $now AND (k.withdrawnAt IS NULL OR k.withdrawnAt > $now)
      AND (k.expiresAt IS NULL OR k.expiresAt > $now)
  }
RETURN n {.id, text: n.need, textEn: n.needEn, .asOf, .probability30, .probability90,
          .probability180, .windowStart, .windowEnd, .basis, .contact, .contactReason} AS need,
       e {.id, .zh, .en} AS event,
       [(c)-[:SHOWS]->(s:Signal)-[t:POINTS_TO]->(x:LifeEvent) WHERE x.id = n.event
          | s {.kind, .at, .asOf, .halfLifeDays, .text, .textEn, .row, strength: t.strength}
       ] AS signals,
       [(n)-[:MET_BY]->(p:ScenarioPack) | p {.id, .zh, .en}] AS packs,
       [(n)-[:MET_BY]->(:ScenarioPack)-[:INCLUDES]->(o:Product)
          WHERE o.status = 'on_sale' AND (size(o.tiers) = 0 OR coalesce(c.tier, 'mass') IN o.tiers)
          | {code: o.code, name: o.name, nameEn: coalesce(o.nameEn, o.name), family: o.family}
       ] AS products,
       [(n)-[:MET_BY]->(:ScenarioPack)-[:`WITH`]->(w:Partner)
          | {id: w.id, name: w.name, kind: w.kind}] AS partners,
       [(n)-[:MET_BY]->(:ScenarioPack)-[:GOVERNED_BY]->(g:Clause)
          WHERE NOT g.status IN ['gone', 'removed'] | {id: g.id, title: g.title}] AS clauses
ORDER BY n.probability90 DESC, n.id
"""
LIKE: Final[LiteralString] = """
MATCH (c:Customer {id: $customer_id})-[:HAS_NEED]->(n:Need {status: 'open', event: $event})
MATCH (n)<-[:RAISES]-(e:LifeEvent)
WHERE EXISTS {
  MATCH (c)-[:GAVE]->(k:Consent {purpose: 'need_prediction'})
  WHERE k.grantedAt <= $now AND (k.withdrawnAt IS NULL OR k.withdrawnAt > $now)
    AND (k.expiresAt IS NULL OR k.expiresAt > $now)
}
WITH c, n, e, coalesce($advisor_id, c.advisorId) AS advisor
ORDER BY n.id
LIMIT 1
CALL {
  WITH c, n
  MATCH (m:Need {pattern: n.pattern})
  WHERE m.status = 'open' AND m.consentEnds > $now AND m.customerId <> c.id
  WITH m
  LIMIT $counted
  RETURN count(m) AS everywhere
}
CALL {
  WITH c, n, advisor
  MATCH (m:Need {book: n.event + '|' + advisor})<-[:HAS_NEED]-(o:Customer)
  WHERE m.status = 'open' AND o.id <> c.id AND o.advisorId = advisor AND EXISTS {
    MATCH (o)-[:GAVE]->(k:Consent {purpose: 'need_prediction'})
    WHERE k.grantedAt <= $now AND (k.withdrawnAt IS NULL OR k.withdrawnAt > $now)
      AND (k.expiresAt IS NULL OR k.expiresAt > $now)
  }
  RETURN collect({id: o.id, name: o.name, tier: coalesce(o.tier, 'mass'), kinds: m.kinds,
                  probability: m.probability90}) AS own
}
RETURN c.id AS customer_id, e {.id, .zh, .en} AS event, n.kinds AS kinds, everywhere, own
"""


class StoredPaths:
    """Paths from signals to offers, over Bolt."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def of(self, customer_id: str, now: datetime, event: str | None = None) -> list[NeedPath]:
        """The paths of the open needs, or of one event's, most probable first; [] for none.

        [] as well where the consent to foreseeing needs is not in force.

        Raises:
            GraphUnavailable: The server does not answer.
        """
        asked = {"customer_id": customer_id, "event": event, "now": plain(now)}
        return [_path(customer_id, row) for row in self._graph.read(OF, **asked)]

    def like(
        self, customer_id: str, event: str, now: datetime, advisor_id: str | None = None
    ) -> Likeness | None:
        """Who else shows the pattern of this event's open need; None where it is not foreseen.

        Of the customers of `advisor_id`; None for those of the advisor who serves the customer.

        Raises:
            GraphUnavailable: The server does not answer.
        """
        asked = {"customer_id": customer_id, "event": event, "now": plain(now)}
        asked |= {"advisor_id": advisor_id}
        rows = self._graph.read(LIKE, counted=COUNTED, **asked)
        return _likeness(rows[0]) if rows else None


def _path(customer_id: str, row: Row) -> NeedPath:
    signals = sorted(row["signals"], key=_newest_first)
    return NeedPath(
        customer_id=customer_id,
        signals=tuple(_signal(one) for one in signals),
        event=PathEvent.model_validate(row["event"]),
        need=_need(row["need"]),
        pack=PathPack.model_validate(row["packs"][0]) if row["packs"] else None,
        products=tuple(_product(one) for one in sorted(row["products"], key=_by_code)),
        partners=tuple(
            PathPartner.model_validate(one) for one in sorted(row["partners"], key=_by_id)
        ),
        clauses=tuple(PathClause.model_validate(one) for one in sorted(row["clauses"], key=_by_id)),
    )


def _signal(row: Row) -> PathSignal:
    return PathSignal(
        kind=row["kind"],
        at=row["at"],
        as_of=row["asOf"],
        strength=row["strength"],
        half_life_days=row["halfLifeDays"],
        text=row["text"],
        text_en=row["textEn"],
        row=row["row"],
    )


def _need(row: Row) -> PathNeed:
    return PathNeed(
        id=row["id"], text=row["text"], text_en=row["textEn"] or row["text"],
        as_of=row["asOf"], probability_30=row["probability30"],
        probability_90=row["probability90"], probability_180=row["probability180"],
        window_start=row["windowStart"], window_end=row["windowEnd"], basis=row["basis"],
        contact=row["contact"], contact_reason=row["contactReason"],
    )  # fmt: skip


def _product(row: Row) -> PathProduct:
    named = {"code": row["code"], "name": row["name"], "name_en": row["nameEn"]}
    return PathProduct.model_validate(named | {"family": row["family"]})


def _likeness(row: Row) -> Likeness:
    mine = frozenset(row["kinds"])
    own = sorted((_alike(one, mine) for one in row["own"]), key=_likest_first)
    return Likeness(
        customer_id=row["customer_id"],
        event=PathEvent.model_validate(row["event"]),
        kinds=tuple(row["kinds"]),
        everywhere=row["everywhere"],
        own_count=len(own),
        own=tuple(own[:LISTED]),
    )


def _alike(row: Row, mine: frozenset[str]) -> Alike:
    theirs = frozenset(row["kinds"])
    either = mine | theirs
    return Alike(
        customer_id=row["id"],
        name=row["name"],
        tier=row["tier"],
        kinds=tuple(row["kinds"]),
        similarity=len(mine & theirs) / len(either) if either else 1.0,
        probability_90=row["probability"],
    )


def _likest_first(one: Alike) -> tuple[float, float, str]:
    return -one.similarity, -one.probability_90, one.customer_id


def _newest_first(row: Row) -> tuple[int, str, str]:
    return -date.fromisoformat(row["at"]).toordinal(), row["kind"], row["text"]


def _by_code(row: Row) -> str:
    return row["code"]


def _by_id(row: Row) -> str:
    return row["id"]
