"""The sample bank: a seeded, invented town whose feeds look like any other bank's."""

from datetime import date
from pathlib import Path
from typing import Final

from graph.catalogue import Catalogue, load_catalogue
from graph.sample.consents import DEMO, consent, give
from graph.sample.demo import demo_customers, demo_households
from graph.sample.household import Household, drawn, id_number, months_before
from graph.sample.life import foreshadow, fulfil, happenings, wander
from graph.sample.means import assess, borrow, insure, open_accounts
from graph.sample.reference import add_reference
from graph.sample.rows import Rows
from graph.sample.spending import live

FIRST: Final = 1001
"""The number of the first customer."""


def write_sample(folder: Path, today: date, customers: int = 300, seed: int = 20261123) -> None:
    """Write two years of feeds up to `today` of so many customers, the demo customers first.

    The same arguments write the same files, byte for byte.
    """
    rows = Rows()
    catalogue = load_catalogue()
    add_reference(rows, catalogue, today, seed)
    for house in demo_households(rows, today, seed):
        for purpose in DEMO:
            give(rows, house, purpose)
        _register(rows, house)
    for number in range(FIRST + len(demo_customers()), FIRST + customers):
        _settle(rows, drawn(number, today, seed), catalogue)
    rows.write(folder)


def _settle(rows: Rows, house: Household, catalogue: Catalogue) -> None:
    _register(rows, house)
    open_accounts(rows, house)
    debt = borrow(rows, house)
    insure(rows, house)
    assess(rows, house)
    consent(rows, house)
    live(rows, house, debt)
    wander(rows, house, catalogue)
    for happening in happenings(house, catalogue):
        foreshadow(rows, house, happening)
        fulfil(rows, house, happening)


def _register(rows: Rows, house: Household) -> None:
    number = int(house.id.removeprefix("c-"))
    rows.add(
        "customers", customer_id=house.id, name=house.name,
        id_number=id_number(house.birth_date, number), phone=f"1990000{number % 10000:04d}",
        birth_date=house.birth_date, gender=house.gender, city=house.city,
        occupation=house.occupation, employer=house.employer, education="本科",
        marital_status=house.marital_status, children_birth_years=house.children,
        monthly_income_minor=house.income * 100, kind=house.kind,
        opened_on=months_before(house.today, 24 + number % 150), advisor_id=house.advisor_id,
    )  # fmt: skip
