"""Who earns what: the speaker's own income and the household's."""

from decimal import Decimal
from typing import Any, Final

from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.lexicon import words
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.roles import Cast

_CENT: Final = Decimal("0.01")


def incomes(message: Message, sums: Cast, topic: str) -> dict[str, Any]:
    """`income` of the speaker and `household_income`, monthly, as far as the message says them."""
    own, spouse = sums.first("income"), sums.first("spouse_income")
    household = sums.all("household_income")
    second = _second(message, sums, own or (household[0] if household else None))
    if second is not None:
        first = own or household[0]
        both = _monthly(message, first) + _monthly(message, second)
        return {"income": _monthly(message, first), "household_income": both}
    slots: dict[str, Any] = {}
    if own and not household and not spouse and _is_the_households(message, own, topic):
        return {"household_income": _monthly(message, own)}
    if own:
        slots["income"] = _monthly(message, own)
    if household:
        slots["household_income"] = _monthly(message, household[0])
    if spouse:
        slots["household_income"] = _monthly(message, spouse) + _own(message, own, topic)
    return slots


def _is_the_households(message: Message, own: Spoken, topic: str) -> bool:
    """Whether "the income" said again is that of the household, the only one spoken of so far."""
    if message.known(topic, "household_income") is None or message.known(topic, "income"):
        return False
    return not words("mortgage")["mine"].search(message.text[: own.start])


def _own(message: Message, own: Spoken | None, topic: str) -> Decimal:
    """The speaker's income, as said here or remembered; zero where unknown."""
    if own:
        return _monthly(message, own)
    known = message.known(topic, "income")
    return Decimal(str(known)) if known is not None else Decimal(0)


def _monthly(message: Message, value: Spoken) -> Decimal:
    around = message.text[max(0, value.start - 10) : value.end + 12]
    return (
        (value.amount / 12).quantize(_CENT)
        if words("incomes")["yearly"].search(around)
        else value.amount
    )


def _second(message: Message, sums: Cast, first: Spoken | None) -> Spoken | None:
    """The second of two incomes said together: 我俩月收入2.2万和1.4万."""
    if first is None:
        return None
    for one in sums.nameless:
        if one.start > first.end and words("incomes")["second"].match(
            message.text[first.end : one.start]
        ):
            return one
    return None
