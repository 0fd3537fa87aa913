"""The answer to the talk about the safety of money: all is well, or help is wanted."""

import re
from typing import Final

from assistant.conversation.commands import AnswerSafety, Command
from assistant.conversation.understanding.message import Message

HELP: Final = re.compile(
    r"不是我|没(?:有)?(?:转|办|操作)过?|担心|害怕|骗|不认识|不放心|不知道(?:怎么回事|是谁|这笔)|"
    r"(?:有人|他们|对方)(?:让|叫|催|要|说)|帮我|"
    r"\bnot me\b|\bdid ?n[o'’]?t\b|\bworried\b|\bafraid\b|\bscam|\bfraud|"
    r"do ?n[o'’]?t (?:know|recogni)"
)
MINE: Final = re.compile(
    r"是我(?:自己|本人)?(?:转|办|操作|汇|付)?的?|(?:我)?本人(?:操作|办理|转的?)|我自己(?:转|办|操作)的?|"
    r"(?:我)?认识(?:收款人|对方|他|她)|没问题|没事|都正常|放心|"
    r"\bit was me\b|\b(?:yes,? )?it'?s mine\b|"
    r"\bthat was me\b|\bi (?:made|did) it\b|\ball (?:is )?(?:well|good|fine)\b|"
    r"\bi know (?:the payee|them|him|her)\b"
)
MOST: Final = 40
"""Characters; a longer message is about more than this."""


def safety_answer(message: Message) -> tuple[Command, ...]:
    """The answer where a talk awaits one; empty where the message is none."""
    text = message.text.strip()
    if message.memory.safety_asked is None or len(text) > MOST:
        return ()
    if HELP.search(text):
        return (AnswerSafety(is_mine=False),)
    return (AnswerSafety(is_mine=True),) if MINE.search(text) else ()
