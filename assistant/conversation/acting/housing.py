"""Housing loans in the chat: payments, ratios, stress, prepayment, and how much may be borrowed."""

from decimal import Decimal
from typing import Final

from assistant.conversation.acting.computing import (
    Worked,
    assumed_said,
    money,
    percent,
    question,
    remembered,
    told,
    words_of,
    worked,
)
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import ComputeMaxLoan, ComputeMortgage
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation
from assistant.planning.calculators import CALCULATORS
from assistant.planning.planners import PLANNERS

PACK: Final = "home_purchase"
_EQUAL: Final = "equal_principal_"
CONVERSATION: Final = "本次对话 / this conversation"
PREPAYING: Final = ("prepay_amount", "prepay_after_months", "prepay_way")
"""Slots that are said of paying early alone."""
REPRICING: Final = ("repricing_change", "repricing_after_months")
"""Slots that are said of the day the rate is set again."""
SHOWN: Final = frozenset({"months", "annual_rate", "household_income"})
"""Assumptions a customer should know of when they were not stated."""


def compute_mortgage(command: ComputeMortgage, situation: Situation) -> Outcome:
    """The payment and what was asked of it; asked for what is missing.

    Source:
        个人贷款管理办法 10; 民法典·合同编 677
    """
    memory = remembered("mortgage", command, situation)
    case = worked(PLANNERS[PACK], command, memory, situation)
    if isinstance(case, Outcome):
        return case
    if any(getattr(command, one) is not None for one in PREPAYING):
        return told(case, _prepaid(case), situation)
    if any(getattr(command, one) is not None for one in REPRICING):
        return told(case, _repriced(case), situation)
    if command.rate_change is not None or command.income_change is not None:
        return told(case, _stress(command, case), situation)
    words = (
        *_base(command, case),
        *_parts(case),
        *_ratios(case, situation, _EQUAL if command.method == "equal_principal" else ""),
        *_closing(case),
        *assumed_said(case, SHOWN),
    )
    return told(case, words, situation)


def compute_max_loan(command: ComputeMaxLoan, situation: Situation) -> Outcome:
    """The most that may be borrowed under both caps.

    Source:
        个人贷款管理办法 10
    """
    # It shares the slots of a mortgage; what follows still speaks of how much may be borrowed.
    memory = remembered("mortgage", command, situation).model_copy(update={"topic": "max_loan"})
    planner = PLANNERS[PACK]
    words = words_of(memory, "mortgage")
    known = {one.key: one for one in planner.assumptions(words, situation.known, situation.ground)}
    wanted = {"household_income", "annual_rate"} - set(known)
    if wanted:
        return question(planner, tuple(sorted(wanted, reverse=True)), memory)
    calculator = CALCULATORS["max-loan"]
    fields = {key: known[key].value for key in calculator.input.model_fields if key in known}
    fields["income"] = known["household_income"].value
    calculation = calculator.compute(
        calculator.parse(fields), situation.context.today, CONVERSATION
    )
    case = Worked(known, calculation, memory, ())
    said_all = (*_most(case), said("housing.not_approval"), *assumed_said(case, {"months"}))
    return told(case, said_all, situation)


def _base(command: ComputeMortgage, case: Worked) -> tuple[Said, ...]:
    """The payment by the way asked for; both where none is named."""
    head = said(
        "housing.head",
        loan=case.printed("loan"),
        months=case.assumptions["months"].value,
        rate=percent(case.number("annual_rate")),
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


def _parts(case: Worked) -> tuple[Said, ...]:
    """The provident-fund loan beside the commercial one, and a loan for the renovation."""
    words: list[Said] = []
    if case.has("combined_payment"):
        words.append(
            said(
                "housing.combination",
                fund=case.printed("fund_payment"),
                commercial=case.printed("commercial_payment"),
                both=case.printed("combined_payment"),
                saved=case.printed("saving_per_month"),
                interest=case.printed("combined_interest"),
            )
        )
    elif "fund_loan" in case.assumptions:
        words.append(said("housing.ask_fund_rate"))
    if case.has("loan_payment.renovation"):
        words.append(
            said(
                "housing.renovation_loan",
                loan=money(case.number("renovation_loan")),
                months=case.calculation.figure("loan_payment.renovation").inputs["months"],
                payment=case.printed("loan_payment.renovation"),
            )
        )
    return tuple(words)


def _repriced(case: Worked) -> tuple[Said, ...]:
    """What is owed on the day the rate is set again, and the payment from then on."""
    if not case.has("repriced_payment"):
        return (said("housing.no_repricing"),)
    return (
        said(
            "housing.repricing",
            paid=case.assumptions["repricing_after_months"].value,
            balance=case.printed("balance_at_repricing"),
            rate=case.printed("repriced_rate"),
            payment=case.printed("repriced_payment"),
        ),
    )


def _ratios(case: Worked, situation: Situation, way: str) -> tuple[Said, ...]:
    """The ratios of level payments, or of the first of the way asked for."""
    if not case.has("housing_ratio"):
        return (said("housing.ask_income"),)
    limits = situation.ports.rulebook.settings
    fee_zh = fee_en = ""
    if case.number("property_fee") and not way:
        with_fee = case.printed("housing_ratio_with_fee")
        fee_zh, fee_en = f"；把物业费算进去是 {with_fee}", f"; with the property fee {with_fee}"
    values = {
        "housing": case.printed(f"{way}housing_ratio"),
        "all_debt": case.printed(f"{way}all_debt_ratio"),
        "housing_cap": percent(limits.housing_ratio.value),
        "debt_cap": percent(limits.all_debt_ratio.value),
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
    renovates = case.number("renovation") > 0 and case.has("left_after_renovation")
    left = case.printed("left_after_renovation") if renovates else ""
    zh = f"，装修后剩 {left} 元" if renovates else ""
    en = f", CNY {left} after renovation" if renovates else ""
    over = case.calculation.figure("over_emergency").value >= 0
    return (
        both(
            "housing.closing",
            values | {"renovation": zh, "enough": "够用" if over else "不够，要再攒一攒"},
            values | {"renovation": en, "enough": "covered" if over else "not yet covered"},
        ),
    )


def _stress(command: ComputeMortgage, case: Worked) -> tuple[Said, ...]:
    """The payment at another rate, or the ratios at another income."""
    words: list[Said] = []
    if command.rate_change is not None and case.has("payment.rate_change"):
        words += _at_rate(case.number("annual_rate") + command.rate_change, case)
    if command.income_change is not None and case.has("housing_ratio.income_change"):
        income = case.number("household_income") * (1 + command.income_change)
        words.append(
            said(
                "housing.income_change",
                income=money(income),
                housing=case.printed("housing_ratio.income_change"),
                all_debt=case.printed("all_debt_ratio.income_change"),
            )
        )
    return tuple(words) or (said("housing.ask_income"),)


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


def _prepaid(case: Worked) -> tuple[Said, ...]:
    """Shorter term against lower payment."""
    words = [
        said(
            "housing.prepay_head",
            paid=case.assumptions["prepay_after_months"].value,
            before=case.printed("balance_before"),
            prepay=money(case.number("prepay_amount")),
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
    """Each limit, then the least of them."""
    inputs = case.calculation.inputs
    words = [
        said(
            "housing.max_loan",
            housing_cap=percent(Decimal(inputs["housing_cap"])),
            debt_cap=percent(Decimal(inputs["debt_cap"])),
            by_housing=case.printed("max_loan_by_housing_cap"),
            by_debt=case.printed("max_loan_by_debt_cap"),
        )
    ]
    if case.has("max_loan_by_price"):
        words.append(said("housing.max_loan_price", by_price=case.printed("max_loan_by_price")))
    words.append(said("housing.max_loan_least", most=case.printed("max_loan")))
    return tuple(words)
