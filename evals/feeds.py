"""The rows of a script's world as a folder of feeds."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.script import Row, Script
from graph.hub import Feed, feeds

ROLE_NAMES = {"advisor": "客户经理", "second_approver": "复核人"}
"""What staff are called whom a script names by their id alone."""


def world_rows(script: Script, known: Iterable[str] = ()) -> dict[str, list[Row]]:
    """The world's rows by feed, and a row for each member of staff named by id alone.

    `known` are the ids of staff the world has already.
    """
    rows = {name: [dict(one) for one in held] for name, held in script.world.items()}
    held = {str(one.get("advisor_id")) for one in rows.get("advisors", ())} | set(known)
    named = {key: role for key, role in _staff(script).items() if key not in held}
    if named:
        rows.setdefault("advisors", []).extend(
            {"advisor_id": key, "name": f"{ROLE_NAMES[role]}{key}", "role": role}
            for key, role in named.items()
        )
    return rows


def write_feeds(folder: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    """Write a part of each feed into the folder, beside what stands there already."""
    for name, held in rows.items():
        if not held:
            continue
        part = folder / name / "script.csv"
        part.parent.mkdir(parents=True, exist_ok=True)
        feed = feeds()[name]
        keyed = [_keyed(row, feed, at) for at, row in enumerate(held, start=1)]
        columns = [one.name for one in feed.columns if any(one.name in row for row in keyed)]
        with part.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(columns)
            writer.writerows([_cell(row.get(column)) for column in columns] for row in keyed)


def _staff(script: Script) -> dict[str, str]:
    """The members of staff a script names, each with their role."""
    customers = script.rows("customers")
    staff = {str(one["advisor_id"]): "advisor" for one in customers if one.get("advisor_id")}
    if script.speaking != "customer":
        staff.setdefault(script.speaker_id, script.speaking)
    known = {str(one.get("customer_id")) for one in customers} | {script.speaker_id}
    for turn in script.turns:
        if turn.by is not None and turn.by not in known and turn.do in {"approve", "return"}:
            staff.setdefault(turn.by, "second_approver")
    return staff


def _keyed(row: Row, feed: Feed, number: int) -> Row:
    """The row with a key of its own where the contract lets it stand without one."""
    return {feed.key[0]: f"script-{number}"} | row if feed.made else row


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)
