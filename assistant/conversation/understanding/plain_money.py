"""Whether a number that names no unit is an amount of money."""

import re
from typing import Final

from assistant.conversation.understanding.numerals import Number

_COUNTED: Final = re.compile(
    r"\s?(?:个|人|岁|次|天|号|楼|层|室|栋|平|㎡|m2|m²|sqm|sq|股|份|手(?!续)|条|件|分钟|小时|公里|米|克|斤|步|周|日|月|年|位"
    r"|年级|名|家|张|页|只|辆|套|岁|期|点(?!多)|届|级|代|后(?=[^续]))|[a-z]"
    r"|\s(?:people|shares?|points?|days?|weeks?|hours?|minutes?|km|times|kids?|children|students?"
    r"|pages?|square|steps?|questions?)\b"
)
_CUE: Final = re.compile(
    r"(?:费|价|款|薪|资|入|供|贷|存|还|付|花|交|攒|钱|本金|总价|额|债|租|支出|开销|收|赚|挣|给|拿|有|差|借|是|要|约|省|买|换|汇|凑|出|按"
    r"|成|到|投|至少|卡"
    r"|fees?|price|cost|salary|income|earn|earns|rent|paid|pay|pays|loan|save|savings?|borrow|tuition"
    r"|living|spend|need|budget|payment|mortgage|debt|make|have|owe|deposit|is|are|about|around)"
    r"[^\d。！？!?;；]{0,6}$"
)
_NUMBERED: Final = re.compile(
    r"(?:no\.?|number|#|编号|单号|卡号|尾号|账号|电话|手机|热线|拨打|工号|代码|版本|型号|文号|第|page|section|article|room|c-|id)"
    r"\s?[:：]?\s?[a-z]?-?$"
)
_LEAST: Final = 100
_MOST_DIGITS: Final = 9
_YEARS: Final = range(1950, 2101)


def is_plain_money(text: str, everything: list[Number], position: int) -> bool:
    """Whether `everything[position]`, bare of units, reads as money in a folded text.

    Years, counts, numbers of things, telephone and card numbers do not.
    """
    one = everything[position]
    if one.form == "english" or one.value < _LEAST:
        return False
    digits = text[one.start : one.end]
    if "," not in digits and len(digits.split(".", maxsplit=1)[0]) > _MOST_DIGITS:
        return False
    if (
        digits.startswith("0")
        or _COUNTED.match(text, one.end)
        or _is_grouped(text, everything, position)
    ):
        return False
    before = text[max(0, one.start - 16) : one.start]
    if _NUMBERED.search(before) or re.search(r"[a-z_/#.]-?$", before):
        return False
    if one.form == "han" or one.value in _YEARS:
        return bool(_CUE.search(before))
    return True


def _is_grouped(text: str, everything: list[Number], position: int) -> bool:
    """Whether digits stand a single space or hyphen away: 6222 0212, 400-888-1234."""
    one = everything[position]
    before, after = text[max(0, one.start - 2) : one.start], text[one.end : one.end + 2]
    return bool(re.search(r"\d[ \-]$", before) or re.match(r"[ \-]\d", after))
