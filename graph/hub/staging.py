"""The files of a feed read as text into one staging table, numbered as they stand."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from graph.errors import NotAFeedFolder
from graph.hub.errors import UnreadableFeed
from graph.hub.feeds import Feed, feeds, quoted
from graph.values import Value

SUFFIXES: Final = ("csv", "parquet")


class Rejection(Value):
    """A row that was refused: its number in the feed counted from 1, and why."""

    row: int
    column: str
    reason: str


class Staged(Value):
    """What was found of a feed: its rows, those no CSV, and the columns nobody knows."""

    rows: int
    unreadable: tuple[Rejection, ...]
    unknown_columns: tuple[str, ...]
    has_key: bool
    present: tuple[str, ...]


def files_of(folder: Path) -> dict[str, tuple[Path, ...]]:
    """The files of each feed found in the folder, parts in the order of their names.

    Raises:
        NotAFeedFolder: There is none.
    """
    found = {name: tuple(_files(folder, name)) for name in feeds()}
    found = {name: paths for name, paths in found.items() if paths}
    if not found:
        raise NotAFeedFolder(folder, tuple(feeds()))
    return found


def stage(store: duckdb.DuckDBPyConnection, feed: Feed, paths: tuple[Path, ...]) -> Staged:
    """Read the feed's files into the temporary table `staged`, every column as text.

    Raises:
        UnreadableFeed: A file is neither.
    """
    try:
        unreadable = _read(store, paths)
    except duckdb.Error as error:
        raise UnreadableFeed(feed.name, str(error).splitlines()[0]) from error
    described = store.execute("DESCRIBE raw").fetchall()
    found = {name: kind for name, kind, *_ in described if name != "row_no"}
    known = [one.name for one in feed.columns]
    present = [name for name in known if name in found]
    has_key = all(name in found for name in feed.key)
    selected = ", ".join(_text(name, found) for name in known)
    store.execute(f"CREATE OR REPLACE TEMP TABLE staged AS SELECT row_no, {selected} FROM raw")
    if feed.made and not has_key:
        _make_key(store, feed, present)
    return Staged(
        rows=_rows(store, "staged") + len(unreadable),
        unreadable=tuple(unreadable),
        unknown_columns=tuple(name for name in found if name not in known),
        has_key=has_key,
        present=tuple(present if has_key else (*feed.key, *present)),
    )


def _files(folder: Path, name: str) -> Iterator[Path]:
    for suffix in SUFFIXES:
        single = folder / f"{name}.{suffix}"
        if single.is_file():
            yield single
    parts = folder / name
    if parts.is_dir():
        yield from sorted(one for one in parts.iterdir() if one.suffix[1:] in SUFFIXES)


def _read(store: duckdb.DuckDBPyConnection, paths: tuple[Path, ...]) -> list[Rejection]:
    """Fill the temporary table `raw`, a part a file; the lines that are no CSV."""
    unreadable: list[Rejection] = []
    parts = ["SELECT NULL::BIGINT AS row_no WHERE false"]
    before = 0
    filled = [one for one in paths if one.stat().st_size > 0]
    for at, path in enumerate(filled):
        part = f"part_{at}"
        store.execute(
            f"CREATE OR REPLACE TEMP TABLE {part} AS "
            f"SELECT row_number() OVER () AS row_no, * FROM {_reader(path)}"
        )
        broken = _broken(store) if path.suffix == ".csv" else []
        if broken or before:
            _renumber(store, part, [one.row for one in broken], before)
        moved = [one.model_copy(update={"row": one.row + before}) for one in broken]
        before += _rows(store, part) + len(broken)
        unreadable += moved
        parts.append(f"SELECT * FROM {part}")
    union = " UNION ALL BY NAME ".join(parts)
    store.execute(f"CREATE OR REPLACE TEMP TABLE raw AS {union}")
    return unreadable


def _reader(path: Path) -> str:
    quoted_path = str(path).replace("'", "''")
    if path.suffix == ".parquet":
        return f"read_parquet('{quoted_path}')"
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in _header(path))
    return (
        f"read_csv('{quoted_path}', columns = {{{columns}}}, auto_detect = false, header = true, "
        "delim = ',', quote = '\"', escape = '\"', null_padding = true, store_rejects = true, "
        "parallel = false)"
    )


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return [name.strip() for name in next(csv.reader(file), [])]


def _broken(store: duckdb.DuckDBPyConnection) -> list[Rejection]:
    """The lines the reader passed over, one rejection each; its own list of them is dropped."""
    rows = store.execute(
        "SELECT line - 1, coalesce(any_value(column_name), ''), "
        "lower(any_value(error_type::VARCHAR)) "
        "FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    store.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    return [
        Rejection(row=row, column=column, reason=f"这一行不是合法的 CSV (no valid CSV: {kind})")
        for row, column, kind in rows
    ]


def _renumber(store: duckdb.DuckDBPyConnection, part: str, broken: list[int], before: int) -> None:
    """Number the rows as they stand in the feed, where lines between them were passed over."""
    thresholds = [row - at for at, row in enumerate(broken)]
    store.execute(
        f"UPDATE {part} SET row_no = row_no + $before "
        "+ len(list_filter($thresholds::BIGINT[], lambda one: one <= row_no))",
        {"before": before, "thresholds": thresholds},
    )


def _rows(store: duckdb.DuckDBPyConnection, table: str) -> int:
    row = store.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _text(name: str, found: dict[str, str]) -> str:
    """The column as trimmed text, NULL where empty or absent; lists joined by `;`."""
    kind = found.get(name)
    if kind is None:
        return f"NULL::VARCHAR AS {quoted(name)}"
    held = quoted(name)
    text = f"array_to_string({held}, ';')" if kind.endswith("[]") else f"{held}::VARCHAR"
    return f"nullif(trim({text}), '') AS {held}"


def _make_key(store: duckdb.DuckDBPyConnection, feed: Feed, present: list[str]) -> None:
    """A key from what the row says, so that the same row always has the same."""
    said = "".join(f", coalesce({quoted(name)}, '')" for name in present)
    store.execute(f"UPDATE staged SET {feed.key[0]} = 'k-' || md5(concat_ws('|', ''{said}))")
