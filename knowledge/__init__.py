"""Policy documents to clauses to passages with citations, or not found."""
