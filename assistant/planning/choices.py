"""Assumptions that are chosen from a list, with what each value is called."""

from typing import Final

from assistant.planning.figures import CURRENCIES
from assistant.planning.model import Assumption
from graph.values import Value


class Choice(Value):
    """A value of an assumption and its names."""

    value: str
    zh: str
    en: str


COUNTRIES: Final = {
    "GB": ("英国", "United Kingdom"), "US": ("美国", "United States"),
    "AU": ("澳大利亚", "Australia"), "CA": ("加拿大", "Canada"), "NZ": ("新西兰", "New Zealand"),
    "HK": ("中国香港", "Hong Kong"), "MO": ("中国澳门", "Macao"), "SG": ("新加坡", "Singapore"),
    "JP": ("日本", "Japan"), "KR": ("韩国", "South Korea"), "DE": ("德国", "Germany"),
    "FR": ("法国", "France"), "NL": ("荷兰", "Netherlands"), "IT": ("意大利", "Italy"),
    "ES": ("西班牙", "Spain"), "IE": ("爱尔兰", "Ireland"), "CH": ("瑞士", "Switzerland"),
    "MY": ("马来西亚", "Malaysia"), "TH": ("泰国", "Thailand"),
}  # fmt: skip
LEVELS: Final = {
    "undergraduate": ("本科", "Undergraduate"), "master": ("硕士", "Master's"),
    "doctorate": ("博士", "Doctorate"), "school": ("高中", "Secondary school"),
}  # fmt: skip
FOREIGN: Final = {
    code: (f"{name}（{code}）", code) for code, name in CURRENCIES.items() if code != "CNY"
}
NAMES: Final = {"country": COUNTRIES, "level": LEVELS, "currency": FOREIGN}
"""By the key of the assumption."""


def choices(assumption: Assumption) -> tuple[Choice, ...]:
    """What an assumption may be; its own value is always among them; () where it is typed."""
    names = NAMES.get(assumption.key)
    if names is None:
        return ()
    found = tuple(Choice(value=key, zh=zh, en=en) for key, (zh, en) in names.items())
    if assumption.value in names:
        return found
    own = Choice(value=assumption.value, zh=assumption.value, en=assumption.value)
    return (own, *found)


def named(assumption: Assumption) -> tuple[str, str]:
    """What the value of an assumption is called in Chinese and English; the value itself else."""
    zh, en = NAMES.get(assumption.key, {}).get(assumption.value, ("", ""))
    return (zh or assumption.value, en or assumption.value)
