"""Rules of suitability."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, disclose, review, rule

RISK: Final = re.compile(r"(?<![a-z0-9])r([1-5])(?![a-z0-9])", re.IGNORECASE)
ASKS: Final = re.compile(r"吗|什么是|是什么|区别|[?？]\s*$")


@rule("suit.risk_match")
def risk_match(case: Case) -> Iterator[Finding]:
    """No product above the customer's risk level.

    Source:
        金融机构产品适当性管理办法 12, 13, 22
    """
    level = case.facts.risk_level
    if case.says("suit.risk_match.above") or _wants_above(case, level):
        yield block(
            "产品风险等级不能高于您的风险承受能力等级，这一点不能通过签字或声明绕过。",
            "A product's risk level may not exceed yours, and no signature or statement "
            "changes that.",
        )
    if level is None:
        return
    above = [one for one in case.facts.products if one.risk_level and one.risk_level[1] > level[1]]
    for one in above:
        yield block(
            f"产品 {one.code}（{one.risk_level}）高于客户风险承受能力等级 {level}，"
            "不能推荐或销售。",
            f"Product {one.code} ({one.risk_level}) is above the customer's level {level}.",
        )


def _wants_above(case: Case, level: str | None) -> bool:
    """Whether a customer of a known level asks for a product of a higher one; never staff."""
    message = case.facts.message or ""
    if level is None or case.facts.is_staff or ASKS.search(message):
        return False
    wanted = [int(one) for one in RISK.findall(message)]
    return case.says("suit.risk_match.wants") and max(wanted, default=0) > int(level[1])


@rule("suit.assessment_valid")
def assessment_valid(case: Case) -> Iterator[Finding]:
    """A risk assessment holds for twelve months and is the customer's own.

    Source:
        金融机构产品适当性管理办法 13, 29
    """
    if case.says("suit.assessment_valid.coached"):
        yield block(
            "风险测评须由本人如实作答，任何人不能代答或指导怎样得到更高等级。",
            "The risk questionnaire is answered truthfully by the person; nobody answers for them "
            "or coaches for a higher level.",
        )
    facts = case.facts
    rated = [one for one in facts.products if one.risk_level is not None]
    if facts.risk_assessment_valid is False and rated:
        yield block(
            "风险测评缺失或已满十二个月，须由客户本人重新完成后才能推荐有风险等级的产品。",
            "The risk assessment is missing or older than twelve months; the customer retakes it "
            "before any rated product is recommended.",
        )


@rule("suit.financial_capacity")
def financial_capacity(case: Case) -> Iterator[Finding]:
    """Amounts and lock-ups fit what the customer has and when they need it.

    Source:
        金融机构产品适当性管理办法 12, 25
    """
    facts = case.facts
    total = sum((one.amount or Decimal(0) for one in facts.products), Decimal(0))
    if facts.free_assets is not None and total > facts.free_assets:
        yield block(
            f"拟配置 {total:,.2f} 元超过可用金融资产 {facts.free_assets:,.2f} 元"
            "（已扣除应急备用金）。",
            f"CNY {total:,.2f} exceeds the free financial assets of CNY {facts.free_assets:,.2f}.",
        )
    if facts.keeps_emergency_fund is False:
        yield review(
            "方案会动用应急备用金，须人工确认。",
            "The plan would use the emergency fund; a person must confirm.",
        )
    horizon = facts.horizon_days
    if horizon is None:
        return
    for one in facts.products:
        if one.lock_up_days is not None and one.lock_up_days > horizon:
            yield block(
                f"产品 {one.code} 封闭 {one.lock_up_days} 天，长于资金使用前的 {horizon} 天。",
                f"Product {one.code} is locked for {one.lock_up_days} days, longer than the "
                f"{horizon} days until the money is needed.",
            )


@rule("suit.elder")
def elder(case: Case) -> Iterator[Finding]:
    """Elder customers get fuller warnings, more time and a person.

    Source:
        金融机构产品适当性管理办法 18; 老年人权益保障法 2
    """
    age, settings = case.facts.customer_age, case.settings
    if age is None:
        return
    if age >= settings.elder_age.value and _has_high_risk(case):
        yield review(
            "六十五周岁以上客户涉及高风险产品，须由人员充分提示、留出考虑时间并回访。",
            "A customer of 65 or more and a high-risk product: a person gives fuller warnings, "
            "time to consider and a call back.",
        )
    months = case.facts.insurance_term_months
    if (
        age >= settings.elder_insurance_age.value
        and months is not None
        and months > settings.insurance_long_months.value
    ):
        yield disclose(
            "六十周岁以上客户投保一年期以上人身保险，销售过程须录音录像。",
            "Life cover of more than a year for a customer of 60 or more is recorded.",
        )


def _has_high_risk(case: Case) -> bool:
    return any(one.risk_level in {"R4", "R5"} for one in case.facts.products)


@rule("suit.capacity_minor")
def capacity_of_minors(case: Case) -> Iterator[Finding]:
    """Minors do not borrow and buy nothing, or low-risk products with their guardian.

    Source:
        金融机构产品适当性管理办法 19; 民法典·总则编 18, 20; 个人贷款管理办法 12
    """
    facts, settings = case.facts, case.settings
    if case.says("suit.capacity_minor.borrows"):
        yield block(
            "贷款人须为完全民事行为能力人，未成年人不能贷款或办理信用卡。",
            "Borrowers have full legal capacity; minors cannot take a loan or a credit card.",
        )
    age = facts.customer_age
    if age is None or age >= settings.adult_age.value:
        return
    if facts.loan_amount is not None or case.says("suit.capacity_minor.wants_loan"):
        yield block("未成年人不能办理贷款。", "Minors cannot borrow.")
    if facts.products and age < settings.no_capacity_age.value:
        yield block("未满八周岁不能购买产品。", "Children under eight buy no products.")
    elif any(one.risk_level not in {None, "R1"} for one in facts.products):
        yield block(
            "八至十七周岁经法定代理人同意仅可购买低风险产品。",
            "From eight to seventeen only low-risk products, with the guardian's consent.",
        )
    elif facts.products:
        yield review("须取得法定代理人同意。", "The guardian's consent is needed.")


@rule("suit.private_products")
def private_products(case: Case) -> Iterator[Finding]:
    """Private products go to verified qualified investors, never pooled or split.

    Source:
        金融机构产品适当性管理办法 30; 银行保险机构消费者权益保护管理办法 31
    """
    if case.says("suit.private_products.pooled"):
        yield block(
            "私募产品只面向经认定的合格投资者，不能拼单、代持或拆分份额来降低门槛。",
            "Private products are for verified qualified investors; pooling, nominee holding and "
            "splitting are not allowed.",
        )
    private = [one for one in case.facts.products if one.qualified_investor_only]
    if private and case.facts.qualified_investor is not True:
        yield block(
            "私募产品须先完成合格投资者认定。",
            "Private products need a verified qualified-investor status first.",
        )
