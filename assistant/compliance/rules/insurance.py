"""Rules of insurance."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, disclose, percent, review, rule


def _has_insurance(case: Case) -> bool:
    return any("insurance" in one.family for one in case.facts.products)


@rule("ins.need_afford")
def need_and_afford(case: Case) -> Iterator[Finding]:
    """Need and ability to pay come before a product.

    Source:
        金融机构产品适当性管理办法 36, 38, 39; 保险销售行为管理办法 28
    """
    facts, cap = case.facts, case.settings.premium_to_income.value
    if facts.premium_to_income is not None and facts.premium_to_income > cap:
        yield review(
            f"年缴保费占家庭年收入 {percent(facts.premium_to_income)}，超过 {percent(cap)}，"
            "须人工评估并由投保人书面确认。",
            f"Yearly premiums take {percent(facts.premium_to_income)} of family income, above "
            f"{percent(cap)}: a person reviews it and the customer confirms in writing.",
        )
    if facts.is_plan and facts.insurance_gap is not None and facts.insurance_gap > 0:
        yield disclose(
            "保障缺口为测算值，是否投保、投什么由您与持证保险销售人员沟通后决定。",
            "The cover gap is an estimate; whether and what to buy is decided with registered "
            "insurance staff.",
        )


@rule("ins.disclose_cooling_record")
def disclose_and_record(case: Case) -> Iterator[Finding]:
    """Insurance is called insurance, with its exclusions, losses and cooling-off.

    Source:
        金融机构产品适当性管理办法 37; 保险销售行为管理办法 25; 健康保险管理办法 15, 27
    """
    if case.says("ins.disclose_cooling_record.hide"):
        yield block(
            "保险不能说成存款或理财，犹豫期、免责和退保损失必须讲清。",
            "Insurance may not pass as a deposit or wealth product; cooling-off, exclusions and "
            "surrender loss must be told.",
        )
    if _has_insurance(case):
        yield disclose(
            "这是保险产品，不是存款；请留意保障范围、免责条款、退保损失、犹豫期和等待期。",
            "This is insurance, not a deposit; mind the cover, exclusions, surrender loss, "
            "cooling-off and waiting periods.",
        )


@rule("ins.conduct")
def conduct(case: Case) -> Iterator[Finding]:
    """Registered staff only; no rebates, hype, paid premiums or genetic data.

    Source:
        保险法 34, 116; 保险销售行为管理办法 3, 19, 32; 健康保险管理办法 38
    """
    if case.says("ins.conduct"):
        yield block(
            "保险销售不能返佣、送合同以外的利益、代缴保费、炒作停售，也不收集基因检测资料。",
            "Insurance is sold without rebates or gifts beyond the contract, premiums paid for "
            "customers, last-chance talk or genetic data.",
        )
    if _has_insurance(case):
        yield review(
            "涉及保险产品，须由登记的保险销售人员与客户沟通。",
            "An insurance product needs a registered insurance salesperson.",
        )
