from pathlib import Path

import pytest

from knowledge.errors import BadVocabulary
from knowledge.glossary import Glossary, is_english
from tests.knowledge.shelf import written


def test_an_english_question_becomes_the_terms_of_the_clauses() -> None:
    assert Glossary().chinese("How can I withdraw my consent?") == "撤回同意"


def test_the_longest_phrase_wins_and_nothing_is_said_twice() -> None:
    terms = Glossary().chinese("deposit insurance: is my deposit covered by deposit insurance?")
    assert terms.split()[0] == "存款保险"
    assert len(terms.split()) == len(set(terms.split()))


def test_a_question_without_known_words_gives_nothing() -> None:
    assert Glossary().chinese("Who won the match?") == ""


def test_everyday_chinese_gains_the_words_of_the_law() -> None:
    assert "预先在本金中扣除" in Glossary().legal("砍头息合法吗")
    assert Glossary().legal("今天天气") == ""


def test_a_chinese_question_with_english_in_it_is_chinese() -> None:
    assert not is_english("我想看PIPL里怎么规定撤回同意")
    assert is_english("Can I withdraw 同意?")


def test_a_glossary_that_does_not_fit_its_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadVocabulary, match=r"g\.yaml"):
        Glossary(written(tmp_path, "g.yaml", "english: []\n"))
