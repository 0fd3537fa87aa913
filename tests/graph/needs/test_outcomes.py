"""When an event came to pass: each proof of the table, and what falls just short of it."""

from datetime import date, datetime
from pathlib import Path

import pytest

from graph.hub import BANK_ZONE, Hub
from graph.needs.learning import LEARNED
from graph.needs.learning.labels import firsts
from graph.needs.outcomes import Came, came_to_pass, outcomes
from tests.feeds import KeepingGraph, feed

NOW = datetime(2026, 11, 23, 10, tzinfo=BANK_ZONE)
TODAY = NOW.date()

HEADS = {
    "customers": "customer_id,name,id_number,birth_date,children_birth_years,opened_on,kind",
    "accounts": "account_id,customer_id,kind,currency,opened_on,balance_minor,as_of",
    "cards": "card_id,customer_id,kind,currency,opened_on,as_of",
    "transactions": "transaction_id,account_id,posted_at,amount_minor,currency,counterparty,"
    "counterparty_kind,counterparty_country,mcc,memo",
    "fx": "fx_id,customer_id,side,currency,amount_minor,usd_minor,purpose,traded_at",
    "loans": "loan_id,customer_id,purpose,principal_minor,outstanding_minor,currency,annual_rate,"
    "granted_on,term_months,status",
    "insurance": "policy_id,customer_id,insured,cover_minor,premium_minor,currency,starts_on",
}
ID_NUMBER = "110101199003078558"
PERSON = {
    "customers": ["c-@,李明,,1990-03-07,,2020-01-02,person"],
    "accounts": ["a-@,c-@,current,CNY,2020-01-02,100,2026-11-20"],
    "cards": ["k-@,c-@,credit,CNY,2020-01-02,2026-11-20"],
}
Rows = dict[str, list[str]]
DAY = date(2026, 3, 1)


def write(folder: Path, rows: Rows) -> None:
    for name, those in rows.items():
        feed(folder, name, "\n".join([HEADS[name], *those, ""]))


def paid(*rows: str, account: str = "a") -> Rows:
    """Payments as day, amount, currency, counterparty_kind, country, mcc, memo."""
    lines: list[str] = []
    for at, row in enumerate(rows):
        day, amount, currency, kind, country, mcc, memo = row.split(",")
        lines.append(
            f"t-@-{at},{account}-@,{day},{amount},{currency},某方,{kind},{country},{mcc},{memo}"
        )
    return {"transactions": lines}


def loan(purpose: str, day: str = "2026-03-01") -> Rows:
    return {"loans": [f"l-@,c-@,{purpose},100,100,CNY,0.03,{day},12,active"]}


def fx(side: str, purpose: str, day: str = "2026-03-01") -> Rows:
    return {"fx": [f"f-@,c-@,{side},USD,100,100,{purpose},{day}"]}


def works(*days: str, amount: int = -500000) -> Rows:
    return paid(*(f"{day},{amount},CNY,merchant,CN,5712," for day in days))


PROVED = [
    ("study_abroad", fx("remit_out", "tuition")),
    ("study_abroad", paid("2026-03-01,-100,CNY,school,GB,,")),
    ("home_purchase", loan("home_purchase")),
    ("home_purchase", paid("2026-03-01,-10000000,CNY,developer,CN,,")),
    ("renovation", loan("renovation")),
    ("renovation", works("2025-12-31", "2026-02-01", "2026-03-01")),
    ("vehicle_purchase", loan("vehicle")),
    ("vehicle_purchase", paid("2026-03-01,-3000000,CNY,merchant,CN,5511,")),
    ("vehicle_purchase", paid("2026-03-01,-3000000,CNY,merchant,CN,5521,", account="k")),
    ("childbirth", {"insurance": ["p-@,c-@,child,100,100,CNY,2026-03-01"]}),
    ("retirement", paid("2026-03-01,400000,CNY,government,CN,,2 月养老金")),
    ("business_start", loan("business")),
    ("business_start", {
        "customers": [f"c-@,李明,{ID_NUMBER},1990-03-07,,2020-01-02,person",
                      f"b-@,李明商行,{ID_NUMBER},,,2026-03-01,micro_business"],
        "accounts": [*PERSON["accounts"], "b-@,b-@,current,CNY,2026-03-01,100,2026-11-20"]}),
    ("farm_cycle", loan("farming")),
    ("pv_install", loan("solar")),
    ("overseas_travel", fx("buy", "travel")),
    ("overseas_travel", fx("remit_in", "travel")),
]  # fmt: skip

SHORT = [
    ("a tuition that comes in", fx("remit_in", "tuition")),
    ("currency bought for tuition", fx("buy", "tuition")),
    ("a school at home", paid("2026-03-01,-100,CNY,school,CN,,")),
    ("a school without a country", paid("2026-03-01,-100,CNY,school,,,")),
    ("a refund from a school abroad", paid("2026-03-01,100,CNY,school,GB,,")),
    ("a developer paid a cent less", paid("2026-03-01,-9999999,CNY,developer,CN,,")),
    ("a developer who pays back", paid("2026-03-01,10000000,CNY,developer,CN,,")),
    ("a developer paid in yen", paid("2026-03-01,-10000000,JPY,developer,JP,,")),
    ("two payments for works", works("2026-02-01", "2026-03-01")),
    ("three over sixty-one days", works("2025-12-30", "2026-02-01", "2026-03-01")),
    ("three a cent too small", works("2026-02-01", "2026-02-02", "2026-03-01", amount=-499999)),
    ("a car a cent too cheap", paid("2026-03-01,-2999999,CNY,merchant,CN,5511,")),
    ("a car sold", paid("2026-03-01,3000000,CNY,merchant,CN,5511,")),
    ("insurance of a spouse", {"insurance": ["p-@,c-@,spouse,100,100,CNY,2026-03-01"]}),
    ("a pension paid in", paid("2026-03-01,-400000,CNY,government,CN,,养老金缴费")),
    ("a pension from an employer", paid("2026-03-01,400000,CNY,employer,CN,,养老金")),
    ("another sum of the government", paid("2026-03-01,400000,CNY,government,CN,,退税")),
    ("a loan for anything", loan("consumption")),
    ("currency for goods", fx("buy", "goods")),
    ("a loan granted later", loan("vehicle", "2026-11-24")),
]


CHILD = "c-@,李明,,1990-03-07,2020,2020-01-02,person"
POLICIES = ["p-@,c-@,child,100,100,CNY,2026-03-01", "q-@,c-@,child,100,100,CNY,2026-09-01"]
CASES: list[tuple[str, Rows, set[str]]] = [
    *((f"{event} {at}", rows, {event}) for at, (event, rows) in enumerate(PROVED)),
    *((name, rows, set[str]()) for name, rows in SHORT),
    ("a child known before", {"customers": [CHILD], "insurance": POLICIES}, set()),
    ("a second policy of a child", {"insurance": POLICIES}, {"childbirth"}),
]


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Came]]:
    """By customer, what came to pass; the customers are the cases, in order."""
    folder, rows = tmp_path_factory.mktemp("cases"), {name: list[str]() for name in HEADS}
    for at, (_, case, _) in enumerate(CASES):
        for name, those in (PERSON | case).items():
            rows[name] += [one.replace("@", str(at)) for one in those]
    write(folder / "feeds", rows)
    hub = Hub(folder / "hub")
    hub.load(folder / "feeds", KeepingGraph(), NOW)
    found: dict[str, dict[str, Came]] = {}
    with hub.reading() as reader:
        for (who, event), one in came_to_pass(reader, TODAY).items():
            found.setdefault(who, {})[event] = one
    return found


@pytest.mark.parametrize("at", range(len(CASES)), ids=[name for name, _, _ in CASES])
def test_an_outcome_proves_its_event_and_what_falls_short_proves_none(
    at: int, came: dict[str, dict[str, Came]]
) -> None:
    assert came.get(f"c-{at}", {}) == {event: Came(DAY, DAY) for event in CASES[at][2]}


def test_every_event_that_is_learned_is_proved_here() -> None:
    assert {event for event, _ in PROVED} == set(LEARNED)


@pytest.mark.parametrize(("year", "events"), [("2026", ["childbirth"]), ("2015", [])])
def test_a_birth_year_newly_known_is_a_birth_unless_it_is_long_past(
    year: str, events: list[str], tmp_path: Path
) -> None:
    hub, graph = Hub(tmp_path / "hub"), KeepingGraph()
    write(tmp_path / "first", PERSON)
    hub.load(tmp_path / "first", graph, datetime(2026, 5, 4, 10, tzinfo=BANK_ZONE))
    child = f"c-@,李明,,1990-03-07,{year},2020-01-02,person"
    write(tmp_path / "second", {"customers": [child]})
    hub.load(tmp_path / "second", graph, datetime(2026, 6, 4, 10, tzinfo=BANK_ZONE))
    with hub.reading() as reader:
        found = came_to_pass(reader, TODAY)
    assert [event for _, event in found] == events
    assert all(one.first == date(2026, 6, 4) for one in found.values())


def test_what_comes_again_is_learned_from_first_and_met_by_the_latest(tmp_path: Path) -> None:
    days = ("2025-03-01", "2026-03-01")
    trips = [f"f-{day},c-@,buy,USD,100,100,travel,{day}" for day in days]
    write(tmp_path / "feeds", PERSON | {"fx": trips})
    hub = Hub(tmp_path / "hub")
    hub.load(tmp_path / "feeds", KeepingGraph(), NOW)
    with hub.reading() as reader:
        assert outcomes(reader, TODAY) == {("c-@", "overseas_travel"): date(2026, 3, 1)}
        assert str(firsts(reader, TODAY)["overseas_travel"]["c-@"]) == "2025-03-01"
        assert outcomes(reader, date(2025, 2, 28)) == {}
