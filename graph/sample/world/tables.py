"""Columns gathered by feed and written as parts: many rows at a time, in bounded memory."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.hub import feeds

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

ZONE: Final = "Asia/Shanghai"
OWNERS: Final = ("customer_id", "account_id")
"""Columns whose key is made of the customer's number."""
DAY: Final = 86_400
NONE: Final = -1_000_000
"""No day."""
EAST: Final = 8 * 3600
"""Seconds the bank's clock is ahead of universal time."""


@dataclass(frozen=True)
class Words:
    """Texts by number: one of `words` for each row; a negative number is no text."""

    codes: Ints
    words: Sequence[str]

    def of(self, rows: Any) -> "Words":
        """The same for some rows."""
        return Words(self.codes[rows], self.words)


@dataclass(frozen=True)
class Days:
    """Days since 1970; `NONE` is none."""

    days: Ints


@dataclass(frozen=True)
class Moments:
    """A day since 1970 and a second of it, on the bank's clock."""

    days: Ints
    seconds: Ints


@dataclass(frozen=True)
class Keys:
    """A prefix and numbers: `c-` and 1001 are `c-1001`; a part for each of several numbers."""

    prefix: str
    numbers: tuple[Ints, ...]


Column = (
    Words
    | Days
    | Moments
    | Keys
    | Ints
    | npt.NDArray[np.floating]
    | Flags
    | Sequence[Any]
    | str
    | None
)


Array = Any
"""An array of pyarrow."""


class Tables:
    """The rows of a chunk of customers, by feed; of customers numbered `limit` and on, none."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: defaultdict[str, list[pa.Table]] = defaultdict(list)

    def add(self, feed: str, count: int, columns: Mapping[str, Column]) -> None:
        """Add so many rows; a text alone stands in each of them, a column not named is empty."""
        if not count:
            return
        owner = next(columns[name] for name in OWNERS if name in columns)
        table = pa.table({name: _array(held, count) for name, held in columns.items()})
        if isinstance(owner, Keys) and int(owner.numbers[0].max()) >= self._limit:
            table = table.filter(pa.array(owner.numbers[0] < self._limit))
        if table.num_rows:
            self._parts[feed].append(table)

    def write(self, folder: Path, part: int) -> None:
        """Write one part a feed that has rows; keys are numbered where the feed makes its own."""
        for feed, parts in self._parts.items():
            whole = pa.concat_tables(parts, promote_options="default")
            key = feeds()[feed].key[0]
            if key not in whole.column_names:
                numbers = np.arange(whole.num_rows, dtype=np.int64)
                made = _array(Keys(f"{feed}-{part}-", (numbers,)), whole.num_rows)
                whole = whole.add_column(0, key, made)
            home = folder / feed
            home.mkdir(parents=True, exist_ok=True)
            pq.write_table(whole, home / f"part-{part:05d}.parquet", compression="zstd")


def _array(held: Column, count: int) -> Array:
    match held:
        case Words():
            codes = pa.array(held.codes.astype(np.int32), mask=held.codes < 0)
            return pa.DictionaryArray.from_arrays(
                codes, pa.array(list(held.words))
            ).dictionary_decode()
        case Days():
            days = held.days.astype(np.int32)
            return pa.array(days, mask=held.days == NONE).cast(pa.date32())
        case Moments():
            seconds = held.days * DAY + held.seconds - EAST
            return pa.array(seconds, mask=held.days == NONE).cast(pa.timestamp("s", ZONE))
        case Keys():
            numbers = [pc.cast(pa.array(one), pa.string()) for one in held.numbers]
            joined = pc.call_function("binary_join_element_wise", [*numbers, "-"])
            return pc.call_function("binary_join_element_wise", [held.prefix, joined, ""])
        case str():
            return pa.repeat(held, count)
        case None:
            return pa.nulls(count, pa.string())
        case _:
            return pa.array(held)
