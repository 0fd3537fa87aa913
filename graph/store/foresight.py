"""The write side of foreseen needs: their signals, and since when; differences only."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, LiteralString, NamedTuple

from graph.model import Need, SignalEvidence
from graph.paths import faded, kinds, matter
from graph.store.connection import Graph, Row, Statement
from graph.store.loading import batches
from graph.store.nodes import plain, to_node
from graph.values import Value

CUSTOMERS_A_BATCH: Final = 200
"""Customers of one transaction, each with a few needs and a dozen signals."""

EPISODE: Final = timedelta(days=180)
"""An event not foreseen for so long, and then again, is foreseen anew."""

FADES: Final = ("strength", "asOf")
"""What changes of a signal as time goes by."""

MET: Final = "already_served"
"""The reason not to make contact that says the event or its need lies behind: no forecast."""

NEVER: Final = "9999-12-31"
"""When a consent ends that has no end, in the order of the other instants."""

DRIFT: Final = 0.05
"""A signal is written again where it counts so much more or less than it would by fading alone."""

HELD: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (c:Customer {id: id})
RETURN c.id AS id, c.advisorId AS advisor,
       [(c)-[:GAVE]->(k:Consent {purpose: 'need_prediction'})
          | coalesce(k.withdrawnAt, k.expiresAt, $never)] AS ends,
       [(c)-[:HAS_NEED]->(n:Need) | n {.id, .status, .fingerprint}] AS needs,
       [(c)-[:SHOWS]->(s:Signal)
          | s {.id, .fingerprint, .strength, .asOf, .halfLifeDays}] AS signals,
       [(c)-[:FORESEEN]->(a:Alarm) | a {.id, .event, .lastOn}] AS alarms
ORDER BY id
"""
LEFT_NEEDS: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (n:Need {id: id})
DETACH DELETE n
"""
LEFT_SIGNALS: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (s:Signal {id: id})
DETACH DELETE s
"""
NEEDS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.customer})
MERGE (n:Need {id: row.id})
ON CREATE SET n.status = row.properties.status
MERGE (c)-[:HAS_NEED]->(n)
WITH n, row
WHERE n.status = 'open'
SET n += row.properties
"""
RAISED: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (n:Need {id: row.id})
MERGE (e:LifeEvent {id: row.event})
MERGE (n)<-[:RAISES]-(e)
"""
LEFT_PACKS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (n:Need {id: row.id})-[left:MET_BY]->(p:ScenarioPack)
WHERE row.pack IS NULL OR p.id <> row.pack
DELETE left
"""
PACKS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (n:Need {id: row.id})
MERGE (p:ScenarioPack {id: row.pack})
MERGE (n)-[:MET_BY]->(p)
"""
SIGNALS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.customer})
MERGE (s:Signal {id: row.id})
SET s += row.properties
MERGE (c)-[:SHOWS]->(s)
"""
LEFT_EVENTS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (s:Signal {id: row.id})-[left:POINTS_TO]->(e:LifeEvent)
WHERE NOT e.id IN row.events
DELETE left
"""
EVENTS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (s:Signal {id: row.id})
UNWIND row.points AS point
MERGE (e:LifeEvent {id: point.event})
MERGE (s)-[t:POINTS_TO]->(e)
SET t.strength = point.strength
"""
ALARMS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.customer})
MERGE (a:Alarm {id: row.id})
ON CREATE SET a += row.first
SET a.lastOn = row.lastOn
MERGE (c)-[:FORESEEN]->(a)
"""


class Written(Value):
    """What differed from what the graph held, in nodes."""

    needs: int = 0
    signals: int = 0
    alarms: int = 0
    removed: int = 0


class Difference(NamedTuple):
    """What is to be written and to be taken out for some customers."""

    needs: list[Row]
    signals: list[Row]
    alarms: list[Row]
    changed: list[Row]
    """Of the needs and signals those that are there already."""
    left_needs: list[str]
    left_signals: list[str]

    def statements(self) -> list[Statement]:
        """The statements that make the difference; [] for none."""
        packed = [row for row in self.needs if row["pack"] is not None]
        needs = [row for row in self.changed if "pack" in row]
        signals = [row for row in self.changed if "events" in row]
        steps: list[Statement] = [
            (LEFT_NEEDS, {"ids": self.left_needs}), (LEFT_SIGNALS, {"ids": self.left_signals}),
            (NEEDS, {"rows": self.needs}), (RAISED, {"rows": self.needs}),
            (LEFT_PACKS, {"rows": needs}), (PACKS, {"rows": packed}),
            (SIGNALS, {"rows": self.signals}), (LEFT_EVENTS, {"rows": signals}),
            (EVENTS, {"rows": self.signals}), (ALARMS, {"rows": self.alarms}),
        ]  # fmt: skip
        return [(cypher, given) for cypher, given in steps if any(given.values())]


def store_needs(graph: Graph, needs: Mapping[str, Sequence[Need]]) -> Written:
    """Make the open needs, and the signals behind them, of each customer named these; [] for none.

    A need that was dismissed or served stays as it was, even where it is foreseen again. The day
    on which an event was first foreseen is kept when the need is gone.

    Raises:
        GraphUnavailable: The server does not answer; batches before this one are written.
    """
    total = Written()
    for ids in batches(sorted(needs), CUSTOMERS_A_BATCH):
        held = {row["id"]: row for row in graph.read(HELD, ids=list(ids), never=NEVER)}
        found = Difference([], [], [], [], [], [])
        for who in ids:
            if who in held:
                _compare(found, needs[who], held[who])
        if steps := found.statements():
            graph.write(steps)
        total = _added(total, found)
    return total


def _added(total: Written, found: Difference) -> Written:
    return Written(
        needs=total.needs + len(found.needs),
        signals=total.signals + len(found.signals),
        alarms=total.alarms + len(found.alarms),
        removed=total.removed + len(found.left_needs) + len(found.left_signals),
    )


def _compare(found: Difference, needs: Sequence[Need], held: Row) -> None:
    wanted = {need.id: _need(need, held) for need in needs}
    standing = {row["id"]: row for row in held["needs"]}
    for need_id, row in wanted.items():
        before = standing.get(need_id)
        if before is None or (before["status"] == "open" and _differs(row, before)):
            found.needs.append(row)
            found.changed.extend([] if before is None else [row])
    found.left_needs.extend(
        one for one, row in standing.items() if row["status"] == "open" and one not in wanted
    )
    signals = _signals(held["id"], needs)
    shown = {row["id"]: row for row in held["signals"]}
    for one, row in signals.items():
        if one not in shown or _moved(row, shown[one]):
            found.signals.append(row)
            found.changed.extend([row] if one in shown else [])
    found.left_signals.extend(one for one in shown if one not in signals)
    found.alarms.extend(_alarms(needs, held["alarms"]))


def _differs(row: Row, before: Row) -> bool:
    return bool(row["properties"]["fingerprint"] != before["fingerprint"])


def _moved(row: Row, before: Row) -> bool:
    """Whether a signal says something else; what fades as it should needs no writing."""
    if _differs(row, before):
        return True
    wanted = row["properties"]
    days = (date.fromisoformat(wanted["asOf"]) - date.fromisoformat(before["asOf"])).days
    expected = faded(before["strength"], before["halfLifeDays"], days)
    return abs(wanted["strength"] - expected) > DRIFT * max(wanted["strength"], expected)


def _need(need: Need, held: Row) -> Row:
    """The node of a need, found by its pattern, and by its event in the book of an advisor.

    It says when the consent under which it is foreseen ends, so that counting asks nobody else.
    """
    seen = kinds([one.signal for one in need.evidence])
    properties = to_node(need) | {
        "kinds": list(seen), "pattern": f"{need.event}|{'+'.join(seen)}",
        "book": f"{need.event}|{held['advisor'] or ''}",
        "consentEnds": max(held["ends"], default=""),
    }  # fmt: skip
    return {
        "customer": need.customer_id, "id": need.id, "event": need.event, "pack": need.pack,
        "properties": _marked(properties, properties.items()),
    }  # fmt: skip


def _signals(customer_id: str, needs: Sequence[Need]) -> dict[str, Row]:
    """The signals by id; the same thing seen may point to more than one event."""
    found: dict[str, Row] = {}
    for need in needs:
        for seen in need.evidence:
            one = f"{customer_id}/{seen.signal}/{seen.at.isoformat()}"
            row = found.setdefault(one, _signal(one, need, seen))
            if need.event not in row["events"]:
                row["events"].append(need.event)
                row["points"].append({"event": need.event, "strength": seen.strength})
    for row in found.values():
        points = row["points"]
        row["properties"]["strength"] = max(one["strength"] for one in points)
        told = [*row["properties"].items(), ("events", sorted(row["events"]))]
        row["properties"] = _marked(row["properties"], [one for one in told if one[0] not in FADES])
    return found


def _signal(one: str, need: Need, seen: SignalEvidence) -> Row:
    """The node of a signal: what it is about, and never what the customer wrote."""
    zh, en = matter(seen.signal)
    properties = {
        "id": one, "customerId": need.customer_id, "signal": seen.signal,
        "kind": kinds([seen.signal])[0], "source": seen.source, "row": seen.row,
        "at": plain(seen.at), "asOf": plain(need.as_of), "halfLifeDays": seen.half_life_days,
        "text": zh, "textEn": en,
    }  # fmt: skip
    row: Row = {"customer": need.customer_id, "id": one, "properties": properties}
    return row | {"events": [], "points": []}


def _alarms(needs: Sequence[Need], held: Sequence[Row]) -> list[Row]:
    """Each event's alarm of these days: begun where there is none, else prolonged."""
    newest = {row["event"]: row for row in sorted(held, key=lambda row: row["lastOn"])}
    rows = (_alarm(one, newest.get(one.event)) for one in needs if one.contact_reason != MET)
    return [row for row in rows if row is not None]


def _alarm(need: Need, held: Row | None) -> Row | None:
    last = None if held is None else date.fromisoformat(held["lastOn"])
    if last is not None and need.as_of <= last:
        return None
    goes_on = held is not None and last is not None and need.as_of - last <= EPISODE
    day = need.as_of.isoformat()
    first = {
        "customerId": need.customer_id, "event": need.event, "firstOn": day,
        "probability90": need.probability_90, "basis": need.basis, "pack": need.pack,
    }  # fmt: skip
    one = held["id"] if goes_on and held is not None else f"{need.customer_id}/{need.event}/{day}"
    return {"customer": need.customer_id, "id": one, "first": first, "lastOn": day}


def _marked(properties: dict[str, object], told: Iterable[tuple[str, object]]) -> dict[str, object]:
    """The properties with a fingerprint of their own, by which a difference is seen."""
    written = repr(sorted(told, key=repr)).encode()
    return properties | {"fingerprint": hashlib.sha256(written).hexdigest()[:24]}
