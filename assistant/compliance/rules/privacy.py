"""Rules of privacy: consent, sensitive data, sharing, other people."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, log, mask, review, rule
from assistant.privacy.masking import mask_text


@rule("prv.consent_valid")
def consent_valid(case: Case) -> Iterator[Finding]:
    """A profile, a forecast or a plan needs a consent in force.

    Source:
        个人信息保护法 13, 14; 银行保险机构消费者权益保护管理办法 44
    """
    facts = case.facts
    is_personal = facts.is_plan or bool(facts.products) or case.says("prv.consent_valid.personal")
    if facts.has_profiling_consent is False and is_personal:
        yield block(
            "这需要用到您的资料，而目前没有您的授权。您可以只为这一次授权，"
            "也可以不授权，我为您介绍不针对个人的一般信息。",
            "This would use your data, and no consent is in force. You may consent for this "
            "question only, or I can give general information that is not about you.",
        )


@rule("prv.consent_withdraw")
def consent_withdraw(case: Case) -> Iterator[Finding]:
    """A withdrawn consent stops the processing based on it at once.

    Source:
        个人信息保护法 15, 16, 47; 网络数据安全管理条例 22
    """
    facts = case.facts
    is_personal = facts.is_plan or bool(facts.products) or case.says("prv.consent_valid.personal")
    if facts.consent_withdrawn and is_personal:
        yield block(
            "您已撤回授权，我不再使用您的画像和资产信息。您可以继续办理其他业务，"
            "或只为这一个问题重新授权。",
            "You have withdrawn your consent, so your profile and assets are no longer used. "
            "Other services go on, and you may consent again for this question only.",
        )
    if case.says("prv.consent_withdraw.wish"):
        yield log(
            "撤回授权立即生效，不影响其他服务。",
            "The withdrawal takes effect at once and other services go on.",
        )


@rule("prv.sensitive_consent")
def sensitive_consent(case: Case) -> Iterator[Finding]:
    """Sensitive data needs a separate consent.

    Source:
        个人信息保护法 28, 29; 网络数据安全管理条例 22
    """
    if case.facts.reads_sensitive and case.facts.has_sensitive_consent is False:
        yield block(
            "使用健康、金融账户等敏感信息须取得您的单独同意。",
            "Health, account and other sensitive data need your separate consent.",
        )


@rule("prv.under14")
def under_fourteen(case: Case) -> Iterator[Finding]:
    """A young child's data needs the guardian's consent.

    Source:
        个人信息保护法 31; 未成年人网络保护条例 32
    """
    facts = case.facts
    if facts.youngest_age is None or facts.youngest_age >= case.settings.child_age.value:
        return
    if facts.has_guardian_consent is False:
        yield block(
            "使用未满十四周岁孩子的信息须由父母或其他监护人同意。",
            "Data of a child under fourteen needs a parent's or guardian's consent.",
        )
    elif facts.names_minor:
        yield log("孩子的信息只用于本方案。", "The child's data serves this plan only.")


@rule("prv.partner_share")
def partner_share(case: Case) -> Iterator[Finding]:
    """Nothing goes to a partner before a separate, informed consent.

    Source:
        个人信息保护法 23; 网络数据安全管理条例 12; 银行保险机构消费者权益保护管理办法 46
    """
    facts = case.facts
    is_wanted = facts.shares_with_partner or case.says("prv.partner_share.wish")
    if is_wanted and not facts.has_partner_consent:
        yield block(
            "向合作机构提供信息前，需要先告知您接收方、目的、方式和信息种类，并取得您的单独同意；"
            "在您同意之前，我不会提供任何资料。",
            "Before anything goes to a partner you are told who, why, how and what, and asked for "
            "a separate consent; nothing is sent until then.",
        )


@rule("prv.export")
def export(case: Case) -> Iterator[Finding]:
    """No personal data abroad without a lawful path and a separate consent.

    Source:
        个人信息保护法 38, 39
    """
    country = case.facts.recipient_country
    is_abroad = country is not None and country != "CN"
    if is_abroad or case.says("prv.export.wish"):
        yield block(
            "向境外提供个人信息须有合法的出境路径和您的单独同意，助手不能直接发送。",
            "Sending personal data abroad needs a lawful path and your separate consent; the "
            "assistant cannot send it.",
        )


@rule("prv.protect_mask")
def protect_by_mask(case: Case) -> Iterator[Finding]:
    """ID, card and phone numbers are masked wherever they would be shown.

    Source:
        个人信息保护法 51; 中国人民银行业务领域数据安全管理办法 17, 35
    """
    texts = [one for one in (case.facts.message, case.facts.reply) if one]
    if any(mask_text(one) != one for one in texts):
        yield mask(
            "证件号、卡号和手机号已脱敏处理，请不要在对话中发送完整号码。",
            "ID, card and phone numbers are masked; please do not send them in full.",
        )


@rule("prv.sensitive_access_four_eyes")
def four_eyes(case: Case) -> Iterator[Finding]:
    """Clear numbers need a reason, a second authentication and a colleague.

    Source:
        中国人民银行业务领域数据安全管理办法 29; 个人信息保护法 54
    """
    if case.says("prv.sensitive_access_four_eyes.unmask"):
        yield review(
            "证件号和卡号默认脱敏展示；查看明文需要说明理由、二次认证，并由另一位同事批准，"
            "申请会留痕。",
            "ID and card numbers are shown masked; clear text needs a reason, a second "
            "authentication and a colleague's approval, and the request is recorded.",
        )


@rule("prv.other_customer")
def other_customer(case: Case) -> Iterator[Finding]:
    """Nothing about anyone else, family included.

    Source:
        商业银行法 29; 银行保险机构消费者权益保护管理办法 48; 消费者权益保护法 29
    """
    asks = case.says("prv.other_customer.asks") and not case.facts.is_staff
    if case.facts.asks_about_another_person or asks or case.says("prv.other_customer.list"):
        yield block(
            "为保护每个人的存款和隐私，我不能提供他人的任何信息，包括对方是否为本行客户；"
            "即使是配偶或父母，也需要本人授权或本人办理。",
            "To protect everyone's deposits and privacy I cannot say anything about another "
            "person, not even whether they bank with us; spouse and parents included, they must "
            "ask themselves or authorise you.",
        )
