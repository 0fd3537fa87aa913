"""What is wrong with a staged row, as one SQL expression a fault, each with its reason."""

from collections.abc import Collection
from typing import Final, NamedTuple

from graph.hub.feeds import SQL_TYPES, Column, Feed, Kind, Rule, feeds

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the first 17 characters of an identity number. Source: GB 11643-1999."""

FUTURE: Final = "晚于现在，不可能已经发生 (lies in the future)"
DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
INSTANT: Final = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)$"
WHOLE: Final = r"^-?\d{1,18}$"


LISTED: Final = r"regexp_split_to_array(NAME, '\s*;\s*')"
TYPED: Final[dict[Kind, str]] = {
    "day": f"try_cast(regexp_extract(NAME, '{DAY}') AS DATE)",
    # On the clock of the bank's zone; a bare day is its first moment.
    "instant": (
        "make_timestamp(28800000000 + epoch_us(try_cast(regexp_extract("
        "CASE WHEN length(NAME) = 10 THEN NAME || 'T00:00:00+08:00' ELSE NAME END, "
        f"'{INSTANT}') AS TIMESTAMPTZ)))"
    ),
    "minor": "try_cast(NAME AS BIGINT)",
    "amount": "try_cast(NAME AS BIGINT)",
    "count": "try_cast(NAME AS INTEGER)",
    "term": "try_cast(NAME AS INTEGER)",
    "score": "try_cast(NAME AS INTEGER)",
    "rate": "try_cast(NAME AS DECIMAL(12,8))",
    "number": "try_cast(NAME AS DECIMAL(28,8))",
    "flag": "CASE WHEN NAME IS NOT NULL THEN lower(NAME) IN ('true', 'yes', '1') END",
    "texts": LISTED,
    "years": f"try_cast({LISTED} AS INTEGER[])",
    "id_number": "upper(NAME)",
}
"""The SQL of a value of each kind, from the text of its column; any other kind stays text."""

WHOLES: Final = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT")
NATIVE: Final[dict[Kind, tuple[str, ...]]] = {
    "day": ("DATE",), "instant": ("TIMESTAMP WITH TIME ZONE",), "minor": WHOLES, "amount": WHOLES,
    "count": WHOLES, "term": WHOLES, "score": WHOLES, "rate": ("DECIMAL",), "number": ("DECIMAL",),
    "flag": ("BOOLEAN",),
}  # fmt: skip
"""The types of Parquet that are a kind already, and are not read as text."""


class Form(NamedTuple):
    """What a text of a kind must look like, what its value must be, and the reason otherwise."""

    reason: str
    text: str = "true"
    value: str = "TYPED IS NOT NULL"


FORMS: Final[dict[Kind, Form]] = {
    "day": Form("须为 YYYY-MM-DD 的真实日期 (not an ISO day)"),
    "instant": Form("须为带时区的 ISO 8601 时间或日期 (not an ISO instant with zone, nor a day)"),
    "minor": Form("须为整数分 (not whole minor units)", rf"regexp_full_match(NAME, '{WHOLE}')"),
    "amount": Form(
        "须为不小于 0 的整数分 (not whole minor units of 0 or more)",
        rf"regexp_full_match(NAME, '{WHOLE}')",
        "TYPED >= 0",
    ),
    "count": Form(
        "须为不小于 0 的整数 (not a whole number of 0 or more)",
        r"regexp_full_match(NAME, '^\d{1,9}$')",
        "TYPED >= 0",
    ),
    "term": Form(
        "须为 1 至 1200 的月数 (not a number of months from 1 to 1200)",
        r"regexp_full_match(NAME, '^\d{1,4}$')",
        "TYPED BETWEEN 1 AND 1200",
    ),
    "score": Form("须为整数 (not a whole number)", r"regexp_full_match(NAME, '^-?\d{1,9}$')"),
    "rate": Form(
        "须为 0 至 1 的小数，例如 0.031 (not a fraction such as 0.031)",
        value="TYPED BETWEEN 0 AND 1",
    ),
    "number": Form("须为数字 (not a number)"),
    "currency": Form(
        "须为 ISO 4217 币种 (not an ISO 4217 code)", "regexp_full_match(NAME, '^[A-Z]{3}$')"
    ),
    "country": Form(
        "须为 ISO 3166 国别 (not an ISO 3166 code)", "regexp_full_match(NAME, '^[A-Z]{2}$')"
    ),
    "mcc": Form("须为 4 位商户类别码 (not four digits)", r"regexp_full_match(NAME, '^\d{4}$')"),
    "month": Form(
        "须为 YYYY-MM 的月份 (not a month)", r"regexp_full_match(NAME, '^\d{4}-(0[1-9]|1[0-2])$')"
    ),
    "flag": Form(
        "须为是或否 (neither yes nor no)", "lower(NAME) IN ('true', 'false', 'yes', 'no', '1', '0')"
    ),
    "years": Form(
        "须为以分号分隔的年份 (not years separated by semicolons)",
        r"regexp_full_match(NAME, '^(19|20)\d{2}(\s*;\s*(19|20)\d{2})*$')",
    ),
}
"""The form each kind must have; any other kind is free text."""


class Fault(NamedTuple):
    """A condition that refuses a row, and why in both languages."""

    column: str
    condition: str
    reason: str
    mendable: bool = False
    """Whether the same row may be taken later: once what it refers to is there, or the day came."""


def faults(feed: Feed, native: Collection[str] = ()) -> list[Fault]:
    """Everything that may be wrong with a row of the feed, in the order of its columns.

    `$now` is the bank's wall clock. An outside row also fails whose customer is not in `in_force`
    with a second authorisation. Columns in `native` are no text.
    """
    found: list[Fault] = []
    for column in feed.columns:
        if column.required:
            condition = f"{column.sql} IS NULL"
            found.append(Fault(column.name, condition, "缺少必填内容 (a value is required)"))
        found += _malformed(column, column.name in native)
        if column.name in feed.past:
            found.append(_future(column, native))
    found += [_never(feed, rule, native) for rule in feed.never]
    found += [_order(feed, first, last, native) for first, last in feed.ordered]
    found += [_stranger(name, targets) for name, targets in feed.refers.items()]
    if feed.purpose is not None:
        found.append(_unauthorised(feed.purpose))
    return found


def typed(column: Column, native: Collection[str] = ()) -> str:
    """The column as its own type, NULL where its text is none."""
    if column.name not in native:
        return TYPED.get(column.kind, "NAME").replace("NAME", column.sql)
    if column.kind == "instant":
        return f"make_timestamp(28800000000 + epoch_us({column.sql}))"
    return f"try_cast({column.sql} AS {SQL_TYPES[column.kind]})"


def _malformed(column: Column, native: bool) -> list[Fault]:
    form = _form(column)
    if form is None:
        return []
    value = form.value.replace("TYPED", typed(column, (column.name,) if native else ()))
    met = value if native else f"({form.text}) AND ({value})".replace("NAME", column.sql)
    condition = f"{column.sql} IS NOT NULL AND NOT coalesce({met}, false)"
    return [Fault(column.name, condition, form.reason)]


def _form(column: Column) -> Form | None:
    name = column.sql
    if column.kind == "choice":
        listed = ", ".join(f"'{one}'" for one in column.choices)
        reason = f"只能是 {'/'.join(column.choices)} 之一 (not one of these)"
        return Form(reason, f"{name} IN ({listed})")
    if column.kind == "id_number":
        reason = "身份证号须为 18 位且日期、校验位正确 (not a valid identity number)"
        return Form(reason, _id_number(name))
    if column.kind == "card_id":
        return Form(
            "卡号的校验位不正确 (the check digit of the card number is wrong)", _card_id(name)
        )
    if column.name == "birth_date":
        return Form(FORMS["day"].reason, value="TYPED >= DATE '1900-01-01'")
    return FORMS.get(column.kind)


def _future(column: Column, native: Collection[str]) -> Fault:
    """A day counts as past until it ends, and an hour before: the clocks of two systems differ."""
    moment = f"{typed(column, native)}::DATE > ($now::TIMESTAMP + INTERVAL 1 HOUR)::DATE"
    return Fault(column.name, moment, FUTURE, mendable=True)


def _never(feed: Feed, rule: Rule, native: Collection[str]) -> Fault:
    met, said = condition(feed, rule, native), f"{rule.zh} ({rule.en})"
    return Fault(rule.column, met, said, mendable="$now" in rule.sql)


def condition(feed: Feed, rule: Rule, native: Collection[str]) -> str:
    """The rule's SQL over `staged`, each `{column}` in its own type."""
    values = {one.name: typed(one, native) for one in feed.columns}
    return rule.sql.format_map(values)


def _id_number(name: str) -> str:
    total = " + ".join(
        f"try_cast(substr({name}, {at}, 1) AS INTEGER) * {weight}"
        for at, weight in enumerate(WEIGHTS, start=1)
    )
    return (
        rf"regexp_full_match({name}, '^\d{{17}}[\dXx]$') "
        f"AND try_strptime(substr({name}, 7, 8), '%Y%m%d') IS NOT NULL "
        f"AND upper(substr({name}, 18, 1)) = substr('10X98765432', ({total}) % 11 + 1, 1)"
    )


def _card_id(name: str) -> str:
    """A card number has the check digit of ISO/IEC 7812; any other id may stand in its place."""
    digit = f"try_cast(substr({name}, (length({name}) - place)::INTEGER, 1) AS INTEGER)"
    # From the right, every second digit counts twice; of what has two digits, their sum.
    counted = f"list_transform(range(length({name})), lambda place: {digit} * (1 + place % 2))"
    total = f"list_sum(list_transform({counted}, lambda one: one // 10 + one % 10))"
    return rf"NOT regexp_full_match({name}, '^\d{{15,19}}$') OR {total} % 10 = 0"


def _order(feed: Feed, first: str, last: str, native: Collection[str]) -> Fault:
    before, after = feed.column(first), feed.column(last)
    condition = f"{typed(before, native)}::DATE > {typed(after, native)}::DATE"
    if after.kind == "instant":
        condition = f"{typed(before, native)} > {typed(after, native)}"
    return Fault(last, condition, f"早于 {first} (lies before {first})")


def _stranger(name: str, targets: tuple[str, ...]) -> Fault:
    known = feeds()
    found = " OR ".join(f"{name} IN (SELECT {known[one].key[0]} FROM {one})" for one in targets)
    return Fault(
        name,
        f"{name} IS NOT NULL AND NOT ({found})",
        f"在 {'、'.join(targets)} 中没有这个编号 (no such id in {' or '.join(targets)})",
        mendable=True,
    )


def _unauthorised(purpose: str) -> Fault:
    return Fault(
        "customer_id",
        "customer_id IS NOT NULL AND customer_id NOT IN "
        f"(SELECT customer_id FROM in_force WHERE purpose = '{purpose}' AND second)",
        f"没有有效的 {purpose} 单独授权 (no second authorisation for {purpose} in force)",
        mendable=True,
    )
