"""One door to the graph database: servers, connection, schema, queries."""
