"""The checks: by name, from the argument a script gives to what looks at a moment."""

from collections.abc import Callable
from typing import Any, Final

from evals.checks.check import Check
from evals.checks.citing import abstains, cites, cites_nothing
from evals.checks.numbers import says_amount, says_ratio
from evals.checks.outcomes import asks, hands_over, refuses, review, within
from evals.checks.plans import plan, shown_to
from evals.checks.rows import audit, consent, need, portrait, task
from evals.checks.unasked import UNASKED
from evals.checks.words import does_not_say, says

CHECKS: Final[dict[str, Callable[[Any], Check]]] = {
    "says": says,
    "does_not_say": does_not_say,
    "says_amount": says_amount,
    "says_ratio": says_ratio,
    "cites": cites,
    "cites_nothing": cites_nothing,
    "abstains": abstains,
    "asks": asks,
    "refuses": refuses,
    "review": review,
    "hands_over": hands_over,
    "plan": plan,
    "consent": consent,
    "need": need,
    "task": task,
    "portrait": portrait,
    "audit": audit,
    "shown_to": shown_to,
    "within": within,
}

__all__ = ["CHECKS", "UNASKED", "Check"]
