"""A bank of customers who lack one consent each, in every way, with marks in all their rows."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from graph.hub import feeds
from tests.feeds import KeepingGraph

OUTSIDE: Final = {
    "outside_tax": "outside_tax", "outside_social_security": "outside_social_security",
    "outside_provident_fund": "outside_provident_fund", "outside_ecommerce": "outside_ecommerce",
    "health": "outside_health_goal",
}  # fmt: skip
"""The feed kept under each purpose of its own."""

PURPOSES: Final = ("profiling", "need_prediction", "sensitive_financial", *OUTSIDE)
WAYS: Final = ("never", "expired", "withdrawn", "in_chat", "first_only")
GIVEN: Final = "2026-01-05T09:00:00+08:00"
LAPSES: Final = "2026-11-23T12:00:00+08:00"

ROWS: Final[Mapping[str, tuple[str, str]]] = {
    "customers": (
        "customer_id,name,birth_date,gender,city,occupation,employer,marital_status,"
        "children_birth_years,monthly_income_minor,kind,opened_on",
        "{who},{mark},1981-11-24,F,{mark},{mark},{mark},married,2010,{number},person,2019-01-01",
    ),
    "risk_assessments": (
        "assessment_id,customer_id,level,score,assessed_at,valid_until",
        "{mark},{who},C4,87,2026-03-18,2027-03-18",
    ),
    "accounts": (
        "account_id,customer_id,kind,balance_minor,matures_on,opened_on",
        "{mark},{who},term,{number},2027-02-01,2020-01-01",
    ),
    "cards": (
        "card_id,customer_id,kind,limit_minor,balance_minor,opened_on",
        "k{mark},{who},credit,{number},4000000,2020-01-01",
    ),
    "transactions": (
        "transaction_id,account_id,posted_at,amount_minor,currency,counterparty,"
        "counterparty_kind,counterparty_country,memo,mcc",
        "t{mark},{mark},2026-10-20,-{number},CNY,{mark},school,GB,雅思 {mark},8299\n"
        "w{mark},k{mark},2026-11-05,{number},CNY,{mark},employer,CN,工资 {mark},",
    ),
    "loans": (
        "loan_id,customer_id,purpose,principal_minor,outstanding_minor,annual_rate,granted_on,"
        "term_months",
        "{mark},{who},home_purchase,{number},{number},0.035,2021-11-20,240",
    ),
    "holdings": (
        "holding_id,customer_id,product_code,cost_minor,value_minor,bought_on",
        "{mark},{who},{mark},{number},{number},2025-05-05",
    ),
    "trades": (
        "trade_id,customer_id,product_code,side,amount_minor,traded_at",
        "{mark},{who},{mark},sell,{number},2026-10-10",
    ),
    "insurance": (
        "policy_id,customer_id,product_code,insured,cover_minor,starts_on,ends_on",
        "{mark},{who},{mark},child,{number},2020-01-01,2027-01-01",
    ),
    "fx": (
        "fx_id,customer_id,side,currency,amount_minor,usd_minor,purpose,beneficiary_kind,traded_at",
        "{mark},{who},buy,GBP,{number},{number},tuition,{mark},2026-11-02",
    ),
    "app_events": (
        "event_id,customer_id,at,kind,text,page",
        "{mark},{who},2026-11-10,search,雅思报名 {mark},{mark}\n"
        "b{mark},{who},2026-11-11,search,留学中介 {mark},{mark}",
    ),
    "contacts": (
        "contact_id,customer_id,at,channel,direction,text",
        "{mark},{who},2026-11-12,chat,in,孩子想留学 {mark}",
    ),
    "outside_tax": (
        "customer_id,month,taxable_income_minor,tax_paid_minor", "{who},2026-10,{number},{number}"
    ),
    "outside_social_security": (
        "customer_id,month,employer,base_minor,months_paid_total",
        "{who},2026-10,{mark},{number},160",
    ),
    "outside_provident_fund": (
        "customer_id,month,deposit_minor,balance_minor", "{who},2026-10,{number},{number}"
    ),
    "outside_ecommerce": (
        "order_id,customer_id,ordered_at,category,amount_minor",
        "{mark},{who},2026-10-10,{mark},{number}",
    ),
    "outside_health_goal": (
        "customer_id,period_start,period_end,goal,achieved",
        "{who},2026-10-01,2026-10-31,{mark},yes",
    ),
}  # fmt: skip
"""Header and rows of each feed of a person, with a mark and a number of the customer's own."""


class Person(NamedTuple):
    """A customer who lacks the consent to a purpose in a way; None: who lacks none."""

    place: int
    purpose: str
    way: str | None

    @property
    def who(self) -> str:
        """The customer's id."""
        return f"c-{self.place}"

    @property
    def number(self) -> str:
        """An amount that nobody else has."""
        return f"{73913700 + self.place}"

    def mark(self, feed: str) -> str:
        """The mark of the customer's rows in a feed; an account and its payments share theirs."""
        at = list(ROWS).index("accounts" if feed in {"cards", "transactions"} else feed)
        return f"Q{at:02d}X{self.place:03d}Z"

    @property
    def hides(self) -> bool:
        """Whether the next look, before any load, must show less; and who lacks nothing."""
        seen = self.purpose in {"profiling", "sensitive_financial"}
        return self.way is None or (seen and self.way in {"expired", "in_chat"})

    @property
    def lacking(self) -> str:
        """The id of the consent that lapses."""
        return f"k-{self.place}-{self.purpose}"


def _ways(purpose: str) -> Collection[str]:
    """Every way for what decides of many feeds; of other outside feeds, those that differ."""
    if purpose == "outside_tax":
        return WAYS
    return {"withdrawn", "first_only"} if purpose in OUTSIDE else set(WAYS) - {"first_only"}


FULL: Final = Person(0, "", None)
PEOPLE: Final = (
    FULL,
    *(
        Person(place, purpose, way)
        for place, (purpose, way) in enumerate(
            ((purpose, way) for purpose in PURPOSES for way in WAYS
             if way in _ways(purpose)), start=1,
        )
    ),
)  # fmt: skip


def gated(feed: str, purpose: str) -> bool:
    """Whether anything derived from the feed needs the purpose."""
    known = feeds()[feed]
    return purpose in {*known.needs("tags"), *known.needs("features")}


def write(folder: Path, *, bare: bool = False, withdrawn: bool = False) -> None:
    """Write every feed; `bare` leaves out the rows under a lapsing consent.

    With `withdrawn` the feed of consents tells of the withdrawals the bank heard of itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, row) in ROWS.items():
        lines = [header]
        for person in PEOPLE:
            if bare and gated(name, person.purpose) and name != "customers":
                continue
            lines.append(_row(row, person, name, bare=bare and gated(name, person.purpose)))
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    header = "consent_id,customer_id,purpose,granted_at,expires_at,withdrawn_at,authorisation"
    lines = [header, *(line for one in PEOPLE for line in _consents(one, withdrawn=withdrawn))]
    (folder / "consents.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")


def _row(row: str, person: Person, feed: str, *, bare: bool) -> str:
    if bare:
        return f"{person.who},某人,,,,,,,,,person,2019-01-01"
    return row.format(who=person.who, mark=person.mark(feed), number=person.number)


def _consents(person: Person, *, withdrawn: bool) -> Iterator[str]:
    for purpose in PURPOSES:
        mine = purpose == person.purpose
        if mine and person.way == "never":
            continue
        ends = LAPSES if mine and person.way == "expired" else ""
        gone = LAPSES if mine and person.way == "withdrawn" and withdrawn else ""
        second = purpose in OUTSIDE and not (mine and person.way == "first_only")
        authorisation = "second" if second else "first"
        consent = f"k-{person.place}-{purpose},{person.who},{purpose},{GIVEN}"
        yield f"{consent},{ends},{gone},{authorisation}"


def withdraw_in_chat(graph: KeepingGraph) -> None:
    """What customers who withdraw in the chat leave in the graph."""
    for person in PEOPLE:
        if person.way == "in_chat":
            graph.withdraw(person.lacking, LAPSES)
