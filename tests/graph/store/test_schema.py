"""One list of labels and relationships, and no statement that strays from it."""

from typing import LiteralString, cast

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import Neo4jError

from graph.store import BoltGraph, ServerAddress, prepare
from graph.store.schema import LABELS, LOOKUPS, RELATIONSHIPS
from tests.cypher import labels, relationships, statements
from tests.fakes import RecordingGraph
from tests.servers import connected


def test_every_label_gets_a_unique_id_and_every_lookup_an_index() -> None:
    graph = RecordingGraph()
    prepare(graph)
    assert len(graph.written) == len(LABELS) + len(LOOKUPS)
    assert all("IF NOT EXISTS" in cypher for cypher, _ in graph.written)
    assert {one for cypher, _ in graph.written for one in labels(cypher)} == set(LABELS)


def test_the_statements_are_found() -> None:
    assert {"graph.store.customers.FILE", "graph.store.loading.ATTACH[2]"} <= set(statements())
    assert labels("MATCH (:Customer {id: 1})-[r:OWNS|GAVE*1..2]->(n:Loan|Card)") == {
        "Customer", "Loan", "Card",
    }  # fmt: skip
    assert relationships("(a)-[r:OWNS|GAVE*1..2]->(b)<-[:OF]-(c)") == {"OWNS", "GAVE", "OF"}


def test_no_statement_names_what_the_schema_does_not_declare() -> None:
    strays = {
        where: (labels(one) - set(LABELS)) | (relationships(one) - set(RELATIONSHIPS))
        for where, one in statements().items()
    }
    assert {where: names for where, names in strays.items() if names} == {}


@pytest.mark.graph
def test_preparing_twice_changes_nothing(graph: BoltGraph) -> None:
    prepare(graph)
    prepare(graph)
    graph.write([("CREATE (:Customer {id: 'c-1', name: '陈静'})", {})])
    with pytest.raises(Neo4jError):
        graph.write([("CREATE (:Customer {id: 'c-1'})", {})])


@pytest.mark.graph
def test_neo4j_plans_every_statement(neo4j_server: ServerAddress) -> None:
    refused: dict[str, str] = {}
    with connected(neo4j_server) as graph:
        prepare(graph)
    auth = (neo4j_server.user, neo4j_server.password)
    # A plan needs no parameters; the notes on those that are missing are not what is asked.
    driver = GraphDatabase.driver(neo4j_server.uri, auth=auth, notifications_min_severity="OFF")
    with driver, driver.session(database=neo4j_server.database) as session:
        for where, cypher in statements().items():
            try:
                session.run(cast("LiteralString", f"EXPLAIN {cypher}")).consume()
            except Neo4jError as error:
                refused[where] = str(error)
    assert refused == {}
