"""Signals in words the customer may read."""

from datetime import date
from typing import Final

from graph.catalogue import LifeEvent
from graph.model import SignalEvidence
from graph.needs.reasons import Contribution
from graph.needs.scoring import half_life, strength
from graph.needs.signals import SOURCES, Signal

ZH: Final = {
    "search": "您{day}在手机银行搜索了“{text}”",
    "view": "您{day}在手机银行浏览了“{text}”",
    "click": "您{day}在手机银行打开了“{text}”",
    "calculator": "您{day}使用了“{text}”测算工具",
    "chat": "您{day}向我们咨询过“{text}”",
    "payment": "您{day}有一笔“{text}”支出",
    "receipt": "您{day}有一笔“{text}”入账",
    "merchant": "您{day}在“{text}”有一笔消费",
    "exchange": "您{day}办理了用途为“{text}”的外汇业务",
}
EN: Final = {
    "search": "You searched for “{text}” in mobile banking on {day}",
    "view": "You viewed “{text}” in mobile banking on {day}",
    "click": "You opened “{text}” in mobile banking on {day}",
    "calculator": "You used the calculator “{text}” on {day}",
    "chat": "You asked us about “{text}” on {day}",
    "payment": "You made a payment for “{text}” on {day}",
    "receipt": "You received “{text}” on {day}",
    "merchant": "You paid at “{text}” on {day}",
    "exchange": "You exchanged currency for “{text}” on {day}",
}
PURPOSES: Final = {
    "tuition": ("学费", "tuition"), "travel": ("旅行", "travel"), "goods": ("货物贸易", "goods"),
    "services": ("服务贸易", "services"),
}  # fmt: skip
LONGEST: Final = 30
"""Characters of a customer's own words that are repeated."""


def evidence(found: Contribution, event: LifeEvent, today: date) -> SignalEvidence:
    """The signal as evidence; what was said in a chat is named by its subject only."""
    signal = found.signal
    zh, en = _texts(signal)
    return SignalEvidence(
        signal=signal.key,
        at=signal.day,
        text=ZH[signal.kind].format(day=_zh_day(signal.day, today), text=zh),
        text_en=EN[signal.kind].format(day=_en_day(signal.day, today), text=en),
        kind=signal.kind,
        source=SOURCES[signal.kind],
        row=signal.row,
        strength=round(strength(signal, event, today), 4),
        half_life_days=round(half_life(event)),
        topic=zh,
        topic_en=en,
        lowers=round(found.lowers, 4),
    )


def _texts(signal: Signal) -> tuple[str, str]:
    if signal.kind == "exchange":
        return PURPOSES.get(signal.phrase, (signal.phrase, signal.phrase))
    said = signal.phrase if signal.kind == "chat" else signal.text
    shown = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
    return shown, shown


def _zh_day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year} 年"
    return f"{year} {day.month} 月 {day.day} 日"


def _en_day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"
