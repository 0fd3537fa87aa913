"""Loads as processes of their own: killed in the middle, and two at once."""

import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from graph.hub import Hub, HubBusy, feeds, files
from tests.builders import NOW
from tests.feeds import CUSTOMER, feed

ROOT: Final = Path(__file__).parents[3]
LOADING: Final = """
import sys
from pathlib import Path
from graph.hub import Hub, files
from tests.builders import NOW

files.BATCH_BYTES = 1

def told(said):
    print(said, flush=True)
    sys.stdin.readline()

Hub(Path(sys.argv[1])).load(Path(sys.argv[2]), None, NOW, told)
"""
PARTS: Final = 4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "BATCH_BYTES", 1)
    folder = tmp_path / "feeds"
    feed(folder, "customers", CUSTOMER)
    feed(folder, "accounts", "account_id,customer_id,kind,balance_minor\na-1,c-1,current,1\n")
    header = "transaction_id,account_id,posted_at,amount_minor\n"
    for part in range(PARTS):
        rows = [f"t-{part}-{row},a-{1 if row % 7 else 404},2026-01-0{part + 1},{row}"
                for row in range(50)]  # fmt: skip
        # The last row of each part stands in the next as well, with another amount.
        rows.append(f"t-{part - 1}-49,a-1,2026-01-0{part + 1},{part}000")
        feed(folder / "transactions", f"part-{part}", header + "\n".join([*rows, ""]))
    return folder


@contextmanager
def loading(home: Path, folder: Path) -> Generator[subprocess.Popen[str]]:
    """A load that goes on a step for each line it is told."""
    with subprocess.Popen(
        [sys.executable, "-c", LOADING, str(home), str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    ) as process:  # fmt: skip
        yield process


def go_on_until(process: subprocess.Popen[str], said: str) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    for line in process.stdout:
        if said in line:
            return
        process.stdin.write("\n")
        process.stdin.flush()
    raise AssertionError(f"the load ended before it said {said}")


def held(hub: Hub) -> Mapping[str, list[Any]]:
    with hub.reading() as reader:
        return {
            table: reader.tuples(f"SELECT * FROM {table} ORDER BY ALL")
            for name in feeds()
            for table in (name, f"history.{name}")
        }


@pytest.mark.parametrize("until", ["accounts", "transactions：第 2/4", "transactions：第 4/4"])
def test_a_load_that_was_killed_goes_on_where_it_ended(
    tmp_path: Path, folder: Path, until: str
) -> None:
    whole, cut = Hub(tmp_path / "whole"), Hub(tmp_path / "cut")
    whole.load(folder, None, NOW)
    with loading(cut.home, folder) as process:
        go_on_until(process, until)
        process.send_signal(signal.SIGKILL)
    assert not cut.status().loads[0].ended
    report = cut.load(folder, None, NOW)
    assert held(cut) == held(whole)
    assert report.skipped >= 2
    assert report.rejected == PARTS * 8
    assert [one.ended for one in cut.status().loads] == [True, False]
    assert not cut.load(folder, None, NOW).changed_anything


def test_a_second_load_is_told_at_once_who_is_loading_and_the_first_goes_on(
    tmp_path: Path, folder: Path
) -> None:
    hub = Hub(tmp_path / "hub")
    with loading(hub.home, folder) as process:
        go_on_until(process, "transactions：第 1/4")
        with pytest.raises(HubBusy) as raised:
            hub.load(folder, None, NOW)
        assert str(process.pid) in str(raised.value)
        assert "还没有结束" in str(raised.value)
        assert "still running" in str(raised.value)
        process.communicate("\n" * 50)
    assert process.returncode == 0
    assert not hub.load(folder, None, NOW).changed_anything


def test_who_holds_the_hub_may_load_within(tmp_path: Path, folder: Path) -> None:
    hub = Hub(tmp_path / "hub")
    with hub.alone():
        hub.load(folder, None, NOW)
        with pytest.raises(HubBusy), Hub(hub.home).alone():
            pass
    with Hub(hub.home).alone():
        pass
