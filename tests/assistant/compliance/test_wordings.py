"""Message rules know many wordings, and leave harmless look-alikes alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.compliance import Rulebook
from assistant.compliance.model import Decision, Facts

RULEBOOK = Rulebook()
WORDINGS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8")
)


def decision_of(rule: str, message: str) -> Decision | None:
    fired = {one.rule: one.decision for one in RULEBOOK.check(Facts(message=message))}
    return fired.get(rule)


@pytest.mark.parametrize(
    ("rule", "message"),
    [(rule, one) for rule, given in WORDINGS.items() for one in given["fires"]],
)
def test_the_rule_hears_the_wish(rule: str, message: str):
    assert decision_of(rule, message) == WORDINGS[rule]["decision"]


@pytest.mark.parametrize(
    ("rule", "message"),
    [(rule, one) for rule, given in WORDINGS.items() for one in given["silent"]],
)
def test_the_rule_leaves_a_harmless_question_alone(rule: str, message: str):
    assert decision_of(rule, message) not in {"block", "review"}


@pytest.mark.parametrize(
    "message",
    [one for given in WORDINGS.values() for one in given["silent"]],
)
def test_harmless_questions_are_blocked_by_no_other_rule(message: str):
    fired = RULEBOOK.check(Facts(message=message))
    blocked = [one.rule for one in fired if one.decision == "block"]
    assert blocked == []


def test_every_rule_has_enough_wordings():
    for given in WORDINGS.values():
        english = [one for one in given["fires"] if one.isascii()]
        assert len(english) >= 6
        assert len(given["fires"]) - len(english) >= 12
