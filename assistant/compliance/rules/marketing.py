"""Rules of marketing and disclosure."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, disclose, rule


@rule("mkt.opt_out_channel")
def opt_out_and_channel(case: Case) -> Iterator[Finding]:
    """No marketing without consent or after a refusal.

    Source:
        消费者权益保护法 29; 银行保险机构消费者权益保护管理办法 25, 40
    """
    facts = case.facts
    if facts.is_marketing and facts.has_marketing_consent is False:
        yield block(
            "您没有同意接收营销信息，我们不会推送。",
            "You have not agreed to receive offers, so none are sent.",
        )


@rule("mkt.no_guarantee")
def no_guarantee(case: Case) -> Iterator[Finding]:
    """No promise or hint of principal, return or performance.

    Source:
        广告法 25; 金融机构产品适当性管理办法 13; 证券投资基金法 77
    """
    if case.says("mkt.no_guarantee.wanted"):
        yield block(
            "除存款外，任何产品都不能承诺本金不受损失或约定收益，这样的话我不能写，也不能发布。"
            "我可以提供注明来源和日期的业绩比较基准区间，并附上风险提示。",
            "Apart from deposits no product may promise principal or return, so I cannot write or "
            "publish such words. I can give a benchmark range with its source, date and risks.",
        )
    if case.replies("mkt.no_guarantee.said"):
        yield block(
            "回复含有对本金、收益或走势的承诺性表述，须改写。",
            "The reply promises principal, return or a market move and must be reworded.",
        )


@rule("mkt.disclosure")
def disclosure(case: Case) -> Iterator[Finding]:
    """A product is named with its kind, risk, possible loss and fees.

    Source:
        金融机构产品适当性管理办法 13, 31; 存款保险条例 5
    """
    if case.says("mkt.disclosure.leave_out"):
        yield block(
            "风险提示是法定的告知内容，不能省略或淡化。",
            "The risk statement is required by law and cannot be left out or played down.",
        )
    if case.says("mkt.disclosure.asks_safety") and not case.says("mkt.no_guarantee.wanted"):
        yield disclose(
            "存款受存款保险保护，同一银行本息合计最高偿付 50 万元；"
            "理财、基金、保险和信托不是存款，可能损失本金，收益以实际为准。",
            "Deposits are insured up to CNY 500,000 per bank, interest included; wealth products, "
            "funds, insurance and trusts are not deposits and may lose principal.",
        )
    if case.facts.products:
        yield disclose(
            "所列产品的类型、风险等级、费用和可能的本金损失见产品说明；除存款外均不属于存款。",
            "See each product's document for its kind, risk level, fees and possible loss; "
            "none but a deposit is a deposit.",
        )


@rule("mkt.no_bundling")
def no_bundling(case: Case) -> Iterator[Finding]:
    """Every part can be taken or refused on its own.

    Source:
        银行保险机构消费者权益保护管理办法 26; 保险销售行为管理办法 23
    """
    if case.facts.is_staff and case.says("mkt.no_bundling.forced"):
        yield block(
            "不能把购买保险、理财或开卡作为办理贷款的条件，也不能默认勾选。",
            "No loan may depend on buying insurance, wealth products or a card, and nothing is "
            "pre-selected.",
        )
    if case.says("mkt.no_bundling.asks") and not case.facts.is_staff:
        yield disclose(
            "办理贷款不需要以购买保险、理财或开卡为条件，每一项您都可以单独选择或拒绝。",
            "A loan does not depend on buying anything else; each item can be taken or refused.",
        )
    if case.facts.is_plan and case.facts.pack is not None:
        yield disclose(
            "方案中的每一项都可以单独选择或不选，不影响其他部分。",
            "Each part of the plan may be taken or left without affecting the others.",
        )


@rule("mkt.no_stock_advice")
def no_stock_advice(case: Case) -> Iterator[Finding]:
    """No advice on single securities, no trading for customers, no shared gains.

    Source:
        证券法 160, 161; 商业银行法 43
    """
    if case.says("mkt.no_stock_advice"):
        yield block(
            "我不能就个股、期货或虚拟货币给出买卖建议，也不能代您操作或约定盈亏分担。"
            "我可以介绍在您风险等级之内的产品类别，或为您预约客户经理。",
            "I cannot advise on buying or selling single stocks, futures or crypto-assets, trade "
            "for you or share gains and losses. I can describe product families within your risk "
            "level or book an advisor.",
        )
    if case.replies("mkt.no_stock_advice.said"):
        yield block(
            "回复含有个股买卖建议，须删除。", "The reply advises on a single stock; take it out."
        )
