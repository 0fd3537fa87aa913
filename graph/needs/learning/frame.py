"""What was known of every consenting customer on a day, as numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.hub import BANK_ZONE, Reader, Said, consent_table
from graph.needs.learning.keys import Keys
from graph.needs.learning.sources import SOURCES, Source

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

HERE: Final = Path(__file__).parent
BLOCKS: Final = (
    "person", "season", "engagement", "flows", "balances", "lending", "investing", "protection",
    "exchange", "profile",
)  # fmt: skip
"""The files of numbers, in order."""

MEMORY: Final = 365
"""Days a sign is remembered."""
SPANS: Final = (30, 90, 180, 365)
UNSEEN: Final = 400.0
"""Days since the last sign where there was none."""
PARTS: Final = 6
"""Numbers of a sign: how often within each span, days since the last, and its decayed count."""

SIGNS: Final = """
SELECT row_no, key, count(*) FILTER (age < 30) AS n_30, count(*) FILTER (age < 90) AS n_90,
    count(*) FILTER (age < 180) AS n_180, count(*) AS n_365, min(age) AS last,
    sum(share * pow(0.5, age / half_life)) AS decayed
FROM (
    SELECT customer_id, text, $day::DATE - day AS age FROM ({sql})
    WHERE day <= $day AND day > $day::DATE - {memory}
) JOIN ranked USING (customer_id) JOIN wanted USING (text)
WHERE source = $source {gate} GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Signs:
    """Signs found: for each the customer's row, the key, and its `PARTS` numbers."""

    rows: Ints
    keys: Ints
    parts: Floats


@dataclass(frozen=True)
class Frame:
    """Customers in the order of their ids, their numbers (NaN unknown), and the signs they show."""

    day: date
    customers: npt.NDArray[np.object_]
    names: tuple[str, ...]
    numbers: Floats
    signs: Signs

    def with_signs(self, wanted: Sequence[int], rows: Ints) -> Floats:
        """A matrix of the rows: `PARTS` columns for each wanted key, in order."""
        place = np.full(int(self.signs.keys.max(initial=0)) + 1, -1)
        known = [(at, key) for at, key in enumerate(wanted) if key < len(place)]
        for at, key in known:
            place[key] = at
        matrix = np.zeros((len(rows), len(wanted), PARTS), np.float32)
        matrix[:, :, 4] = UNSEEN
        target = np.full(len(self.customers), -1)
        target[rows] = np.arange(len(rows))
        at, to = place[self.signs.keys], target[self.signs.rows]
        here = (at >= 0) & (to >= 0)
        matrix[to[here], at[here]] = self.signs.parts[here]
        return matrix.reshape(len(rows), len(wanted) * PARTS)


def prepare(reader: Reader) -> None:
    """Make the tables the queries share; once for each opening of the feeds.

    Half the memory is the queries', the other half what is made of them.
    """
    reader.select("SET memory_limit = '50%'")
    reader.select(_query("owners"))


def permit(reader: Reader, day: date, heard: Collection[Said] = ()) -> None:
    """Make `in_force`: the consents of the feeds on the day, overlaid by those heard elsewhere."""
    ends = datetime.combine(day + timedelta(days=1), time(), BANK_ZONE)
    consent_table(reader, ends, heard)


def rank(reader: Reader, day: date, only: Collection[str] | None = None) -> None:
    """Make `ranked`, the customers of the day; of these `only` some where given.

    Whose consent is in force is what `permit` found: learning from the past uses it today, and so
    under the consents of today.
    """
    reader.select(_query("consented"), day=day)
    if only is not None:
        reader.select(
            "CREATE OR REPLACE TEMP TABLE ranked AS "
            "SELECT row_number() OVER (ORDER BY customer_id) - 1 AS row_no, customer_id, financial "
            "FROM ranked WHERE customer_id IN (SELECT unnest($only::VARCHAR[]))",
            only=sorted(only),
        )


def observe(reader: Reader, day: date, keys: Keys) -> Frame:
    """What was known on the day of the customers in `ranked`; nothing later is read."""
    who = reader.columns("SELECT customer_id FROM ranked ORDER BY row_no")["customer_id"]
    names: list[str] = []
    blocks: list[Floats] = []
    for block in BLOCKS:
        found, matrix = _block(reader, block, day, len(who))
        names += found
        blocks.append(matrix)
    return Frame(day, who, tuple(names), np.hstack(blocks), _signs(reader, day, keys))


def _block(reader: Reader, name: str, day: date, rows: int) -> tuple[list[str], Floats]:
    query = _query(f"numbers/{name}")
    columns = reader.columns(query, **({"day": day} if "$day" in query else {}))
    at = columns.pop("row_no").astype(np.int64)
    matrix = np.full((rows, len(columns)), np.nan, np.float32)
    for number, column in enumerate(columns.values()):
        matrix[at, number] = np.ma.filled(column.astype(np.float32), np.nan)
    return list(columns), matrix


def want(reader: Reader, keys: Keys) -> None:
    """Make `wanted`, the texts of each source that stand for a key."""
    reader.select(_query("wanted"), **keys.table())


def _signs(reader: Reader, day: date, keys: Keys) -> Signs:
    want(reader, keys)
    found = [_signs_of(reader, source, day) for source in SOURCES]
    return Signs(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _signs_of(reader: Reader, source: Source, day: date) -> tuple[Ints, Ints, Floats]:
    gate = "AND financial" if source.financial else ""
    sql = SIGNS.format(sql=source.sql, memory=MEMORY, gate=gate)
    columns: dict[str, Any] = reader.columns(sql, day=day, source=source.name)
    named = ("n_30", "n_90", "n_180", "n_365", "last", "decayed")
    parts = np.column_stack([columns[name].astype(np.float32) for name in named])
    return columns["row_no"].astype(np.int64), columns["key"].astype(np.int64), parts


@cache
def _query(name: str) -> str:
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")
