"""Study abroad: what each year costs, through which channel it is paid, and how to save for it."""

from datetime import date
from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import ONE, ZERO, monthly_yield, precise
from assistant.planning.calculators.calculator import (
    Calculator,
)
from assistant.planning.calculators.stages import Due, balance_path, level_saving, present_value
from assistant.planning.calculators.study_costs import (
    QUOTA,
    STRESSES,
    Stage,
    StudyAbroadInput,
    quota_left,
    stages,
)
from assistant.planning.figures import Table, half_up
from assistant.planning.months import month_after, named
from assistant.planning.sheet import Mark, Sheet


@precise
def write(given: StudyAbroadInput, sheet: Sheet) -> None:
    """The stages, the totals with dearer currency, the saving, its path and the quota test."""
    today = sheet.origin.as_of
    planned = stages(given, today)
    for one in planned:
        _write_stage(given, one, sheet)
    total = sum((one.total for one in planned), ZERO)
    _write_totals(given, total, sheet)
    _write_saving(given, planned, sheet)
    _write_tables(given, planned, sheet)
    sheet.note(
        "汇率、涨幅与收益率均为示意性假设；额度与购汇材料以外汇岗位确认为准。",
        "Exchange rate, growth and yield are illustrative; the FX desk confirms the quota and the "
        "documents.",
    )


def _write_stage(given: StudyAbroadInput, stage: Stage, sheet: Sheet) -> None:
    mark, currency = stage.mark, given.currency
    years = stage.month.year - sheet.origin.as_of.year
    tuition = {"today": given.tuition, "growth": given.tuition_growth, "years": years}
    living = {"today": given.living, "growth": given.living_growth, "years": years}
    sheet.add("stage_tuition", stage.tuition, tuition, mark, currency)
    sheet.add("stage_living", stage.living, living, mark, currency)
    sheet.add("stage_oneoff", stage.oneoff, {}, mark, currency)
    parts: dict[str, object] = {
        "tuition": half_up(stage.tuition), "living": half_up(stage.living),
        "oneoff": stage.oneoff,
    }  # fmt: skip
    total = sheet.add("stage_total", stage.total, parts, mark, currency)
    priced: dict[str, object] = {"total": half_up(total), "exchange_rate": given.exchange_rate}
    sheet.add("stage_total_cny", total * given.exchange_rate, priced, mark)
    _write_dollars(given, stage, sheet)


def _write_dollars(given: StudyAbroadInput, stage: Stage, sheet: Sheet) -> None:
    left = quota_left(given, stage, sheet.origin.as_of)
    if given.usd_rate is None or left is None:
        return
    rate: dict[str, object] = {"usd_rate": given.usd_rate}
    by_documents, by_quota = stage.tuition, stage.living + stage.oneoff
    mark = stage.mark
    sheet.add("stage_usd", stage.total * given.usd_rate, rate, mark)
    sheet.add("stage_usd_documents", by_documents * given.usd_rate, rate, mark)
    used = sheet.add("stage_usd_quota", by_quota * given.usd_rate, rate, mark)
    sheet.add("quota_left", left, {"quota": QUOTA, "planned": half_up(used)}, mark)
    if left < 0:
        sheet.note(
            f"{named(stage.month)} 的生活费与杂费超过本人当年便利化额度，"
            "超出部分须凭真实用途单据向外汇岗位办理。",
            f"Living and one-off costs of {named(stage.month)} exceed the student's own quota of "
            "the year; the part above goes to the FX desk with documents of real use.",
        )


def _write_totals(given: StudyAbroadInput, total: Decimal, sheet: Sheet) -> None:
    sheet.add("total_foreign", total, {"stages": given.years}, None, given.currency)
    rate: dict[str, object] = {"total": half_up(total), "exchange_rate": given.exchange_rate}
    sheet.add("total_cny", total * given.exchange_rate, rate)
    for change, mark in _stresses(given):
        dearer = given.exchange_rate * (ONE + change)
        sheet.add("fx_stress", change, {}, mark)
        sheet.add("total_cny", total * dearer, rate | {"exchange_rate": dearer}, mark)


def _stresses(given: StudyAbroadInput) -> list[tuple[Decimal, Mark]]:
    asked_for = () if given.fx_change in {None, ZERO, *STRESSES} else (given.fx_change,)
    return [
        (change, Mark(_key(change), f"汇率 {change * 100:+.0f}%", f"FX {change * 100:+.0f}%"))
        for change in (*STRESSES, *asked_for)
        if change is not None
    ]


def _key(change: Decimal) -> str:
    return f"fx_{change * 100:.0f}".replace("-", "minus_")


def _write_saving(given: StudyAbroadInput, planned: tuple[Stage, ...], sheet: Sheet) -> None:
    m = monthly_yield(given.saving_yield)
    dues = _dues(given, planned)
    worth = present_value(dues, m)
    sheet.add("pv_cny", worth, {"stages": given.years, "saving_yield": given.saving_yield})
    inputs: dict[str, object] = {"pv": half_up(worth), "earmarked": given.earmarked}
    sheet.add("gap_pv", max(worth - given.earmarked, ZERO), inputs)
    surplus = _write_surplus(given, sheet)
    last = planned[-1].due
    cases = [
        (Mark("departure", "出发前存完", "until departure"), dues, planned[0].due),
        (Mark("last_payment", "存到末次付款", "until the last payment"), dues, last),
    ]
    for change, mark in _stresses(given):
        words = (f"存到末次付款，{mark.zh}", f"until the last payment, {mark.en}")
        marked = Mark(f"last_payment_{mark.key}", *words)
        cases.append((marked, _dues(given, planned, change), last))
    for mark, costs, months in cases:
        each = level_saving(costs, given.earmarked, m, months)
        sheet.add("months_to_save", months, {}, mark)
        sheet.add("level_saving", each, inputs | {"months": months}, mark)
        if surplus is not None and surplus > 0:
            share: dict[str, object] = {"saving": half_up(each), "surplus": surplus}
            sheet.add("saving_share", each / surplus, share, mark)
    _write_path(given, dues, m, sheet)


def _dues(
    given: StudyAbroadInput, planned: tuple[Stage, ...], change: Decimal = ZERO
) -> tuple[Due, ...]:
    rate = given.exchange_rate * (ONE + change)
    return tuple(Due(months=one.due, cost=one.total * rate) for one in planned)


def _write_surplus(given: StudyAbroadInput, sheet: Sheet) -> Decimal | None:
    if given.income is None or given.living_cost is None:
        return None
    surplus = given.income - given.living_cost - given.debt_service
    inputs: dict[str, object] = {
        "income": given.income, "living_cost": given.living_cost,
        "debt_service": half_up(given.debt_service),
    }  # fmt: skip
    return sheet.add("surplus_month", surplus, inputs)


def _write_path(given: StudyAbroadInput, dues: tuple[Due, ...], m: Decimal, sheet: Sheet) -> None:
    last = dues[-1].months
    each = level_saving(dues, given.earmarked, m, last)
    path = balance_path(dues, given.earmarked, m, (each, last))
    inputs: dict[str, object] = {"earmarked": given.earmarked, "saving": half_up(each)}
    today = sheet.origin.as_of
    for one in dues:
        month = named(month_after(today, one.months))
        sheet.add("path_balance", path[one.months - 1], inputs, Mark(month, month, month))
    sheet.add("lowest_balance", min(path), inputs)
    sheet.table(
        Table(
            key="balance_path",
            title="专户逐月余额（存到末次付款）",
            title_en="Balance month by month, saving until the last payment",
            columns=("月份", "余额（元）"),
            columns_en=("Month", "Balance (CNY)"),
            rows=tuple(
                (named(month_after(today, number)), f"{half_up(balance):,}")
                for number, balance in enumerate(path, start=1)
            ),
        )
    )


def _write_tables(given: StudyAbroadInput, planned: tuple[Stage, ...], sheet: Sheet) -> None:
    sheet.table(
        Table(
            key="stages",
            title=f"分期付款表（{given.currency}）",
            title_en=f"Payments by stage ({given.currency})",
            columns=("付款月份", "学费", "生活费", "首年杂费", "合计", "折人民币"),
            columns_en=("Month", "Tuition", "Living", "One-off", "Total", "In CNY"),
            rows=tuple(_stage_row(given, one) for one in planned),
        )
    )
    if given.usd_rate is not None:
        sheet.table(_quota_table(given, planned, sheet.origin.as_of))


def _stage_row(given: StudyAbroadInput, stage: Stage) -> tuple[str, ...]:
    amounts = (stage.tuition, stage.living, stage.oneoff, stage.total)
    cny = stage.total * given.exchange_rate
    return (named(stage.month), *(f"{half_up(one):,}" for one in (*amounts, cny)))


def _quota_table(given: StudyAbroadInput, planned: tuple[Stage, ...], today: date) -> Table:
    rate = given.usd_rate or ONE
    rows: list[tuple[str, ...]] = []
    for one in planned:
        split = (one.total * rate, one.tuition * rate, (one.living + one.oneoff) * rate)
        left = quota_left(given, one, today) or ZERO
        printed = tuple(f"{half_up(each):,}" for each in (*split, left))
        rows.append((str(one.month.year), *printed))
    return Table(
        key="quota",
        title="按自然年的额度表（学生本人，美元）",
        title_en="Quota by calendar year (the student, USD)",
        columns=("自然年", "费用合计", "学费凭单据", "生活费等使用额度", "额度剩余"),
        columns_en=("Year", "Total", "Tuition by documents", "In the quota", "Quota left"),
        rows=tuple(rows),
    )


STUDY_ABROAD: Final = Calculator(
    "study-abroad", "留学费用与储蓄", "Study abroad", StudyAbroadInput, write
)
