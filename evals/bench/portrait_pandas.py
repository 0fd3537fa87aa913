"""Some families of the portrait worked out in pandas, as the engine's queries say them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd

from graph.portrait.facts import DEBTS, INVESTMENTS

FAMILIES: Final = (
    "finance.flow.spend_group", "finance.flow.payroll_pattern", "finance.flow.savings_regularity",
    "finance.flow.transfer_pattern", "finance.engagement.channel_activity",
)  # fmt: skip
"""The families worked out: those said from payments alone."""

READ: Final = (
    "account_id", "posted_at", "amount_minor", "currency", "channel", "counterparty",
    "counterparty_kind", "counterparty_country", "mcc", "memo",
)  # fmt: skip
NO_SPENDING: Final = ("debt", "saving", "home", "tuition_abroad", "investment")
SPOUSE: Final = "家用|老公|老婆|爱人|丈夫|妻子|配偶"

Frame = Any
"""A table of pandas; the library states no types."""

Mask = Any


@dataclass(frozen=True)
class Payments:
    """Columns of the payments that say what each is for."""

    said: Frame
    kind: Frame
    code: Frame
    country: Frame

    def says(self, pattern: str) -> Mask:
        """Whether counterparty or memo say the pattern."""
        return self.said.str.contains(pattern, regex=True)

    def coded(self, first: str, last: str) -> Mask:
        """Whether the merchant's code lies in the range."""
        return (self.code >= first) & (self.code <= last)


Use = tuple[str, Callable[[Payments], Mask]]

OUT: Final[tuple[Use, ...]] = (
    ("debt", lambda p: p.says(DEBTS)),
    ("saving", lambda p: p.kind == "own"),
    ("home", lambda p: p.kind == "developer"),
    ("tuition_abroad", lambda p: (p.kind == "school") & (p.country != "CN")),
    ("investment", lambda p: p.says(INVESTMENTS)),
    ("spouse", lambda p: (p.kind == "person") & p.says(SPOUSE)),
    ("to_person", lambda p: p.kind == "person"),
    ("other_spend", lambda p: p.says("侄|外甥|代缴|代付|代报")),
    ("preschool", lambda p: (p.code == "8351") | p.says("幼儿园|托育")),
    ("primary", lambda p: p.says("小学")),
    ("junior_high", lambda p: p.says("初中")),
    ("senior_high", lambda p: p.says("高中")),
    ("university", lambda p: (p.code == "8220") | p.says("大学学费")),
    ("education", lambda p: p.coded("8211", "8299")),
    ("groceries", lambda p: p.code.isin(["5411", "5422", "5441", "5499"])),
    ("dining", lambda p: p.coded("5811", "5814")),
    ("household_bills", lambda p: p.code.isin(["4900", "4814"])),
    ("fuel", lambda p: p.code.isin(["5541", "5542"])),
    ("transport", lambda p: p.code.isin(["4111", "4112", "4121", "4131"])),
    ("clothing", lambda p: p.coded("5611", "5699")),
    ("electronics", lambda p: p.code.isin(["5732", "5734", "5722"])),
    ("home_improvement", lambda p: p.code.isin(["1520", "1731", "5200", "5211", "5712"])),
    ("vehicle", lambda p: p.code.isin(["5511", "5521", "5531", "7538"])),
    ("travel", lambda p: p.code.isin(["4511", "4722", "7011"])),
    ("leisure", lambda p: p.coded("7800", "7999")),
    ("books", lambda p: p.code.isin(["5942", "5943", "5192"])),
    ("jewellery", lambda p: p.code.isin(["5944", "5094"])),
    ("pets", lambda p: p.code.isin(["5995", "0742"])),
    ("insurance", lambda p: p.code.isin(["6300", "5960"])),
    ("property", lambda p: p.says("物业费|物业管理|物业服务")),
    ("rent", lambda p: p.code == "6513"),
    ("farming", lambda p: p.code.isin(["0763", "5261"])),
    ("department_store", lambda p: p.code.isin(["5300", "5310", "5311", "5331"])),
    ("beauty", lambda p: p.code.isin(["7230", "5977"])),
    ("sports", lambda p: p.code.isin(["5940", "5941"])),
    ("toys", lambda p: p.code.isin(["5945"])),
    ("liquor", lambda p: p.code.isin(["5921"])),
    ("flowers", lambda p: p.code.isin(["5992"])),
    ("courier", lambda p: p.code.isin(["4215"])),
    ("parking", lambda p: p.code.isin(["4784", "7523"])),
    ("car_rental", lambda p: p.code.isin(["7512", "7519"])),
    ("laundry", lambda p: p.code.isin(["7210", "7211", "7216"])),
    ("photography", lambda p: p.code.isin(["5946", "7221", "7395"])),
    ("digital_goods", lambda p: p.code.isin(["5815", "5816", "5817", "5818"])),
    ("mail_order", lambda p: p.code.isin(["5964", "5965", "5969"])),
    ("taxes", lambda p: p.kind == "government"),
)
IN: Final[tuple[Use, ...]] = (
    ("wage", lambda p: p.kind == "employer"),
    ("other_in", lambda p: p.kind == "government"),
    ("from_own", lambda p: p.kind == "own"),
    ("rent_in", lambda p: p.says("房租|租金")),
    ("spouse", lambda p: (p.kind == "person") & p.says(SPOUSE)),
    ("from_person", lambda p: p.kind == "person"),
)


def tags_in_pandas(feeds: Path, now: datetime) -> set[tuple[str, str, str | None, str]]:
    """Customer, family, part and value of every tag of the families, of those who consented."""
    flows = _flows(_moves(feeds, now))
    return {
        *_spend_groups(flows), *_payroll(flows), *_regularity(flows), *_transfers(flows),
        *_channels(flows),
    }  # fmt: skip


def _owners(feeds: Path, now: datetime) -> Frame:
    """Accounts and cards of customers with both consents in force."""
    at = pd.Timestamp(now.replace(tzinfo=None))
    consents = _read(feeds, "consents", None)
    for name in ("granted_at", "expires_at", "withdrawn_at"):
        consents[name] = _instants(consents[name])
    held = consents[
        (consents.granted_at <= at)
        & (consents.expires_at.isna() | (consents.expires_at > at))
        & (consents.withdrawn_at.isna() | (consents.withdrawn_at > at))
    ]
    both = [
        set(held.customer_id[held.purpose == one]) for one in ("profiling", "sensitive_financial")
    ]
    accounts = _read(feeds, "accounts", ["account_id", "customer_id"])
    cards = _read(feeds, "cards", ["card_id", "customer_id"])
    owned = pd.concat([accounts, cards.rename(columns={"card_id": "account_id"})])
    return owned[owned.customer_id.isin(both[0] & both[1] - _children(feeds, now))]


def _children(feeds: Path, now: datetime) -> set[str]:
    """Customers who by their birth date or identity number are under fourteen."""
    who = _read(feeds, "customers", ["customer_id", "birth_date", "id_number"])
    born = pd.to_datetime(who.birth_date)
    numbered = pd.to_datetime(who.id_number.str[6:14], format="%Y%m%d", errors="coerce")
    of_age = pd.Timestamp(now.date().replace(year=now.year - 14))
    return set(who.customer_id[(born > of_age) | (numbered > of_age)])


def _moves(feeds: Path, now: datetime) -> Frame:
    today = now.date()
    moves = _read(feeds, "transactions", list(READ))
    moves = moves[moves.currency.fillna("CNY") == "CNY"]
    moves["posted_at"] = _instants(moves.posted_at)
    first, last = today.replace(year=today.year - 2), today + timedelta(days=1)
    moves = moves[(moves.posted_at >= str(first)) & (moves.posted_at < str(last))]
    moves = moves.merge(_owners(feeds, now), on="account_id")
    stamp = moves.posted_at.dt
    moves["months_ago"] = (today.year * 12 + today.month) - (stamp.year * 12 + stamp.month)
    return moves


def _flows(moves: Frame) -> Frame:
    """Payments by month, use and channel."""
    paid = moves.amount_minor < 0
    moves["flow"] = ""
    for chosen, uses, rest in ((paid, OUT, "other_spend"), (~paid, IN, "other_in")):
        some = moves[chosen]
        payments = Payments(
            (some.counterparty.fillna("") + " " + some.memo.fillna("")).str.lower(),
            some.counterparty_kind.fillna(""), some.mcc.fillna(""),
            some.counterparty_country.fillna("CN"),
        )  # fmt: skip
        flow = pd.Series(rest, index=some.index)
        for name, holds in reversed(uses):
            flow[holds(payments)] = name
        moves.loc[chosen, "flow"] = flow
    moves["channel"] = moves.channel.fillna("other")
    keys = ["customer_id", "months_ago", "flow", "channel"]
    return moves.groupby(keys).amount_minor.agg(["count", "sum"]).reset_index()


def _spend_groups(flows: Frame) -> set[tuple[str, str, str | None, str]]:
    spent = flows[(flows.months_ago < 6) & (flows["sum"] < 0) & ~flows.flow.isin(NO_SPENDING)]
    uses = -spent.groupby(["customer_id", "flow"])["sum"].sum()
    shares = (uses / uses.groupby("customer_id").transform("sum")).reset_index(name="share")
    shares = shares[shares.flow != "other_spend"]
    bands = pd.cut(
        shares.share, [-1, 0.08, 0.2, 9], right=False, labels=["light", "medium", "heavy"]
    )
    return _said("finance.flow.spend_group", shares.customer_id, shares.flow, bands)


def _payroll(flows: Frame) -> set[tuple[str, str, str | None, str]]:
    who = pd.Index(flows.customer_id.unique())
    wages = flows[(flows.flow == "wage") & flows.months_ago.between(1, 6)]
    months = wages.groupby(["customer_id", "months_ago"])["sum"].sum()
    months = months[months > 0].groupby("customer_id")
    found = pd.DataFrame({"n": months.count(), "steady": months.std(ddof=0) / months.mean()})
    found = found.reindex(who)
    value = pd.Series("none", index=who)
    value[found.n >= 1] = "irregular"
    value[found.n >= 5] = "monthly_varying"
    value[(found.n >= 5) & (found.steady < 0.1)] = "monthly_stable"
    return _said("finance.flow.payroll_pattern", who, None, value)


def _regularity(flows: Frame) -> set[tuple[str, str, str | None, str]]:
    who = pd.Index(flows.customer_id.unique())
    saved = flows[(flows.flow == "saving") & (flows.months_ago < 12)]
    months = saved.groupby("customer_id").months_ago.nunique().reindex(who).fillna(0)
    value = pd.Series("rare", index=who)
    value[months >= 3] = "now_and_then"
    value[months >= 9] = "monthly"
    return _said("finance.flow.savings_regularity", who, None, value)


def _transfers(flows: Frame) -> set[tuple[str, str, str | None, str]]:
    who = pd.Index(flows.customer_id.unique())
    lately = flows[flows.months_ago < 6]
    sent, got = (
        lately[lately.flow == one].groupby("customer_id")["count"].sum().reindex(who).fillna(0)
        for one in ("to_person", "from_person")
    )
    value = pd.Series("rare", index=who)
    value[sent + got >= 3] = "sometimes"
    value[got >= 12] = "receives_often"
    value[sent >= 12] = "sends_often"
    value[(sent >= 12) & (got >= 12)] = "both_often"
    return _said("finance.flow.transfer_pattern", who, None, value)


def _channels(flows: Frame) -> set[tuple[str, str, str | None, str]]:
    lately = flows[flows.months_ago < 6]
    counts = lately.groupby(["customer_id", "channel"])["count"].sum().reset_index()
    value = pd.cut(
        counts["count"], [0, 3, 20, 10**9], right=False, labels=["light", "medium", "heavy"]
    )
    return _said("finance.engagement.channel_activity", counts.customer_id, counts.channel, value)


def _said(
    family: str, who: Frame, parts: Frame | None, values: Frame
) -> set[tuple[str, str, str | None, str]]:
    if parts is None:
        return {(one, family, None, str(value)) for one, value in zip(who, values, strict=True)}
    return {
        (one, family, str(part), str(value))
        for one, part, value in zip(who, parts, values, strict=True)
    }


def _read(feeds: Path, name: str, columns: list[str] | None) -> Frame:
    parts = sorted(one for one in feeds.iterdir() if re.match(rf"{name}\b", one.name))
    read = [one for path in parts for one in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return pd.concat([pd.read_parquet(one, columns=columns) for one in read], ignore_index=True)


def _instants(column: Frame) -> Frame:
    """Instants on the bank's wall clock."""
    read = pd.to_datetime(column)
    return read.dt.tz_convert("Asia/Shanghai").dt.tz_localize(None) if read.dt.tz else read
