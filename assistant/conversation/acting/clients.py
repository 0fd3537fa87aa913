"""Whose file an advisor means."""

import re
from typing import Final

from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.phrasebook import said
from assistant.conversation.situation import Situation, subject_of
from graph.bank import names
from graph.model import CustomerFile

IN_PARENTHESES: Final = re.compile(r"^(?P<name>.*?)\s*[（(](?P<id>[^（）()]+)[)）]\s*$")


def client(words: str | None, situation: Situation) -> CustomerFile | Outcome:
    """The client's file, or what to say where the words do not settle whose."""
    if words is None:
        file = situation.file
        asked = Outcome(kind="asked", said=(said("plans.name_client"),), asks="customer")
        return asked if file is None else file
    match = IN_PARENTHESES.match(words)
    wanted = words.strip() if match is None else match["id"].strip()
    mine = situation.bank.customers.of_advisor(situation.context.speaker.person_id)
    called = [one for one in mine if wanted in {one.id, one.name} or _polite(wanted, one.name)]
    if not called:
        return Outcome(kind="refused", said=(said("plans.unknown_client", words=words),))
    if len(called) > 1:
        candidates = "、".join(names(called))
        words_said = said("plans.ambiguous_client", words=words, candidates=candidates)
        return Outcome(kind="asked", said=(words_said,), asks="customer")
    file = situation.bank.customers.file(called[0].id, situation.now)
    situation.demand("plan.draft", subject_of(file))
    return file


def _polite(words: str, name: str) -> bool:
    """Whether the words are the name's surname with a title (赵先生, 陈女士)."""
    surname = re.fullmatch(r"(.{1,2}?)(先生|女士|小姐|太太|总|老师)", words)
    return surname is not None and name.startswith(surname[1])
