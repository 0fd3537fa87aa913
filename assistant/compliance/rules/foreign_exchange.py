"""Rules of foreign exchange."""

from collections.abc import Iterator
from decimal import Decimal

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, disclose, log, review, rule


@rule("fx.authentic")
def authentic(case: Case) -> Iterator[Finding]:
    """Foreign exchange serves a genuine purpose; above the quota documents are needed.

    Source:
        外汇管理条例 12, 14; 经常项目外汇业务指引（2020年版） 54, 56
    """
    if case.says("fx.authentic.banned_use"):
        yield block(
            "个人便利化额度内的购汇不能用于境外买房、证券投资或购买投资型保险等资本项目用途。",
            "Money bought under the personal quota may not go into property, securities or "
            "investment insurance abroad.",
        )
    facts = case.facts
    if not facts.is_plan or not facts.usd_by_year:
        return
    short = [year for year in facts.usd_by_year if _by_quota(case, year) > _quota(case, year)]
    if short:
        years = "、".join(map(str, sorted(short)))
        yield review(
            f"{years} 年除凭材料办理的学费外，用汇仍超过本人便利化额度，"
            "须由外汇岗位人员核实材料或调整安排。",
            f"In {years} the need beyond tuition by documents exceeds the customer's own quota; "
            "the foreign-exchange desk checks documents or the timing changes.",
        )
    over = [year for year, usd in facts.usd_by_year.items() if usd > _quota(case, year)]
    if over and not short:
        years = "、".join(map(str, sorted(over)))
        yield review(
            f"{years} 年用汇总额超过便利化额度，学费部分凭录取通知书、缴费通知等真实材料办理，"
            "由外汇岗位人员核实。",
            f"Total needs in {years} exceed the convenience quota; tuition goes by genuine "
            "documents such as the offer letter and fee notice, checked by the "
            "foreign-exchange desk.",
        )
    yield disclose(
        "每人每年有等值 5 万美元的便利化额度；超出部分的真实学费等凭材料办理，不占额度。",
        "Each person has a yearly convenience quota worth USD 50,000; genuine tuition beyond it "
        "goes by documents outside the quota.",
    )


def _by_quota(case: Case, year: int) -> Decimal:
    """US dollars of a year that go by the quota: all but what goes by documents."""
    facts = case.facts
    return facts.usd_by_year[year] - facts.usd_by_documents.get(year, Decimal(0))


def _quota(case: Case, year: int) -> Decimal:
    """US dollars of the quota left in a year; the whole quota where nothing is known of it."""
    return case.facts.quota_left.get(year, case.settings.fx_quota.value)


@rule("fx.no_splitting")
def no_splitting(case: Case) -> Iterator[Finding]:
    """No borrowed quotas, split purchases, false purposes or private exchange.

    Source:
        外汇管理条例 40, 45; 经常项目外汇业务指引（2020年版） 62
    """
    if case.says("fx.no_splitting"):
        yield block(
            "借用他人额度、分多人多日多笔购汇、虚报用途或私下换汇都属于规避外汇管理，我不能协助；"
            "被认定后会列入关注名单（当年及之后两年），并可能被罚款。"
            "合规的做法是：真实学费、医疗等凭材料办理，不占额度；"
            "其余用您本人每年等值 5 万美元的便利化额度，跨年度安排。我可以为您预约外汇业务人员。",
            "Using other people's quotas, splitting over people, days or payments, false purposes "
            "and private exchange evade the rules, so I cannot help with them; they lead to a "
            "watch list (this year and the next two) and fines. The lawful way: genuine tuition or "
            "medical costs by documents outside the quota, the rest within your own yearly "
            "USD 50,000, planned over calendar years. I can book our foreign-exchange desk.",
        )
    if case.replies("fx.no_splitting"):
        yield block(
            "回复不能教人借用额度、分拆或私下换汇。",
            "A reply may not teach borrowed quotas, splitting or private exchange.",
        )
    if case.facts.is_plan and case.facts.usd_by_year:
        yield log(
            "方案只使用客户本人的便利化额度，不借用他人额度。",
            "The plan uses the customer's own quota only.",
        )
