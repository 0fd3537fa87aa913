"""What a message says of studying abroad."""

import re
from decimal import Decimal
from typing import Any, Final

from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.changes import changes
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.roles import Cast, cast

Slots = dict[str, Any]
_COUNTRIES: Final[dict[str, tuple[str, str]]] = {
    "GB": ("GBP", r"英国|英格兰|苏格兰|伦敦|剑桥|牛津|曼彻斯特|爱丁堡|\b(?:uk|u\.k\.|britain|british|england|scotland|london|oxford|cambridge|manchester|edinburgh)\b"),
    "US": ("USD", r"美国|纽约|波士顿|洛杉矶|旧金山|芝加哥|藤校|\b(?:usa|u\.s\.a?\.?|united states|america|american|new york|boston|chicago|los angeles|ivy league|the us|the states)\b"),
    "AU": ("AUD", r"澳洲|澳大利亚|悉尼|墨尔本|\b(?:australian?|sydney|melbourne)\b"),
    "CA": ("CAD", r"加拿大|多伦多|温哥华|蒙特利尔|\b(?:canad(?:a|ian)|toronto|vancouver|montreal)\b"),
    "SG": ("SGD", r"新加坡|狮城|\bsingapore\b"),
    "HK": ("HKD", r"香港|港大|港校|\bhong kong\b"),
    "JP": ("JPY", r"日本|东京|大阪|京都|\b(?:japan(?:ese)?|tokyo|osaka|kyoto)\b"),
    "NZ": ("NZD", r"新西兰|奥克兰|\b(?:new zealand|auckland)\b"),
    "DE": ("EUR", r"德国|柏林|慕尼黑|\b(?:german(?:y)?|berlin|munich)\b"),
    "FR": ("EUR", r"法国|巴黎|\b(?:france|french|paris)\b"),
    "NL": ("EUR", r"荷兰|阿姆斯特丹|\b(?:netherlands|dutch|holland|amsterdam)\b"),
    "IE": ("EUR", r"爱尔兰|都柏林|\b(?:ireland|irish|dublin)\b"),
    "IT": ("EUR", r"意大利|米兰|罗马|\b(?:ital(?:y|ian)|milan|rome)\b"),
    "ES": ("EUR", r"西班牙|马德里|\b(?:spain|spanish|madrid)\b"),
    "CH": ("CHF", r"瑞士|苏黎世|\b(?:switzerland|swiss|zurich)\b"),
    "KR": ("KRW", r"韩国|首尔|\b(?:korean?|seoul)\b"),
    "MY": ("MYR", r"马来西亚|吉隆坡|\bmalaysian?\b"),
    "TH": ("THB", r"泰国|曼谷|\b(?:thailand|bangkok)\b"),
}  # fmt: skip
_PLACES: Final = {code: re.compile(names) for code, (_, names) in _COUNTRIES.items()}
_LEVELS: Final = {
    name: re.compile(pattern)
    for name, pattern in (
        ("foundation", r"预科|\bfoundation\b"),
        ("doctorate", r"博士|读博|\b(?:phd|doctora(?:te|l))\b"),
        ("master", r"硕士|研究生|读研|硕|\b(?:masters?|master's|msc|mba|postgraduate|graduate school)\b"),
        ("undergraduate", r"本科|大学|\b(?:undergraduate|bachelors?|bachelor's|college|university|degree|bsc)\b"),
        ("high_school", r"高中|中学|\b(?:high school|secondary school|boarding school|a-levels?)\b"),
        ("language", r"语言(?:班|学校|课程)|读语言|\blanguage (?:school|course)\b"),
    )
}  # fmt: skip
_ASKS: Final = {
    name: re.compile(pattern)
    for name, pattern in (
        ("quota", r"额度|限额|(?:购汇|换汇|汇款|汇出|换).{0,10}(?:超|上限|够)|\bquota\b|\b(?:annual|yearly|fx|foreign exchange|50,?000|50k|dollar).{0,14}(?:limit|allowance|cap)\b|\blimit on (?:buying|converting)"),
        ("saving", r"(?:每个?月|一个月|月月|按月|每月)(?:大概|大约|还|得|要|该|需要|应该|需|最少|至少|能)*.{0,4}(?:存|攒|放|投|准备多少)|月存|怎么(?:存|攒)|(?:存|攒)多少|\b(?:sav(?:e|ing|ings)|set aside|put (?:aside|away|by))\b.{0,30}\b(?:month|monthly|much)|(?:month|monthly|much|need|have) .{0,24}\b(?:sav(?:e|ing)|set aside|put (?:aside|away|by))\b"),
        ("cost", r"多少钱|多少费用|费用|花费|开销|预算|花多少|准备多少|要准备|(?:一共|总共|总).{0,6}多少|成本|要多少|备多少|得花|\b(?:cost|how much|budget|total|expensive|price|estimate|what would)\b"),
    )
}  # fmt: skip
_EXCHANGE: Final = re.compile(
    r"(?:汇率|英镑|美元|欧元|镑|exchange rate|rate|pound|dollar|gbpcny)[^\d,，。]{0,8}?(\d{1,2}\.\d{1,4})(?![\d%]|\s*(?:个点|%|万|percent))"
)
_FIRST_YEAR_START: Final = re.compile(r"(?:第一年|首年)")
_MONEY: Final = ("tuition", "living", "oneoff", "income", "living_cost", "mortgage")
_MONEY_SLOTS: Final = frozenset({*_MONEY, "earmarked"})


def country_of(text: str) -> str | None:
    """The country a folded text names first; None where it names none."""
    places = ((match.start(), code) for code, one in _PLACES.items() if (match := one.search(text)))
    return min(places, default=(0, None))[1]


def currency_of(country: str) -> str:
    """The currency of a country this room knows."""
    return _COUNTRIES[country][0]


def study_abroad(message: Message) -> Slots:
    """The slots of study abroad the message fills; empty where it fills none."""
    slots: Slots = {}
    country = country_of(message.text)
    sums = cast(message.text, message.spoken, "study_abroad", "money")
    slots |= _sums(message, sums)
    currency = _currency(sums, country)
    slots |= {"country": country} if country else {}
    slots |= {"currency": currency} if currency else {}
    slots |= _level(message.text) | _times(message) | _growths(message)
    if match := _EXCHANGE.search(message.text):
        slots["exchange_rate"] = Decimal(match[1])
    for name, pattern in _ASKS.items():
        if pattern.search(message.text):
            slots["asks"] = name
            break
    return slots


def _currency(sums: Cast, country: str | None) -> str | None:
    """The currency of the costs abroad: as said with them, else the country's."""
    abroad = [one.currency for role in ("tuition", "living", "oneoff") for one in sums.all(role)]
    foreign = [one for one in abroad if one != "CNY"]
    foreign += [one.currency for one in sums.nameless if one.currency != "CNY"]
    return foreign[0] if foreign else currency_of(country) if country else None


def _sums(message: Message, sums: Cast) -> Slots:
    slots: Slots = {role: one.amount for role in _MONEY if (one := sums.first(role))}
    if one := sums.first("earmarked"):
        slots["earmarked"] = one.amount
    asked = message.memory.asked
    if sums.nameless and asked in _MONEY_SLOTS and asked not in slots:
        slots[asked] = sums.nameless[0].amount
    return slots | _foreign_nameless(message, sums, slots)


def _foreign_nameless(message: Message, sums: Cast, slots: Slots) -> Slots:
    """A foreign sum nothing names is the tuition, while that is not known."""
    foreign = [one for one in sums.nameless if one.currency != "CNY"]
    unknown = "tuition" not in slots and message.known("study_abroad", "tuition") is None
    is_quota = _ASKS["quota"].search(message.text)
    return {"tuition": foreign[0].amount} if foreign and unknown and not is_quota else {}


def _level(text: str) -> Slots:
    for name, pattern in _LEVELS.items():
        if pattern.search(text):
            return {"level": name}
    return {}


def _times(message: Message) -> Slots:
    slots: Slots = {}
    lengths = [one for one in message.of_kind("months") if _is_study(message, one)]
    if lengths and int(lengths[0].amount) >= 12:
        slots["years"] = round(int(lengths[0].amount) / 12)
    days = [one for one in message.of_kind("day") if one.value > message.today]  # type: ignore[operator]
    if days:
        slots["starts_on"] = days[0].value
    return slots


def _is_study(message: Message, one: Spoken) -> bool:
    return not _FIRST_YEAR_START.search(message.text[max(0, one.start - 1) : one.end])


def _growths(message: Message) -> Slots:
    slots: Slots = {}
    names = {"fx": "fx_change", "tuition": "tuition_growth", "living": "living_growth"}
    moved = changes(message.text, message.spoken)
    for change in moved:
        slots[names.get(change.subject, "fx_change")] = change.ratio
    taken = {one.spoken.start for one in moved}
    levels = [one for one in message.spoken if one.start not in taken]
    shares = cast(message.text, levels, "study_abroad", "ratio")
    for role, value in shares.named:
        slots.setdefault(role, value.amount)
    return slots
