"""The rulebook: which rules fire on the facts, strictest first."""

from pathlib import Path
from typing import Final

import yaml

from assistant.compliance import rules as judges_of_every_subject
from assistant.compliance.errors import UnknownRule
from assistant.compliance.model import STRICTNESS, Decision, Facts, Finding, Rule, Verdict
from assistant.compliance.phrases import Phrases
from assistant.compliance.register import JUDGES, Case
from assistant.compliance.thresholds import RuleSettings, load_settings

RULES: Final = Path(__file__).parent / "rules.yaml"


class Rulebook:
    """The rules, the limits they use, and the wordings they know."""

    def __init__(self, settings: RuleSettings | None = None) -> None:
        self.settings = settings or load_settings()
        self._phrases = Phrases()
        # Importing the files of `rules/` has enrolled their judges.
        self.subjects: tuple[str, ...] = judges_of_every_subject.SUBJECTS
        listed = yaml.safe_load(RULES.read_text(encoding="utf-8"))
        self._rules = {one["key"]: self._rule(one) for one in listed}

    def check(self, facts: Facts) -> tuple[Verdict, ...]:
        """The rules that fire on `facts`, strictest first, then by key; () where none does."""
        case = Case(facts, self.settings, self._phrases)
        found = [(key, list(judge(case))) for key, judge in JUDGES.items()]
        fired = [self._verdict(key, _strictest(findings)) for key, findings in found if findings]
        return tuple(sorted(fired, key=lambda one: (STRICTNESS.index(one.decision), one.rule)))

    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of subjects."""
        return tuple(self._rules.values())

    def explain(self, key: str) -> Rule:
        """The rule with this key.

        Raises:
            UnknownRule: No rule has it.
        """
        if key not in self._rules:
            raise UnknownRule(key)
        return self._rules[key]

    def fire(self, key: str, decision: Decision | None = None) -> Verdict:
        """The rule applied outright: its usual decision, with its own text as the reason.

        Raises:
            UnknownRule: No rule has this key.
        """
        rule = self.explain(key)
        finding = Finding(
            decision=decision or rule.decisions[0], reason=rule.text, reason_en=rule.text_en
        )
        return self._verdict(key, finding)

    def _verdict(self, key: str, finding: Finding) -> Verdict:
        rule = self._rules[key]
        return Verdict(
            rule=key,
            title=rule.title,
            title_en=rule.title_en,
            decision=finding.decision,
            reason=finding.reason,
            reason_en=finding.reason_en,
            basis=rule.basis,
        )

    def _rule(self, listed: dict[str, object]) -> Rule:
        key = str(listed["key"])
        patterns = self._phrases.sources.items()
        triggers = tuple(one for name, all_ in patterns if name.startswith(key) for one in all_)
        return Rule.model_validate(listed | {"triggers": triggers})


def _strictest(findings: list[Finding]) -> Finding:
    return min(findings, key=lambda one: STRICTNESS.index(one.decision))
