"""Chinese numerals of article numbers, both ways."""

import re
from typing import Final

DIGITS: Final = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("０１２３４５６７８９")},
    **{char: value for value, char in enumerate("0123456789")},
    "〇": 0,
    "两": 2,
    "兩": 2,
}
UNITS: Final = {"十": 10, "百": 100, "千": 1000}
NUMERAL: Final = "〇零一二两兩三四五六七八九十百千0-9０-９"


def number(text: str) -> int | None:
    """The value of a numeral as laws write it (三十七, 一百零三, 37); None where it is none."""
    marks = re.sub(r"\s", "", text)
    if not marks or any(mark not in DIGITS and mark not in UNITS for mark in marks):
        return None
    if not any(mark in UNITS for mark in marks):
        return int("".join(str(DIGITS[mark]) for mark in marks))
    total, digit = 0, 0
    for mark in marks:
        if mark in DIGITS:
            digit = DIGITS[mark]
        else:
            total, digit = total + (digit or 1) * UNITS[mark], 0
    return total + digit


def numeral(value: int) -> str:
    """The numeral of 1 to 9999 as laws write it: 37 is 三十七, 103 is 一百零三."""
    text, pending_zero = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if pending_zero else "") + "零一二三四五六七八九"[digit] + mark
            pending_zero = False
        else:
            pending_zero = bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text
