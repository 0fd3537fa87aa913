"""Masks: what is left of a name, a number or a text when it need not be seen whole."""

import re
from typing import Final

COMPOUND_SURNAMES: Final = frozenset({
    "欧阳", "太史", "上官", "端木", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛",
    "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容",
    "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "令狐", "呼延", "百里", "轩辕",
})  # fmt: skip
"""Surnames of two characters (those that still are in use)."""

ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS: Final = "10X98765432"
ID_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
CARD: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){15,18}(?!\d)")
PHONE: Final = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


def mask_name(name: str) -> str:
    """The surname and a star for every other character: 陈静 → 陈*, 欧阳修文 → 欧阳**.

    Of a name in Latin letters the first letter of each word is left.
    """
    if name.isascii():
        return " ".join(word[:1] + "*" * (len(word) - 1) for word in name.split())
    surname = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:surname] + "*" * (len(name) - surname)


def mask_id_number(number: str) -> str:
    """The first three and the last four characters: 110***********1234."""
    return _middle(number, 3, 4)


def mask_phone(number: str) -> str:
    """The first three and the last four digits of a mobile number: 138****1234."""
    digits = re.sub(r"\D", "", number)[-11:]
    return _middle(digits, 3, 4)


def mask_card(number: str) -> str:
    """The last four digits: ************1234."""
    return _middle(re.sub(r"\D", "", number), 0, 4)


def mask_text(text: str) -> str:
    """`text` with its ID numbers, cards and mobile phones masked.

    ID numbers count by their check digit, cards of 16 to 19 digits by Luhn; other numbers stay.
    """
    text = ID_NUMBER.sub(lambda found: _mask_id_found(found.group()), text)
    text = CARD.sub(lambda found: _mask_card_found(found.group()), text)
    return PHONE.sub(lambda found: mask_phone(found.group()), text)


def is_id_number(number: str) -> bool:
    """Whether the 18 characters end in the right check digit."""
    if not ID_NUMBER.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    return ID_CHECKS[total % 11] == number[-1].upper()


def is_card(number: str) -> bool:
    """Whether 16 to 19 digits pass the Luhn check; spaces and hyphens between them are allowed."""
    digits = [int(digit) for digit in re.sub(r"[ -]", "", number)]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2]]
    return 16 <= len(digits) <= 19 and (sum(digits[::-2]) + sum(doubled)) % 10 == 0


def _mask_id_found(number: str) -> str:
    return mask_id_number(number) if is_id_number(number) else number


def _mask_card_found(number: str) -> str:
    return mask_card(number) if is_card(number) else number


def _middle(text: str, first: int, last: int) -> str:
    """`text` with all but its ends starred; a text too short for both ends is starred whole."""
    hidden = len(text) - first - last
    if hidden <= 0:
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[len(text) - last :]
