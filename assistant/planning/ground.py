"""What a planner stands on: the bank, the clauses, and the moment."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from assistant.planning.clauses import Clauses
from graph.bank import Bank
from graph.offers import Product, Quote


@dataclass(frozen=True)
class Ground:
    """Everything a planner may look up; `now` is in the bank's zone."""

    bank: Bank
    clauses: Clauses
    now: datetime

    @property
    def today(self) -> date:
        """The day of planning."""
        return self.now.date()

    def rate(self, base: str, quoted: str) -> Quote | None:
        """Units of `quoted` for one of `base`: as quoted, else over US dollars or CNY, else None.

        A rate over another currency is as old as the older of its two parts.
        """
        found = self.bank.market.quote(f"{base}{quoted}", self.today)
        if found is not None:
            return found
        if quoted == "CNY":
            return self._product(f"{base}USD", "USDCNY")
        return self._quotient(f"{base}CNY", f"{quoted}CNY")

    def cheapest(self, family: str) -> Product | None:
        """The product of a family with the lowest rate on the sheet of the day; None for none."""
        priced = [one for one in self.on_sale(family) if one.rate_low is not None]
        return min(priced, key=lambda one: (one.rate_low or Decimal(0), one.code), default=None)

    def on_sale(self, family: str) -> list[Product]:
        """Products of a family on sale today, by code."""
        return self.bank.products.on_sale(family, self.today)

    def _product(self, first: str, second: str) -> Quote | None:
        one, other = self._both(first, second)
        if one is None or other is None:
            return None
        return _derived(one, other, one.value * other.value)

    def _quotient(self, first: str, second: str) -> Quote | None:
        one, other = self._both(first, second)
        if one is None or other is None or other.value == 0:
            return None
        return _derived(one, other, one.value / other.value)

    def _both(self, first: str, second: str) -> tuple[Quote | None, Quote | None]:
        market = self.bank.market
        return market.quote(first, self.today), market.quote(second, self.today)


def _derived(one: Quote, other: Quote, value: Decimal) -> Quote:
    return one.model_copy(
        update={
            "instrument": f"{one.instrument}×{other.instrument}",
            "day": min(one.day, other.day),
            "value": round(value, 8),
        }
    )
