"""Feed by feed: without the consent its purpose needs, nothing of a feed is found anywhere."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pytest

from graph.catalogue import load_catalogue
from graph.hub import Hub, Reader, consent_table, feeds, gate, said
from graph.hub.feeds import Use
from graph.model import Need
from graph.needs import forecast
from graph.needs.learning.frame import Frame, observe, prepare, rank
from graph.needs.learning.keys import catalogue_keys
from graph.needs.learning.sources import SOURCES, texts
from graph.portrait import clear, export, refresh, show, why
from graph.portrait.store import attach
from tests.builders import NOW, TODAY
from tests.feeds import KeepingGraph
from tests.graph.hub.consenting_bank import (
    FULL,
    OUTSIDE,
    PEOPLE,
    PURPOSES,
    ROWS,
    WAYS,
    Person,
    withdraw_in_chat,
    write,
)

LATER: Final = NOW + timedelta(hours=3)
USES: Final[tuple[Use, ...]] = ("tags", "file", "features")


class Found(NamedTuple):
    """All that can be found of each customer, by use, as text."""

    tags: dict[str, str]
    file: dict[str, str]
    features: dict[str, str]
    raw: dict[str, str]

    def of(self, use: Use) -> dict[str, str]:
        return {"tags": self.tags, "file": self.file, "features": self.features}[use]


class Bank(NamedTuple):
    """The bank while every consent is in force, the moment they lapsed, and after the refresh."""

    before: Found
    at_once: dict[str, str]
    after: Found


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return _lived(tmp_path_factory.mktemp("full"), bare=False)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return _lived(tmp_path_factory.mktemp("bare"), bare=True)


def _lived(home: Path, *, bare: bool) -> Bank:
    hub, graph, folder = Hub(home / "hub"), KeepingGraph(), home / "feeds"
    write(folder, bare=bare)
    hub.load(folder, graph, NOW)
    before = _found(hub, graph, NOW)
    withdraw_in_chat(graph)
    at_once = {one.who: _shown(hub, graph, one) for one in PEOPLE if one.hides}
    write(folder, bare=bare, withdrawn=True)
    hub.load(folder, graph, LATER)
    clear(hub, graph, LATER)
    return Bank(before, at_once, _found(hub, graph, LATER))


def _found(hub: Hub, graph: KeepingGraph, now: Any) -> Found:
    """Draw and foresee, then gather what is found of everybody in every store."""
    refresh(hub, graph, now)
    needs = forecast(hub, graph, load_catalogue(), now)
    stored = _stored(hub)
    frame = _features(hub, graph, now)
    with _gated(hub, graph, "tags", now) as reader:
        tags = {one.who: _rows(reader, one) for one in PEOPLE}
    with _gated(hub, graph, "file", now) as reader:
        file = {one.who: _rows(reader, one) for one in PEOPLE}
    with _gated(hub, graph, "features", now) as reader:
        features = {one.who: _rows(reader, one) for one in PEOPLE}
    for one in PEOPLE:
        said_of = (graph.tags(one.who), graph.stages(one.who))
        file[one.who] += f"{graph.portraits().get(one.who)}"
        tags[one.who] += f"{said_of} {stored.get(one.who)}"
        features[one.who] += f"{graph.needs(one.who)} {_needs(needs, one)} {frame.get(one.who)}"
    return Found(tags, file, features, _raw(hub))


@contextmanager
def _gated(hub: Hub, graph: KeepingGraph, use: Use, now: Any) -> Generator[Reader]:
    with hub.reading() as reader:
        consent_table(reader, now, said(graph))
        gate(reader, use)
        yield reader


def _rows(reader: Reader, person: Person) -> str:
    """Rows of the customer's feeds as derivations see them."""
    found = ""
    for name in ROWS:
        sql = f"SELECT * EXCLUDE (learned_at) FROM {name} WHERE {_mine(name)}"
        found += f"{name}: {reader.tuples(sql, who=person.who)}"
    return found


def _mine(feed: str) -> str:
    if feed == "transactions":
        return (
            "account_id IN (SELECT account_id FROM accounts WHERE customer_id = $who "
            "UNION ALL SELECT card_id FROM cards WHERE customer_id = $who) ORDER BY 1"
        )
    return "customer_id = $who ORDER BY 1"


def _stored(hub: Hub) -> dict[str, str]:
    """Every row of the portrait's store, past ones as well, without the moments."""
    with hub.reading() as reader:
        attach(reader.connection, hub.home)
        rows = [
            row
            for table, moments in (("standing", "valid_from"), ("past", "valid_from, valid_to"))
            for row in reader.tuples(
                f"SELECT * EXCLUDE ({moments}) FROM portrait.{table} ORDER BY ALL"
            )
        ]
    return {one.who: str([row for row in rows if row[0] == one.who]) for one in PEOPLE}


def _shown(hub: Hub, graph: KeepingGraph, person: Person) -> str:
    """What is shown of the customer, why, and what is written out for them."""
    tags = show(hub, graph, person.who, LATER)
    by_source = {one.source: one.key for one in tags if one.relied_on}
    reasons = [why(hub, graph, person.who, key, LATER) for key in by_source.values()]
    files = export(hub.home / "exported", person.who, tags)
    return f"{tags} {reasons} {[one.read_text(encoding='utf-8') for one in files]}"


def _needs(needs: list[Need], person: Person) -> str:
    return str([one for one in needs if one.customer_id == person.who])


def _features(hub: Hub, graph: KeepingGraph, now: Any) -> dict[str, str]:
    """The numbers and signs learning sees of each customer."""
    with _gated(hub, graph, "features", now) as reader:
        prepare(reader)
        rank(reader, TODAY)
        known = {one.name: texts(reader, one, TODAY) for one in SOURCES}
        frame = observe(reader, TODAY, catalogue_keys(load_catalogue(), known))
    return {str(who): _numbers(frame, at) for at, who in enumerate(frame.customers)}


def _numbers(frame: Frame, at: int) -> str:
    mine = frame.signs.rows == at
    signs = np.column_stack([frame.signs.keys[mine], frame.signs.parts[mine]])
    return f"{frame.numbers[at].tolist()} {sorted(signs.tolist())}"


def _raw(hub: Hub) -> dict[str, str]:
    """What the hub holds of outside feeds, with what was replaced and what was refused."""
    with hub.reading() as reader:
        rows = [
            row
            for name in OUTSIDE.values()
            for table in (name, f"history.{name}")
            for row in reader.tuples(f"SELECT * FROM {table}")
        ]
    refused = "".join(
        one.read_text(encoding="utf-8") for one in sorted(hub.home.glob("rejected/*.csv"))
    )
    return {one.who: str([row for row in rows if one.who in row]) + refused for one in PEOPLE}


def _marks(person: Person, feed: str) -> tuple[str, ...]:
    """What would tell of the feed's rows; outside amounts stand for themselves."""
    if feed in {"outside_tax", "outside_provident_fund"}:
        return (f"{feed}: [('{person.who}'",)
    return (person.mark(feed),)


def lacking(purpose: str) -> list[Person]:
    return [one for one in PEOPLE if one.purpose == purpose]


FEEDS_AND_PURPOSES: Final = [
    (feed, use, purpose)
    for feed in ROWS
    for use in USES
    for purpose in PURPOSES
    if purpose in feeds()[feed].needs(use)
]


def test_every_feed_of_a_person_is_tried() -> None:
    of_persons = {
        name for name, feed in feeds().items() if feed.needs("tags") or feed.needs("features")
    }
    assert of_persons == set(ROWS)


@pytest.mark.parametrize(("feed", "use", "purpose"), FEEDS_AND_PURPOSES)
def test_without_the_consent_nothing_of_the_feed_is_found(
    bank: Bank, feed: str, use: Use, purpose: str
) -> None:
    assert all(mark in bank.after.of(use)[FULL.who] for mark in _marks(FULL, feed))
    for person in lacking(purpose):
        held = bank.before.of(use)[person.who]
        now = bank.after.of(use)[person.who]
        for mark in _marks(person, feed):
            assert (mark in held) == (person.way in {"expired", "withdrawn", "in_chat"}), person
            assert mark not in now, person


@pytest.mark.parametrize("purpose", PURPOSES)
def test_what_is_found_is_the_same_as_if_the_rows_had_never_come(
    bank: Bank, bare: Bank, purpose: str
) -> None:
    uses: list[Use] = [use for use in USES if all(
        purpose in feeds()[feed].needs(use) for feed in ROWS
        if purpose in {one for each in USES for one in feeds()[feed].needs(each)}
    )]  # fmt: skip
    assert uses
    for use in uses:
        for person in lacking(purpose):
            assert bank.after.of(use)[person.who] == bare.after.of(use)[person.who], person


@pytest.mark.parametrize("purpose", ["profiling", "sensitive_financial"])
def test_a_consent_that_lapsed_hides_its_tags_at_the_next_look(bank: Bank, purpose: str) -> None:
    hidden = [feed for feed in ROWS if purpose in feeds()[feed].needs("tags")]
    for person in (one for one in lacking(purpose) if one.hides):
        for feed in hidden:
            assert person.mark(feed) not in bank.at_once[person.who], (person, feed)
    shown = [feed for feed in hidden if FULL.mark(feed) in bank.at_once[FULL.who]]
    assert {"accounts", "transactions", "loans"} <= set(shown)


@pytest.mark.parametrize("purpose", OUTSIDE)
def test_outside_rows_leave_every_store_with_their_authorisation(bank: Bank, purpose: str) -> None:
    feed = OUTSIDE[purpose]
    sign = FULL.number if feed in {"outside_tax", "outside_provident_fund"} else FULL.mark(feed)
    assert sign in bank.after.raw[FULL.who]
    for person in lacking(purpose):
        assert person.way in WAYS
        kept = bank.after.raw[person.who]
        for mark in (person.mark(feed),) if sign != FULL.number else ():
            assert mark not in kept, person
