"""How right the portrait is of what is true, beside trusting what is on file."""

import argparse
import re
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from evals.bench.portrait_figures import Cases, Texts, columns, shown, summed
from evals.errors import EvalError
from evals.machine import measured
from graph.hub import BANK_ZONE, Hub, Reader
from graph.portrait import Family, families, refresh
from graph.portrait.best import rank
from graph.portrait.facts import filled, words_of

Tell = Callable[[str], None]

COLUMNS: Final = {
    "birth_date": "DATE", "gender": "VARCHAR", "city": "VARCHAR", "education": "VARCHAR",
    "occupation": "VARCHAR", "employer": "VARCHAR", "marital_status": "VARCHAR",
    "children_birth_years": "BIGINT[]", "monthly_income_minor": "BIGINT", "kind": "VARCHAR",
}  # fmt: skip
"""What customers state of themselves, as the feed of customers names it."""

STATED: Final = {
    **{one: one for one in COLUMNS}, "children": "children_birth_years",
    "youngest_child": "children_birth_years", "income": "monthly_income_minor",
    "age": "birth_date",
}  # fmt: skip
"""The column of each thing customers state, as the families name it."""

SHOWN: Final = {
    "owns_home": ("scenario.housing.state", ("owner", "repaying_mortgage")),
    "owns_car": ("scenario.consumption.vehicle", None),
}
"""What nobody states: the family that shows it, and by which of its values; by any where None."""

PEOPLE: Final = """
SELECT *, payer: NULL::VARCHAR, children: children_birth_years, income: monthly_income_minor,
    age: ({number} - year(birth_date) * 10000 - month(birth_date) * 100 - day(birth_date)) // 10000,
    youngest_child: {year} - list_max(children_birth_years)
FROM {table} SEMI JOIN consenting USING (customer_id)
"""
CONSENTING: Final = """
CREATE OR REPLACE TEMP TABLE consenting AS SELECT customer_id FROM consents
WHERE purpose IN ('profiling', 'sensitive_financial') AND granted_at <= $now
  AND coalesce(expires_at > $now, true) AND coalesce(withdrawn_at > $now, true)
GROUP BY customer_id
HAVING bool_or(purpose = 'profiling') AND bool_or(purpose = 'sensitive_financial') = $sensitive
"""


def measure(asked: argparse.Namespace, tell: Tell) -> tuple[str, dict[str, Any]]:
    """The accuracy of the portrait by family, of those who consented to all it needs.

    Raises:
        EvalError: The options do not say what to measure, or the truth cannot be read.
    """
    if asked.feeds is None or asked.truth is None:
        message = "give --feeds and --truth, or --customers"
        raise EvalError(message)
    with tempfile.TemporaryDirectory() as scratch:
        result = accuracy(Hub(Path(scratch)), asked, tell)
    return shown(result), {**measured(), **result}


def accuracy(hub: Hub, asked: argparse.Namespace, tell: Tell) -> dict[str, Any]:
    """Load, draw the portrait, and hold it against the truth; figures as `measure` gives them."""
    attributes = _checked(asked.truth)
    began = datetime.now(BANK_ZONE)
    hub.load(asked.feeds, None, began, tell)
    with hub.reading() as reader:
        now = _moment(reader, asked.as_of, began)
    clock = time.perf_counter()
    drawn = refresh(hub, None, now)
    seconds = time.perf_counter() - clock
    tell(f"{drawn.customers} customers, {drawn.written} tags")
    with hub.reading() as reader:
        _prepare(reader, hub.home)
        held = _truth(reader, attributes)
        full, partial = (_summed(reader, held, (now, sensitive)) for sensitive in (True, False))
        stale = _staleness(reader)
    without = {key: partial[key] for key in ("accuracy", "baseline_declared")}
    return full | {
        "without_financial_consent": without,
        "staleness": stale,
        "seconds": {"full": round(seconds, 2)},
    }


def _summed(reader: Reader, held: set[str], asked: tuple[datetime, bool]) -> dict[str, Any]:
    """The figures of those who consented to profiling, and to financial data or just not to it."""
    now, sensitive = asked
    at = now.replace(tzinfo=None)
    reader.connection.execute(CONSENTING, {"now": at, "sensitive": sensitive})
    return summed([*_cases(reader, held, now.date()), *_shown(reader, held)])


def _moment(reader: Reader, day: date | None, clock: datetime) -> datetime:
    """The end of the day asked for, else of the last payment's, never after the clock."""
    last = reader.tuples("SELECT max(posted_at)::DATE FROM transactions")[0][0]
    chosen: date = day or last or clock.date()
    end = datetime.combine(chosen + timedelta(days=1), datetime.min.time(), BANK_ZONE)
    return min(end - timedelta(seconds=1), clock)


def _prepare(reader: Reader, home: Path) -> None:
    for statement in words_of("duckdb"):
        reader.connection.execute(statement)
    path = str(home / "portrait.duckdb").replace("'", "''")
    reader.connection.execute(f"ATTACH '{path}' AS portrait (READ_ONLY)")


def _checked(truth: Path) -> Path:
    """The file of true attributes.

    Raises:
        EvalError: There is none, or it lacks a column.
    """
    path = truth / "attributes.csv" if truth.is_dir() else truth
    head = ""
    if path.is_file():
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            head = file.readline().strip()
    if set(head.split(",")) != {"customer_id", "attribute", "value"}:
        message = f"{path} is no file of customer_id,attribute,value"
        raise EvalError(message)
    return path


def _truth(reader: Reader, attributes: Path) -> set[str]:
    """Make the table `true_customers` of what is true; the attributes the truth names."""
    path = str(attributes).replace("'", "''")
    reader.connection.execute(
        "CREATE OR REPLACE TEMP TABLE truth AS SELECT customer_id, attribute, "
        f"nullif(value, '') AS value FROM read_csv('{path}', header = true, all_varchar = true)"
    )
    held = {row[0] for row in reader.tuples("SELECT DISTINCT attribute FROM truth")}
    stated = ", ".join(
        f"{_cast(name, kind)} AS {name}" if name in held else f"NULL::{kind} AS {name}"
        for name, kind in COLUMNS.items()
    )
    reader.connection.execute(
        "CREATE OR REPLACE TEMP TABLE true_customers AS "
        f"SELECT customer_id, {stated} FROM truth GROUP BY customer_id"
    )
    return held


def _cast(name: str, kind: str) -> str:
    held = f"max(value) FILTER (attribute = '{name}')"
    if kind == "BIGINT[]":
        return f"string_split({held}, ';')::BIGINT[]"
    return f"{held}::{kind}"


def _cases(reader: Reader, held: set[str], today: date) -> list[Cases]:
    """The families said from what customers state, as far as the truth names it."""
    for name, source in (("true_people", "true_customers"), ("filed_people", "customers")):
        number = today.year * 10000 + today.month * 100 + today.day
        people = PEOPLE.format(number=number, year=today.year, table=source)
        reader.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {people}")
    found: list[Cases] = []
    for family in families():
        if not _has_truth(family, held):
            continue
        sql = filled(cast("str", family.sql), today, '"')
        values = reader.tuples(
            "SELECT t.customer_id, t.value, f.value FROM "
            f"(SELECT customer_id, CAST({sql} AS VARCHAR) AS value FROM true_people) t LEFT JOIN "
            f"(SELECT customer_id, CAST({sql} AS VARCHAR) AS value FROM filed_people) f "
            "USING (customer_id) ORDER BY 1"
        )
        who, true, filed = columns(values, 3)
        told = _relied_on(reader, family.key, who)
        found.append(Cases(family.key, true, told, filed))
    return found


def _has_truth(family: Family, held: set[str]) -> bool:
    """Whether a family is said from what customers state alone, all of it named by the truth."""
    if family.sql is None:
        return False
    bare = re.sub(r"'[^']*'", "", family.sql)
    named = set(re.findall(r"\b[a-z_]+\b(?!\s*\()", bare)) - {"payer"}
    return bool(named) and all(STATED.get(one) in held for one in named)


def _relied_on(reader: Reader, family: str, who: Texts) -> Texts:
    """The value relied on of each customer; None where there is no tag."""
    rows = reader.tuples(
        "SELECT customer_id, value, origin, confidence FROM portrait.tags "
        "WHERE valid_to IS NULL AND family = $family AND part IS NULL",
        family=family,
    )
    best: dict[str, tuple[tuple[float, float], str]] = {}
    for customer, value, origin, confidence in rows:
        place = rank({"origin": origin, "confidence": confidence})
        if customer not in best or place < best[customer][0]:
            best[customer] = (place, value)
    return np.array([best[one][1] if one in best else None for one in who], dtype=object)


def _shown(reader: Reader, held: set[str]) -> list[Cases]:
    """What nobody states: whether the portrait shows it of those of whom it is true."""
    found: list[Cases] = []
    for attribute, (family, values) in SHOWN.items():
        if attribute not in held:
            continue
        rows = reader.tuples(
            "SELECT customer_id, value FROM truth SEMI JOIN consenting USING (customer_id) "
            "WHERE attribute = $attribute ORDER BY 1",
            attribute=attribute,
        )
        who, true = columns(rows, 2)
        told = _relied_on(reader, family, who)
        says = np.array([one is not None and (values is None or one in values) for one in told])
        shown = np.where(says, "true", "false").astype(object)
        found.append(Cases(f"{family} ({attribute})", true, shown, None))
    return found


def _staleness(reader: Reader) -> dict[str, float]:
    """The part of tags that would have expired so many days after the refresh."""
    parts = {
        str(days): reader.tuples(
            "SELECT avg((expires_at < as_of + $days::INTEGER)::INTEGER) FROM portrait.tags "
            "WHERE valid_to IS NULL",
            days=days,
        )[0][0]
        for days in (0, 31, 91, 181)
    }
    return {days: round(part or 0.0, 4) for days, part in parts.items()}
