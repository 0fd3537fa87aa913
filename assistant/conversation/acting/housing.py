"""Housing loans in the chat: payments, ratios, stress, prepayment, and how much may be borrowed."""

from decimal import Decimal
from typing import Final

from assistant.conversation.acting.computing import (
    Worked,
    assumed_said,
    money,
    percent,
    remembered,
    told,
    worked,
)
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import ComputeMaxLoan, ComputeMortgage
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation
from assistant.planning import CALCULATORS, PLANNERS
from assistant.planning.figures import Calculation

PACK: Final = "home_purchase"


def compute_mortgage(command: ComputeMortgage, situation: Situation) -> Outcome:
    """The payment and what was asked of it; asked for what is missing.

    Source:
        个人贷款管理办法 10; 民法典·合同编 677
    """
    memory = remembered("mortgage", command, situation)
    case = worked(PLANNERS[PACK], "mortgage", memory, situation)
    if isinstance(case, Outcome):
        return case
    if command.prepay_amount is not None or command.prepay_way is not None:
        return _prepayment(command, case, situation)
    if command.rate_change is not None or command.income_change is not None:
        return _stress(command, case, situation)
    words = (*_base(command, case), *_ratios(case), *_closing(case), *assumed_said(case))
    return told(case, words, situation)


def compute_max_loan(command: ComputeMaxLoan, situation: Situation) -> Outcome:
    """The most that may be borrowed under both caps.

    Source:
        个人贷款管理办法 10
    """
    memory = remembered("mortgage", command, situation)
    planner = PLANNERS[PACK]
    assumptions = planner.assumptions(
        {**_texts(memory.slots["mortgage"])}, situation.known, situation.ground
    )
    known = {one.key: one for one in assumptions}
    calculator = CALCULATORS["max-loan"]
    fields = {key: known[key].value for key in calculator.input.model_fields if key in known}
    if "household_income" in known:
        fields["income"] = known["household_income"].value
    if "income" not in fields:
        asked = both(
            "studies.ask",
            {"questions": planner.question("income", "zh")},
            {"questions": planner.question("income", "en")},
        )
        memory = memory.model_copy(update={"asked": "income"})
        return Outcome(kind="asked", said=(asked,), asks="income", memory=memory)
    calculation = calculator.compute(
        calculator.parse(fields), situation.context.today, "conversation"
    )
    case = Worked(known, calculation, memory, ())
    return told(case, (*_most(case), said("housing.not_approval")), situation)


def _texts(slots: dict[str, str | int | bool | None]) -> dict[str, str]:
    return {key: str(value) for key, value in slots.items() if value is not None}


def _base(command: ComputeMortgage, case: Worked) -> tuple[Said, ...]:
    """The payment by the way asked for; both where none is named."""
    head = said(
        "housing.head",
        loan=case.printed("loan"),
        months=case.calculation.inputs["months"],
        rate=percent(Decimal(case.calculation.inputs["annual_rate"])),
    )
    level = said(
        "housing.annuity", payment=case.printed("payment"), interest=case.printed("total_interest")
    )
    if command.method == "annuity":
        return (head, level)
    equal = said(
        "housing.equal_principal",
        first=case.printed("equal_principal_first"),
        decrement=case.printed("equal_principal_decrement"),
        last=case.printed("equal_principal_last"),
        interest=case.printed("equal_principal_interest"),
        saved=case.printed("interest_saved_by_equal_principal"),
    )
    return (head, equal) if command.method == "equal_principal" else (head, level, equal)


def _ratios(case: Worked) -> tuple[Said, ...]:
    if not case.has("housing_ratio"):
        return (said("housing.ask_income"),)
    fee_zh = fee_en = ""
    if case.number("property_fee"):
        with_fee = case.printed("housing_ratio_with_fee")
        fee_zh, fee_en = f"；把物业费算进去是 {with_fee}", f"; with the property fee {with_fee}"
    values = {
        "housing": case.printed("housing_ratio"),
        "all_debt": case.printed("all_debt_ratio"),
        "housing_cap": percent(Decimal(case.calculation.inputs["housing_cap"])),
        "debt_cap": percent(Decimal(case.calculation.inputs["debt_cap"])),
    }
    return (both("housing.ratio", values | {"fee": fee_zh}, values | {"fee": fee_en}),)


def _closing(case: Worked) -> tuple[Said, ...]:
    """Cash at closing against savings, once savings are known."""
    if not case.has("left_after_closing") or not case.has("emergency_fund"):
        return ()
    values = {
        "down": case.printed("down_payment"),
        "tax": case.printed("deed_tax"),
        "total": case.printed("closing_total"),
        "left": case.printed("left_after_closing"),
        "emergency": case.printed("emergency_fund"),
    }
    left = case.printed("left_after_renovation") if case.has("left_after_renovation") else None
    zh = "" if left is None else f"，装修后剩 {left} 元"
    en = "" if left is None else f", CNY {left} after renovation"
    over = case.calculation.figure("over_emergency").value >= 0
    return (
        both(
            "housing.closing",
            values | {"renovation": zh, "enough": "够用" if over else "不够，要再攒一攒"},
            values | {"renovation": en, "enough": "covered" if over else "not yet covered"},
        ),
    )


def _stress(command: ComputeMortgage, case: Worked, situation: Situation) -> Outcome:
    """The payment at another rate, or the ratios at another income."""
    given = dict(case.calculation.inputs)
    if command.rate_change is not None:
        given["rate_change"] = str(command.rate_change)
    if command.income_change is not None:
        given["income_change"] = str(command.income_change)
    calculation = _calculated("mortgage", given, situation)
    stressed = Worked(case.assumptions, calculation, case.memory, case.verdicts)
    words: list[Said] = []
    if command.rate_change is not None:
        words += _at_rate(Decimal(given["annual_rate"]) + command.rate_change, stressed)
    if command.income_change is not None and stressed.has("housing_ratio.income_change"):
        income = Decimal(given["income"]) * (1 + command.income_change)
        words.append(
            said(
                "housing.income_change",
                income=money(income),
                housing=stressed.printed("housing_ratio.income_change"),
                all_debt=stressed.printed("all_debt_ratio.income_change"),
            )
        )
    return told(stressed, tuple(words) or _ratios(stressed), situation)


def _at_rate(rate: Decimal, case: Worked) -> list[Said]:
    words = [
        said(
            "housing.rate_change",
            rate=percent(rate),
            payment=case.printed("payment.rate_change"),
            interest=case.printed("total_interest.rate_change"),
        )
    ]
    if case.has("housing_ratio.rate_change"):
        words.append(
            said(
                "housing.rate_ratio",
                housing=case.printed("housing_ratio.rate_change"),
                all_debt=case.printed("all_debt_ratio.rate_change"),
            )
        )
    return words


def _prepayment(command: ComputeMortgage, case: Worked, situation: Situation) -> Outcome:
    """Shorter term against lower payment."""
    slots = case.memory.slots["mortgage"]
    amount, paid = slots.get("prepay_amount"), slots.get("prepay_after_months")
    if amount is None or paid is None:
        missing = "prepay_amount" if amount is None else "prepay_after_months"
        planner = PLANNERS[PACK]
        asked = both(
            "studies.ask",
            {"questions": planner.question(missing, "zh")},
            {"questions": planner.question(missing, "en")},
        )
        memory = case.memory.model_copy(update={"asked": missing})
        return Outcome(kind="asked", said=(asked,), asks=missing, memory=memory)
    given = {
        "loan": str(case.calculation.figure("loan").value),
        "annual_rate": case.calculation.inputs["annual_rate"],
        "months": case.calculation.inputs["months"],
        "after_months": str(paid),
        "prepay": str(amount),
        "way": command.prepay_way or "compare",
    }
    calculation = _calculated("prepayment", given, situation)
    prepaid = Worked(case.assumptions, calculation, case.memory, case.verdicts)
    return told(prepaid, _prepaid(prepaid, str(paid), Decimal(str(amount))), situation)


def _prepaid(case: Worked, paid: str, prepay: Decimal) -> tuple[Said, ...]:
    words = [
        said(
            "housing.prepay_head",
            paid=paid,
            before=case.printed("balance_before"),
            prepay=money(prepay),
            after=case.printed("balance_after"),
        )
    ]
    if case.has("interest_saved_shorten"):
        words.append(
            said(
                "housing.prepay_shorten",
                left=case.printed("months_left"),
                saved_months=case.printed("months_saved"),
                saved=case.printed("interest_saved_shorten"),
                last=case.printed("last_payment"),
            )
        )
    if case.has("interest_saved_reduce"):
        words.append(
            said(
                "housing.prepay_reduce",
                payment=case.printed("reduced_payment"),
                saved=case.printed("interest_saved_reduce"),
            )
        )
    if case.has("interest_saved_shorten") and case.has("interest_saved_reduce"):
        words.append(said("housing.prepay_advice"))
    return tuple(words)


def _most(case: Worked) -> tuple[Said, ...]:
    inputs = case.calculation.inputs
    words = [
        said(
            "housing.max_loan",
            housing_cap=percent(Decimal(inputs["housing_cap"])),
            debt_cap=percent(Decimal(inputs["debt_cap"])),
            by_housing=case.printed("max_loan_by_housing_cap"),
            by_debt=case.printed("max_loan_by_debt_cap"),
            most=case.printed("max_loan"),
        )
    ]
    if case.has("max_loan_by_price"):
        words.append(said("housing.max_loan_price", by_price=case.printed("max_loan_by_price")))
    return tuple(words)


def _calculated(name: str, given: dict[str, str], situation: Situation) -> Calculation:
    calculator = CALCULATORS[name]
    fields = {key: value for key, value in given.items() if key in calculator.input.model_fields}
    return calculator.compute(calculator.parse(fields), situation.context.today, "conversation")
