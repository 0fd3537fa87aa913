"""The assistant's own records: one SQLite file, one transaction at a time.

Each room declares its tables beside the code that owns them and reads and writes only those.
"""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, LiteralString

BUSY_TIMEOUT: Final = 10.0
"""Seconds a writer waits for another before it gives up."""


class Records:
    """The file with plans, reviews, deliveries, traces and the ledger."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def declare(self, tables: Sequence[LiteralString]) -> None:
        """Create the tables that do not exist (`CREATE … IF NOT EXISTS` statements)."""
        with self.transaction() as connection:
            for statement in tables:
                connection.execute(statement)

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """A connection whose writes all happen, or none; rows are read by column name."""
        connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        finally:
            connection.close()

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """A connection for reads, which waits for no writer."""
        connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA query_only=ON")
            yield connection
        finally:
            connection.close()
