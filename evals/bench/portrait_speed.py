"""Seconds and memory of the portrait of an invented town: whole, by the hour, of one customer."""

import argparse
import csv
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from evals.bench.apart import Work, apart
from evals.bench.portrait_pandas import FAMILIES, tags_in_pandas
from evals.errors import EvalError
from evals.machine import measured
from evals.scores import seconds_of
from evals.tables import table
from graph.hub import BANK_ZONE, Hub
from graph.portrait import Scope, refresh, show
from graph.sample.world import Size, write_world

TODAY: Final = date(2026, 11, 23)
MONTHS: Final = 9
"""Months of feeds: about a hundred payments a customer."""
ACTIVE: Final = 100
"""One customer in so many is active within the hour."""
PAID: Final = 3
"""Payments each of them makes."""
ASKED: Final = 20
"""Customers drawn one by one."""
IN_PANDAS: Final = 100_000
"""The largest town pandas is asked for: what it holds in memory grows with the payments."""
PROMISED: Final = {"full": 1200.0, "hour": 90.0, "one": 0.3, "gigabytes": 12.0, "pandas": 10.0}
"""Of a million customers: seconds, memory, and how many times faster than pandas."""

Tell = Callable[[str], None]


def measure(asked: argparse.Namespace, tell: Tell) -> tuple[str, dict[str, Any]]:
    """Measure towns of each size, the smallest first; what they wrote is removed.

    Raises:
        EvalError: The portrait and pandas do not say the same.
    """
    sizes = [
        _town(customers, asked.months or MONTHS, tell) for customers in sorted(asked.customers)
    ]
    result = {"towns": sizes, "promised": PROMISED, **measured(seeds=(20261123,), repeats=ASKED)}
    return _table(sizes), result


def _town(customers: int, months: int, tell: Tell) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="portrait-speed-") as scratch:
        feeds, home = Path(scratch) / "feeds", Path(scratch) / "hub"
        tell(f"写出 {customers} 位客户的数据源 Writing the feeds of {customers} customers")
        written = apart(_written, feeds, customers, months)
        tell("装入 Loading")
        loaded = apart(_loaded, feeds, home)
        tell("全部画像 The whole portrait")
        whole = apart(_whole, home)
        tell("一小时的新数据 An hour's rows")
        hour = apart(_hour, home, Path(scratch) / "hour")
        tell("逐位客户 One customer after the other")
        one = apart(_one_by_one, home)
        compared = None
        if customers <= IN_PANDAS:
            tell("用 pandas 再算一遍 Once more in pandas")
            compared = apart(_in_pandas, feeds, home)
    return {
        "customers": customers, **loaded.figures, "tags": whole.figures["tags"],
        "seconds": {
            "write": round(written.seconds, 1), "load": round(loaded.seconds, 1),
            "full": round(whole.figures["seconds"], 1), **hour.figures["seconds"],
            "one": one.figures["drawn"], "show": one.figures["shown"],
        },
        "peak_bytes": {"load": loaded.peak_bytes, "full": whole.peak_bytes,
                       "hour": hour.peak_bytes, "one": one.peak_bytes},
        "pandas": None if compared is None else _beside(compared, whole),
    }  # fmt: skip


def _beside(compared: Work, whole: Work) -> dict[str, Any]:
    seconds = compared.figures["seconds"]
    return {
        **compared.figures, "peak_bytes": compared.peak_bytes,
        "times_faster": round(seconds / whole.figures["seconds"], 1),
    }  # fmt: skip


def _written(feeds: Path, customers: int, months: int) -> dict[str, Any]:
    write_world(feeds, TODAY, Size(customers, months))
    return {}


def _loaded(feeds: Path, home: Path) -> dict[str, Any]:
    report = Hub(home).load(feeds, None, _moment())
    rows = {one.feed: one.rows for one in report.feeds}
    return {"transactions": rows["transactions"], "rows": sum(rows.values())}


def _whole(home: Path) -> dict[str, Any]:
    began = time.perf_counter()
    drawn = refresh(Hub(home), None, _moment())
    return {"tags": drawn.written, "seconds": time.perf_counter() - began}


def _hour(home: Path, feeds: Path) -> dict[str, Any]:
    """Load what came within an hour, and draw those it is about."""
    hub, later = Hub(home), _moment() + timedelta(hours=1)
    _write_hour(hub, feeds)
    began = time.perf_counter()
    hub.load(feeds, None, later)
    loaded = time.perf_counter() - began
    drawn = refresh(hub, None, later, Scope(since=later - timedelta(minutes=30)))
    seconds = time.perf_counter() - began
    return {
        "customers": drawn.customers,
        "seconds": {"hour": round(seconds, 2), "hour_load": round(loaded, 2)},
    }


def _write_hour(hub: Hub, feeds: Path) -> None:
    feeds.mkdir()
    with hub.reading() as reader:
        accounts = reader.tuples(
            "SELECT min(account_id) FROM accounts GROUP BY customer_id "
            f"HAVING hash(customer_id) % {ACTIVE} = 0 ORDER BY 1"
        )
    with (feeds / "transactions.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["transaction_id", "account_id", "posted_at", "amount_minor",
                       "counterparty_kind", "counterparty", "channel", "mcc"])  # fmt: skip
        for number, (account,) in enumerate(accounts):
            for paid in range(PAID):
                rows.writerow([f"hour-{number}-{paid}", account, f"{TODAY} 09:{paid:02d}:00",
                               -1500 - paid, "merchant", "早餐店", "pos", "5814"])  # fmt: skip


def _one_by_one(home: Path) -> dict[str, Any]:
    hub, now = Hub(home), _moment() + timedelta(hours=2)
    with hub.reading() as reader:
        customers = reader.tuples(
            f"SELECT customer_id FROM customers ORDER BY hash(customer_id) LIMIT {ASKED + 1}"
        )
    drawn: list[float] = []
    shown: list[float] = []
    for (customer,) in customers:
        drawn.append(
            _seconds(lambda one=customer: refresh(hub, None, now, Scope(customers=(one,))))
        )
        shown.append(_seconds(lambda one=customer: show(hub, None, one, now)))
    # The first one reads the files of the families as well.
    return {"drawn": seconds_of(drawn[1:]), "shown": seconds_of(shown[1:])}


def _in_pandas(feeds: Path, home: Path) -> dict[str, Any]:
    """The same tags in pandas, which must be equal.

    Raises:
        EvalError: They are not.
    """
    began = time.perf_counter()
    found = tags_in_pandas(feeds, _moment())
    seconds = time.perf_counter() - began
    drawn = _drawn(Hub(home))
    if found != drawn:
        few = sorted(map(str, found ^ drawn))[:5]
        message = f"pandas and the portrait differ in {len(found ^ drawn)} tags: {'; '.join(few)}"
        raise EvalError(message)
    return {"families": len(FAMILIES), "tags": len(found), "seconds": round(seconds, 1)}


def _drawn(hub: Hub) -> set[tuple[str, str, str | None, str]]:
    """The tags of the families as they stood before the hour."""
    path = str(hub.home / "portrait.duckdb").replace("'", "''")
    with hub.reading() as reader:
        reader.connection.execute(f"ATTACH '{path}' AS portrait (READ_ONLY)")
        rows = reader.tuples(
            "SELECT customer_id, family, part, value FROM portrait.tags "
            "WHERE list_contains($families, family) AND valid_from <= $at "
            "AND (valid_to IS NULL OR valid_to > $at)",
            families=list(FAMILIES), at=_moment(),
        )  # fmt: skip
    return {(one[0], one[1], one[2], one[3]) for one in rows}


def _moment() -> datetime:
    return datetime.combine(TODAY, datetime.min.time(), BANK_ZONE) + timedelta(hours=20)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _table(sizes: Sequence[dict[str, Any]]) -> str:
    """One row a town, what was promised of a million under it, and how it grows."""
    head = ("customers", "payments", "tags", "load s", "full s", "full GB", "hour s", "one p95 s",
            "show p95 s", "pandas s", "× pandas")  # fmt: skip
    rows: list[Sequence[object]] = [_row(one) for one in sizes]
    rows.append(
        ("promised", "", "", "", PROMISED["full"], PROMISED["gigabytes"], PROMISED["hour"],
         PROMISED["one"], "", "", PROMISED["pandas"])
    )  # fmt: skip
    growth = [
        f"{before['customers']} → {after['customers']} customers: "
        f"{after['seconds']['full'] / max(before['seconds']['full'], 0.1):.1f} × the seconds"
        for before, after in pairwise(sizes)
    ]
    return "\n".join([table(head, rows), *growth])


def _row(one: dict[str, Any]) -> Sequence[object]:
    seconds, pandas = one["seconds"], one["pandas"] or {}
    return (
        one["customers"], one["transactions"], one["tags"], seconds["load"], seconds["full"],
        f"{one['peak_bytes']['full'] / 1e9:.2f}", seconds["hour"], seconds["one"]["p95"],
        seconds["show"]["p95"], pandas.get("seconds", "–"), pandas.get("times_faster", "–"),
    )  # fmt: skip
