"""Foreseen needs: from the signals of each consenting customer to needs in the graph."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from graph.catalogue import Catalogue, ContactTerms, LifeEvent
from graph.hub import BANK_ZONE, Hub, Reader, consent_table, gate
from graph.model import Need
from graph.needs.circumstances import Told, dismissals, planned, standings
from graph.needs.contact import Circumstances, Standing, contact_reason, recent
from graph.needs.grounds import AT_MOST, grounds
from graph.needs.learning import Learnt, Question, Within, learnt
from graph.needs.outcomes import outcomes
from graph.needs.permission import Permission, permission
from graph.needs.reasons import Contribution, Matter, contributions, hinges_on
from graph.needs.scoring import Person, age_on, probability, timed
from graph.needs.signals import Scope, Signal, signals
from graph.needs.wording import evidence
from graph.portrait import store_stages
from graph.store.connection import Graph
from graph.store.foresight import store_needs
from graph.store.suppressions import every_suppression

WORTH_SAYING: Final = 0.15
"""An event less likely than this at all, by the declared weights, is not foreseen."""

ABOVE_OTHERS: Final = 2.0
"""A learned event is foreseen of those for whom it is so many times likelier than on average."""

AFTERMATH: Final = 0.2
"""What remains of the probability once the event came to pass."""

SHOWN: Final = 5
"""Evidence rows of a need: those that count most."""

PERSONS: Final = """
SELECT customer_id, birth_date, children_birth_years AS children FROM customers
WHERE $customer IS NULL OR customer_id = $customer ORDER BY 1
"""


class Vantage(NamedTuple):
    """From when, and of whom, needs are foreseen; `asked_at` where that is later than the day.

    Consents must hold at both moments: a consent that ended since allows no look at the past.
    """

    now: datetime
    customer_id: str | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True)
class Known:
    """What is known beside the signals, for every customer."""

    persons: Mapping[str, Person]
    happened: Mapping[tuple[str, str], date]
    standings: Mapping[str, Standing]
    dismissed: Mapping[str, date]
    learned: Learnt
    suppressed: Mapping[str, frozenset[str]]
    grounds: Mapping[tuple[str, str], list[Contribution]] = field(default_factory=dict)


def forecast(
    hub: Hub, graph: Graph, catalogue: Catalogue, now: datetime, customer_id: str | None = None
) -> list[Need]:
    """Foreseen needs of everybody, or of one customer; most probable within 90 days first.

    They replace the open needs in the graph, and the stages of the portrait with them; dismissed
    ones stay, and are raised again under another id once later signals appear. Without consent to
    prediction nothing is foreseen; without consent to sensitive data accounts are not read. A
    learned event (`graph.needs.learning`) has its learned probabilities, the others follow declared
    weights; each need says which.

    Raises:
        HubBusy: Another process is loading.
        GraphUnavailable: The graph does not answer.
    """
    allowed = permission(graph, customer_id, [now])
    needs = _needs(hub, graph, catalogue, (Vantage(now, customer_id), allowed))
    standing = {who: _open(theirs) for who, theirs in needs.items()}
    store_needs(graph, standing)
    store_stages(graph, standing, allowed.drawn)
    return _ordered(needs)


def foresee(hub: Hub, graph: Graph, catalogue: Catalogue, vantage: Vantage) -> list[Need]:
    """The same needs as of any moment, from what lay before it; nothing is written.

    Raises:
        HubBusy: Another process is loading.
        GraphUnavailable: The graph does not answer.
    """
    moments = [one for one in (vantage.now, vantage.asked_at) if one is not None]
    allowed = permission(graph, vantage.customer_id, moments)
    return _ordered(_needs(hub, graph, catalogue, (vantage, allowed)))


def _needs(
    hub: Hub, graph: Graph, catalogue: Catalogue, asked: tuple[Vantage, Permission]
) -> dict[str, list[Need]]:
    """The needs of each customer of the feeds, [] for those of whom nothing is foreseen."""
    vantage, allowed = asked
    today = vantage.now.astimezone(BANK_ZONE).date()
    scope = Scope(today, vantage.customer_id, allowed.financial)
    waved = dismissals(graph, vantage.customer_id, vantage.now)
    told = Told(allowed.reachable, waved, planned(graph))
    with hub.reading() as reader:
        everybody = _persons(reader, scope)
        asked_at = vantage.asked_at or vantage.now
        consent_table(reader, asked_at, allowed.said, vantage.customer_id)
        gate(reader, "features")
        found = signals(reader, catalogue, scope)
        persons = _persons(reader, scope)
        known = Known(
            persons=persons,
            happened=outcomes(reader, today),
            standings=standings(reader, catalogue, scope, persons, told),
            dismissed={one.need_id: one.day for one in waved},
            learned=learnt(hub.home, reader, catalogue, scope, allowed.said),
            suppressed=every_suppression(graph, vantage.now),
        )
        seen = _by_event(found, allowed, known.suppressed)
        questions = _to_explain(seen, known, today)
        known = replace(
            known, grounds=grounds(hub.home, reader, catalogue, questions, allowed.said)
        )
    needs: dict[str, list[Need]] = {one: [] for one in everybody}
    for (who, event), theirs in _with_learned(seen, known).items():
        need = _need((catalogue.event(event), catalogue.contact), theirs, known, today)
        if need is not None:
            needs[who].append(need)
    return needs


def _ordered(needs: Mapping[str, list[Need]]) -> list[Need]:
    return sorted(
        (need for theirs in needs.values() for need in theirs),
        key=lambda one: (-one.probability_90, one.id),
    )


def _persons(reader: Reader, scope: Scope) -> dict[str, Person]:
    """What is known of each customer on the day: children born later are not."""
    rows = reader.select(PERSONS, customer=scope.customer_id)
    today = scope.today
    return {
        row["customer_id"]: Person(
            None if row["birth_date"] is None else age_on(row["birth_date"], today),
            tuple(today.year - year for year in row["children"] or () if year <= today.year),
        )
        for row in rows
    }


def _by_event(
    found: list[Signal], allowed: Permission, suppressed: Mapping[str, frozenset[str]]
) -> dict[tuple[str, str], list[Signal]]:
    """What may be used of each customer, by the event it points to."""
    seen: defaultdict[tuple[str, str], list[Signal]] = defaultdict(list)
    for one in found:
        forbidden = suppressed.get(one.customer_id, frozenset())
        if one.customer_id in allowed.foreseen and not one.is_forbidden(forbidden):
            seen[one.customer_id, one.event].append(one)
    return seen


def _to_explain(
    seen: Mapping[tuple[str, str], list[Signal]], known: Known, today: date
) -> list[Question]:
    """The learned needs that are likely enough to be told, and so to be explained.

    Those with signals first, where they are not too many; then, most likely first, those nobody
    declared a signal of: another bank's words may be learned and not declared.
    """
    likely = sorted(
        (-within[1], who, event)
        for (who, event), within in known.learned.within.items()
        if who in known.persons
        and _learned(who, event, known) is not None
        and within[1] >= ABOVE_OTHERS * known.learned.usual.get(event, 1.0)
    )
    declared = [Question(today, who, event) for _, who, event in likely if (who, event) in seen]
    others = [Question(today, who, event) for _, who, event in likely if (who, event) not in seen]
    first = declared if len(declared) <= AT_MOST else []
    return [*first, *others[: AT_MOST - len(first)]]


def _with_learned(
    seen: Mapping[tuple[str, str], list[Signal]], known: Known
) -> dict[tuple[str, str], list[Signal]]:
    """What was seen, and what a learned probability rests on where nothing declared was."""
    named = {about: [one.signal for one in found] for about, found in known.grounds.items()}
    return {**{about: found for about, found in named.items() if found}, **seen}


def _need(
    matter: tuple[LifeEvent, ContactTerms], seen: list[Signal], known: Known, today: date
) -> Need | None:
    event, terms = matter
    who = seen[0].customer_id
    happened_on = known.happened.get((who, event.key))
    need_id, dismissed = _identity(who, event.key, seen, known.dismissed)
    about = Circumstances(known.standings[who], happened_on, dismissed)
    reason = contact_reason(event, about, terms, today)
    is_recent = recent(happened_on, terms, today)
    if happened_on is not None and not is_recent:
        seen = [one for one in seen if one.day > happened_on]
    person = known.persons[who]
    likely = probability(seen, event, person, today)
    within = _learned(who, event.key, known)
    if not _worth_saying(likely, within, known.learned.usual.get(event.key, 1.0)):
        return None
    likely *= AFTERMATH if is_recent else 1.0
    when = timed(seen, event, likely, today)
    probabilities = within or when.within
    asked = Matter(event, person, today)
    learned_from = None if within is None else known.grounds.get((who, event.key))
    telling = (learned_from or contributions(asked, seen))[:SHOWN]
    latest_first = sorted(telling, reverse=True, key=lambda one: (one.signal.day, one.signal))
    return Need(
        id=need_id, customer_id=who, as_of=today, event=event.key, event_zh=event.zh,
        event_en=event.en, need="、".join(one.zh for one in event.needs),
        need_en=", ".join(one.en for one in event.needs),
        probability_30=probabilities[0], probability_90=probabilities[1],
        probability_180=probabilities[2], window_start=today + timedelta(days=when.starts),
        window_end=today + timedelta(days=when.ends), expected_lead_days=when.middle,
        basis="declared" if within is None else "learned",
        evidence=tuple(evidence(one, event, today) for one in latest_first), pack=event.pack,
        contact="allowed" if reason is None else "do_not_contact", contact_reason=reason,
        hinges_on=hinges_on(asked, seen, telling, WORTH_SAYING) if within is None else (),
        status="dismissed" if dismissed else "open",
    )  # fmt: skip


def _learned(who: str, event: str, known: Known) -> Within | None:
    """The learned probabilities; none where something may not be used, since they rest on all.

    Nor where nothing that was seen accounts for them: what has no reason is not told.
    """
    if known.suppressed.get(who) or known.grounds.get((who, event)) == []:
        return None
    return known.learned.within.get((who, event))


def _worth_saying(likely: float, within: Within | None, usual: float) -> bool:
    """Whether it is likely enough to be foreseen; without a single signal nothing is."""
    if within is None:
        return likely >= WORTH_SAYING
    return likely > 0 and within[1] >= ABOVE_OTHERS * usual


def _identity(
    who: str, event: str, seen: list[Signal], dismissed: Mapping[str, date]
) -> tuple[str, bool]:
    """The need's id, and whether it stands dismissed: with nothing seen after the dismissal."""
    need_id, times = f"need-{who}-{event}", 1
    newest = max(one.day for one in seen)
    while need_id in dismissed:
        if newest <= dismissed[need_id]:
            return need_id, True
        times += 1
        need_id = f"need-{who}-{event}-{times}"
    return need_id, False


def _open(needs: list[Need]) -> list[Need]:
    return [one for one in needs if one.status == "open"]
