"""Which knowledge an event may be foreseen from."""

import re
from collections.abc import Sequence
from typing import Final

from graph.catalogue import LifeEvent

CREDIT_LIKE: Final = frozenset({
    "home_purchase", "renovation", "vehicle_purchase", "business_start", "farm_cycle", "pv_install",
})  # fmt: skip
"""Events that are met by a loan: age and family are no ground to be offered one, or not."""

PROTECTED: Final = frozenset({
    "age", "children", "youngest_child", "oldest_child", "teenagers", "child_policies",
})  # fmt: skip
"""Numbers that say of age and family. Gender and marital status are never read at all."""

OPEN: Final = frozenset({
    "age", "children", "youngest_child", "oldest_child", "season_sine", "season_cosine", "tenure",
    "visits_30", "visits_90", "visits_365", "looks_30", "looks_90", "questions_180",
})  # fmt: skip
"""All the numbers that count for an event the bank never raises itself: none of accounts."""

OWN_WORDS: Final = ("search", "view", "calculator", "click", "chat")
"""The sources in which the customer speaks."""

SENSITIVE_CODES: Final = frozenset({
    "4119", "5047", "5122", "5912", "5975", "5976", "8011", "8021", "8031", "8041", "8042", "8043",
    "8049", "8050", "8062", "8071", "8099", "8398", "8651", "8661", "9211", "9222", "9223",
})  # fmt: skip
"""Merchants that tell of health, faith, politics or the law; none is ever learned from.
Source: 个人信息保护法 第二十八条."""

SENSITIVE_WORDS: Final = re.compile(
    r"医院|诊所|药|病|手术|住院|孕|产检|癌|心理|精神|寺|教会|教堂|清真|党费|工会|法院|律师|离婚|诉讼|社保查询"
    r"|hospital|clinic|pharm|disease|cancer|surgery|pregnan|church|mosque|temple|court|lawyer|divorce"
)
"""Words of the same; a text that holds one is not learned from."""


def numbers_for(event: LifeEvent, names: Sequence[str]) -> list[int]:
    """The places of the numbers the event may be foreseen from."""
    if not event.proactive:
        return [at for at, name in enumerate(names) if name in OPEN]
    if event.key in CREDIT_LIKE:
        return [at for at, name in enumerate(names) if name not in PROTECTED]
    return list(range(len(names)))


def sign_allowed(event: LifeEvent, name: str) -> bool:
    """Whether a sign, `catalogue.<event>.<source>` or `word.<source>.<text>`, may count."""
    kind, first, rest = name.split(".", 2)
    return event.proactive or (rest if kind == "catalogue" else first) in OWN_WORDS


def learnable(source: str, text: str) -> bool:
    """Whether a text may be learned from at all."""
    if source == "merchant":
        return text not in SENSITIVE_CODES
    return SENSITIVE_WORDS.search(text) is None
