"""Where rule functions enrol, and the case each of them looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from assistant.compliance.model import Facts, Finding
from assistant.compliance.phrases import Phrases
from assistant.compliance.thresholds import RuleSettings


@dataclass(frozen=True)
class Case:
    """The facts with the limits and wordings they are looked at by."""

    facts: Facts
    settings: RuleSettings
    phrases: Phrases

    def says(self, name: str) -> bool:
        """Whether the message says `name`."""
        return self.phrases.found(name, self.facts.message)

    def replies(self, name: str) -> bool:
        """Whether the reply asserts `name`; a denial asserts nothing."""
        return self.phrases.asserted(name, self.facts.reply)


Judge = Callable[[Case], Iterator[Finding]]
JUDGES: Final[dict[str, Judge]] = {}
"""The function of each rule by key, filled as the files of `rules/` are imported."""


def rule(key: str) -> Callable[[Judge], Judge]:
    """Enrol a function as the judge of the rule with this key."""

    def enrol(judge: Judge) -> Judge:
        JUDGES[key] = judge
        return judge

    return enrol


def block(reason: str, reason_en: str) -> Finding:
    """The rule forbids."""
    return Finding(decision="block", reason=reason, reason_en=reason_en)


def review(reason: str, reason_en: str) -> Finding:
    """A person must decide."""
    return Finding(decision="review", reason=reason, reason_en=reason_en)


def disclose(reason: str, reason_en: str) -> Finding:
    """This must be said along."""
    return Finding(decision="disclose", reason=reason, reason_en=reason_en)


def mask(reason: str, reason_en: str) -> Finding:
    """Part of it must be hidden."""
    return Finding(decision="mask", reason=reason, reason_en=reason_en)


def log(reason: str, reason_en: str) -> Finding:
    """The rule was looked at and kept; the record says so."""
    return Finding(decision="log", reason=reason, reason_en=reason_en)


def percent(ratio: object) -> str:
    """A fraction as a percentage with two digits: 0.5434 → 54.34%."""
    return f"{ratio:.2%}"
