"""Costs that fall due in stages, and the level saving that meets them."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.planning.arithmetic import ONE, ZERO, annuity_factor
from graph.values import Value


class Due(Value):
    """A cost and the whole months until it falls due."""

    months: int
    cost: Decimal


def present_value(dues: Sequence[Due], m: Decimal) -> Decimal:
    """What the costs are worth today at the monthly rate m."""
    return sum((one.cost / (ONE + m) ** one.months for one in dues), ZERO)


def level_saving(dues: Sequence[Due], earmarked: Decimal, m: Decimal, months: int) -> Decimal:
    """The smallest amount saved in each of the first `months` months that meets every cost.

    The balance starts with `earmarked`, earns m a month, and never falls below zero. 0 where the
    earmarked money is enough. Costs are due after at least one month, earliest first.
    """
    needed = [ZERO]
    for count in range(1, len(dues) + 1):
        missing = present_value(dues[:count], m) - earmarked
        needed.append(missing / annuity_factor(m, min(months, dues[count - 1].months)))
    return max(needed)


def balance_path(
    dues: Sequence[Due], earmarked: Decimal, m: Decimal, saving: tuple[Decimal, int]
) -> tuple[Decimal, ...]:
    """The balance at the end of each month, after saving and paying, to the last cost.

    `saving` is the amount and the months it is saved for.
    """
    each, months = saving
    costs = {one.months: one.cost for one in dues}
    path: list[Decimal] = []
    balance = earmarked
    for month in range(1, dues[-1].months + 1):
        balance = balance * (ONE + m) + (each if month <= months else ZERO)
        balance -= costs.get(month, ZERO)
        path.append(balance)
    return tuple(path)
