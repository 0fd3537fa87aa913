"""Rules of credit reports."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, rule


@rule("credit.consent_use")
def consent_and_use(case: Case) -> Iterator[Finding]:
    """A credit report is the person's own, with written consent, for the agreed purpose.

    Source:
        征信业管理条例 14, 15, 17, 18, 20
    """
    if case.says("credit.consent_use.other"):
        yield block(
            "征信报告只能由本人查询，或经本人书面同意并约定用途后查询；不能替他人或瞒着本人查询。"
            "您本人每年可免费查询两次自己的征信报告。",
            "A credit report is read by the person, or with their written consent for an agreed "
            "purpose; not for someone else. You may read your own free of charge twice a year.",
        )
    if case.says("credit.consent_use.other_purpose"):
        yield block(
            "征信信息只能用于约定的用途，不能用于营销、画像或推荐产品；征信记录也不能花钱修改。",
            "Credit data serves the agreed purpose only, never marketing, profiling or offers, and "
            "records cannot be changed for money.",
        )
