"""What no tag may be about, wherever it stands: in a key, a label, or the SQL that says it."""

import re
import unicodedata
from typing import Final

WORDS: Final = (
    "religio", "ethnic", "political", "sexual", "disease", "illness", "genetic", "pregnan",
    "track", "geolocation", "social media", "socialmedia", "credit report", "creditreport", "aml",
    "money laundering", "moneylaundering", "under 14", "under14", "church", "mosque", "temple",
    "buddhis", "christian", "muslim", "islam", "catholic", "halal", "partymember", "homosexual",
    "lesbian", "bisexual", "transgender", "lgbt", "gay", "cancer", "chronic", "diabet", "hiv",
    "medicalrecord", "diagnos", "hospitalvisit", "psychiatr", "dna", "biometric", "faceprint",
    "facerecognition", "fingerprint", "voiceprint", "iris", "maternity", "宗教", "信仰", "信教",
    "教会", "教堂", "清真", "寺庙", "佛教", "基督", "天主", "伊斯兰", "穆斯林", "礼拜", "民族",
    "种族", "少数族", "汉族", "回族", "藏族", "维吾尔", "政治", "党员", "党派", "性取向",
    "性生活", "同性恋", "同志交友", "双性", "变性", "疾病", "患病", "病史", "病历", "确诊",
    "化疗", "癌", "糖尿病", "高血压", "抑郁", "艾滋", "乙肝", "透析", "精神科", "门诊记录",
    "体检", "健康状况", "残疾", "基因", "遗传", "怀孕", "孕期", "备孕", "孕妇", "产检", "流产",
    "不孕", "试管婴儿", "生物识别", "人脸", "指纹特征", "声纹", "虹膜", "行踪", "轨迹",
    "定位记录", "社交媒体", "朋友圈", "征信", "反洗钱", "可疑交易", "未满十四", "14岁以下",
    "十四岁以下", "不满十四",
)  # fmt: skip
"""Source: 个人信息保护法 28, 31; 征信业管理条例 20; 反洗钱法."""

SOURCES: Final = (
    "outside_health_goal", "8661", "8651", "8398", "8011", "8021", "8031", "8041", "8042", "8043",
    "8049", "8050", "8062", "8071", "8099", "5912", "5122", "5047", "5975", "5976", "7297", "7273",
)  # fmt: skip
"""Feeds and merchant codes that tell of health, belief, politics or private life."""

UNREADABLE: Final = (
    "chr", "char", "unicode", "unhex", "from_hex", "from_base64", "base64", "unbase64", "decode",
    "encode", "to_char", "ascii", "reverse", "translate", "printf", "format",
)  # fmt: skip
"""Functions by which words could be written so that nobody reads them."""

CODES: Final = re.compile(
    r"\b(?:mcc|code)\b\s*\)*\s*(?:(?:not\s+)?(?:i?like|similar|glob|regexp|rlike)\b|[<>~])|"
    r"(?:substr|substring|left|right|says|starts_with|startswith|regexp\w*|contains|concat\w*|"
    r"cast|try_cast|mod)\s*\(\s*(?:\w+\.)?(?:mcc|code)\b|"
    r"\b(?:mcc|code)\b\s*(?:::|%|/|\|\|)",
    re.IGNORECASE,
)
"""Merchant codes by anything but their four digits, one by one or in ranges."""

RANGES: Final = re.compile(r"BETWEEN\s+'?(\d{4})'?\s+AND\s+'?(\d{4})'?", re.IGNORECASE)

LONG: Final = 7
"""From so many letters on a word is found whatever stands between its letters."""

LONGEST_RANGE: Final = 400
"""Codes of one range; more hide what is inside."""


def forbidden_in(words: str, queries: str) -> str | None:
    """What the words, one a line, or the SQL are about that no tag may be; None where nothing.

    Width, case, spaces, points, quotes and what joins pieces of text are seen through; codes are
    to be named by their digits, and text as it reads.
    """
    for text in (words, _together(queries)):
        found = _word(text)
        if found is not None:
            return found
    for one in SOURCES:
        if re.search(rf"(?<!\d){re.escape(one)}(?!\d)", queries):
            return one
    hidden = _hidden(queries)
    return hidden if hidden is not None else _range(queries)


def _together(queries: str) -> str:
    """The query with pieces of text put together as the engine would."""
    whole = re.sub(r"'\s*\|\|\s*'", "", queries)
    pieces = re.compile(r"'\s*,\s*'")
    return re.sub(r"concat\w*\s*\([^()]*\)", lambda one: pieces.sub("", one.group()), whole)


def _word(text: str) -> str | None:
    """The first forbidden word; lines, commas, quotes and bars keep words apart."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(one for one in plain if unicodedata.category(one) != "Cf")
    spoken = plain.replace("_", " ")
    squeezed = re.sub(r"[^a-z0-9\u4e00-\u9fff\n,'|]+", "", plain)
    for one in WORDS:
        if not one.isascii():
            found = one in squeezed
        else:
            found = re.search(rf"(?<![a-z]){one}", spoken) is not None
        if found or (len(one) >= LONG and one in squeezed):
            return one
    return None


def _hidden(queries: str) -> str | None:
    """A function or an escape that hides what a query reads; None where it can be read."""
    plain = unicodedata.normalize("NFKC", queries)
    called = set(re.findall(r"\b(\w+)\s*\(", plain.casefold()))
    unreadable = called & set(UNREADABLE)
    if unreadable:
        return sorted(unreadable)[0]
    if re.search(r"\\(?:u|x|[0-7])|&#", plain):
        return "an escape"
    codes = CODES.search(plain)
    return None if codes is None else codes.group()


def _range(queries: str) -> str | None:
    """A forbidden merchant code inside a range of codes, or a range too long to read."""
    for low, high in RANGES.findall(queries):
        inside = [one for one in SOURCES if one.isdigit() and int(low) <= int(one) <= int(high)]
        if inside:
            return inside[0]
        if int(high) - int(low) > LONGEST_RANGE:
            return f"codes {low} to {high}"
    return None
