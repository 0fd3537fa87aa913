"""What no tag may be about, wherever it stands: in a key, a label, or the SQL that says it."""

import re
from typing import Final

WORDS: Final = (
    "religion", "religious", "ethnic", "political", "sexual", "disease", "illness", "genetic",
    "pregnan", "track", "geolocation", "social_media", "social media", "credit_report",
    "credit report", "aml", "under_14", "宗教", "信仰", "民族", "种族", "政治", "性取向", "性生活",
    "疾病", "患病", "病史", "基因", "遗传", "怀孕", "孕期", "备孕", "行踪", "轨迹",
    "社交媒体", "朋友圈",
    "征信", "反洗钱", "可疑交易", "未满十四", "14岁以下",
)  # fmt: skip
"""Source: 个人信息保护法 28, 31; 征信业管理条例 20; 反洗钱法."""

SOURCES: Final = (
    "outside_health_goal", "8661", "8651", "8011", "8021", "8031", "8041", "8042", "8049", "8050",
    "8062", "8071", "8099", "5912", "5122", "7297", "7273", "contacts.text",
)  # fmt: skip
"""Feeds, merchant codes and columns that tell of health, belief, politics or private life."""


def forbidden_in(words: str, queries: str) -> str | None:
    """What the words or the SQL are about that no tag may be about; None where nothing."""
    said = f"{words} {queries}".lower()
    for one in WORDS:
        pattern = rf"(?<![a-z]){one}" if one.isascii() else one
        if re.search(pattern, said):
            return one
    for one in SOURCES:
        if re.search(rf"(?<!\d){re.escape(one)}(?!\d)", queries):
            return one
    return _range(queries)


def _range(queries: str) -> str | None:
    """A forbidden merchant code inside a range of codes, unless a narrower rule took it."""
    for low, high in re.findall(r"BETWEEN '(\d{4})' AND '(\d{4})'", queries, re.IGNORECASE):
        inside = [one for one in SOURCES if one.isdigit() and low <= one <= high]
        if inside:
            return inside[0]
    return None
