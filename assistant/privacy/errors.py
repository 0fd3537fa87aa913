"""What the privacy room says no to.

AdvisorError
├─ WrongSignIn              the name or the password is wrong
├─ SignInLocked(until)      too many wrong passwords
├─ NotAllowed(reason)       the access policies refuse
└─ ConsentMissing(purpose)  the customer has not agreed to this use
"""

from datetime import datetime
from typing import ClassVar, Final

from assistant.errors import AdvisorError
from graph.model import Purpose

PURPOSE_WORDS: Final[dict[Purpose, tuple[str, str]]] = {
    "profiling": ("为您做画像分析", "building your profile"),
    "marketing_contact": ("向您推送服务信息", "sending you offers"),
    "need_prediction": ("预测您的金融需求", "foreseeing your needs"),
    "partner_share": ("向合作机构提供您的信息", "sharing your data with a partner"),
    "sensitive_financial": ("使用您的金融账户等敏感信息", "using sensitive financial data"),
    "health": ("使用您的健康信息", "using health data"),
    "location": ("使用您的位置信息", "using location data"),
    "federated_learning": ("参与联合建模", "taking part in federated learning"),
    "outside_tax": ("查询您的个税信息", "reading your tax data"),
    "outside_social_security": ("查询您的社保信息", "reading your social-security data"),
    "outside_provident_fund": ("查询您的公积金信息", "reading your provident-fund data"),
    "outside_ecommerce": ("查询您的电商信息", "reading your e-commerce data"),
}
"""What each purpose means to a customer, in Chinese and in English."""


class WrongSignIn(AdvisorError):
    """The name is unknown or the password is wrong; which of the two is not said."""

    code: ClassVar[str] = "wrong_sign_in"

    def __init__(self) -> None:
        super().__init__(
            "用户名或密码不正确，请检查后重试。",
            "The user name or the password is not right. Please check both and try again.",
        )


class SignInLocked(AdvisorError):
    """Too many wrong passwords in a row; the name may try again at `until`."""

    code: ClassVar[str] = "sign_in_locked"

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "连续多次输错密码，为保护账户已暂停登录，"
            f"请在 {until:%H:%M} 之后再试，或联系您的客户经理。",
            "Sign-in is paused after several wrong passwords. "
            f"Try again after {until:%H:%M}, or contact your advisor.",
        )
        self.until = until


class NotAllowed(AdvisorError):
    """The access policies refuse; the sentence says why."""

    code: ClassVar[str] = "not_allowed"

    def __init__(self, reason: str, reason_en: str) -> None:
        super().__init__(reason, reason_en)


class ConsentMissing(AdvisorError):
    """No consent to this purpose is in force."""

    code: ClassVar[str] = "consent_missing"

    def __init__(self, purpose: Purpose) -> None:
        zh, en = PURPOSE_WORDS[purpose]
        super().__init__(
            f"{zh}需要您的授权。您可以在这里同意，也可以不同意，不影响办理其他业务。",
            f"This needs your consent to {en}. You may agree or decline here; "
            "declining does not affect other services.",
        )
        self.purpose: Purpose = purpose
