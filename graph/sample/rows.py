"""Rows of the sample's feeds, gathered and written as any bank would hand them over."""

import csv
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from graph.hub import feeds

Cell = str | int | Decimal | date | datetime | bool | tuple[str, ...] | tuple[int, ...] | None


class Rows:
    """The rows of every feed, in the order they were added."""

    def __init__(self) -> None:
        self._rows: defaultdict[str, list[dict[str, Cell]]] = defaultdict(list)
        self._numbers: defaultdict[str, int] = defaultdict(int)

    def add(self, feed: str, **row: Cell) -> None:
        """Add a row as it stands."""
        self._rows[feed].append(row)

    def number(self, feed: str, **row: Cell) -> str:
        """Add a row under the next key of its feed and customer or account; the key."""
        key = feeds()[feed].key[0]
        owner = str(row.get("customer_id") or row.get("account_id"))
        self._numbers[f"{feed}/{owner}"] += 1
        made = f"{PREFIXES[feed]}-{owner}-{self._numbers[f'{feed}/{owner}']}"
        self._rows[feed].append({key: made} | row)
        return made

    def of(self, feed: str) -> list[dict[str, Cell]]:
        """The rows of a feed; [] where none were added."""
        return self._rows[feed]

    def write(self, folder: Path, only: Collection[str] | None = None) -> None:
        """Write one CSV file a feed, also where it has no rows; `only` some feeds where given."""
        folder.mkdir(parents=True, exist_ok=True)
        for feed in feeds().values():
            if only is not None and feed.name not in only:
                continue
            names = [one.name for one in feed.columns]
            with (folder / f"{feed.name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(names)
                writer.writerows(
                    [_cell(row.get(name)) for name in names] for row in self.of(feed.name)
                )


PREFIXES = {
    "accounts": "acc", "cards": "card", "transactions": "t", "loans": "loan", "holdings": "h",
    "trades": "tr", "insurance": "pol", "fx": "fx", "app_events": "e", "contacts": "ct",
    "risk_assessments": "ra", "consents": "k", "outside_ecommerce": "o",
}  # fmt: skip
"""How the keys of each feed begin."""


def _cell(held: Cell) -> str | int:
    match held:
        case None:
            return ""
        case bool():
            return "true" if held else "false"
        case datetime() | date():
            return held.isoformat()
        case tuple():
            return ";".join(map(str, held))
        case int():
            return held
        case _:
            return str(held)
