from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.bootstrap import Application
from assistant.founding import BEGUN, WHOLE, Site, found, is_founded
from assistant.privacy.identity import Identity
from assistant.records import Records
from assistant.settings import Settings
from graph.bank import Bank
from graph.model import Advisor
from tests.builders import NOW, advisor
from tests.fakes import FakeAdvisors, fake_bank


class Building:
    """An application with nothing in it yet, and what was done to it."""

    def __init__(self, home: Path, staff: Sequence[Advisor] = ()) -> None:
        self.settings = Settings(home=home, sample_customers=10)
        self.identity = Identity(Records(home / "advisor.sqlite"))
        self.bank: Bank = fake_bank([], advisors=staff)
        self.now = NOW
        self.days: list[date] = []

    def clock(self) -> datetime:
        return self.now

    def fill(self, site: Site) -> None:
        self.days.append(site.beginning.day)
        staff = (advisor(), advisor(id="a-2", name="周岚", role="second_approver"))
        cast("FakeAdvisors", self.bank.advisors).advisors.update({one.id: one for one in staff})

    def break_down(self, site: Site) -> None:
        self.days.append(site.beginning.day)
        raise OSError("no space left")

    def found(self, *steps: Callable[[Site], None]) -> list[Any]:
        named = [(f"step {number}", step) for number, step in enumerate(steps)]
        return list(found(cast("Application", self), self.said.append, named))

    @property
    def said(self) -> list[str]:
        return self.__dict__.setdefault("_said", [])


def test_an_empty_store_is_filled_and_its_people_can_sign_in(tmp_path: Path) -> None:
    building = Building(tmp_path)
    sign_ins = building.found(building.fill)
    assert is_founded(tmp_path)
    assert not (tmp_path / BEGUN).exists()
    names = [one.username for one in sign_ins]
    assert names == ["chenjing", "liming", "zhaojianguo", "wangmin", "zhoulan"]
    for one in sign_ins:
        assert building.identity.sign_in(one.username, one.password, NOW).name == one.name
        assert one.tip
        assert one.tip_en


def test_a_password_is_drawn_for_each_home_and_kept_to_its_owner(tmp_path: Path) -> None:
    passwords: set[str] = set()
    for name in ("one", "two"):
        building = Building(tmp_path / name)
        passwords |= {one.password for one in building.found(building.fill)}
        assert (tmp_path / name / WHOLE).stat().st_mode & 0o077 == 0
    assert len(passwords) == 2


def test_a_later_start_builds_nothing(tmp_path: Path) -> None:
    building = Building(tmp_path)
    first = building.found(building.fill)
    assert building.found(building.break_down) == first
    assert len(building.days) == 1


def test_a_build_that_was_cut_off_is_done_again_as_of_its_first_day(tmp_path: Path) -> None:
    building = Building(tmp_path)
    with pytest.raises(OSError, match="no space"):
        building.found(building.fill, building.break_down)
    assert not is_founded(tmp_path)
    building.now = NOW + timedelta(days=3)
    assert building.found(building.fill)
    assert set(building.days) == {NOW.date()}


def test_a_bank_with_feeds_of_its_own_is_left_alone(tmp_path: Path) -> None:
    building = Building(tmp_path, staff=[advisor()])
    assert building.found(building.fill) == []
    assert building.days == []
    assert not is_founded(tmp_path)


def test_a_mark_beside_an_empty_store_is_not_believed(tmp_path: Path) -> None:
    building = Building(tmp_path)
    building.found(building.fill)
    emptied = Building(tmp_path)
    emptied.found(emptied.fill)
    assert emptied.days == [NOW.date()]


def test_each_step_is_named(tmp_path: Path) -> None:
    building = Building(tmp_path)
    building.found(building.fill)
    assert building.said[0] == "step 0"
