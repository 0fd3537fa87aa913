"""Files into the clause table: each file whole or not at all, all of them in one change."""

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from knowledge.documents import Policy, read_policy
from knowledge.editions import difference, letters, summary
from knowledge.errors import BadPolicyDocument
from knowledge.limits import Limits
from knowledge.model import AddReport, Clause, Note, Receipt, Superseded
from knowledge.removal import counted, receipt
from knowledge.sources import Source, sources
from knowledge.table import ClauseTable

TOLD: Final = (
    "title", "short_title", "kind", "issuer", "number", "promulgated", "effective_to", "status",
    "audience",
)  # fmt: skip
"""Fields that may be given anew beside words already held."""

Progress = Callable[[str], None]


class Intake:
    """What one call of adding has done so far; `at` and `by` go on its receipts."""

    def __init__(self, table: ClauseTable, limits: Limits, at: datetime | None, by: str) -> None:
        self._table = table
        self._limits = limits
        self._at, self._by = at, by
        self._kept: dict[str, tuple[str, Policy]] = {}
        self._places: dict[str, str] = {}
        self._unchanged: list[str] = []
        self._refused: list[tuple[str, str]] = []
        self._notes: list[Note] = []
        self._receipts: tuple[Receipt, ...] = ()
        self._superseded: tuple[Superseded, ...] = ()

    def read(self, paths: Sequence[Path], progress: Progress | None) -> None:
        """Read the files, and the files below the folders and in the archives."""
        for found in sources(paths, self._limits):
            if isinstance(found, Note):
                self._refused.append((found.place, found.reason))
                continue
            if progress:
                progress(f"读取 {found.name} Reading")
            self._take(found)

    def keep(self) -> None:
        """Put what was read into the table, all or none, with receipts for what this puts out."""
        if not self._kept:
            return
        held = self._table.editions(one.family for _, one in self._kept.values())
        self._superseded = tuple(self._followed(held))
        self._receipts = self._table.keep(self._kept.values(), self._put_out(held))

    @property
    def has_changed(self) -> bool:
        """Whether anything was read that was not yet held."""
        return bool(self._kept)

    def report(self, seconds: float) -> AddReport:
        """What was done, after so many seconds."""
        policies = [one for _, one in self._kept.values()]
        return AddReport(
            added=tuple(one.document.short_title for one in policies),
            unchanged=tuple(self._unchanged),
            refused=tuple(self._refused),
            notes=tuple(self._notes),
            flagged=tuple(c.id for one in policies for c in one.clauses if c.is_held_back),
            receipts=self._receipts,
            superseded=self._superseded,
            clauses=sum(len(one.clauses) for one in policies),
            seconds=seconds,
        )

    def _take(self, source: Source) -> None:
        try:
            found = read_policy(source)
        except BadPolicyDocument as error:
            self._refused.append((source.name, error.reason))
            return
        self._notes += found.notes
        about, fingerprint = found.document, words(found)
        if about.id in self._kept:
            self._again(source, found, fingerprint)
            return
        if self._table.fingerprint(about.id) == fingerprint:
            known = self._table.policy(about.id)
            updated = None if known is None else _told_anew(known, found)
            if updated is None:
                self._unchanged.append(about.short_title)
                return
            found = updated.model_copy(update={"text": self._table.text(about.id) or found.text})
        self._kept[about.id] = (fingerprint, found)
        self._places[about.id] = source.name

    def _again(self, source: Source, found: Policy, fingerprint: str) -> None:
        """A second file of the same title and day: the same words are no matter, others are."""
        about = found.document
        if self._kept[about.id][0] == fingerprint:
            self._unchanged.append(about.short_title)
            return
        first = self._places[about.id]
        self._refused.append(
            (
                source.name,
                f"与 {first} 同名同日（《{about.short_title}》），内容却不同，已保留前者。"
                "请改标题或施行日期后再加入。"
                f" It has the title and day of {first} but other words; the first was kept."
                " Correct its title or its day of effect and add it again.",
            )
        )

    def _put_out(self, held: Sequence[Policy]) -> list[Receipt]:
        """Receipts for the words of held documents that their edited files no longer have."""
        gone = {
            one.document.id: _out(one, self._kept[one.document.id][1])
            for one in held
            if one.document.id in self._kept
        }
        if not any(gone.values()):
            return []
        others = (one for one in self._table.policies()[1] if one.document.id not in gone)
        left = [clause for one in others for clause in one.clauses]
        left += [one for _, policy in self._kept.values() for one in policy.clauses]
        return [
            counted(
                receipt(one.document, "replaced", self._at, self._by),
                gone[one.document.id],
                left,
                self._table,
            )
            for one in held
            if gone.get(one.document.id)
        ]

    def _followed(self, held: Sequence[Policy]) -> list[Superseded]:
        """The editions already held that those now kept follow."""
        found: list[Superseded] = []
        for _, newer in self._kept.values():
            begins = newer.document.effective_from or date.min
            others = [
                one
                for one in held
                if one.family == newer.family
                and one.document.id != newer.document.id
                and (one.document.effective_from or date.min) < begins
            ]
            last = max(
                others, key=lambda one: one.document.effective_from or date.min, default=None
            )
            if last is not None:
                found.append(summary(difference(last, newer)))
        return found


def words(found: Policy) -> str:
    """The fingerprint of a document's words: the same for its Markdown, its PDF and its DOCX."""
    said = hashlib.sha256()
    for one in found.clauses:
        own = (one.article, one.text, one.text_en or "", *one.asks, *one.rules, *one.based_on,
               *one.packs, *one.families, str(one.effective_from), str(one.effective_to),
               *(flag.reason for flag in one.flags))  # fmt: skip
        said.update("|".join(letters(unicodedata.normalize("NFKC", part)) for part in own).encode())
    return said.hexdigest()


def _out(old: Policy, new: Policy) -> list[Clause]:
    """The clauses of a document whose words its edited file no longer has."""
    held = {(one.article, letters(one.text)) for one in new.clauses}
    return [one for one in old.clauses if (one.article, letters(one.text)) not in held]


def _told_anew(known: Policy, found: Policy) -> Policy | None:
    """A held document with what was given anew beside the same words; None where nothing was."""
    fields = [field for field in TOLD if field in found.told]
    about = found.document.model_dump(include=set(fields))
    if known.document.model_dump(include=set(fields)) == about:
        return None
    document = known.document.model_copy(
        update={field: getattr(found.document, field) for field in fields}
    )
    given = {
        field: getattr(document, field)
        for field in ("kind", "issuer", "effective_to", "audience")
        if field in fields
    }
    given["document"] = document.short_title
    clauses = tuple(one.model_copy(update=given) for one in known.clauses)
    return known.model_copy(update={"document": document, "clauses": clauses})
