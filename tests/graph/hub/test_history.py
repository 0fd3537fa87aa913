"""What was known when: every past is found again as it was, whatever was loaded since."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.hub import Hub
from tests.builders import NOW
from tests.feeds import feed

COLUMNS: Final = ("name", "city", "monthly_income_minor")
Row = tuple[str | None, ...]
State = dict[str, Row]
Loaded = tuple[tuple[str, ...], dict[str, tuple[str, ...]]]

VALUES: Final = {
    "name": st.sampled_from(["李明", "王芳", ' 赵"六'.strip()]),
    "city": st.sampled_from(["", "杭州", "宁波"]),
    "monthly_income_minor": st.sampled_from(["", "0", "900000"]),
}


@st.composite
def loads(draw: st.DrawFn) -> list[Loaded]:
    """Files one after the other: some customers, all the columns or some, values old or other."""
    files: list[Loaded] = []
    for _ in range(draw(st.integers(2, 4))):
        others = draw(st.sets(st.sampled_from(COLUMNS[1:])))
        names = tuple(one for one in COLUMNS if one == "name" or one in others)
        row = st.tuples(*(VALUES[one] for one in names))
        files.append((names, draw(st.dictionaries(st.sampled_from(["c-1", "c-2", "c-3"]), row))))
    return files


def after(state: State, loaded: Loaded) -> State:
    """The simple model: a row takes the values of the file, and keeps what the file lacks."""
    names, rows = loaded
    known = dict(state)
    for key, values in rows.items():
        held = dict(zip(COLUMNS, known.get(key, (None,) * len(COLUMNS)), strict=True))
        held |= {name: value or None for name, value in zip(names, values, strict=True)}
        known[key] = tuple(held.values())
    return known


def write(folder: Path, loaded: Loaded) -> None:
    names, rows = loaded
    lines = [",".join(("customer_id", *names))]
    for key, values in rows.items():
        quoted = ('"' + one.replace('"', '""') + '"' for one in values)
        lines.append(",".join((key, *quoted)))
    feed(folder, "customers", "\n".join([*lines, ""]))


def known_at(hub: Hub, moment: datetime) -> State:
    with hub.reading(known_at=moment) as reader:
        rows = reader.tuples(
            f"SELECT customer_id, {', '.join(f'{one}::VARCHAR' for one in COLUMNS)} FROM customers"
        )
    assert len({key for key, *_ in rows}) == len(rows)
    return {key: tuple(values) for key, *values in rows}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(loads())
def test_each_past_reads_as_it_was_known_then(files: list[Loaded]) -> None:
    with TemporaryDirectory() as held:
        hub, folder, state = Hub(Path(held) / "hub"), Path(held) / "feeds", State()
        expected: list[tuple[datetime, State]] = [(NOW - timedelta(seconds=1), {})]
        for at, loaded in enumerate(files):
            moment = NOW + timedelta(hours=at)
            write(folder, loaded)
            hub.load(folder, None, moment)
            state = after(state, loaded)
            expected += [(moment, state), (moment + timedelta(minutes=59), state)]
        for moment, was in expected:
            assert known_at(hub, moment) == was
