"""Rules of personal rights, complaints and automated decisions."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, disclose, log, review, rule


@rule("prv.automated_decision")
def automated_decision(case: Case) -> Iterator[Finding]:
    """Recommendations are explained and can be refused or corrected.

    Source:
        个人信息保护法 24; 互联网信息服务算法推荐管理规定 17
    """
    if case.says("prv.automated_decision.refuses"):
        yield review(
            "您可以拒绝仅由系统自动作出的决定，我会转给人员为您处理。",
            "You may refuse a decision made by a machine alone; a person will take it up.",
        )
    elif case.says("prv.automated_decision.asks") or case.facts.is_plan:
        yield disclose(
            "建议由系统根据您授权的信息生成，您可以查看依据、修改标签或关闭个性化服务。",
            "Suggestions are made from the data you agreed to; you may see why, correct your tags "
            "or switch personalisation off.",
        )


@rule("prv.rights_complaints")
def rights_and_complaints(case: Case) -> Iterator[Finding]:
    """Access, correction, deletion and complaints are taken up and answered in time.

    Source:
        个人信息保护法 44, 45, 48, 50; 银行业保险业消费投诉处理管理办法 18
    """
    if case.says("prv.rights_complaints.complains"):
        yield review(
            "您的投诉会由专人受理，自收到之日起 15 日内告知处理结果。",
            "A person takes up your complaint and answers within 15 days.",
        )
    if case.says("prv.rights_complaints.deletes"):
        yield review(
            "删除申请会由专人核实身份后办理；法律要求保存的资料（如交易记录至少十年）只存储、不再使用。",
            "A person handles the deletion after checking your identity; what the law requires to "
            "be kept (transactions for at least ten years) is stored but no longer used.",
        )
    if case.says("prv.rights_complaints.accesses"):
        yield log("查阅和更正请求已受理。", "A request for access or correction was taken up.")
