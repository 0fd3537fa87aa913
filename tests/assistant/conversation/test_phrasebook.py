"""Every sentence exists in both languages and states no number of its own."""

import re
from pathlib import Path

import pytest

from assistant.conversation import phrasebook
from assistant.conversation.phrasebook import PLACEHOLDER, both, phrases, said, sentence

EVERY = sorted(phrases())


@pytest.mark.parametrize("key", [key for key in EVERY if phrases()[key].zh])
def test_both_languages_need_the_same_values(key: str) -> None:
    phrase = phrases()[key]
    assert set(PLACEHOLDER.findall(phrase.zh)) == set(PLACEHOLDER.findall(phrase.en))


@pytest.mark.parametrize("key", EVERY)
def test_no_phrase_states_a_number_of_its_own(key: str) -> None:
    phrase = phrases()[key]
    without_names = (
        PLACEHOLDER.sub("", phrase.zh + phrase.en).replace("1 = ", "").replace("1  = ", "")
    )
    assert not re.search(r"\d", without_names)


def test_a_value_may_differ_by_language() -> None:
    one = both("needs.why", {"need": "出国留学"}, {"need": "study abroad"})
    assert "出国留学" in sentence(one, "zh")
    assert "study abroad" in sentence(one, "en")


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentence(said("needs.why"), "zh")


def test_an_unknown_phrase_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentence(said("needs.nothing"), "zh")


def test_every_phrase_is_said_somewhere() -> None:
    """A phrase is named whole, or by its last part where the code completes the key."""
    room = Path(phrasebook.__file__).parent
    program = "".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py"))
    completed = re.findall(r'f"(\w+)\.(\w*)\{', program)
    unsaid = [
        key
        for key in EVERY
        if f'"{key}"' not in program
        and not any(key.startswith(f"{file}.{begin}") for file, begin in completed)
    ]
    assert unsaid == []
