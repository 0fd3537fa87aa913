"""A small town whose people look for a home before they borrow for one."""

import random
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from graph.hub import BANK_ZONE, Hub, Reader
from tests.feeds import KeepingGraph, feed

PEOPLE: Final = 240
LAST: Final = date(2026, 11, 20)
FIRST: Final = date(2025, 6, 1)
AFTER: Final = datetime(2026, 11, 23, 10, tzinfo=BANK_ZONE)

Rows = dict[str, list[str]]

HEADS: Final = {
    "customers": "customer_id,name,birth_date,monthly_income_minor,opened_on,kind",
    "consents": "consent_id,customer_id,purpose,granted_at,authorisation",
    "accounts": "account_id,customer_id,kind,currency,opened_on,balance_minor,as_of",
    "transactions": "transaction_id,account_id,posted_at,amount_minor,currency,counterparty,"
    "counterparty_kind,mcc,memo",
    "app_events": "event_id,customer_id,at,kind,text,page",
    "loans": "loan_id,customer_id,purpose,principal_minor,outstanding_minor,currency,annual_rate,"
    "granted_on,term_months,status",
}  # fmt: skip


@contextmanager
def reading(home: Path, feeds: Path) -> Generator[Reader]:
    """A hub with the feeds, open."""
    hub = Hub(home)
    hub.load(feeds, KeepingGraph(), AFTER)
    with hub.reading() as reader:
        yield reader


def town(folder: Path, until: date = LAST, seed: int = 7) -> None:
    """Write the feeds of the town up to a day: half its people buy a home, on a drawn day."""
    rows: Rows = {name: [] for name in HEADS}
    dice = random.Random(seed)
    for number in range(PEOPLE):
        _person(rows, f"c-{number:03d}", dice, until)
    for name, head in HEADS.items():
        feed(folder, name, "\n".join([head, *rows[name], ""]))


def _person(rows: Rows, who: str, dice: random.Random, until: date) -> None:
    rows["customers"].append(f"{who},某人,19{dice.randint(60, 99)}-05-02,1500000,2024-01-02,person")
    purposes = ["need_prediction"] if dice.random() < 0.9 else []
    purposes += ["sensitive_financial"] if dice.random() < 0.9 else []
    for purpose in purposes:
        rows["consents"].append(f"k-{who}-{purpose},{who},{purpose},2025-01-05,first")
    rows["accounts"].append(f"a-{who},{who},current,CNY,2024-01-02,100000,2026-11-20")
    day = FIRST
    while day <= LAST:
        _add(rows, "transactions", day, until, f"a-{who},{day},-{dice.randint(5, 90)}000,CNY,小店,"
             "merchant,5411,")  # fmt: skip
        _add(rows, "app_events", day, until, f"{who},{day},search,天气,home")
        day += timedelta(days=dice.randint(20, 40))
    if dice.random() < 0.5:
        _buys(rows, who, dice, until)


def _buys(rows: Rows, who: str, dice: random.Random, until: date) -> None:
    bought = FIRST + timedelta(days=dice.randint(120, (LAST - FIRST).days + 60))
    for _ in range(dice.randint(2, 5)):
        looked = bought - timedelta(days=dice.randint(20, 120))
        _add(rows, "app_events", looked, until, f"{who},{looked},search,看盘 云锦苑,home")
    if bought <= min(until, LAST):
        rows["loans"].append(
            f"l-{who},{who},home_purchase,90000000,90000000,CNY,0.031,{bought},360,active"
        )


def _add(rows: Rows, name: str, day: date, until: date, row: str) -> None:
    if day <= until:
        rows[name].append(f"{name}-{len(rows[name])},{row}")
