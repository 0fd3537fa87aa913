"""Plans are kept whole, version after version."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.planning.errors import VersionConflict
from assistant.planning.model import Line, Plan, Section
from assistant.planning.shelf import Shelf
from assistant.planning.stamps import STATUS_WORDS, approval_line, stamped, status_line
from assistant.records import Records
from tests.builders import NOW


def section(number: int) -> Section:
    lines = (Line(text="占位", text_en="place"), Line(text="正文", text_en="body"))
    return Section(number=number, key=f"s{number}", title="节", title_en="part", lines=lines)


def plan(**changes: Any) -> Plan:
    values: dict[str, Any] = {
        "id": "p-1", "version": 1, "customer_id": "c-1", "customer_name": "陈*",
        "pack": "home_purchase", "title": "购房方案", "title_en": "Home plan", "status": "draft",
        "goal": "买房", "created_at": NOW, "created_by": "c-1", "valid_until": date(2026, 12, 20),
        "assumptions": (), "sections": (section(0), section(1), section(13)), "figures": (),
        "verdicts": (), "citations": (), "needs_second_approver": True,
    }  # fmt: skip
    return Plan(**(values | changes))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Records(tmp_path / "records.db"))


def test_every_version_is_kept_and_the_newest_is_latest(shelf: Shelf) -> None:
    shelf.add(plan())
    shelf.add(plan(version=2, goal="换大房"))
    latest = shelf.latest("p-1")
    assert latest is not None
    assert latest.goal == "换大房"
    assert [one.version for one in shelf.versions("p-1")] == [1, 2]
    assert shelf.version("p-1", 1) == stamped(plan())


def test_an_unknown_plan_is_none(shelf: Shelf) -> None:
    assert shelf.latest("p-404") is None
    assert shelf.version("p-404", 1) is None
    assert shelf.versions("p-404") == ()


@given(version=st.integers(min_value=-3, max_value=9).filter(lambda one: one != 2))
def test_only_the_successor_version_is_accepted(
    tmp_path_factory: pytest.TempPathFactory, version: int
) -> None:
    shelf = Shelf(Records(tmp_path_factory.mktemp("shelf") / "records.db"))
    shelf.add(plan())
    with pytest.raises(VersionConflict, match="p-1"):
        shelf.add(plan(version=version))


def test_a_decision_changes_status_and_who_decided(shelf: Shelf) -> None:
    shelf.add(plan())
    approved = plan(status="approved", approved_by="a-1", decided_at=NOW)
    shelf.set_status(approved)
    latest = shelf.latest("p-1")
    assert latest is not None
    assert latest.status == "approved"
    assert "已审核通过" in latest.sections[0].lines[0].text
    assert "a-1" in latest.sections[2].lines[0].text


def test_a_kept_plan_read_back_can_be_decided(shelf: Shelf) -> None:
    shelf.add(plan())
    kept = shelf.latest("p-1")
    assert kept is not None
    shelf.set_status(kept.model_copy(update={"status": "returned", "return_reason": "收入待核"}))
    latest = shelf.latest("p-1")
    assert latest is not None
    assert "收入待核" in approval_line(latest).text


@pytest.mark.parametrize(
    "changes",
    [
        {"goal": "别的目标"},
        {"version": 2},
        {"id": "p-9"},
        {"sections": (section(0), section(13))},
    ],
)
def test_a_decision_may_change_nothing_else(shelf: Shelf, changes: dict[str, Any]) -> None:
    shelf.add(plan())
    with pytest.raises(VersionConflict):
        shelf.set_status(plan(status="approved", **changes))


def test_an_older_version_can_no_longer_be_decided(shelf: Shelf) -> None:
    shelf.add(plan())
    shelf.add(plan(version=2))
    with pytest.raises(VersionConflict):
        shelf.set_status(plan(status="approved"))


def test_lists_hold_the_newest_version_of_each_plan(shelf: Shelf) -> None:
    shelf.add(plan())
    shelf.add(plan(version=2, status="in_review"))
    shelf.add(plan(id="p-2", customer_id="c-2", status="in_review"))
    assert [(one.id, one.version) for one in shelf.of_customer("c-1")] == [("p-1", 2)]
    assert [one.id for one in shelf.with_status("in_review")] == ["p-1", "p-2"]
    assert shelf.with_status("draft") == ()


def test_a_version_is_kept_only_if_the_whole_transaction_is(tmp_path: Path) -> None:
    records = Records(tmp_path / "records.db")
    shelf = Shelf(records)

    def kept_then_broken() -> None:
        with records.transaction() as connection:
            shelf.add(plan(), connection)
            shelf.set_status(plan(status="in_review"), connection)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        kept_then_broken()
    assert shelf.latest("p-1") is None


@pytest.mark.parametrize("status", list(STATUS_WORDS))
def test_the_cover_names_status_version_and_validity(status: Any) -> None:
    line = status_line(plan(status=status))
    assert STATUS_WORDS[status][0] in line.text
    assert "2026-12-20" in line.text_en
