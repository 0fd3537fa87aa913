"""The cover a family lacks, and how a loan's cover splits between two earners."""

from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import TWELVE, ZERO, precise
from assistant.planning.calculators.calculator import (
    MOST,
    Calculator,
    Input,
    amount,
    asked,
    fraction,
)
from assistant.planning.errors import BadInput
from assistant.planning.figures import half_up
from assistant.planning.sheet import Sheet


class InsuranceGapInput(Input):
    """What would have to be paid without the main earner, and what is there."""

    debts: Decimal = amount("未还债务（元）", "Debts (CNY)", Decimal(0))
    goals: Decimal = amount("目标现值（元）", "Present value of goals (CNY)", Decimal(0))
    living: Decimal = amount("月生活支出（元）", "Living costs a month (CNY)")
    support_years: int = asked("家庭支持年数", "Years of family support", 5, ge=0, le=40)
    support_share: Decimal = fraction("生活支出比例", "Share of living costs", Decimal("0.6"))
    existing_cover: Decimal = amount("现有保额（元）", "Existing cover (CNY)", Decimal(0))
    free_assets: Decimal = amount("可用金融资产（元）", "Free financial assets (CNY)", Decimal(0))
    income: Decimal | None = asked("家庭月收入（元）", "Monthly income (CNY)", None, gt=0, le=MOST)


class TermLifeInput(Input):
    """A loan and the incomes that carry it."""

    loan: Decimal = amount("贷款金额（元）", "Loan (CNY)", positive=True)
    main_income: Decimal = amount("主要收入者月收入（元）", "Main income (CNY)", positive=True)
    household_income: Decimal = amount("家庭月收入（元）", "Household income (CNY)", positive=True)


@precise
def write(given: InsuranceGapInput, sheet: Sheet) -> None:
    """Need, gap, and the yearly premium beyond which a signed statement is asked for."""
    years, share = given.support_years, given.support_share
    support = sheet.add(
        "family_support",
        years * TWELVE * given.living * share,
        {"years": years, "living": given.living, "share": share},
    )
    parts: dict[str, object] = {
        "debts": half_up(given.debts), "goals": half_up(given.goals), "support": half_up(support),
    }  # fmt: skip
    need = sheet.add("cover_need", given.debts + given.goals + support, parts)
    there: dict[str, object] = {
        "need": half_up(need),
        "existing_cover": given.existing_cover,
        "free_assets": half_up(given.free_assets),
    }
    gap = max(need - given.existing_cover - given.free_assets, ZERO)
    sheet.add("insurance_gap", gap, there)
    if given.income is not None:
        line = given.income * TWELVE * Decimal("0.2")
        sheet.add("premium_line", line, {"income": given.income, "months": 12, "share": "0.2"})


@precise
def write_term_life(given: TermLifeInput, sheet: Sheet) -> None:
    """The loan's cover, split by income."""
    if given.main_income > given.household_income:
        raise BadInput(
            "main_income",
            "主要收入者的收入不能超过家庭月收入。",
            "The main income cannot exceed the household's.",
        )
    share = given.main_income / given.household_income
    incomes: dict[str, object] = {"main": given.main_income, "household": given.household_income}
    sheet.add("main_share", share, incomes)
    main = sheet.add("main_cover", given.loan * share, {"loan": given.loan, "share": share})
    sheet.add("spouse_cover", given.loan - main, {"loan": given.loan, "main": half_up(main)})


INSURANCE_GAP: Final = Calculator(
    "insurance-gap", "保障缺口", "Insurance gap", InsuranceGapInput, write
)
TERM_LIFE: Final = Calculator(
    "term-life", "定期寿险分配", "Term life by income", TermLifeInput, write_term_life
)
