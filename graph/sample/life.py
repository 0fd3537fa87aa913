"""Life events of the sample: what a household does in the months before one, and what proves it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from graph.catalogue import Catalogue, LifeEvent
from graph.sample.household import Household, months_before
from graph.sample.means import add_loan
from graph.sample.rows import Rows
from graph.sample.spending import pay

QUESTIONS: Final = (
    "想咨询一下{phrase}的事情。",
    "请问{phrase}需要准备什么？",
    "最近在考虑{phrase}，有什么建议吗？",
)  # fmt: skip
COUNTERPARTIES: Final = {
    "study_abroad": ("启航留学服务（示例）", "agency"),
    "home_purchase": ("好邻房产经纪（示例）", "agency"),
    "renovation": ("木与石装饰（示例）", "merchant"),
    "vehicle_purchase": ("通达汽车（示例）", "merchant"),
    "farm_cycle": ("绿禾合作社（示例）", "merchant"),
    "pv_install": ("晴空新能源（示例）", "merchant"),
}
"""Whom a household pays before an event, where the catalogue's merchants have a name here."""


Outcome = Callable[[Rows, Household, date], None]


class Happening(NamedTuple):
    """A life event of a household and the day it comes to pass, which may lie ahead."""

    event: LifeEvent
    day: date


def happenings(house: Household, catalogue: Catalogue) -> list[Happening]:
    """At most two events that fit the household, between 18 months ago and 5 months ahead."""
    fitting = [key for key, fits in FITS.items() if fits(house) and house.dice.random() < 0.45]
    chosen = house.dice.sample(fitting, min(len(fitting), 2))
    return [
        Happening(catalogue.event(key), house.today + timedelta(days=house.dice.randint(-540, 150)))
        for key in chosen
    ]


def foreshadow(rows: Rows, house: Household, happening: Happening) -> None:
    """Searches, questions and small payments one to six months before the event."""
    event, day = happening
    for _ in range(house.dice.randint(4, 9)):
        kind = house.dice.choice(("search", "search", "view", "calculator"))
        look(rows, house, _before(house, day), (kind, house.dice.choice(event.phrases.zh)))
    for _ in range(house.dice.randint(0, 2)):
        said = house.dice.choice(QUESTIONS).format(phrase=house.dice.choice(event.phrases.zh))
        ask(rows, house, _before(house, day), said)
    for memo in event.memos[: house.dice.randint(0, 2)]:
        counterparty, kind = COUNTERPARTIES.get(event.key, ("城市服务（示例）", "merchant"))
        pay(
            rows, house, _before(house, day), house.dice.randrange(300, 4000, 50),
            counterparty=counterparty, counterparty_kind=kind, memo=memo,
            mcc=house.dice.choice(event.mcc or ("7399",)),
        )  # fmt: skip


def fulfil(rows: Rows, house: Household, happening: Happening) -> None:
    """What proves the event, where its day has come."""
    outcome = OUTCOMES.get(happening.event.key)
    if outcome is not None and happening.day <= house.today:
        outcome(rows, house, happening.day)


def wander(rows: Rows, house: Household, catalogue: Catalogue) -> None:
    """Log-ins, and now and then a look at something that leads nowhere."""
    for back in range(24):
        day = months_before(house.today, back) + timedelta(days=house.dice.randrange(28))
        look(rows, house, day, ("login", ""))
        if house.dice.random() < 0.12:
            event = house.dice.choice(catalogue.events)
            look(rows, house, day, ("search", house.dice.choice(event.phrases.zh)))


def look(rows: Rows, house: Household, day: date, seen: tuple[str, str]) -> None:
    """An event in the bank's app, where the day has come: its kind and text."""
    if day <= house.today:
        kind, text = seen
        page = {"calculator": "tools", "view": "products"}.get(kind, "home")
        rows.number(
            "app_events", customer_id=house.id, at=house.at(day), kind=kind, text=text, page=page
        )


def ask(rows: Rows, house: Household, day: date, said: str) -> None:
    """A question of the customer in the chat, where the day has come."""
    if day <= house.today:
        rows.number(
            "contacts", customer_id=house.id, at=house.at(day), channel="chat", direction="in",
            advisor_id=house.advisor_id, text=said,
        )  # fmt: skip


def _before(house: Household, day: date) -> date:
    """A day one to six months before, more often near than far."""
    return day - timedelta(days=int(house.dice.triangular(20, 185, 50)))


def _has_teenager(house: Household) -> bool:
    return any(14 <= house.today.year - year <= 18 for year in house.children)


def _age(house: Household) -> int:
    return house.today.year - house.birth_date.year


FITS: Final[dict[str, Callable[[Household], bool]]] = {
    "study_abroad": lambda house: _has_teenager(house) and house.tier in {"potential", "hnw"},
    "home_purchase": lambda house: 25 <= _age(house) <= 45 and house.tier != "micro_business",
    "renovation": lambda house: 28 <= _age(house) <= 55,
    "vehicle_purchase": lambda house: 25 <= _age(house) <= 50,
    "childbirth": lambda house: 26 <= _age(house) <= 36 and house.marital_status == "married",
    "retirement": lambda house: 58 <= _age(house) <= 63,
    "business_start": lambda house: 28 <= _age(house) <= 48 and house.kind == "person",
    "farm_cycle": lambda house: house.occupation == "农户",
    "pv_install": lambda house: house.occupation == "农户",
    "overseas_travel": lambda house: house.income >= 12000,
}
"""Which households an event may come to."""


def _goes_abroad(rows: Rows, house: Household, day: date) -> None:
    rows.number(
        "fx", customer_id=house.id, side="remit_out", currency="GBP", amount_minor=1200000,
        usd_minor=1596000, purpose="tuition", beneficiary_kind="school", traded_at=house.at(day),
    )  # fmt: skip


def _travels(rows: Rows, house: Household, day: date) -> None:
    rows.number(
        "fx", customer_id=house.id, side="buy", currency="USD", amount_minor=200000,
        usd_minor=200000, purpose="travel", beneficiary_kind="own", traded_at=house.at(day),
    )  # fmt: skip


def _borrows(purpose: str, product: str, months: int, share: float) -> Outcome:
    def borrow(rows: Rows, house: Household, day: date) -> None:
        today = house.today
        paid = (today.year - day.year) * 12 + today.month - day.month
        terms = (purpose, product, "0.036")
        add_loan(rows, house, terms, (min(paid, months - 1), months), int(house.income * share) + 1)

    return borrow


def _renovates(rows: Rows, house: Household, day: date) -> None:
    for stage in range(3):
        pay(
            rows, house, day + timedelta(days=stage * 12), 9000 + stage * 4000,
            counterparty="木与石装饰（示例）", counterparty_kind="merchant", mcc="5211",
            memo="装修工程款",
        )  # fmt: skip


def _buys_car(rows: Rows, house: Household, day: date) -> None:
    pay(
        rows, house, day, house.income * 3 + 30000, counterparty="通达汽车（示例）",
        counterparty_kind="merchant", mcc="5511", memo="购车款",
    )  # fmt: skip


def _has_child(rows: Rows, house: Household, day: date) -> None:
    rows.number(
        "insurance", customer_id=house.id, product_code="I-ACCIDENT", insured="child",
        cover_minor=20000000, premium_minor=30000, currency="CNY", starts_on=day,
        ends_on=day + timedelta(days=365),
    )  # fmt: skip


def _retires(rows: Rows, house: Household, day: date) -> None:
    for month in range((house.today - day).days // 30 + 1):
        rows.number(
            "transactions", account_id=house.account,
            posted_at=house.at(day + timedelta(days=30 * month)), amount_minor=450000,
            currency="CNY", channel="online", counterparty="社会保险中心",
            counterparty_kind="government", memo="养老金",
        )  # fmt: skip


OUTCOMES: Final[dict[str, Outcome]] = {
    "study_abroad": _goes_abroad,
    "home_purchase": _borrows("home_purchase", "M-FIRST", 360, 0.3),
    "renovation": _renovates,
    "vehicle_purchase": _buys_car,
    "childbirth": _has_child,
    "retirement": _retires,
    "business_start": _borrows("business", "L-BUSINESS", 36, 0.2),
    "farm_cycle": _borrows("farming", "L-BUSINESS", 24, 0.2),
    "pv_install": _borrows("solar", "L-BUSINESS", 96, 0.1),
    "overseas_travel": _travels,
}
"""What stands in the feeds once an event came to pass."""
