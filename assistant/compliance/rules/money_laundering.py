"""Rules against money laundering and fraud."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, disclose, review, rule


@rule("aml.cdd")
def due_diligence(case: Case) -> Iterator[Finding]:
    """Identity, purpose and payee of an outbound payment are verified.

    Source:
        反洗钱法 28, 29; 金融机构客户尽职调查和客户身份资料及交易记录保存管理办法 9, 24, 34
    """
    if case.says("aml.cdd.anonymous"):
        yield block(
            "账户须实名开立并由本人使用，不能匿名、冒名开户，也不能出租、出借或买卖账户。",
            "Accounts are opened in one's own name and used in person: no anonymous or false "
            "names, no renting, lending or selling of accounts.",
        )
    facts, limit = case.facts, case.settings.outbound_due_diligence
    is_outbound = facts.outbound_usd is not None and facts.outbound_usd >= limit.value
    if is_outbound or (facts.is_plan and facts.cross_border):
        yield disclose(
            "办理跨境汇款时，银行会核实汇款人身份、用途和收款方信息，请准备真实材料。",
            "For a payment abroad the bank verifies who pays, why and to whom; please bring "
            "genuine documents.",
        )


@rule("aml.monitor_no_tipping")
def no_tipping_off(case: Case) -> Iterator[Finding]:
    """Nobody says whether a report exists, or how to stay below a threshold.

    Source:
        反洗钱法 30, 35; 反电信网络诈骗法 18
    """
    if case.says("aml.monitor_no_tipping.evade"):
        yield block(
            "我不能指导如何避开交易监测或规定金额。请按真实用途正常办理，需要的话准备好说明材料即可。",
            "I cannot advise how to avoid monitoring or amounts set by the rules. Please act by "
            "your real purpose and have documents ready where asked.",
        )
    if case.says("aml.monitor_no_tipping.asks"):
        yield review(
            "这类事项依法保密，我无法说明。如果您的交易受到影响，可以请工作人员与您核实用途。",
            "Such matters are confidential by law and I cannot comment. If a payment was affected, "
            "our staff can go through its purpose with you.",
        )
    if case.says("aml.monitor_no_tipping.fraud"):
        yield review(
            "这很像诈骗：请先不要转账，也不要提供验证码。任何机关都不会要求把钱转到所谓安全账户。"
            "我已请工作人员与您联系核实，也可拨打 96110。",
            "This looks like fraud: please do not pay or share any code. No authority asks for "
            "money to be moved to a safe account. Our staff will check with you.",
        )
