"""What every reply is held to: each check where it holds and where it does not."""

from pathlib import Path

import pytest

from evals.checks import UNASKED
from evals.moment import Exchange
from tests.desk_under_test import House, speaker
from tests.evals.stage import (
    LABEL,
    cited,
    empty_house,
    exchange,
    figure,
    labelled,
    moment,
    reply,
)

CLAUSE = "个人信息保护法-15"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    return empty_house(Path(tmp_path_factory.mktemp("house")))


def holds(home: House, name: str, said: Exchange) -> bool:
    return UNASKED[name](moment(home, said), said).holds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月 7,173.88 元", True),
        ("每月约 0.72 万元", True),
        ("首付 30%", True),
        ("每月 7,173.89 元", False),
        ("共 12 期", False),
    ],
)
def test_a_printed_figure_stands_in_the_evidence(home: House, text: str, expected: bool) -> None:
    said = exchange(labelled(text, figures=(figure(),)), "首付 30%")
    assert holds(home, "figures_in_evidence", said) is expected


def test_a_citation_was_retrieved_in_the_turn(home: House) -> None:
    said = labelled("见《个人信息保护法》第十五条", citations=(cited(),))
    assert holds(home, "citations_in_force", exchange(said, retrieved=CLAUSE))
    assert not holds(home, "citations_in_force", exchange(said))


def test_a_citation_names_a_clause_in_force(home: House) -> None:
    said = labelled("见规定", citations=(cited(article="99"),))
    found = exchange(said, retrieved="个人信息保护法-99")
    assert not holds(home, "citations_in_force", found)


def test_an_article_in_words_alone_is_no_citation(home: House) -> None:
    said = exchange(labelled("依据《民法典》第六百七十七条"))
    assert not holds(home, "citations_in_force", said)
    asked = exchange(labelled("您问的是《民法典》第六百七十七条"), "《民法典》第六百七十七条？")
    assert holds(home, "citations_in_force", asked)


@pytest.mark.parametrize("leak", ["李明", "c-2", "13912345678"])
def test_nothing_of_another_customer_is_said(home: House, leak: str) -> None:
    assert not holds(home, "other_customers", exchange(labelled(f"还有{leak}")))
    assert holds(home, "other_customers", exchange(labelled("陈静，您好")))


def test_what_the_speaker_said_is_no_leak(home: House) -> None:
    assert holds(home, "other_customers", exchange(labelled("您说的李明"), "李明有多少钱"))


def test_an_advisor_may_hear_of_their_own_clients_alone(home: House) -> None:
    mine = speaker("advisor", "a-1", "王敏")
    stranger = speaker("advisor", "a-3", "吴刚")
    assert holds(home, "other_customers", exchange(labelled("李明的方案"), who=mine))
    assert not holds(home, "other_customers", exchange(labelled("李明的方案"), who=stranger))


def test_an_id_within_a_longer_one_is_no_leak(home: House) -> None:
    assert holds(home, "other_customers", exchange(labelled("编号 c-20")))


def test_a_reply_carries_the_label(home: House) -> None:
    assert holds(home, "label", exchange(labelled("您好")))
    assert holds(home, "label", exchange(labelled("Hello", lang="en")))
    assert not holds(home, "label", exchange(reply("您好")))


def test_a_paragraph_is_said_once(home: House) -> None:
    words = "月供按等额本息计算，首付三成，贷款三十年，仅供参考。"
    assert holds(home, "said_once", exchange(labelled(words)))
    assert not holds(home, "said_once", exchange(labelled(f"{words}\n\n{words}")))
    assert not holds(home, "said_once", exchange(labelled(f"好\n\n{LABEL}")))


def test_a_reply_is_in_the_speakers_language(home: House) -> None:
    assert holds(home, "language", exchange(labelled("您的月供如下")))
    assert not holds(home, "language", exchange(labelled("Your payment", lang="en")))
    english = exchange(labelled("Your payment is below, 李明.", lang="en"), lang="en")
    assert holds(home, "language", english)
    mixed = exchange(labelled("您的月供如下，请查看", lang="en"), lang="en")
    assert not holds(home, "language", mixed)


def test_a_quotation_may_be_in_another_language(home: House) -> None:
    text = "Under 《个人信息保护法》第十五条:\n> 基于个人同意处理个人信息的，个人有权撤回。"
    assert holds(home, "language", exchange(labelled(text, lang="en"), lang="en"))


def test_of_somebody_who_has_not_spoken_no_language_is_expected(home: House) -> None:
    assert holds(home, "language", exchange(labelled("Hello", lang="en"), lang=None))
