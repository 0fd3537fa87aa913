"""What is wrong with a staged row, as one SQL expression a fault, each with its reason."""

from typing import Final, NamedTuple

from graph.hub.feeds import Column, Feed, Kind, feeds

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the first 17 characters of an identity number. Source: GB 11643-1999."""

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

FORMS: Final[dict[Kind, tuple[str, str]]] = {
    "day": ("TYPED IS NOT NULL", "须为 YYYY-MM-DD 的真实日期 (not an ISO day)"),
    "instant": (
        "TYPED IS NOT NULL",
        "须为带时区的 ISO 8601 时间或日期 (not an ISO instant with zone, nor a day)",
    ),
    "minor": (rf"regexp_full_match(NAME, '{WHOLE}')", "须为整数分 (not whole minor units)"),
    "amount": (
        rf"regexp_full_match(NAME, '{WHOLE}') AND TYPED >= 0",
        "须为不小于 0 的整数分 (not whole minor units of 0 or more)",
    ),
    "count": (
        r"regexp_full_match(NAME, '^\d{1,9}$')",
        "须为不小于 0 的整数 (not a whole number of 0 or more)",
    ),
    "term": (
        r"regexp_full_match(NAME, '^\d{1,4}$') AND TYPED BETWEEN 1 AND 1200",
        "须为 1 至 1200 的月数 (not a number of months from 1 to 1200)",
    ),
    "score": (r"regexp_full_match(NAME, '^-?\d{1,9}$')", "须为整数 (not a whole number)"),
    "rate": (
        "TYPED BETWEEN 0 AND 1",
        "须为 0 至 1 的小数，例如 0.031 (not a fraction such as 0.031)",
    ),
    "number": ("TYPED IS NOT NULL", "须为数字 (not a number)"),
    "currency": (
        "regexp_full_match(NAME, '^[A-Z]{3}$')",
        "须为 ISO 4217 币种 (not an ISO 4217 code)",
    ),
    "country": (
        "regexp_full_match(NAME, '^[A-Z]{2}$')",
        "须为 ISO 3166 国别 (not an ISO 3166 code)",
    ),
    "mcc": (r"regexp_full_match(NAME, '^\d{4}$')", "须为 4 位商户类别码 (not four digits)"),
    "month": (
        r"regexp_full_match(NAME, '^\d{4}-(0[1-9]|1[0-2])$')",
        "须为 YYYY-MM 的月份 (not a month)",
    ),
    "flag": (
        "lower(NAME) IN ('true', 'false', 'yes', 'no', '1', '0')",
        "须为是或否 (neither yes nor no)",
    ),
    "years": (
        r"regexp_full_match(NAME, '^(19|20)\d{2}(\s*;\s*(19|20)\d{2})*$')",
        "须为以分号分隔的年份 (not years separated by semicolons)",
    ),
}
"""The form each kind must have, and the reason where a value has another."""


class Fault(NamedTuple):
    """A condition that refuses a row, and why in both languages."""

    column: str
    condition: str
    reason: str


def faults(feed: Feed) -> list[Fault]:
    """Everything that may be wrong with a row of the feed, in the order of its columns.

    An outside row also fails whose customer is not in the list `$authorised`.
    """
    found: list[Fault] = []
    for column in feed.columns:
        if column.required:
            condition = f"{column.sql} IS NULL"
            found.append(Fault(column.name, condition, "缺少必填内容 (a value is required)"))
        form = _malformed(column)
        if form is not None:
            found.append(form)
    found += [_order(feed, first, last) for first, last in feed.ordered]
    found += [_stranger(name, targets) for name, targets in feed.refers.items()]
    if feed.purpose is not None:
        found.append(_unauthorised(feed.purpose))
    return found


def typed(column: Column) -> str:
    """The column's text as its own type, NULL where it is none."""
    return TYPED.get(column.kind, "NAME").replace("NAME", column.sql)


def _malformed(column: Column) -> Fault | None:
    wrong = _wrong(column)
    if wrong is None:
        return None
    condition, reason = wrong
    return Fault(
        column.name, f"{column.sql} IS NOT NULL AND NOT coalesce({condition}, false)", reason
    )


def _wrong(column: Column) -> tuple[str, str] | None:
    """The condition a value must meet, and the reason where it does not."""
    name = column.sql
    if column.kind == "choice":
        listed = ", ".join(f"'{one}'" for one in column.choices)
        return f"{name} IN ({listed})", f"只能是 {'/'.join(column.choices)} 之一 (not one of these)"
    if column.kind == "id_number":
        return _id_number(
            name
        ), "身份证号须为 18 位且日期、校验位正确 (not a valid identity number)"
    if column.name == "birth_date":
        return f"{typed(column)} >= DATE '1900-01-01'", FORMS["day"][1]
    form = FORMS.get(column.kind)
    if form is None:
        return None
    return form[0].replace("TYPED", typed(column)).replace("NAME", name), form[1]


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


def _order(feed: Feed, first: str, last: str) -> Fault:
    before, after = feed.column(first), feed.column(last)
    condition = f"{typed(before)}::DATE > {typed(after)}::DATE"
    if after.kind == "instant":
        condition = f"{typed(before)} > {typed(after)}"
    return Fault(last, condition, f"早于 {first} (lies before {first})")


def _stranger(name: str, targets: tuple[str, ...]) -> Fault:
    known = feeds()
    found = " OR ".join(f"{name} IN (SELECT {known[one].key[0]} FROM {one})" for one in targets)
    return Fault(
        name,
        f"{name} IS NOT NULL AND NOT ({found})",
        f"在 {'、'.join(targets)} 中没有这个编号 (no such id in {' or '.join(targets)})",
    )


def _unauthorised(purpose: str) -> Fault:
    return Fault(
        "customer_id",
        "customer_id IS NOT NULL AND NOT list_contains($authorised, customer_id)",
        f"没有有效的 {purpose} 单独授权 (no second authorisation for {purpose} in force)",
    )
