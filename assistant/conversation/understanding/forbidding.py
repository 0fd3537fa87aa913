"""What a customer says of a guess about them: it is not so, do not use this, use it again."""

import re
from typing import Final

from assistant.conversation.commands import AllowUse, Command, DenyNeed, ForbidUse
from assistant.conversation.understanding.message import Message

NOT_SO: Final = re.compile(
    r"(?:并?不是(?:这样|这么回事|那样)|没有?(?:这|那)回事|没有?的事|(?:你们?)?(?:猜|想|判断|推断)错了?|"
    r"(?:你们?)?猜得不对|不是这个意思|(?:no,? ?)?not so|not the case|(?:that'?s a )?wrong guess|"
    r"(?:no,? ?)?that(?:'?s| is) (?:wrong|not (?:so|right|true|the case))|"
    r"you(?:'ve| have)? guess(?:ed)? wrong(?:ly)?)(?:的|了|啊|哦|呢)?"
)
FORBID: Final = re.compile(
    r"(?:别|不要|不许|不准|不得)(?:再|继续|拿|老)*(?:用|使用|参考|依据)(?:了)?(?P<zh>.*)|"
    r"\b(?:do ?n[o'’]?t|never)\b (?:ever )?(?:use|rely on) (?P<en>.*)"
)
ALLOW: Final = re.compile(
    r"(?:可以|能|恢复|同意|允许)(?:再|重新|继续)(?:用|使用|参考)|(?:恢复|重新)使用|又可以用|"
    r"\b(?:you (?:can|may)|it(?:'s| is) (?:ok|fine|alright) to|please|feel free to) "
    r"use (?:it|this|that|these|them|those|my [a-z ]+) again\b|^use (?:it|them|this|that) again"
)
THIS: Final = re.compile(
    r"(?:这个|这条|这些|它们?|这)(?:了|吧|来.*)?|"
    r"(?:this|that|it|these|them)(?: (?:any ?more|again|please|to .*|for .*))*"
)
OBJECTS: Final = {
    ("search", "view", "click", "calculator"): re.compile(
        r"搜索|查询|浏览|点击|search|brows|views?\b|click"
    ),
    ("chat",): re.compile(r"聊天|咨询|对话|chat|question|conversation"),
    ("exchange",): re.compile(r"购汇|外汇|换汇|结汇|exchange"),
    ("own_transactions",): re.compile(
        r"交易|流水|消费|转账|付款|账户|刷卡|入账|工资|transaction|payment|spending|purchase|account"
    ),
}
"""What may be named, by the signals it stands for."""
AROUND: Final = re.compile(
    r"(?:我|们|家|的|这|些|那|和|跟|、|与|或|及|了|吧|啦|记录|数据|信息|历史|明细|行为|"
    r"来?(?:猜|推测|预测|预判|判断|分析|推荐|了解).*|"
    r"\b(?:my|the|any|more|anymore|again|please|history|records?|data|and|or|bank|card|currency|"
    r"of|in|app|s|es|ing|ed|to (?:guess|predict|foresee|judge|profile|recommend).*|"
    r"for (?:this|that|guess).*)\b|[, ])*"
)
"""What may stand around the names; a message with more in it is about something else."""

MOST: Final = 60
"""Characters; a longer message is about more than this."""


def about_guess(message: Message) -> tuple[Command, ...]:
    """The command where the message is one of these; empty where it is not.

    That a guess is wrong is understood only after one was told.
    """
    text = message.text.strip(" 。.!！，,")
    if len(text) > MOST:
        return ()
    told = message.memory.last_need_id is not None and message.memory.topic is None
    if told and NOT_SO.fullmatch(text):
        return (DenyNeed(),)
    if ALLOW.search(text) and not text.endswith(("吗", "么", "?", "？")):
        return (AllowUse(),)
    return _forbidden(text, told=told)


def _forbidden(text: str, *, told: bool) -> tuple[Command, ...]:
    """What may no longer be used; "this" means something only after a guess was told."""
    found = FORBID.search(text)
    if found is None:
        return ()
    named = (found["zh"] or found["en"] or "").strip()
    signals = [one for names, words in OBJECTS.items() if words.search(named) for one in names]
    left = named
    for words in OBJECTS.values():
        left = words.sub(" ", left)
    if signals and AROUND.fullmatch(left):
        return (ForbidUse(signals=tuple(signals)),)
    return (ForbidUse(),) if told and THIS.fullmatch(named) else ()
