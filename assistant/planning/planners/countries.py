"""Where people study abroad: the currency there, and how long each level takes."""

from typing import Final

CURRENCIES: Final[dict[str, tuple[str, ...]]] = {
    "GBP": ("英国", "英格兰", "苏格兰", "uk", "gb", "united kingdom", "britain", "england"),
    "USD": ("美国", "us", "usa", "united states", "america"),
    "EUR": (
        "德国", "法国", "荷兰", "西班牙", "意大利", "爱尔兰", "比利时", "芬兰", "奥地利", "欧洲",
        "germany", "france", "netherlands", "spain", "italy", "ireland", "belgium", "finland",
        "austria", "de", "fr", "nl", "es", "it", "ie",
    ),
    "AUD": ("澳大利亚", "澳洲", "au", "australia"),
    "CAD": ("加拿大", "ca", "canada"),
    "NZD": ("新西兰", "nz", "new zealand"),
    "HKD": ("香港", "中国香港", "hk", "hong kong"),
    "MOP": ("澳门", "中国澳门", "mo", "macao", "macau"),
    "SGD": ("新加坡", "sg", "singapore"),
    "JPY": ("日本", "jp", "japan"),
    "KRW": ("韩国", "kr", "korea", "south korea"),
    "CHF": ("瑞士", "ch", "switzerland"),
    "MYR": ("马来西亚", "my", "malaysia"),
    "THB": ("泰国", "th", "thailand"),
}  # fmt: skip
LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "bachelor": ("本科", "学士", "大学", "bachelor", "undergraduate", "ug"),
    "master": ("硕士", "研究生", "master", "postgraduate", "pg"),
    "doctorate": ("博士", "doctorate", "phd"),
    "school": ("高中", "中学", "school", "high school", "secondary"),
}
YEARS: Final = {"bachelor": 4, "master": 2, "doctorate": 4, "school": 3}
SHORTER: Final = {("GBP", "bachelor"): 3, ("GBP", "master"): 1, ("HKD", "master"): 1,
                  ("SGD", "master"): 1, ("AUD", "bachelor"): 3, ("NZD", "bachelor"): 3}  # fmt: skip
"""Where a level usually takes fewer years than elsewhere."""


def currency_of(country: str) -> str | None:
    """The currency of a country named in Chinese, English or by its code; None if unknown."""
    name = country.strip().lower()
    return next((code for code, names in CURRENCIES.items() if name in names), None)


def years_of(country: str, level: str) -> str | None:
    """Usual years of a level of study; None where the level is not named."""
    name = level.strip().lower()
    known = next((key for key, names in LEVELS.items() if name in names), None)
    if known is None:
        return None
    return str(SHORTER.get((currency_of(country) or "", known), YEARS[known]))
