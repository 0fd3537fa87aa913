"""Words that leave the library leave every store: the table, the vectors and the index."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from knowledge.model import Clause, Document, Receipt
from knowledge.pieces import pieces
from knowledge.table import ClauseTable


def receipt(
    document: Document, reason: Literal["removed", "replaced"], at: datetime | None, by: str
) -> Receipt:
    """A receipt for a document from which nothing has left yet."""
    return Receipt(
        at=at, by=by, reason=reason, document_id=document.id, title=document.short_title,
        effective_from=document.effective_from, clauses=0, clause_ids=(), stores={},
    )  # fmt: skip


def counted(
    empty: Receipt, gone: Sequence[Clause], left: Iterable[Clause], table: ClauseTable
) -> Receipt:
    """The receipt with what each store gives up when `gone` leaves and `left` stays.

    clauses: rows of the table; words: entries of the index of words; index: rows of the index of
    meaning; vectors: stored vectors of words that no other clause has.
    """
    rows = [piece.fingerprint for one in gone for piece in pieces(one)]
    unheld = set(rows) - {piece.fingerprint for one in left for piece in pieces(one)}
    stores = {
        "clauses": len(gone),
        "words": len(gone),
        "index": len(rows) if table.builds() else 0,
        "vectors": table.vectors_of(sorted(unheld)),
        "texts": 1,
    }
    ids = tuple(one.id for one in gone)
    return empty.model_copy(update={"clauses": len(gone), "clause_ids": ids, "stores": stores})


def sweep(home: Path, table: ClauseTable, left: Iterable[Clause]) -> None:
    """Drop the vectors of words no clause has any more, and every index but the finished ones.

    Call it when the index without the removed clauses is finished; it may be called again.
    """
    table.keep_only_vectors({piece.fingerprint for one in left for piece in pieces(one)})
    finished = set(table.builds())
    for folder in sorted((home / "index").glob("*")):
        if folder.is_dir() and folder.name not in finished:
            shutil.rmtree(folder, ignore_errors=True)
    table.swept()
