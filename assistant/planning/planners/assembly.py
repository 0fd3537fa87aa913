"""How assumptions come together: the first source that speaks of a slot has the word."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, cast

import yaml

from assistant.planning.errors import BadInput
from assistant.planning.formulas import FOLDER
from assistant.planning.model import Assumption
from assistant.planning.months import month_of
from assistant.planning.sheet import printed_input
from graph.values import Value

SAID: Final = "客户说明 / stated by the customer"
BANK: Final = "银行记录 / bank records"
DEFAULT: Final = "示意性默认值（本行设置）/ illustrative default of the bank"


SIGNS: Final = {
    "%": Decimal("0.01"), "％": Decimal("0.01"), "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8,
}  # fmt: skip
"""What a sign behind a number makes of it."""


class Slot(Value):
    """An input of a pack: its names, unit, band, and the question that asks for it."""

    zh: str
    en: str
    unit: str
    band: Decimal | None = None
    ask: str = ""
    ask_en: str = ""


class Source(Value):
    """Where a value comes from, its day, and whether it only illustrates."""

    text: str
    as_of: date
    is_illustrative: bool = False


@cache
def slots_of(pack: str) -> dict[str, Slot]:
    """The slots of a pack, in the order they are shown."""
    text = (FOLDER / "planners" / "slots.yaml").read_text(encoding="utf-8")
    packs = cast("dict[str, dict[str, dict[str, Any]]]", yaml.safe_load(text))
    return {key: Slot(**fields) for key, fields in packs[pack].items()}


class Assembly:
    """Assumptions under way, by slot."""

    def __init__(self, slots: Mapping[str, Slot]) -> None:
        self._slots = slots
        self._kept: dict[str, Assumption] = {}

    def say(self, said: Mapping[str, str], source: Source) -> None:
        """Take what was said; words that fill no slot of the pack are left aside.

        Raises:
            BadInput: A value cannot be read as the slot's unit.
        """
        for key, value in said.items():
            if key in self._slots and value.strip():
                self.offer(key, value, source)

    def keep(self, assumptions: Iterable[Assumption]) -> None:
        """Take assumptions as they stand."""
        for one in assumptions:
            self._kept.setdefault(one.key, one)

    def offer(self, key: str, value: Decimal | int | str | None, source: Source) -> None:
        """Fill a slot nobody has filled; None fills nothing.

        Raises:
            BadInput: The value cannot be read as the slot's unit.
        """
        if value is None or key in self._kept:
            return
        slot = self._slots[key]
        read = read_value(key, slot, str(value))
        self._kept[key] = Assumption(
            key=key, label=slot.zh, label_en=slot.en, value=read, unit=slot.unit,
            source=source.text, as_of=source.as_of, is_illustrative=source.is_illustrative,
            **_band(slot, read),
        )  # fmt: skip

    def value(self, key: str) -> str | None:
        """What fills a slot; None where nothing does."""
        kept = self._kept.get(key)
        return None if kept is None else kept.value

    def assumptions(self) -> tuple[Assumption, ...]:
        """The filled slots in the pack's order, foreign amounts in the plan's currency."""
        currency = self.value("currency") or "CNY"
        ordered = [self._kept[key] for key in self._slots if key in self._kept]
        return tuple(
            one.model_copy(update={"unit": currency})
            if self._slots[one.key].unit == "foreign"
            else one
            for one in ordered
        )


def read_value(key: str, slot: Slot, text: str) -> str:
    """The value as an assumption keeps it: a plain number, a day, or words.

    Raises:
        BadInput: It cannot be read as the slot's unit.
    """
    try:
        if slot.unit == "text":
            return text.strip()
        if slot.unit == "day":
            return _day(text.strip())
        number = _number(text)
        whole = slot.unit in {"months", "years"}
        return str(int(number)) if whole else printed_input(number)
    except (InvalidOperation, ValueError, IndexError) as error:
        raise BadInput(
            key,
            f"“{slot.zh}”（{key}）读不出来，请填数字（如 0.035、3.5%、240万），日期填 YYYY-MM-DD。",
            f'"{slot.en}" ({key}) cannot be read; give a number (0.035, 3.5%, 240万), or a day as '
            "YYYY-MM-DD.",
        ) from error


def _number(text: str) -> Decimal:
    """A number as people write it: 2,400,000, 240万, 3.5%."""
    plain = re.sub(r"[\s,，]", "", text)
    scale = next((one for sign, one in SIGNS.items() if plain.endswith(sign)), Decimal(1))
    number = Decimal(plain.rstrip("".join(SIGNS))) * scale
    if not number.is_finite():
        raise InvalidOperation
    return number


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat() if text.count("-") > 1 else f"{month_of(text)}"


def _band(slot: Slot, value: str) -> dict[str, str]:
    if slot.band is None:
        return {}
    middle = Decimal(value)
    low = max(middle - slot.band, Decimal(0))
    return {"low": printed_input(low), "high": printed_input(middle + slot.band)}


class Given:
    """Assumptions, asked by key."""

    def __init__(self, assumptions: Iterable[Assumption]) -> None:
        self._values = {one.key: one.value for one in assumptions}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str) -> str | None:
        """The value as text; None where the slot is empty."""
        return self._values.get(key)

    def number(self, key: str) -> Decimal | None:
        """The value as a number; None where the slot is empty."""
        text = self._values.get(key)
        return None if text is None else Decimal(text)

    def amount(self, key: str) -> Decimal:
        """The value as a number; 0 where the slot is empty."""
        return self.number(key) or Decimal(0)

    def only(self, **fields: str) -> dict[str, object]:
        """Values under other names (`loan="loan_alternative"`); empty slots are left out."""
        return {name: self._values[key] for name, key in fields.items() if key in self._values}
