"""Spark says of a town what DuckDB says."""

import shutil
from datetime import date, datetime, timedelta
from importlib.util import find_spec

import pytest

from graph.hub import BANK_ZONE, Hub
from graph.portrait import Scope, refresh
from graph.portrait.spark import SparkMissing
from graph.sample.world import Size, write_world
from tests.servers import ENVIRONMENT

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 20, tzinfo=BANK_ZONE)
LACKING = "Spark needs PySpark and Java 17 or later; set ADVISOR_REQUIRE_SPARK=1 to fail instead"
Said = set[tuple[object, ...]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Hub:
    home = tmp_path_factory.mktemp("town")
    write_world(home / "feeds", TODAY, Size(80, 14))
    hub = Hub(home / "hub")
    hub.load(home / "feeds", None, NOW)
    return hub


def _said(hub: Hub) -> Said:
    path = str(hub.home / "portrait.duckdb").replace("'", "''")
    with hub.reading() as reader:
        reader.connection.execute(f"ATTACH '{path}' AS portrait (READ_ONLY)")
        return set(
            reader.tuples(
                "SELECT customer_id, family, part, value, origin, round(confidence, 9), "
                "source_rows, legal_basis, version FROM portrait.standing"
            )
        )


@pytest.mark.spark
def test_both_engines_say_the_same_of_everybody_and_write_nothing_twice(town: Hub) -> None:
    if shutil.which("java") is None or find_spec("pyspark") is None:
        if ENVIRONMENT.get("ADVISOR_REQUIRE_SPARK") == "1":
            pytest.fail(LACKING)
        pytest.skip(LACKING)
    refresh(town, None, NOW)
    said = _said(town)
    assert len(said) > 2_000
    again = refresh(town, None, NOW + timedelta(hours=1), Scope(engine="spark"))
    assert _said(town) == said
    assert (again.customers, again.written) == (80, 0)


def test_without_java_it_says_what_to_install(town: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SparkMissing, match="Java 17"):
        refresh(town, None, NOW, Scope(engine="spark"))
