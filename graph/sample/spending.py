"""Two years of a household's account: wages in, living and debts out."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from graph.sample.household import Household, months_before
from graph.sample.rows import Rows

MONTHS: Final = 24


class Group(NamedTuple):
    """A kind of spending: its share of living costs and how many payments a month it takes."""

    share: float
    payments: int
    mcc: str
    counterparty: str
    memo: str


GROUPS: Final = (
    Group(0.27, 4, "5411", "惠民超市（示例）", "超市购物"),
    Group(0.18, 3, "5812", "邻里餐厅（示例）", "餐饮"),
    Group(0.07, 1, "4900", "城市公用事业（示例）", "水电燃气"),
    Group(0.05, 1, "4814", "通信公司（示例）", "话费宽带"),
    Group(0.11, 2, "5541", "加油站（示例）", "交通出行"),
    Group(0.14, 2, "5651", "乐购百货（示例）", "服饰日用"),
    Group(0.08, 1, "5912", "康健药房（示例）", "药品保健"),
    Group(0.10, 1, "7832", "星光影城（示例）", "休闲娱乐"),
)


def live(rows: Rows, house: Household, debt: int) -> None:
    """Add the transactions of two years; `debt` is the monthly debt service in yuan."""
    for back in range(MONTHS, -1, -1):
        first = months_before(house.today, back)
        _earn(rows, house, first)
        if debt:
            _pay(
                rows,
                house,
                first + timedelta(days=19),
                debt * 100,
                ("大通银行（示例）", "other", "贷款月供还款"),
            )
        if house.dice.random() < 0.3:
            saved = int(house.income * 100 * 0.2)
            _pay(rows, house, first + timedelta(days=21), saved, ("本人账户", "own", "转入定期"))
        for group in GROUPS:
            _spend(rows, house, first, group)


def pay(rows: Rows, house: Household, day: date, yuan: int, **more: str) -> None:
    """A payment out of the household's account, where the day has come."""
    if day <= house.today:
        rows.number(
            "transactions", account_id=house.account, posted_at=house.at(day),
            amount_minor=-yuan * 100, currency="CNY", **{"channel": "app"} | more,
        )  # fmt: skip


def _earn(rows: Rows, house: Household, first: date) -> None:
    day = first + timedelta(days=9)
    if day > house.today:
        return
    business = house.kind == "micro_business"
    swing = house.dice.uniform(0.7, 1.3) if business else house.dice.uniform(0.99, 1.01)
    rows.number(
        "transactions", account_id=house.account, posted_at=house.at(day),
        amount_minor=int(house.income * 100 * swing), currency="CNY", channel="online",
        counterparty="收单结算" if business else house.employer,
        counterparty_kind="merchant" if business else "employer",
        memo="经营收入" if business else "工资",
    )  # fmt: skip


def _spend(rows: Rows, house: Household, first: date, group: Group) -> None:
    budget = house.living * group.share * house.dice.uniform(0.95, 1.05)
    for _ in range(group.payments):
        day = first + timedelta(days=house.dice.randrange(28))
        if day <= house.today:
            rows.number(
                "transactions", account_id=house.account, posted_at=house.at(day),
                amount_minor=-int(budget * 100 / group.payments), currency="CNY", channel="pos",
                counterparty=group.counterparty, counterparty_kind="merchant",
                counterparty_country="CN", mcc=group.mcc, memo=group.memo,
            )  # fmt: skip


def _pay(rows: Rows, house: Household, day: date, minor: int, to: tuple[str, str, str]) -> None:
    if day <= house.today:
        counterparty, kind, memo = to
        rows.number(
            "transactions", account_id=house.account, posted_at=house.at(day),
            amount_minor=-minor, currency="CNY", channel="online", counterparty=counterparty,
            counterparty_kind=kind, memo=memo,
        )  # fmt: skip
