"""One door to the graph database: reads, and writes that happen wholly or not at all."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, LiteralString, Protocol, cast

import neo4j
from neo4j import GraphDatabase, ManagedTransaction, Query, RoutingControl
from neo4j.exceptions import (
    AuthError,
    ClientError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)
from neo4j.time import Date, DateTime

from graph.errors import GraphUnavailable

READ_TIMEOUT: Final = 30.0
"""Seconds after which the server gives up a read."""

RETRY_SECONDS: Final = 10.0
"""Seconds a conflict with another writer, or a lost connection, is tried again."""

UNAVAILABLE: Final = (ServiceUnavailable, AuthError, TransientError, DriverError)
"""What the driver raises when the server does not do its part."""

NOT_THE_STATEMENT: Final = (
    "Neo.ClientError.Database.",
    "Neo.ClientError.Transaction.TransactionTimedOut",
)
"""How the codes begin that a server gives for its own state."""

Row = dict[str, Any]
Statement = tuple[LiteralString, Mapping[str, Any]]


class Graph(Protocol):
    """What the rooms ask of the graph database."""

    def read(self, cypher: LiteralString, **parameters: Any) -> list[Row]:
        """Rows of a reading query, in its order; [] where nothing matches."""
        ...

    def write(self, statements: Sequence[Statement]) -> list[list[Row]]:
        """Run all statements in one transaction; the rows of each, in order."""
        ...


class BoltGraph:
    """A graph behind Bolt: Neo4j or ArcadeDB, whichever the URI names."""

    patience: ClassVar[float] = RETRY_SECONDS

    def __init__(self, uri: str, user: str, password: str, database: str | None = None) -> None:
        self.uri = uri
        self._database = database
        self._driver = GraphDatabase.driver(
            uri,
            auth=(user, password),
            notifications_min_severity="OFF",
            max_transaction_retry_time=self.patience,
        )

    def __enter__(self) -> "BoltGraph":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._driver.close()

    def ping(self) -> None:
        """Return when the server answers.

        Raises:
            GraphUnavailable: It does not.
        """
        self.read("RETURN 1 AS one")

    def read(self, cypher: LiteralString, **parameters: Any) -> list[Row]:
        """Rows of a reading query; temporal values arrive as Python's own.

        Raises:
            GraphUnavailable: The server does not answer.
        """
        query = Query(cypher, timeout=READ_TIMEOUT)
        try:
            records, _, _ = self._driver.execute_query(
                query, parameters, routing_=RoutingControl.READ, database_=self._database
            )
        except UNAVAILABLE as error:
            raise GraphUnavailable(self.uri, str(error)) from error
        except ClientError as error:
            raise self._refused(error) from error
        return [cast("Row", _native(record.data())) for record in records]

    def write(self, statements: Sequence[Statement]) -> list[list[Row]]:
        """Run all statements in one transaction; transient conflicts are retried whole.

        Raises:
            GraphUnavailable: The server does not answer; nothing was written.
        """

        def work(tx: ManagedTransaction) -> list[list[Row]]:
            return [_rows(tx.run(cypher, dict(parameters))) for cypher, parameters in statements]

        try:
            with self._driver.session(database=self._database) as session:
                return session.execute_write(work)
        except UNAVAILABLE as error:
            raise GraphUnavailable(self.uri, str(error)) from error
        except ClientError as error:
            raise self._refused(error) from error

    def _refused(self, error: ClientError) -> Neo4jError | GraphUnavailable:
        """A missing database and a time that ran out are no mistakes of the statement."""
        if (error.code or "").startswith(NOT_THE_STATEMENT):
            return GraphUnavailable(self.uri, str(error))
        return error


def _rows(result: neo4j.Result) -> list[Row]:
    return [cast("Row", _native(record.data())) for record in result]


def _native(value: object) -> object:
    """The value with the driver's temporal types turned into Python's."""
    if isinstance(value, DateTime | Date):
        return value.to_native()
    if isinstance(value, datetime.date | str | bytes):
        return value
    if isinstance(value, Mapping):
        mapping = cast("Mapping[str, object]", value)
        return {key: _native(one) for key, one in mapping.items()}
    if isinstance(value, Iterable):
        return [_native(one) for one in cast("Iterable[object]", value)]
    return value
