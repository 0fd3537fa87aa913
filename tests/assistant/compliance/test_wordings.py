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
MORE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "more_wordings.yaml").read_text(encoding="utf-8")
)


def decision_of(rule: str, message: str) -> Decision | None:
    fired: dict[str, Decision] = {
        one.rule: one.decision for one in RULEBOOK.check(Facts(message=message))
    }
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


def test_harmless_questions_are_blocked_by_no_other_rule():
    silent = [one for given in WORDINGS.values() for one in given["silent"]]
    fired = [(one, RULEBOOK.check(Facts(message=one))) for one in silent]
    assert [one for one, found in fired if found and found[0].decision == "block"] == []


def test_every_rule_has_enough_wordings():
    for given in WORDINGS.values():
        english = [one for one in given["fires"] if one.isascii()]
        assert len(english) >= 6
        assert len(given["fires"]) - len(english) >= 12


@pytest.mark.parametrize("rule", MORE["fires"])
def test_the_rule_hears_further_wordings(rule: str):
    missed = [
        one for one in MORE["fires"][rule] if decision_of(rule, one) not in {"block", "review"}
    ]
    assert missed == []


def test_everyday_questions_are_stopped_by_no_rule():
    stopped = [
        (one, fired[0].rule)
        for one in MORE["harmless"]
        if (fired := RULEBOOK.check(Facts(message=one)))
        and fired[0].decision in {"block", "review"}
    ]
    assert stopped == []
