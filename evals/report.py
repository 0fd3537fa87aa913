"""A run as one HTML page that needs nothing beside it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, select_autoescape

from assistant.privacy.model import Lang
from evals.scores import Trial
from evals.tables import changes

TEMPLATE: Final = Path(__file__).with_name("report.html")
WORDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("对话评测", "Scripted conversations"),
    "kind": ("类别", "Kind"),
    "count": ("对话数", "Conversations"),
    "all": ("全部", "All"),
    "passed": ("通过", "passed"),
    "failed": ("未通过", "failed"),
    "turn": ("轮次", "Turn"),
    "check": ("检查", "Check"),
    "expected": ("应为", "Expected"),
    "seen": ("实际", "Seen"),
    "trial": ("第几遍", "Trial"),
    "process": ("过程", "Process"),
    "waiting": ("等待的能力（按未通过计分）", "Waiting for what is to come (counted as failed)"),
    "changes": ("与上次相比", "Against the earlier run"),
    "transcript": ("对话", "Transcript"),
    "assistant": ("助手", "Assistant"),
    "engine": ("引擎", "Engine"),
}


def html(
    result: dict[str, Any], trials: Sequence[Trial], before: dict[str, Any] | None, lang: Lang
) -> str:
    """The page: scores, what broke with expected and seen, and every transcript."""
    environment = Environment(autoescape=select_autoescape(default=True, default_for_string=True))
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    at = 1 if lang == "en" else 0
    return template.render(
        result=result,
        trials={one.file: one for one in _telling(trials)},
        passes=[name for name in result if name.startswith("pass_")],
        changes=[] if before is None else changes(result, before),
        word={key: words[at] for key, words in WORDS.items()},
        lang="en" if lang == "en" else "zh-CN",
    )


def _telling(trials: Sequence[Trial]) -> list[Trial]:
    """The trial of each conversation to show last wins: a failed one where there is one."""
    return sorted(trials, key=lambda one: (one.file, not one.passed, -one.trial))
