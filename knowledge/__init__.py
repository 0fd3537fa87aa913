"""Policy documents to clauses to passages with citations, or not found."""

from knowledge.embedding import BgeEmbedder, Embedder, find_embedder
from knowledge.errors import (
    BadModelFolder,
    BadPolicyDocument,
    BadVocabulary,
    IndexMissing,
    KnowledgeError,
)
from knowledge.library import Library
from knowledge.model import AddReport, Clause, Document, Filters, Findings, Passage, Remark

__all__ = [
    "AddReport",
    "BadModelFolder",
    "BadPolicyDocument",
    "BadVocabulary",
    "BgeEmbedder",
    "Clause",
    "Document",
    "Embedder",
    "Filters",
    "Findings",
    "IndexMissing",
    "KnowledgeError",
    "Library",
    "Passage",
    "Remark",
    "find_embedder",
]
