"""The connection says plainly when the server does not do its part."""

from datetime import UTC, date, datetime

import pytest
from neo4j.exceptions import Neo4jError

from graph.errors import GraphUnavailable
from graph.store import BoltGraph, ServerAddress
from tests.servers import connected


class Impatient(BoltGraph):
    patience = 0.0


def test_a_server_that_is_not_there_is_named() -> None:
    with Impatient("bolt://127.0.0.1:9", "root", "secret") as graph:
        with pytest.raises(GraphUnavailable, match=r"bolt://127\.0\.0\.1:9 does not answer"):
            graph.ping()
        with pytest.raises(GraphUnavailable):
            graph.write([("RETURN 1 AS one", {})])


@pytest.mark.graph
def test_a_wrong_password_is_no_mistake_of_the_statement(graph_server: ServerAddress) -> None:
    wrong = Impatient(graph_server.uri, graph_server.user, "wrong password")
    with wrong as graph, pytest.raises(GraphUnavailable):
        graph.ping()


@pytest.mark.graph
def test_neither_is_a_missing_database(graph_server: ServerAddress) -> None:
    with Impatient(graph_server.uri, graph_server.user, graph_server.password, "nowhere") as graph:
        with pytest.raises(GraphUnavailable):
            graph.ping()
        with pytest.raises(GraphUnavailable):
            graph.write([("RETURN 1 AS one", {})])


@pytest.mark.graph
def test_a_mistake_of_the_statement_stays_one(graph: BoltGraph) -> None:
    with pytest.raises(Neo4jError):
        graph.read("RETURN nothing")
    with pytest.raises(Neo4jError):
        graph.write([("MATCH (c:Customer) RETRUN c", {})])


@pytest.mark.graph
def test_temporal_values_arrive_as_pythons_own(graph: BoltGraph) -> None:
    (row,) = graph.read(
        "RETURN {day: date('2026-11-23'), at: [datetime('2026-11-23T10:00:00Z')], n: null} AS x"
    )
    assert row["x"] == {
        "day": date(2026, 11, 23), "at": [datetime(2026, 11, 23, 10, tzinfo=UTC)], "n": None,
    }  # fmt: skip


@pytest.mark.graph
def test_the_rows_of_each_statement_come_back_in_order(graph_server: ServerAddress) -> None:
    with connected(graph_server) as graph:
        assert graph.write([("RETURN $x AS x", {"x": 1}), ("UNWIND [2, 3] AS x RETURN x", {})]) == [
            [{"x": 1}],
            [{"x": 2}, {"x": 3}],
        ]
