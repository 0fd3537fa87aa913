"""Clauses cut into the stretches of text that are turned into vectors."""

import hashlib
import re
from typing import Final

from knowledge.model import Clause, Value

PIECE: Final = 160
"""Characters of a clause under one vector; a longer clause has several."""
CUT: Final = 2
"""How clauses are cut, by number: an index cut another way is built again."""
ORDINAL: Final = re.compile(r"^第[^\s第]{1,6}[编章节]\s*")
SENTENCE_END: Final = re.compile(r"(?<=[。；\n])")


class Piece(Value):
    """A stretch of a clause, with the heading above it, as it is turned into a vector."""

    id: str
    clause_id: str
    document: str
    text: str
    is_ask: bool = False

    @property
    def fingerprint(self) -> str:
        """The same for the same words, wherever they stand."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def pieces(clause: Clause) -> list[Piece]:
    """The clause in stretches of about `PIECE` characters that end at sentences, and its asks.

    Each stretch carries the nearest heading without its number, or the document's title where
    there is none: what a short paragraph is about often stands only above it.
    """
    above = ORDINAL.sub("", clause.heading[-1]) if clause.heading else clause.document
    own = [(f"{above} {one.strip()}", False) for one in _stretches(clause.text)]
    asked = [(one, True) for one in clause.asks]
    return [_piece(clause, number, *one) for number, one in enumerate(own + asked)]


def _stretches(text: str) -> list[str]:
    found = [""]
    for sentence in SENTENCE_END.split(text):
        if found[-1].strip() and len(found[-1]) + len(sentence) > PIECE:
            found.append("")
        found[-1] += sentence
    whole = [one for one in found if one.strip()]
    return whole or [""]


def _piece(clause: Clause, number: int, text: str, is_ask: bool) -> Piece:
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Piece(
        id=f"{clause.id}|{number}|{mark}", clause_id=clause.id, document=clause.document,
        text=text, is_ask=is_ask,
    )  # fmt: skip
