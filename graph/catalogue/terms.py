"""The figures by which the bank keeps silent, and by which it speaks of the safety of money."""

from datetime import datetime, time

from pydantic import Field

from graph.values import Value


class Hours(Value):
    """Hours on the bank's clock; they may span midnight."""

    start: time = Field(alias="from")
    end: time = Field(alias="until")

    def hold(self, now: datetime) -> bool:
        """Whether `now`, in the bank's zone, lies in them."""
        clock = now.time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


class Usual(Value):
    """What a customer usually sends: a share of the transfers of so many days lie below it."""

    days: int = Field(ge=1)
    share: float = Field(gt=0, lt=1)
    history: int = Field(ge=1)
    """Transfers below which nothing is usual yet."""


class Large(Value):
    """How much is much: against what is usual, or against income where nothing is."""

    times: float = Field(gt=1)
    income_times: float = Field(gt=0)
    from_minor: int = Field(ge=0)
    alone_minor: int = Field(ge=0)


class Series(Value):
    """So many transfers within so many hours."""

    count: int = Field(ge=2)
    hours: int = Field(ge=1)


class Points(Value):
    """What each sign counts."""

    large: int = Field(ge=0)
    new_payee: int = Field(ge=0)
    night: int = Field(ge=0)
    elder: int = Field(ge=0)
    series: int = Field(ge=0)
    round: int = Field(ge=0)


class SafetyTerms(Value):
    """When a transfer opens a talk about the safety of money; amounts in minor units."""

    look_back_hours: int = Field(ge=1)
    kinds: tuple[str, ...]
    least_minor: int = Field(ge=0)
    usual: Usual
    large: Large
    night: Hours
    series: Series
    round_minor: int = Field(ge=1)
    elder_age: int
    points: Points
    talk: int = Field(ge=1)
    person: int = Field(ge=1)
