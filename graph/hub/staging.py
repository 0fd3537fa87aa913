"""A batch of a feed's files read into one staging table, its rows numbered as they stand."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from graph.hub.checks import NATIVE
from graph.hub.encodings import decoded
from graph.hub.errors import UnreadableFeed
from graph.hub.feeds import Column, Feed, quoted
from graph.hub.files import Batch, Part, header_of
from graph.values import Value

FULL: Final = (
    "No space left",
    "File too large",
    "max_temp_directory_size",
    "Out of Memory",
    "could not allocate",
)
"""What the engine says where there is no room, on the disk or in memory."""


class Staged(Value):
    """What was found of a batch: its rows, and the columns it has and nobody knows."""

    rows: int
    unknown_columns: tuple[str, ...]
    present: tuple[str, ...]
    native: frozenset[str]
    """The columns that stand in `staged` in their own type; the others are text."""


class Source(NamedTuple):
    """Where rows come from: a query with `row_no`, and how many lines it stands for."""

    query: str
    rows: int


class Place(NamedTuple):
    """Which part of which name is read, the lines before it, and where text may be decoded to."""

    name: str
    at: int
    before: int
    scratch: Path


def stage(store: duckdb.DuckDBPyConnection, feed: Feed, batch: Batch, scratch: Path) -> Staged:
    """Read a batch into the temporary table `staged`; the lines that are no CSV into `broken`.

    Raises:
        UnreadableFeed: A file is neither CSV nor Parquet.
    """
    source = rows_of(store, feed.name, batch.parts, scratch)
    try:
        return _stage(store, feed, source)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        if any(one in reason for one in FULL):
            raise
        named = next((one for one in batch.parts if str(one.path) in str(error)), batch.parts[0])
        raise UnreadableFeed(feed.name, named.path, reason) from error


def rows_of(
    store: duckdb.DuckDBPyConnection, name: str, parts: Sequence[Part], scratch: Path
) -> Source:
    """The rows of some files, numbered as they stand; the lines that are no CSV go to `broken`.

    Raises:
        UnreadableFeed: A file is neither CSV nor Parquet.
    """
    store.execute(
        'CREATE OR REPLACE TEMP TABLE broken (row_no BIGINT, "column" VARCHAR, reason VARCHAR)'
    )
    queries = ["SELECT NULL::BIGINT AS row_no WHERE false"]
    before = 0
    for at, part in enumerate(parts):
        source = _guarded(store, part, Place(name, at, before, scratch))
        before += source.rows
        queries.append(source.query)
    return Source(" UNION ALL BY NAME ".join(queries), before)


def _guarded(store: duckdb.DuckDBPyConnection, part: Part, place: Place) -> Source:
    try:
        return _source(store, part, place)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        if any(one in reason for one in FULL):
            raise
        raise UnreadableFeed(place.name, part.path, reason) from error


def _source(store: duckdb.DuckDBPyConnection, part: Part, place: Place) -> Source:
    if part.rows is not None:
        query = _parquet(part, place.before)
        store.execute(f"DESCRIBE {query}")
        return Source(query, part.rows)
    delimiter, names = header_of(part)
    if not names:
        return Source("SELECT NULL::BIGINT AS row_no WHERE false", 0)
    path = decoded(part.path, part.encoding, place.scratch / f"part-{place.at}.csv")
    table = quoted(f"{place.name} part {place.at}")
    store.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS "
        f"SELECT row_number() OVER () AS row_no, * FROM {_csv(path, delimiter, names)}"
    )
    refused = _refused(store, place.before)
    lines = _count(store, f"SELECT count(*) FROM {table}") + refused
    return Source(_numbered(table, place.before, refused), lines)


def _parquet(part: Part, before: int) -> str:
    last = part.first + (part.rows or 0) - 1
    return (
        f"SELECT file_row_number + {before + 1 - part.first} AS row_no, "
        f"* EXCLUDE (file_row_number) FROM read_parquet({_literal(part.path)}, "
        f"file_row_number = true) WHERE file_row_number BETWEEN {part.first} AND {last}"
    )


def _csv(path: Path, delimiter: str, names: Iterable[str]) -> str:
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({_literal(path)}, columns = {{{columns}}}, auto_detect = false, header = true, "
        f"delim = '{delimiter}', quote = '\"', escape = '\"', null_padding = true, "
        "store_rejects = true, parallel = false)"
    )


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _refused(store: duckdb.DuckDBPyConnection, before: int) -> int:
    """Note the lines the reader passed over, one rejection each; how many."""
    if not _count(store, "SELECT count(*) FROM reject_errors"):
        store.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        return 0
    refused = _count(
        store,
        f"INSERT INTO broken SELECT line - 1 + {before}, coalesce(any_value(column_name), ''), "
        "'这一行不是合法的 CSV (no valid CSV: ' || lower(any_value(error_type::VARCHAR)) || ')' "
        "FROM reject_errors GROUP BY line",
    )
    store.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    return refused


def _numbered(table: str, before: int, refused: int) -> str:
    """The rows numbered as they stand in the feed, where lines between them were passed over."""
    if not refused:
        return f"SELECT * REPLACE (row_no + {before} AS row_no) FROM {table}"
    return (
        f"SELECT fed.* REPLACE (fed.row_no + {before} + coalesce(gone.passed, 0) AS row_no) "
        f"FROM {table} fed ASOF LEFT JOIN ("
        f"SELECT row_no - {before} - passed + 1 AS threshold, max(passed) AS passed FROM "
        "(SELECT row_no, row_number() OVER (ORDER BY row_no) AS passed FROM broken "
        f"WHERE row_no > {before}) GROUP BY 1) gone ON fed.row_no >= gone.threshold"
    )


def _stage(store: duckdb.DuckDBPyConnection, feed: Feed, source: Source) -> Staged:
    union = source.query
    described = store.execute(f"DESCRIBE {union}").fetchall()
    found = {name: kind for name, kind, *_ in described if name != "row_no"}
    columns = {one.name: one for one in feed.columns}
    present = [name for name in columns if name in found]
    made = feed.made and feed.key[0] not in found
    native = frozenset(name for name in present if _native(columns[name], found[name]))
    selected = [_cell(name, found.get(name), name in native) for name in columns]
    if made:
        selected[list(columns).index(feed.key[0])] = _made_key(feed, found, present)
    store.execute(
        "CREATE OR REPLACE TEMP TABLE staged AS "
        f"SELECT row_no, {', '.join(selected)} FROM ({union})"
    )
    return Staged(
        rows=source.rows,
        unknown_columns=tuple(name for name in found if name not in columns),
        present=tuple((*feed.key, *present) if made else present),
        native=native,
    )


def _native(column: Column, kind: str) -> bool:
    return kind.split("(")[0] in NATIVE.get(column.kind, ())


def _cell(name: str, kind: str | None, native: bool) -> str:
    held = quoted(name)
    if kind is None:
        return f"NULL::VARCHAR AS {held}"
    return held if native else f"{_text(held, kind)} AS {held}"


def _text(held: str, kind: str) -> str:
    """The column as trimmed text, NULL where empty; lists joined by `;`."""
    text = f"array_to_string({held}, ';')" if kind.endswith("[]") else f"{held}::VARCHAR"
    return f"nullif(trim({text}), '')"


def _made_key(feed: Feed, found: dict[str, str], present: list[str]) -> str:
    """A key from what the row says, so that the same row always has the same."""
    said = "".join(f", coalesce({_text(quoted(name), found[name])}, '')" for name in present)
    return f"'k-' || md5(concat_ws('|', ''{said})) AS {quoted(feed.key[0])}"


def _count(store: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = store.execute(sql).fetchone()
    return int(row[0]) if row else 0
