"""The portrait of one customer as known on a day, and the rows and the rule behind a tag."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, LiteralString

from graph.errors import GraphError
from graph.hub import BANK_ZONE, Hub, Reader, feeds
from graph.hub.clock import wall_clock
from graph.model import Origin, TagStatus
from graph.portrait.best import contrary, ranked
from graph.portrait.facts import filled
from graph.portrait.families import Family, Role, Saying, Use, families
from graph.portrait.permission import permit
from graph.portrait.store import attach
from graph.store.connection import Graph
from graph.values import Value


class UnknownTag(GraphError):
    """The customer has no such tag."""

    def __init__(self, customer_id: str, key: str) -> None:
        super().__init__(
            f"{customer_id} has no tag {key}. `advisor portrait show {customer_id}` lists them."
        )


class PortraitTag(Value):
    """One tag with everything that must be said of it."""

    key: str
    value: str
    label: str
    label_en: str
    origin: Origin
    relied_on: bool
    """Whether it is the one of its key that is relied on; others are shown beside it."""
    confidence: float
    source: str
    source_rows: int
    legal_basis: str
    sensitivity: str
    as_of: date
    expires_at: date
    permitted_purposes: tuple[str, ...]
    explain: str
    explain_en: str
    version: str
    valid_from: datetime
    other: str = ""
    """What another origin says instead, where it does; it is shown, never averaged."""
    other_en: str = ""
    other_origin: Origin | None = None
    status: TagStatus = "current"
    uses: tuple[Use, ...] = ()
    role: Role | None = None
    """The only staff role that may see it; every role where None."""


class Reason(Value):
    """Why a tag is said: the rule, and rows of its sources, at most twenty a source."""

    tag: PortraitTag
    rule: str
    rows: dict[str, list[dict[str, Any]]]


SHOWN: Final = """
SELECT * FROM portrait.tags t
WHERE t.customer_id = $customer AND t.valid_from <= $moment
  AND (t.valid_to IS NULL OR t.valid_to > $moment) AND t.expires_at >= CAST($moment AS DATE)
ORDER BY family, part, origin
"""
DECIDED: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:HAS_TAG]->(t:Tag)
WHERE t.status IN ['contested', 'corrected']
RETURN t.key AS key, t.status AS status
ORDER BY key
"""


def show(
    hub: Hub, graph: Graph | None, customer_id: str, now: datetime, day: date | None = None
) -> list[PortraitTag]:
    """Tags by key and origin, as known at the end of `day`; [] where none were known.

    What rests on a consent no longer in force now is not shown, for whatever day.

    Raises:
        HubBusy: Another process is loading.
    """
    with hub.reading() as reader:
        return _shown(reader, hub.home, graph, (customer_id, now, day))


def why(hub: Hub, graph: Graph | None, customer_id: str, key: str, now: datetime) -> list[Reason]:
    """Each origin of a tag with its rule and rows.

    Raises:
        UnknownTag: The customer has none of this key.
        HubBusy: Another process is loading.
    """
    known = {one.version: one for family in families() for one in family.sayings}
    today = now.astimezone(BANK_ZONE).date()
    with hub.reading() as reader:
        tags = _shown(reader, hub.home, graph, (customer_id, now, None))
        found = [one for one in tags if one.key == key]
        if not found:
            raise UnknownTag(customer_id, key)
        return [
            Reason(
                tag=one,
                rule=_rule(known.get(one.version), today),
                rows={name: _rows(reader, name, customer_id) for name in one.source.split(", ")},
            )
            for one in found
        ]


def _rule(one: Saying | None, today: date) -> str:
    """The SQL a tag came from; "" where the definition is no longer the one in use."""
    return "" if one is None else filled(one.sql or one.rows or "", today, '"')


def _shown(
    reader: Reader, home: Path, graph: Graph | None, asked: tuple[str, datetime, date | None]
) -> list[PortraitTag]:
    customer_id, now, day = asked
    moment = wall_clock(now)
    if day is not None:
        end = datetime.combine(day + timedelta(days=1), time(), BANK_ZONE)
        moment = min(moment, wall_clock(end))
    permit(reader, graph, now, customer_id)
    attach(reader.connection, home)
    rows = reader.select(SHOWN, customer=customer_id, moment=moment)
    given = reader.tuples(
        "SELECT purpose, second FROM in_force WHERE customer_id = $customer", customer=customer_id
    )
    allowed = {purpose for purpose, second in given if second or not purpose.startswith("outside_")}
    kept = [row for row in rows if allowed >= set(row["permitted_purposes"].split(";"))]
    by_key = {one.key: one for one in families()}
    decided = {} if graph is None else _decided(graph, customer_id)
    order = {id(row): at for at, row in enumerate(kept)}
    tags: dict[int, PortraitTag] = {}
    for group in ranked(kept):
        family = by_key.get(group[0]["family"])
        for row in group:
            tag = _tag(row, family, row is group[0])
            tags[order[id(row)]] = _judged(tag, _against(family, group, row), decided)
    return [tags[at] for at in sorted(tags)]


def _decided(graph: Graph, customer_id: str) -> dict[str, TagStatus]:
    """The tags the customer contests, and those a person corrected, by key."""
    rows = graph.read(DECIDED, customer_id=customer_id)
    return {row["key"]: row["status"] for row in rows}


def _against(
    family: Family | None, group: list[dict[str, Any]], row: dict[str, Any]
) -> dict[str, Any] | None:
    """What speaks against the row relied on; the rows beside it have nothing against them."""
    if row is not group[0] or (family is not None and family.beside):
        return None
    return contrary(group)


def _judged(
    tag: PortraitTag, other: dict[str, Any] | None, decided: dict[str, TagStatus]
) -> PortraitTag:
    changes: dict[str, object] = {"status": decided.get(tag.key, "current")}
    if other is not None:
        said = _tag(other, _family(other["family"]), relied_on=False)
        changes |= {"other": said.label, "other_en": said.label_en, "other_origin": said.origin}
    return tag.model_copy(update=changes)


def _family(key: str) -> Family | None:
    return next((one for one in families() if one.key == key), None)


def _tag(row: dict[str, Any], family: Family | None, relied_on: bool) -> PortraitTag:
    label = None if family is None else family.label(row["part"], row["value"])
    return PortraitTag(
        uses=() if family is None else family.uses, role=None if family is None else family.role,
        key=row["tag_key"], value=row["value"], relied_on=relied_on, origin=row["origin"],
        label=row["value"] if label is None else label.zh,
        label_en=row["value"] if label is None else label.en,
        confidence=row["confidence"], source=row["source"], source_rows=row["rows"] or 0,
        legal_basis=row["legal_basis"], sensitivity=row["sensitivity"], as_of=row["as_of"],
        expires_at=row["expires_at"],
        permitted_purposes=tuple(row["permitted_purposes"].split(";")),
        explain=row["explain_zh"], explain_en=row["explain_en"], version=row["version"],
        valid_from=row["valid_from"],
    )  # fmt: skip


def _rows(reader: Reader, feed: str, customer_id: str) -> list[dict[str, Any]]:
    """Rows of a feed that belong to the customer, the latest learned first."""
    names = [one.name for one in feeds()[feed].columns] if feed in feeds() else []
    if not {"customer_id", "account_id"} & set(names):
        return []
    owned = (
        "customer_id = $customer"
        if "customer_id" in names
        else "account_id IN (SELECT account_id FROM accounts WHERE customer_id = $customer "
        "UNION SELECT card_id FROM cards WHERE customer_id = $customer)"
    )
    return reader.select(
        f"SELECT * FROM {feed} WHERE {owned} ORDER BY learned_at DESC LIMIT 20",
        customer=customer_id,
    )
