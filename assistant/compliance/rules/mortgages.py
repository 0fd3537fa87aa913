"""Rules of housing loans."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, disclose, log, percent, rule


@rule("mtg.down_payment")
def down_payment(case: Case) -> Iterator[Finding]:
    """The down payment reaches the minimum and is the buyer's own money.

    Source:
        个人住房贷款管理办法（试行） 8, 9; 关于优化个人住房贷款最低首付款比例政策的通知
    """
    facts, least = case.facts, case.settings.down_payment
    if facts.down_payment_borrowed or case.says("mtg.down_payment.borrowed"):
        yield block(
            "首付款须为购房人自有资金，不能用贷款、信用卡或借来的钱支付；已付定金可以计入首付。",
            "A down payment is the buyer's own money: no loan, card or borrowed money. "
            "A deposit already paid counts.",
        )
    if facts.down_payment_ratio is None:
        return
    seen, floor = percent(facts.down_payment_ratio), percent(least.value)
    if facts.down_payment_ratio < least.value:
        yield block(
            f"首付比例 {seen} 低于最低首付比例 {floor}（{least.since} 起），"
            "需要提高首付或降低总价。",
            f"A down payment of {seen} is below the minimum of {floor} (since {least.since}).",
        )
    else:
        yield log(
            f"首付比例 {seen}，不低于最低 {floor}；所在城市和本行可能有更高要求。",
            f"Down payment {seen}, minimum {floor}; the city or the bank may ask for more.",
        )


@rule("mtg.dti")
def payment_to_income(case: Case) -> Iterator[Finding]:
    """Housing payments stay within half of income, all debt within 60 %.

    Source:
        个人住房贷款管理办法（试行） 10
    """
    facts, settings = case.facts, case.settings
    pairs = (
        ("月房贷支出与收入比", "Housing payments to income", facts.housing_ratio,
         settings.housing_ratio.value),
        ("月所有债务支出与收入比", "All debt payments to income",
         facts.all_debt_ratio if facts.housing_ratio is not None else None,
         settings.all_debt_ratio.value),
    )  # fmt: skip
    for zh, en, ratio, cap in pairs:
        if ratio is None:
            continue
        seen, most = percent(ratio), percent(cap)
        if ratio > cap:
            yield block(
                f"{zh}为 {seen}，超过 {most} 的上限，需要降低贷款额、延长期限或减少其他负债。",
                f"{en} is {seen}, above the cap of {most}: "
                "borrow less, longer, or repay other debts first.",
            )
        else:
            yield log(f"{zh}为 {seen}，在 {most} 以内。", f"{en} is {seen}, within {most}.")


@rule("mtg.term_value_disburse")
def term_and_value(case: Case) -> Iterator[Finding]:
    """Housing loans run up to forty years and stay within the appraised value.

    Source:
        个人住房贷款管理办法（试行） 13, 19, 22; 银发〔2026〕171号 20
    """
    facts, settings = case.facts, case.settings
    if facts.loan_to_value is not None and facts.loan_to_value > settings.loan_to_value.value:
        yield block(
            "贷款金额不能超过房屋评估价值；成交价与评估价取低者为准。",
            "A housing loan may not exceed the appraised value; the lower of price and appraisal "
            "counts.",
        )
    if facts.loan_purpose != "home_purchase" or facts.loan_term_months is None:
        return
    if facts.loan_term_months > settings.housing_term_months.value:
        yield block(
            "住房贷款期限最长不超过 40 年（480 期），请缩短期限。",
            "A housing loan runs up to 40 years (480 months); please choose a shorter term.",
        )
    elif facts.is_plan:
        yield disclose(
            "放款按登记节点受托支付：现房在办妥登记后，期房在竣工备案后，二手房在落实担保后。",
            "The loan is paid to the seller once registered: a finished home after registration, "
            "a presale after completion filing, a second-hand home after security is in place.",
        )
