"""A foreseen need in one sentence the customer may read: what was seen, and what we guess."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from graph.model import Need, SignalEvidence

NAMED: Final = 3
"""Things seen that the sentence names, those that count most."""

ZH: Final = {
    "search": "查询过“{topic}”", "view": "浏览过“{topic}”", "click": "打开过“{topic}”",
    "calculator": "用过“{topic}”测算", "chat": "咨询过“{topic}”", "payment": "支付过“{topic}”",
    "receipt": "收到过“{topic}”", "merchant": "在“{topic}”消费", "exchange": "因“{topic}”办理外汇",
}  # fmt: skip
EN: Final = {
    "search": "searched for “{topic}”", "view": "looked at “{topic}”", "click": "opened “{topic}”",
    "calculator": "used the calculator “{topic}”", "chat": "asked about “{topic}”",
    "payment": "paid for “{topic}”", "receipt": "received “{topic}”",
    "merchant": "paid at “{topic}”", "exchange": "exchanged currency for “{topic}”",
}  # fmt: skip
TWICE: Final = 2


class Thing(NamedTuple):
    """One thing seen in a month."""

    month: date
    kind: str
    topic: str
    topic_en: str


def guess(need: Need, lang: Literal["zh", "en"]) -> str:
    """The sentence: things seen by month, oldest first, and the event they may mean.

    What was said in a chat is named by its subject only.
    """
    things = _things(need.evidence)
    if lang == "en":
        seen = _listed([_en(thing, times, need.as_of) for thing, times in things])
        reason = f"You {seen}; so we" if seen else "We"
        return f"{reason} guess your family may be preparing for: {need.event_en}."
    seen = "、".join(_zh(thing, times, need.as_of) for thing, times in things)
    reason = f"您{seen}，" if seen else ""
    return f"{reason}我们猜您家在准备{need.event_zh}。"


def _things(evidence: Sequence[SignalEvidence]) -> list[tuple[Thing, int]]:
    """What counts most, with how often it was seen, oldest first."""
    weights: Counter[Thing] = Counter()
    times: Counter[Thing] = Counter()
    for one in evidence:
        if one.kind in ZH:
            thing = Thing(one.at.replace(day=1), one.kind, one.topic, one.topic_en or one.topic)
            weights[thing] += round(one.lowers * 10_000) + 1
            times[thing] += 1
    named = sorted(weights, key=lambda one: (-weights[one], one))[:NAMED]
    return [(one, times[one]) for one in sorted(named)]


def _zh(thing: Thing, times: int, today: date) -> str:
    year = "" if thing.month.year == today.year else f"{thing.month.year} 年 "
    often = "" if times == 1 else "两次" if times == TWICE else f" {times} 次"
    return f" {year}{thing.month.month} 月{ZH[thing.kind].format(topic=thing.topic)}{often}"


def _en(thing: Thing, times: int, today: date) -> str:
    year = "" if thing.month.year == today.year else f" {thing.month.year}"
    often = "" if times == 1 else " twice" if times == TWICE else f" {times} times"
    said = EN[thing.kind].format(topic=thing.topic_en)
    return f"{said}{often} in {thing.month:%B}{year}"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(one for one in (", ".join(parts[:-1]), *parts[-1:]) if one)
