"""The same facts and families on Spark SQL; PySpark and Java are asked for late."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from graph.errors import GraphError
from graph.hub import Reader
from graph.portrait.facts import facts, words_of
from graph.portrait.families import Family
from graph.portrait.sayings import COLUMNS, said_at_once, said_by_listings

FEEDS = (
    "customers", "accounts", "cards", "transactions", "loans", "holdings", "products", "trades",
    "insurance", "fx", "app_events", "contacts", "consents", "risk_assessments", "outside_tax",
    "outside_social_security", "in_force", "asked",
)  # fmt: skip

KEPT = frozenset({
    "subjects", "permits", "flows", "uses", "shares", "channels", "months", "held", "spoken",
    "topics", "interests", "dealings", "biases", "person",
})  # fmt: skip
"""Facts read by many families: written out, so that none is worked out again for each."""

DEFAULTS = {
    "spark.sql.session.timeZone": "Asia/Shanghai", "spark.sql.ansi.enabled": "false",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
}  # fmt: skip
"""What the definitions rest on, wherever they run."""

OF_ITS_OWN = {
    "spark.master": "local[2]", "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4",
    "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
}  # fmt: skip
"""How it runs on one machine, where nothing names a cluster."""


class SparkMissing(GraphError):
    """PySpark or Java is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The engine spark needs PySpark (pip install pyspark) and Java 17 or "
            "later. "
            "Install both, or draw the portrait with the engine duckdb."
        )


def compute_on_spark(reader: Reader, known: Sequence[Family], today: date) -> None:
    """Fill `fresh` and `people` as DuckDB would, through Parquet.

    Raises:
        SparkMissing: PySpark or Java is not installed.
    """
    session = _session()
    try:
        with tempfile.TemporaryDirectory(prefix="portrait-spark-") as scratch:
            _draw(session, reader, known, (today, Path(scratch)))
    finally:
        session.stop()


def _draw(session: Any, reader: Reader, known: Sequence[Family], asked: tuple[date, Path]) -> None:
    today, scratch = asked
    for name in FEEDS:
        path = scratch / f"{name}.parquet"
        reader.connection.execute(f"COPY (SELECT * FROM {name}) TO '{path}' (FORMAT parquet)")
        view = "chosen" if name == "asked" else name
        session.read.parquet(str(path)).createOrReplaceTempView(view)
    say_on_spark(session, known, today, str(scratch))
    for name in ("fresh", "people"):
        reader.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT * FROM read_parquet('{scratch / name}/*.parquet')"
        )


def say_on_spark(session: Any, known: Sequence[Family], today: date, folder: str) -> None:
    """Write the tags and the persons behind them as Parquet under `fresh` and `people`.

    The session must know a view of every feed under its own name, `chosen` (customer_id) and
    `in_force` (customer_id, purpose, consent_id, second); `folder` is any place it can write to.
    """
    for statement in words_of("spark"):
        session.sql(statement)
    for one in facts(today, "`"):
        frame = session.sql(one.sql)
        if one.name in KEPT:
            frame.write.parquet(f"{folder}/kept/{one.name}")
            frame = session.read.parquet(f"{folder}/kept/{one.name}")
        frame.createOrReplaceTempView(one.name)
    said = [said_at_once(known, today, "spark"), *said_by_listings(known, today, "spark")]
    union = " UNION ALL ".join(f"(SELECT {COLUMNS} FROM ({one}))" for one in said)
    session.sql(union).write.parquet(f"{folder}/fresh")
    session.sql(
        "SELECT customer_id, kind, assets, profiling, living_month FROM person"
    ).write.parquet(f"{folder}/people")


def _session() -> Any:
    """A session of this machine, or of the cluster that `spark-defaults.conf` names."""
    if shutil.which("java") is None:
        raise SparkMissing
    try:
        spark = import_module("pyspark")
        builder = import_module("pyspark.sql").SparkSession.builder.appName("portrait")
    except ModuleNotFoundError as error:
        raise SparkMissing from error
    given = spark.SparkConf()
    settings = dict(DEFAULTS) | {
        name: held for name, held in OF_ITS_OWN.items() if not given.contains("spark.master")
    }
    for name, held in settings.items():
        builder = builder.config(name, held)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
