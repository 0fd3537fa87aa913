"""What a customer file says of a household's money, in CNY."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from assistant.planning.arithmetic import TWELVE, ZERO, payment, precise
from assistant.planning.figures import Calculation, half_up
from assistant.planning.ground import Ground
from assistant.planning.months import months_between
from assistant.planning.sheet import Origin, Sheet
from graph.model import CustomerFile, Loan

ADULT: Final = 18


class Household:
    """Income, spending, assets, debts and cover of one customer."""

    def __init__(self, file: CustomerFile, ground: Ground) -> None:
        self.file = file
        self._ground = ground
        self._today = ground.today

    @property
    def income(self) -> Decimal | None:
        """Monthly income; None where the bank does not know it."""
        return self.file.customer.monthly_income

    @property
    def living(self) -> Decimal | None:
        """Average monthly spending besides debt service; None where it is not known."""
        return self.file.living_month

    @property
    def age(self) -> int | None:
        """The customer's age; None where the birth date is not known."""
        return self.file.customer.age(self._today)

    @cached_property
    def loans(self) -> tuple[Loan, ...]:
        """Loans that are being repaid."""
        return tuple(one for one in self.file.loans if one.status == "active")

    @cached_property
    def debt_service(self) -> Decimal:
        """What the loans cost next month, computed from what is owed, the rate and the term."""
        return sum((monthly_payment(one, self._today) for one in self.loans), ZERO)

    @cached_property
    def outstanding(self) -> Decimal:
        """What is owed on loans and cards."""
        owed = sum((self._cny(one.outstanding, one.currency) for one in self.loans), ZERO)
        cards = (one for one in self.file.cards if one.closed_on is None and one.kind == "credit")
        return owed + sum((self._cny(one.balance or ZERO, one.currency) for one in cards), ZERO)

    @cached_property
    def deposits(self) -> Decimal:
        """Balances of open accounts."""
        return self._balances({"current", "term", "foreign"})

    @cached_property
    def liquid(self) -> Decimal:
        """Balances of open current accounts."""
        return self._balances({"current"})

    @cached_property
    def invested(self) -> Decimal:
        """Value of the products held."""
        return sum((self._cny(one.value, one.currency) for one in self.file.holdings), ZERO)

    @property
    def financial_assets(self) -> Decimal:
        """Deposits and holdings."""
        return self.deposits + self.invested

    @cached_property
    def existing_cover(self) -> Decimal:
        """Cover of the customer's own policies in force."""
        in_force = [
            one for one in self.file.insurance
            if one.insured == "self" and (one.ends_on is None or one.ends_on >= self._today)
        ]  # fmt: skip
        return sum((self._cny(one.cover, one.currency) for one in in_force), ZERO)

    @cached_property
    def unpriced(self) -> tuple[str, ...]:
        """Currencies of accounts, loans, holdings and policies no exchange rate is held for."""
        held = (*self.file.accounts, *self.loans, *self.file.holdings, *self.file.insurance)
        foreign = sorted({one.currency for one in held} - {"CNY"})
        return tuple(one for one in foreign if self._ground.rate(one, "CNY") is None)

    @property
    def youngest_age(self) -> int | None:
        """The age of the youngest child by birth year; None without children."""
        years = self.file.customer.children_birth_years
        return self._today.year - max(years) if years else None

    @property
    def has_minor(self) -> bool:
        """Whether a child is under age."""
        return self.youngest_age is not None and self.youngest_age < ADULT

    def figures(self) -> Calculation:
        """Everything as figures, with savings and debt ratios where the income is known."""
        sheet = Sheet(Origin(source="银行记录 / bank records", as_of=self.file.as_of))
        sheet.add("deposits", self.deposits, {"accounts": len(self.file.accounts)})
        sheet.add("liquid", self.liquid, {})
        sheet.add("invested", self.invested, {"holdings": len(self.file.holdings)})
        assets: dict[str, object] = {"deposits": self.deposits, "invested": self.invested}
        sheet.add("financial_assets", self.financial_assets, assets)
        sheet.add("outstanding", self.outstanding, {"loans": len(self.loans)})
        service = half_up(self.debt_service)
        sheet.add("debt_service", self.debt_service, {"loans": len(self.loans)})
        sheet.add("existing_cover", self.existing_cover, {"policies": len(self.file.insurance)})
        self._add_ratios(sheet, service)
        return sheet.calculation("household", {})

    def _add_ratios(self, sheet: Sheet, service: Decimal) -> None:
        spending, income = self.file.living_month, self.income
        if spending is not None:
            sheet.add("spending", spending, {})
            if spending + self.debt_service > 0:
                outgo: dict[str, object] = {"liquid": self.liquid, "spending": spending + service}
                sheet.add("liquid_months", self.liquid / (spending + self.debt_service), outgo)
        if income is None or income <= 0:
            return
        sheet.add("income", income, {})
        base: dict[str, object] = {"debt_service": service, "income": income}
        sheet.add("debt_ratio", self.debt_service / income, base)
        if spending is not None:
            saved = income - spending - self.debt_service
            sheet.add("savings_rate", saved / income, base | {"spending": spending})

    def _balances(self, kinds: set[str]) -> Decimal:
        accounts = (
            one for one in self.file.accounts if one.kind in kinds and one.closed_on is None
        )
        return sum((self._cny(one.balance, one.currency) for one in accounts), ZERO)

    def _cny(self, amount: Decimal, currency: str) -> Decimal:
        """The amount in CNY; 0 where no exchange rate is held, so nothing is invented."""
        if currency == "CNY":
            return amount
        quote = self._ground.rate(currency, "CNY")
        return ZERO if quote is None else amount * quote.value


@precise
def monthly_payment(loan: Loan, today: date) -> Decimal:
    """The loan's next payment, from what is owed over the months left."""
    left, i = months_left(loan, today), loan.annual_rate / TWELVE
    if loan.method == "equal_principal":
        return loan.outstanding / left + loan.outstanding * i
    return payment(loan.outstanding, i, left)


def months_left(loan: Loan, today: date) -> int:
    """Payments left of the term; at least one while the loan runs."""
    passed = months_between(loan.granted_on, today)
    if today.day < loan.granted_on.day:
        passed -= 1
    return max(loan.term_months - passed, 1)
