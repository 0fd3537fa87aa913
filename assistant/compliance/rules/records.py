"""Rules of records and retention."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, log, rule


@rule("rec.retention")
def retention(case: Case) -> Iterator[Finding]:
    """Plans are recorded; records the law keeps are not deleted on request.

    Source:
        反洗钱法 34; 金融机构产品适当性管理办法 17; 个人信息保护法 56
    """
    if case.says("rec.retention.erase_transactions"):
        yield log(
            "交易记录和客户身份资料依法至少保存十年，期间不能删除，但可以停止其他使用。",
            "Transaction and identity records are kept by law for at least ten years; they cannot "
            "be deleted before, but other use can stop.",
        )
    elif case.facts.is_plan:
        yield log(
            "方案的各版本、依据和审批全程留痕。",
            "Every version of the plan, its grounds and approvals are recorded.",
        )
