"""Files of another bank written as feeds, by a mapping."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from graph.errors import NotAFeedFolder
from graph.hub.errors import BadMapping
from graph.hub.expressions import checked
from graph.hub.feeds import Column, feeds, quoted
from graph.hub.files import batches_of
from graph.hub.mapping import Cell, Declaration, Mapping, Selection
from graph.hub.staging import rows_of

SUFFIXES: Final = (".csv", ".parquet")


def translate(mapping: Mapping, folder: Path, target: Path, memory: str) -> None:
    """Write every feed of the mapping into `target`, as text in Parquet; the checks come later.

    Raises:
        NotAFeedFolder: None of the sources is in the folder.
        BadMapping: The files do not have what the mapping names.
        UnreadableFeed: A file is neither CSV nor Parquet.
    """
    scratch = target / "sources"
    scratch.mkdir(parents=True)
    with duckdb.connect() as store:
        store.execute(f"SET memory_limit = '{memory}'; SET TimeZone = 'Asia/Shanghai'")
        store.execute(f"SET temp_directory = {_literal(scratch / 'spill')}")
        _open_sources(store, mapping, folder, scratch)
        for name, selections in mapping.feeds.items():
            query = " UNION ALL ".join(_query(mapping, name, one) for one in selections)
            try:
                store.execute(f"COPY ({query}) TO {_literal(target / f'{name}.parquet')}")
            except (duckdb.BinderException, duckdb.ConversionException) as error:
                reason = str(error).splitlines()[0]
                raise BadMapping(Path(f"{mapping.name}.yaml"), f"{name}: {reason}") from error
        if mapping.consents is not None:
            _declare(store, mapping.consents, target)


def _open_sources(
    store: duckdb.DuckDBPyConnection, mapping: Mapping, folder: Path, scratch: Path
) -> None:
    """A view for each source, its columns as they stand in the files."""
    found = 0
    for name, source in mapping.sources.items():
        if source.file is None:
            continue
        paths = sorted(one for one in folder.glob(source.file) if one.suffix in SUFFIXES)
        found += len(paths)
        if not paths:
            raise BadMapping(
                Path(f"{mapping.name}.yaml"),
                f"文件夹里没有 {source.file} (there is no {source.file})",
            )
        parts = [part for batch in batches_of(name, paths) for part in batch.parts]
        place = scratch / name
        place.mkdir()
        rows = rows_of(store, name, parts, place)
        store.execute(
            f"CREATE VIEW {quoted(name)} AS SELECT * EXCLUDE (row_no) FROM ({rows.query})"
        )
    if not found:
        raise NotAFeedFolder(
            folder, tuple(one.file for one in mapping.sources.values() if one.file)
        )
    for name, source in mapping.sources.items():
        if source.latest is not None:
            per = ", ".join(map(quoted, source.latest.per))
            by = ", ".join(f"{quoted(one)} DESC" for one in source.latest.by)
            store.execute(
                f"CREATE VIEW {quoted(name)} AS SELECT * FROM {quoted(source.latest.of)} "
                f"QUALIFY row_number() OVER (PARTITION BY {per} ORDER BY {by}) = 1"
            )


def _query(mapping: Mapping, name: str, selection: Selection) -> str:
    columns = [
        f"{_cell(mapping, selection, one, selection.columns.get(one.name))} AS {one.sql}"
        for one in feeds()[name].columns
        if one.name in _named(mapping, name)
    ]
    joins = "".join(
        f" {'INNER' if one.inner else 'LEFT'} JOIN {quoted(one.source)} ON ({checked(one.match)})"
        for one in selection.join
    )
    where = "" if selection.where is None else f" WHERE {checked(selection.where)}"
    return f"SELECT {', '.join(columns)} FROM {quoted(selection.origin)}{joins}{where}"


def _named(mapping: Mapping, name: str) -> set[str]:
    """The columns any of the feed's selections fills."""
    return {column for one in mapping.feeds[name] for column in one.columns}


def _cell(mapping: Mapping, selection: Selection, column: Column, cell: Cell | None) -> str:
    """The text of a value; one that cannot be turned stays as it is, and is refused later."""
    if cell is None:
        return "NULL::VARCHAR"
    text = f"trim(({_origin(selection, cell)})::VARCHAR)"
    if cell.values:
        text = _turned(text, cell)
    if cell.unit is not None:
        amount = f"round(try_cast({text} AS DECIMAL(28, 6)) * {cell.unit})::BIGINT::VARCHAR"
        text = f"coalesce({amount}, {text})"
    if cell.date is not None:
        said = f"try_strptime({text}, {_literal(cell.date)})"
        written = f"strftime({said}, '%Y-%m-%d')"
        if column.kind == "instant":
            written = f"strftime({said}, '%Y-%m-%dT%H:%M:%S') || '{mapping.zone}'"
        text = f"coalesce({written}, {text})"
    return text


def _origin(selection: Selection, cell: Cell) -> str:
    if cell.constant is not None:
        return _literal(cell.constant)
    if cell.sql is not None:
        return checked(cell.sql)
    source, _, name = (cell.column or "").rpartition(".")
    return f"{quoted(source or selection.origin)}.{quoted(name)}"


def _turned(text: str, cell: Cell) -> str:
    cases = " ".join(
        f"WHEN {_literal(said)} THEN {_literal(meant)}" for said, meant in cell.values.items()
    )
    rest = text if cell.otherwise is None else _literal(cell.otherwise)
    return f"CASE {text} {cases} ELSE {rest} END"


def _declare(store: duckdb.DuckDBPyConnection, declared: Declaration, target: Path) -> None:
    known = _literal(target / "customers.parquet")
    listed = ", ".join(_literal(one) for one in declared.purposes)
    store.execute(
        f"COPY (SELECT 'declared-' || customer_id || '-' || purpose AS consent_id, customer_id, "
        f"purpose, {_literal(declared.granted_at.isoformat())} AS granted_at, "
        f"{_literal(declared.authorisation)} AS authorisation, "
        f"{_literal(declared.evidence_ref)} AS evidence_ref, "
        f"{_literal('declared by ' + declared.granted_by)} AS scope "
        f"FROM (SELECT DISTINCT customer_id FROM read_parquet({known}) "
        f"WHERE customer_id IS NOT NULL) everybody, unnest([{listed}]) given(purpose) "
        f"ORDER BY 1) TO {_literal(target / 'consents.parquet')}"
    )


def _literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def described(mapping: Mapping) -> Iterator[tuple[str, str, str]]:
    """Feed, column and what fills it, line by line."""
    for name, selections in mapping.feeds.items():
        for selection in selections:
            for column, cell in selection.columns.items():
                yield name, column, _said(selection, cell)


def _said(selection: Selection, cell: Cell) -> str:
    if cell.constant is not None:
        return f"= {cell.constant}"
    said = cell.sql or (
        cell.column if "." in (cell.column or "") else f"{selection.origin}.{cell.column}"
    )
    turned = [f"× {cell.unit:f}" if cell.unit is not None else "", cell.date or ""]
    turned += [f"{one}→{other}" for one, other in cell.values.items()]
    return " ".join(filter(None, (str(said), *turned)))
