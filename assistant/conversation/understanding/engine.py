"""The local engine: a message to typed commands by phrases, a small scorer and grammar."""

import re
from typing import Final

from assistant.conversation.commands import Command, OutOfScope, SmallTalk
from assistant.conversation.model import Context, Memory, Understanding
from assistant.conversation.understanding.amounts import values
from assistant.conversation.understanding.answers import short_answer
from assistant.conversation.understanding.doubts import doubt_of
from assistant.conversation.understanding.forbidding import about_guess
from assistant.conversation.understanding.intents import warm, wishes
from assistant.conversation.understanding.message import Message, meant
from assistant.conversation.understanding.safety import safety_answer
from assistant.conversation.understanding.text import folded, is_program, language_of
from assistant.conversation.understanding.turns import chosen, commands
from assistant.privacy.model import Lang

_READ: Final = 4000
_SIGNS: Final = re.compile(r"\w")


class LocalEngine:
    """Understands Chinese and English without a model and without the network."""

    def warm(self) -> None:
        """Read the phrases and train the scorer ahead of the first message."""
        warm()

    def understand(self, message: str, memory: Memory, context: Context) -> Understanding:
        """The commands a message asks for, in the order of its words; never raises.

        Only the first 4,000 characters are read. `doubt` asks back, in the language of the
        message, where two readings are equally good or none is; `commands` is then empty.
        """
        words = message[:_READ]
        text = folded(words)
        lang = memory.chosen_lang or language_of(words, memory.lang or "zh")
        if not _SIGNS.search(text):
            return _understood((SmallTalk(),), lang, 1.0)
        if is_program(text):
            return _understood((OutOfScope(),), lang, 1.0)
        said = values(words, context.today)
        spoken = meant(text, said, is_begun=memory.topic is not None)
        starts = {one.start for one in spoken}
        denied = tuple(one for one in said if one.start not in starts)
        read = Message(words, text, lang, spoken, memory, context, denied)
        if answered := safety_answer(read):
            return _understood(answered, lang, 1.0)
        if guessed := about_guess(read):
            return _understood(guessed, lang, 1.0)
        found = wishes(text)
        if short := short_answer(read, is_plain=not any(one.is_strong for one in found)):
            return _understood(short, lang, 1.0)
        main = chosen(read, found)
        if doubt := doubt_of(read, found, main):
            return Understanding(
                commands=(),
                lang=lang,
                confidence=min(1.0, main.belief),
                engine="local",
                doubt=doubt,
            )
        return _understood(commands(read, main), lang, min(1.0, main.belief))


def _understood(commands: tuple[Command, ...], lang: Lang, confidence: float) -> Understanding:
    return Understanding(commands=commands, lang=lang, confidence=confidence, engine="local")
