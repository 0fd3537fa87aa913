"""Rules of personal loans."""

from collections.abc import Iterator
from typing import Final

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, disclose, percent, review, rule

BANNED_PURPOSES: Final = frozenset({"stocks", "funds", "wealth", "down_payment", "onward_lending"})
BUSINESS: Final = "business"
OWN_RULES: Final = frozenset({"home_purchase", "student", "car"})
"""Purposes whose term follows rules of their own."""


@rule("loan.purpose")
def purpose(case: Case) -> Iterator[Finding]:
    """A loan has a lawful, specific purpose and is not diverted.

    Source:
        个人贷款管理办法 7, 39; 民法典·合同编 673; 个人住房贷款管理办法（试行） 9
    """
    if case.facts.loan_purpose in BANNED_PURPOSES or case.says("loan.purpose.diverted"):
        yield block(
            "贷款须用于申请时约定的合法用途，不能用于炒股、买基金理财、付首付或转借他人；"
            "被发现挪用会被要求提前还款，并影响征信。",
            "A loan is used for the lawful purpose agreed: not for stocks, funds, wealth products, "
            "a down payment or lending on. Diverted money may be called back at once.",
        )


@rule("loan.entrusted_payment")
def entrusted_payment(case: Case) -> Iterator[Finding]:
    """Self-payment keeps within its limits; draws are not split to fit.

    Source:
        个人贷款管理办法 33, 36, 37
    """
    if case.says("loan.entrusted_payment.evade"):
        yield block(
            "贷款资金原则上直接支付给交易对象，不能拆成小额或假借交易来规避受托支付。",
            "Loans are paid straight to the counterparty; splitting draws or sham deals to avoid "
            "that is not allowed.",
        )
    facts, settings = case.facts, case.settings
    is_business = facts.loan_purpose == BUSINESS
    limit = settings.business_self_payment if is_business else settings.self_payment
    if facts.self_payment is not None and facts.self_payment > limit.value:
        yield block(
            f"单次自主支付不超过 {limit.value:,} 元，超出部分须受托支付给交易对象。",
            f"Self-payment is limited to CNY {limit.value:,}; beyond it the counterparty is paid.",
        )


@rule("loan.capacity_term")
def capacity_and_term(case: Case) -> Iterator[Finding]:
    """Every loan is weighed against income and keeps within its term.

    Source:
        个人贷款管理办法 8, 10, 49
    """
    facts, settings = case.facts, case.settings
    if facts.loan_term_months is not None and facts.loan_purpose not in OWN_RULES:
        is_business = facts.loan_purpose == BUSINESS
        limit = settings.business_term_months if is_business else settings.consumer_term_months
        if facts.loan_purpose is not None and facts.loan_term_months > limit.value:
            yield block(
                f"这类贷款期限不超过 {limit.value} 个月，请缩短期限。",
                f"This kind of loan runs up to {limit.value} months; please choose a shorter term.",
            )
    ratio, cap = facts.all_debt_ratio, settings.other_debt_ratio.value
    if ratio is not None and facts.housing_ratio is None and ratio > cap:
        yield review(
            f"月债务支出占收入 {percent(ratio)}，超过本行 {percent(cap)} 的控制线，"
            "须人工评估还款能力。",
            f"Debt payments take {percent(ratio)} of income, above the bank's {percent(cap)}: "
            "a person must weigh the capacity to repay.",
        )


@rule("loan.interview_sign")
def interview_and_sign(case: Case) -> Iterator[Finding]:
    """Nobody promises an approval; housing loans are discussed and signed in person.

    Source:
        个人贷款管理办法 18, 23, 26; 个人住房贷款管理办法（试行） 17, 18; 商业银行法 35
    """
    if case.says("loan.interview_sign.promise"):
        yield block(
            "贷款能否获批、批多少，要经过面谈、调查和审批才能确定，任何人都不能事先承诺。"
            "我可以先帮您测算月供和收入比，再为您预约客户经理面谈。",
            "Whether and how much is lent is decided after an interview, enquiry and approval; "
            "nobody can promise it beforehand. I can work out the payments and book an interview.",
        )
    if case.replies("loan.interview_sign.promise_reply"):
        yield block("回复中不能承诺贷款获批或额度。", "A reply may not promise a loan or a limit.")
    if case.facts.is_plan and case.facts.loan_purpose == "home_purchase":
        yield disclose(
            "住房贷款须由贷款经办人员当面与您面谈，并当面签署合同；方案不代表获批。",
            "A housing loan needs an interview and signing in person; a plan is no approval.",
        )


@rule("loan.cost_disclosure")
def cost_disclosure(case: Case) -> Iterator[Finding]:
    """A loan is shown with its annual rate and every fee.

    Source:
        银行保险机构消费者权益保护管理办法 22, 28; 民法典·合同编 670, 677
    """
    if case.replies("loan.cost_disclosure.hidden"):
        yield block(
            "回复把分期手续费率当作年化利率，须换算为年化成本后再说。",
            "A flat fee is no annual rate; it is converted before it is named.",
        )
    if case.facts.is_plan and case.facts.loan_amount is not None:
        yield disclose(
            "贷款成本以年化利率和全部费用列示，利率以签约当日为准，提前还款按合同约定办理。",
            "The cost is shown as an annual rate with all fees; the rate is that of the signing "
            "day, and prepayment follows the contract.",
        )
