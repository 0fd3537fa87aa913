"""One door to the graph database: servers, connection, schema, queries."""

from graph.bank import Bank
from graph.store.advisors import StoredAdvisors
from graph.store.connection import BoltGraph, Graph
from graph.store.consents import StoredConsents
from graph.store.customers import StoredCustomers
from graph.store.ground import StoredGround
from graph.store.market import StoredMarket
from graph.store.needs import StoredNeeds
from graph.store.paths import StoredPaths
from graph.store.products import StoredProducts
from graph.store.schema import prepare
from graph.store.servers import EmbeddedServer, ServerAddress, running_server

__all__ = [
    "BoltGraph",
    "EmbeddedServer",
    "Graph",
    "ServerAddress",
    "StoredGround",
    "StoredPaths",
    "prepare",
    "running_server",
    "stored_bank",
]


def stored_bank(graph: Graph) -> Bank:
    """Everything the assistant may ask, answered from the graph."""
    return Bank(
        customers=StoredCustomers(graph),
        consents=StoredConsents(graph),
        products=StoredProducts(graph),
        market=StoredMarket(graph),
        advisors=StoredAdvisors(graph),
        needs=StoredNeeds(graph),
    )
