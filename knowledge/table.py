"""The clauses' own table: what the library holds, in SQLite, the truth the index is built from."""

import hashlib
import json
import sqlite3
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Policy
from knowledge.lean import lean
from knowledge.model import Clause, Clearance, Document, Receipt

FILE: Final = "library.sqlite"
BUSY_SECONDS: Final = 30.0
BATCH: Final = 500
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS document (
    id TEXT PRIMARY KEY, family TEXT NOT NULL, fingerprint TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS clause (
    id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    place INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS clause_by_document ON clause (document_id, place);
CREATE TABLE IF NOT EXISTS vector (
    model TEXT NOT NULL, fingerprint TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (model, fingerprint)
);
CREATE TABLE IF NOT EXISTS finished (
    model TEXT PRIMARY KEY, version INTEGER NOT NULL, folder TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS content (
    document_id TEXT PRIMARY KEY REFERENCES document ON DELETE CASCADE, text TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS receipt (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS clearance (
    clause_id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value INTEGER NOT NULL);
INSERT OR IGNORE INTO state VALUES ('version', 0);
"""


class ClauseTable:
    """Documents and clauses of one library folder; safe for many processes and threads."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._path = home / FILE
        with closing(self._connection()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(SCHEMA)

    def version(self) -> int:
        """The number of changes made to the library; a reader compares it with its own."""
        row = self._row("SELECT value FROM state WHERE key = 'version'")
        return 0 if row is None else int(str(row[0]))

    def fingerprint(self, document_id: str) -> str | None:
        """The fingerprint of the document's words as kept; None when it is not kept."""
        row = self._row("SELECT fingerprint FROM document WHERE id = ?", document_id)
        return None if row is None else str(row[0])

    def policy(self, document_id: str) -> Policy | None:
        """A document as kept, with its clauses but not its text; None when it is not kept."""
        with closing(self._connection()) as connection:
            documents = connection.execute(
                "SELECT family, body FROM document WHERE id = ?", (document_id,)
            ).fetchall()
            rows = connection.execute(
                "SELECT body FROM clause WHERE document_id = ? ORDER BY place", (document_id,)
            )
            clauses = [lean(body) for (body,) in rows]
        return next(iter(_policies(documents, clauses)), None)

    def editions(self, families: Iterable[str]) -> list[Policy]:
        """Every edition kept of these families, as `policy` gives them, by id."""
        with closing(self._connection()) as connection:
            rows = connection.execute(
                "SELECT id FROM document WHERE family IN (SELECT value FROM json_each(?)) "
                "ORDER BY id",
                (json.dumps(sorted(set(families))),),
            ).fetchall()
        return [one for (key,) in rows if (one := self.policy(key)) is not None]

    def text(self, document_id: str) -> str | None:
        """The text the clauses of a document point into; None when it is not kept."""
        row = self._row("SELECT text FROM content WHERE document_id = ?", document_id)
        return None if row is None else str(row[0])

    def keep(
        self, policies: Iterable[tuple[str, Policy]], receipts: Iterable[Receipt] = ()
    ) -> tuple[Receipt, ...]:
        """Put documents and their fingerprints in place of what has their ids: all or none."""
        with self._change() as connection:
            for fingerprint, policy in policies:
                _replace(connection, policy, fingerprint)
            return tuple(_filed(connection, one) for one in receipts)

    def remove(self, receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
        """Take out the documents the receipts are for, and file the receipts: all or none."""
        with self._change() as connection:
            filed = tuple(_filed(connection, one) for one in receipts)
            for one in filed:
                connection.execute("DELETE FROM document WHERE id = ?", (one.document_id,))
                _forget(connection, one.clause_ids)
        return filed

    def receipts(self) -> list[Receipt]:
        """Every receipt, the latest first."""
        with closing(self._connection()) as connection:
            rows = connection.execute("SELECT id, body FROM receipt ORDER BY id DESC").fetchall()
        return [
            Receipt.model_validate_json(body).model_copy(update={"id": number})
            for number, body in rows
        ]

    def clear(self, clause: Clause, clearance: Clearance) -> None:
        """Let a flagged clause be cited, for as long as its words stay the same."""
        with self._change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO clearance VALUES (?, ?, ?)",
                (clause.id, _words(clause), clearance.model_dump_json()),
            )

    def is_unswept(self) -> bool:
        """Whether words have left the table that vectors and old indexes may still hold."""
        row = self._row("SELECT value FROM state WHERE key = 'unswept'")
        return row is not None and bool(row[0])

    def swept(self) -> None:
        """Nothing holds removed words any more; the journal that had them is emptied."""
        with closing(self._connection()) as connection:
            connection.execute("INSERT OR REPLACE INTO state VALUES ('unswept', 0)")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def policies(self) -> tuple[int, list[Policy]]:
        """The version, and everything kept as of that version, by title and article."""
        with closing(self._connection()) as connection:
            connection.execute("BEGIN")
            version = connection.execute(
                "SELECT value FROM state WHERE key = 'version'"
            ).fetchone()[0]
            documents = connection.execute("SELECT family, body FROM document").fetchall()
            rows = connection.execute("SELECT body FROM clause ORDER BY document_id, place")
            clauses = [lean(body) for (body,) in rows]
            cleared = connection.execute("SELECT * FROM clearance").fetchall()
        return int(version), _policies(documents, _cleared(clauses, cleared))

    def vectors(self, model: str, fingerprints: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of `model` already computed for these texts, by fingerprint."""
        found: dict[str, NDArray[np.float32]] = {}
        with closing(self._connection()) as connection:
            for start in range(0, len(fingerprints), BATCH):
                wanted = fingerprints[start : start + BATCH]
                rows = connection.execute(
                    "SELECT fingerprint, body FROM vector WHERE model = ? AND fingerprint IN "
                    "(SELECT value FROM json_each(?))",
                    (model, json.dumps(wanted)),
                )
                found |= {key: np.frombuffer(body, dtype=np.float32) for key, body in rows}
        return found

    def keep_vectors(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Remember the vectors of texts, so that a rebuilt index computes only what changed."""
        rows = [(model, key, one.astype(np.float32).tobytes()) for key, one in vectors.items()]
        with closing(self._connection()) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)

    def vectors_of(self, fingerprints: Sequence[str]) -> int:
        """How many vectors are kept of these texts, of every model."""
        row = self._row(
            "SELECT count(*) FROM vector WHERE fingerprint IN (SELECT value FROM json_each(?))",
            json.dumps(list(fingerprints)),
        )
        return 0 if row is None else int(str(row[0]))

    def keep_only_vectors(self, fingerprints: Iterable[str]) -> None:
        """Drop the vectors of all other texts, of every model."""
        with closing(self._connection()) as connection, connection:
            connection.execute(
                "DELETE FROM vector WHERE fingerprint NOT IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(fingerprints)),),
            )

    def builds(self) -> list[str]:
        """The folders of the finished indexes of the present version, of every model."""
        with closing(self._connection()) as connection:
            rows = connection.execute(
                "SELECT folder FROM finished WHERE version = "
                "(SELECT value FROM state WHERE key = 'version')"
            )
            return [folder for (folder,) in rows]

    def finished(self, model: str) -> tuple[int, str] | None:
        """The version whose index is finished for `model`, and its folder; None when none is."""
        row = self._row("SELECT version, folder FROM finished WHERE model = ?", model)
        return None if row is None else (int(str(row[0])), str(row[1]))

    def finish(self, model: str, version: int, folder: str) -> None:
        """Let every reader use the index of `version` in `folder`."""
        with closing(self._connection()) as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO finished VALUES (?, ?, ?)", (model, version, folder)
            )

    def _row(self, query: str, *values: str) -> tuple[object, ...] | None:
        with closing(self._connection()) as connection:
            return connection.execute(query, values).fetchone()

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted is written over, so that removed words are not left in the file.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    @contextmanager
    def _change(self) -> Generator[sqlite3.Connection]:
        with closing(self._connection()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection
                connection.execute("UPDATE state SET value = value + 1 WHERE key = 'version'")


def _replace(connection: sqlite3.Connection, policy: Policy, fingerprint: str) -> None:
    document = policy.document
    connection.execute("DELETE FROM document WHERE id = ?", (document.id,))
    connection.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?)",
        (document.id, policy.family, fingerprint, document.model_dump_json()),
    )
    connection.execute("INSERT INTO content VALUES (?, ?)", (document.id, policy.text))
    connection.executemany(
        "INSERT INTO clause VALUES (?, ?, ?, ?)",
        [
            (one.id, document.id, place, one.model_dump_json())
            for place, one in enumerate(policy.clauses)
        ],
    )


def _filed(connection: sqlite3.Connection, receipt: Receipt) -> Receipt:
    connection.execute("INSERT OR REPLACE INTO state VALUES ('unswept', 1)")
    row = connection.execute("INSERT INTO receipt (body) VALUES (?)", (receipt.model_dump_json(),))
    return receipt.model_copy(update={"id": row.lastrowid or 0})


def _forget(connection: sqlite3.Connection, clause_ids: Iterable[str]) -> None:
    connection.executemany(
        "DELETE FROM clearance WHERE clause_id = ?", [(one,) for one in clause_ids]
    )


def _cleared(
    clauses: Sequence[Clause], clearances: Iterable[tuple[str, str, str]]
) -> Iterable[Clause]:
    """The clauses with the clearances given for just these words."""
    by_id = {clause_id: (words, body) for clause_id, words, body in clearances}
    for one in clauses:
        words, body = by_id.get(one.id, ("", ""))
        if one.flags and body and words == _words(one):
            given = Clearance.model_validate_json(body)
            yield one.model_copy(update={"clearance": given})
        else:
            yield one


def _words(clause: Clause) -> str:
    said = clause.model_dump_json(include={"text", "text_en", "asks", "heading", "flags"})
    return hashlib.sha256(said.encode()).hexdigest()


def _policies(documents: Iterable[tuple[str, str]], clauses: Iterable[Clause]) -> list[Policy]:
    by_document: dict[str, list[Clause]] = {}
    for one in clauses:
        by_document.setdefault(one.document_id, []).append(one)
    kept = [(family, Document.model_validate_json(body)) for family, body in documents]
    return [
        Policy(family=family, document=one, clauses=tuple(by_document.get(one.id, ())))
        for family, one in sorted(kept, key=lambda pair: pair[1].id)
    ]
