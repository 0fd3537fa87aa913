"""The words the chat adds to replies, in both languages."""

from typing import Final

from assistant.privacy.model import Lang, Role

WORDS: Final[dict[str, tuple[str, str]]] = {
    "worked": ("处理过程", "How it was worked out"),
    "understand": ("理解", "Understand"),
    "look_up": ("查询与计算", "Look up and compute"),
    "check": ("核对", "Check"),
    "engine_local": ("本地引擎", "local engine"),
    "engine_model": ("语言模型", "language model"),
    "read": ("查询 {count} 次", "{count} look-ups"),
    "figures": ("算出 {count} 个数字", "{count} figures computed"),
    "checked": (
        "{figures} 个数字、{citations} 条引用均有出处；{rules} 条规则触发",
        "{figures} figures and {citations} citations stand in the evidence; {rules} rules fired",
    ),
    "grounds": ("依据", "Grounds"),
    "more": ("展开看", "More"),
    "whole_table": ("查看全部：{title}", "All of it: {title}"),
    "how_figures": ("数字怎么来的", "How the figures were computed"),
    "why": ("请写明原因：", "Please give the reason:"),
    "no_reason": (
        "没有收到原因，未执行任何操作。",
        "No reason was given; nothing was carried out.",
    ),
    "toast": ("您有一条新消息", "You have a message"),
    "view_plan": ("查看方案", "View the plan"),
    "accept": ("接受方案", "Accept"),
    "decline": ("暂不需要", "Not for me"),
    "learn_more": ("了解一下", "Tell me more"),
    "learn_study_abroad_legacy": (
        "孩子要出国留学，要准备多少钱？",
        "How much will my child's study abroad cost?",
    ),
    "learn_home_purchase": (
        "买房月供怎么算？",
        "How is the monthly mortgage payment computed?",
    ),
    "learn_plan": ("给我一份{plan}", "Please draft a plan: {plan}"),
    "person_words": (
        "我想了解{event}方面的安排，请客户经理联系我。",
        "I want to know about {event}; please let my advisor contact me.",
    ),
    "why_offer": ("为什么", "Why"),
    "why_words": ("为什么跟我说这个？", "Why do you tell me this?"),
    "client": ("当前客户档案：{client}", "Open client file: {client}"),
    "plan_page": ("打开全文", "Open the document"),
    "unavailable": (
        "系统暂时不可用，您的操作没有执行，请稍后再试，或联系您的客户经理。",
        "The system is unavailable and nothing was carried out. Please try later, "
        "or contact your advisor.",
    ),
}

STARTERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "zh": (
        ("孩子留学要准备多少钱", "孩子要出国留学，要准备多少钱？"),
        ("买房月供怎么算", "买房月供怎么算？"),
        ("你知道我什么", "你知道我什么？"),
        ("找人工", "我要找人工"),
    ),
    "en": (
        ("Cost of study abroad", "How much will my child's study abroad cost?"),
        ("Mortgage payment", "How is the monthly mortgage payment computed?"),
        ("What do you know about me", "What do you know about me?"),
        ("Talk to a person", "I want to talk to a person"),
    ),
}
STAFF_STARTERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "zh": (
        ("待审方案", "有哪些方案等我审核？"),
        ("信用卡分期披露要求", "信用卡分期手续费怎么披露？"),
    ),
    "en": (
        ("Plans to review", "Which plans wait for my review?"),
        ("Instalment disclosure", "How must card instalment fees be disclosed?"),
    ),
}


def said(key: str, lang: Lang, **values: object) -> str:
    """The words for `key` with its values."""
    zh, en = WORDS[key]
    return (en if lang == "en" else zh).format(**values)


def starters(role: Role, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What somebody of this role may begin with: a label and the message it sends."""
    return (STARTERS if role == "customer" else STAFF_STARTERS)[lang]
