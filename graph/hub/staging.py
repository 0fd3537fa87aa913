"""The files of a feed read as text into one staging table, numbered as they stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from graph.errors import NotAFeedFolder
from graph.hub.errors import UnreadableFeed
from graph.hub.feeds import Feed, feeds, quoted
from graph.values import Value

SUFFIXES: Final = ("csv", "parquet")


class Staged(Value):
    """What was found of a feed: its rows, and the columns nobody knows."""

    rows: int
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
        found = _read(store, paths)
    except duckdb.Error as error:
        raise UnreadableFeed(feed.name, str(error).splitlines()[0]) from error
    known = [one.name for one in feed.columns]
    present = [name for name in known if name in found]
    has_key = all(name in found for name in feed.key)
    selected = ", ".join(_text(name, found) for name in known)
    store.execute(f"CREATE OR REPLACE TEMP TABLE staged AS SELECT row_no, {selected} FROM raw")
    if feed.made and not has_key:
        _make_key(store, feed, present)
    row = store.execute("SELECT count(*) FROM staged").fetchone()
    return Staged(
        rows=row[0] if row else 0,
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


def _read(store: duckdb.DuckDBPyConnection, paths: tuple[Path, ...]) -> dict[str, str]:
    """Fill the temporary table `raw`; the type of each column by name."""
    reads = [_reader(one) for one in paths if one.stat().st_size > 0]
    source = " UNION ALL BY NAME ".join(f"SELECT * FROM {one}" for one in reads)
    if not reads:
        source = "SELECT NULL AS nothing WHERE false"
    store.execute(
        "CREATE OR REPLACE TEMP TABLE raw AS "
        f"SELECT row_number() OVER () AS row_no, * FROM ({source})"
    )
    described = store.execute("DESCRIBE raw").fetchall()
    return {name: kind for name, kind, *_ in described if name not in {"row_no", "nothing"}}


def _reader(path: Path) -> str:
    quoted = str(path).replace("'", "''")
    if path.suffix == ".parquet":
        return f"read_parquet('{quoted}')"
    return (
        f"read_csv('{quoted}', all_varchar = true, header = true, delim = ',', quote = '\"', "
        "escape = '\"', null_padding = true, strict_mode = false, parallel = false)"
    )


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
