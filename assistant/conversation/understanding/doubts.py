"""Questions to ask back where the words allow several readings."""

import re
from typing import Final

from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.intents import Wish
from assistant.conversation.understanding.message import Message, below_zero
from assistant.conversation.understanding.topics import COMMANDS

_NAMES: Final[dict[str, tuple[str, str]]] = {
    "ask_policy": ("查一条规定", "look up a rule"),
    "compute_mortgage": ("算房贷", "work out a mortgage"),
    "compute_max_loan": ("算最多能贷多少", "see how much you can borrow"),
    "compute_study_abroad": ("算留学费用", "work out the cost of study abroad"),
    "compute_savings_goal": ("算每月存多少", "work out a saving goal"),
    "compute_instalment_cost": ("算分期的真实成本", "see what instalments really cost"),
    "show_portrait": ("看本行了解您什么", "see what the bank knows about you"),
    "contest_tag": ("更正一条信息", "correct something we recorded"),
    "draft_plan": ("要一份方案", "have a plan drafted"),
    "show_plan": ("看已有的方案", "see a plan you already have"),
    "withdraw_consent": ("撤回授权", "withdraw a consent"),
    "give_consent": ("给出授权", "give a consent"),
    "talk_to_person": ("找人工", "talk to a person"),
    "rebalance": ("看怎么配置资产", "look at how your money is invested"),
    "show_holdings": ("看您的持仓", "see what you hold"),
    "report_fraud": ("挂失或报告被骗", "report a lost card or fraud"),
    "complaint": ("投诉", "make a complaint"),
    "not_interested": ("不再看这条提醒", "stop a suggestion"),
}
BINDING: Final = frozenset({"give_consent", "withdraw_consent"})
"""What binds the speaker is asked about unless it is plainly said."""
_WORD: Final = re.compile(r"[\u4e00-\u9fff]{1,2}|[a-z]+")
"""A single word: it names a subject, not a wish."""
_CLOSE: Final = 0.05
_SHORT: Final = 8
_FEW: Final = 3
_BELIEVED: Final = 0.35
_SURE: Final = 0.45


def doubt_of(read: Message, found: list[Wish], main: Wish) -> str | None:
    """The question to ask back; None where one reading is the best."""
    if negative := below_zero(read.text, read.spoken):
        return _of_negative(negative, read)
    if main.is_strong or main.command in {"small_talk", "cancel"}:
        return None
    is_computed = main.command in COMMANDS.values()
    is_faint = main.belief < _BELIEVED and (is_computed or read.memory.topic is None)
    is_unclear = main.command == "out_of_scope" or is_faint
    if read.spoken and (is_unclear or (is_computed and _is_bare(read))):
        return _of_value(read)
    likely = [one for one in found if one.command in _NAMES]
    first, second = likely[0], likely[1]
    is_close = first.belief - second.belief < _CLOSE and len(read.text.strip()) <= _SHORT
    is_bound = main.command in BINDING and main.belief < _SURE
    if not (is_bound or is_close or _WORD.fullmatch(read.text.strip(" ?!,.，。"))):
        return None
    (zh, en), (other_zh, other_en) = _NAMES[first.command], _NAMES[second.command]
    if read.lang == "en":
        return f"Would you like to {en}, or to {other_en}?"
    return f"您是想{zh}，还是想{other_zh}？"


def _of_negative(one: Spoken, read: Message) -> str:
    if read.lang == "en":
        return f"An amount cannot be below zero: did you mean {one.text}?"
    return f"金额不能是负数，您是想说“{one.text}”吗？"


def _is_bare(read: Message) -> bool:
    """Whether a message says hardly more than its values."""
    rest = list(read.text)
    for one in read.spoken:
        rest[one.start : one.end] = " " * (one.end - one.start)
    return sum(one.isalnum() for one in rest) <= _FEW


def _of_value(read: Message) -> str:
    said = read.spoken[0].text
    if read.lang == "en":
        return f"What is {said} about: a mortgage, study abroad, a saving goal or instalments?"
    return f"您说的“{said}”是关于哪件事：房贷、留学、攒钱，还是分期？"
