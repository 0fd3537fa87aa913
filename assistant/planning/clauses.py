"""What planning asks of the library of clauses."""

from datetime import date
from functools import partial
from typing import Protocol

from assistant.compliance.model import Verdict
from assistant.planning.model import PlanCitation


class Clauses(Protocol):
    """Clauses a plan may rest on, in force on a day."""

    def clause(self, document: str, article: str, as_of: date) -> PlanCitation | None:
        """The clause a document's short title and article number name; None where none is held."""
        ...

    def for_rule(self, rule_key: str, as_of: date) -> tuple[PlanCitation, ...]:
        """The clauses of the bank's manual that state a rule; () for none."""
        ...


def of_verdicts(
    verdicts: tuple[Verdict, ...], clauses: Clauses, as_of: date
) -> dict[str, tuple[PlanCitation, ...]]:
    """Clauses by rule key for rules that fired: laws read in full, then one of the manual.

    Of the manual's clauses on a rule it is the one whose words are nearest to the verdict's
    reason. A rule none of whose clauses is held has ().
    """
    return {one.rule: _of_verdict(one, clauses, as_of) for one in verdicts}


def _of_verdict(verdict: Verdict, clauses: Clauses, as_of: date) -> tuple[PlanCitation, ...]:
    read = [one for one in verdict.basis if one.status == "full"]
    held = [clauses.clause(one.document, one.article, as_of) for one in read]
    found = [one for one in held if one is not None]
    manual = clauses.for_rule(verdict.rule, as_of)
    if manual:
        found.append(max(manual, key=partial(_shared, verdict.reason)))
    return tuple({one.clause_id: one for one in found}.values())


def _shared(reason: str, clause: PlanCitation) -> int:
    """How many pairs of neighbouring characters a reason and a clause share."""
    return len(_pairs(reason) & _pairs(clause.quote))


def _pairs(text: str) -> set[str]:
    return {text[begin : begin + 2] for begin in range(len(text) - 1)}
