"""Which command a message asks for: phrases that decide, blended with a trained scorer."""

import re
from functools import cache
from typing import Final, NamedTuple

from assistant.conversation.understanding.lexicon import examples, lexicon, words
from assistant.conversation.understanding.scorer import Scorer

_STRONG: Final = 0.6
_WEAK: Final = 0.03
_DEFINES: Final = 0.35
_EXTRA: Final = {
    "report_fraud": 1.0,
    "talk_to_person": 0.2,
    "review_plan": 0.6,
    "withdraw_consent": 0.25,
    "why_this_offer": 0.12,
    "not_interested": 0.15,
    "complaint": 0.25,
    "out_of_scope": 0.2,
    "draft_plan": 0.25,
    "show_plan": 0.25,
}
"""What a deciding phrase adds where a miss costs most, or where it is hardly said otherwise."""
_SEGMENT_END: Final = re.compile(
    r"[。！？!?;；\n]+|[,，]?\s*(?:顺便|另外|还有就是|同时|对了|然后再|再帮我)"
    r"|[,，]\s*(?=and (?:also|then))|\b(?:by the way|also,?|while you'?re at it)\b"
)
_READ: Final = 1200


class Wish(NamedTuple):
    """A command, how strongly it is believed (0 to about 2), and whether a phrase decided."""

    command: str
    belief: float
    is_strong: bool


@cache
def scorer() -> Scorer:
    """The scorer trained from the example sentences, on first use."""
    known = examples()
    return Scorer.train([one for one, _ in known], [command for _, command in known])


def wishes(text: str) -> list[Wish]:
    """Every command with its belief for a folded text, strongest first."""
    read = text[:_READ]
    shares = scorer().scores(read)
    phrases = lexicon().commands
    is_about_rules = bool(words("turns")["law"].search(read))
    found: list[Wish] = []
    for command, said in phrases.items():
        strong = said.is_strong(read)
        belief = shares.get(command, 0.0) + _STRONG * strong
        belief += _WEAK * (not strong and said.is_weak(read))
        belief += strong * _EXTRA.get(command, 0.0)
        belief += _DEFINES * (strong and is_about_rules and command == "ask_policy")
        found.append(Wish(command, belief, strong))
    return sorted(found, key=lambda one: -one.belief)


def segments(text: str) -> list[str]:
    """The sentences of a folded text and their side wishes."""
    parts = (part.strip(" ,，") for part in _SEGMENT_END.split(text[:_READ]))
    return [part for part in parts if part]


def warm() -> None:
    """Read the phrases and train the scorer ahead of the first message."""
    scorer()
