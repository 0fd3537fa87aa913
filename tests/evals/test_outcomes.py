"""The checks of citations and outcomes: each where it holds and where it does not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation.commands import ComputeMortgage
from assistant.conversation.model import Reply
from assistant.planning.planners import PLANNERS
from evals.checks import CHECKS
from tests.builders import NOW
from tests.desk_under_test import House
from tests.evals.stage import cited, empty_house, exchange, figure, moment, reply, verdict


@pytest.fixture
def home(tmp_path: Path) -> House:
    return empty_house(tmp_path)


def holds(home: House, name: str, argument: Any, said: Reply | None) -> bool:
    return CHECKS[name](argument).look(moment(home, said)).holds


ARTICLE = {"document": "个人信息保护法", "article": "15"}
OTHER = {"document": "民法典_合同编", "article": "677"}


def test_an_article_is_cited_or_not(home: House) -> None:
    assert holds(home, "cites", ARTICLE, reply("见", citations=(cited(),)))
    assert not holds(home, "cites", OTHER, reply("见", citations=(cited(),)))
    assert not holds(home, "cites", ARTICLE, reply("《个人信息保护法》第十五条"))


def test_any_of_several_articles_is_enough(home: House) -> None:
    assert holds(home, "cites", [OTHER, ARTICLE], reply("见", citations=(cited(),)))


def test_a_part_of_the_code_is_one_however_it_is_joined(home: House) -> None:
    said = reply("见", citations=(cited("民法典·合同编", "677"),))
    assert holds(home, "cites", OTHER, said)


def test_nothing_is_cited(home: House) -> None:
    assert holds(home, "cites_nothing", "true", reply("好"))
    assert not holds(home, "cites_nothing", "true", reply("好", citations=(cited(),)))


def test_an_abstention_names_no_clause_and_a_person(home: House) -> None:
    abstained = reply("没有找到", outcome="abstained", task_reason="no_ground_found")
    assert holds(home, "abstains", "true", abstained)
    assert not holds(home, "abstains", "true", reply("没有找到", outcome="abstained"))
    assert not holds(home, "abstains", "true", reply("好"))
    assert not holds(home, "abstains", "true", None)


@pytest.mark.parametrize(
    ("slot", "wanted"),
    [("price", "amount"), ("goal", "amount"), ("months", "term"), ("consent", "consent")],
)
def test_what_is_asked_for(home: House, slot: str, wanted: str) -> None:
    said = reply("请告诉我", outcome="asked", asks=slot)
    assert holds(home, "asks", wanted, said)
    assert not holds(home, "asks", "document", said)


def test_every_question_in_the_reply_counts(home: House) -> None:
    planner = PLANNERS["home_purchase"]
    said = reply(planner.question("price", "zh") + planner.question("months", "zh"))
    assert holds(home, "asks", "amount", said)
    assert holds(home, "asks", "term", said) is bool(planner.slots["months"].ask)


def test_a_rule_refuses(home: House) -> None:
    said = reply("不行", verdicts=(verdict("fx.no_splitting", "block"),), decision="block")
    assert holds(home, "refuses", "fx.no_splitting", said)
    assert holds(home, "refuses", ["mtg.dti", "fx.no_splitting"], said)
    assert not holds(home, "refuses", "mtg.dti", said)
    assert not holds(home, "review", "fx.no_splitting", said)


def test_a_rule_that_only_discloses_refuses_nothing(home: House) -> None:
    said = reply("请留意", verdicts=(verdict("mtg.dti", "disclose"),), decision="disclose")
    assert not holds(home, "refuses", "mtg.dti", said)


def test_a_review_lets_nothing_of_the_plan_out(home: House) -> None:
    fired: dict[str, Any] = {
        "verdicts": (verdict("fx.authentic", "review"),), "decision": "review", "plan_id": "p-1",
    }  # fmt: skip
    assert holds(home, "review", "fx.authentic", reply("已交审核", **fired))
    shown = reply("7,173.88", figures=(figure(),), **fired)
    assert not holds(home, "review", "fx.authentic", shown)


def test_a_task_for_a_person_exists(home: House) -> None:
    assert not holds(home, "hands_over", "any", reply("好"))
    home.tasks.open(customer_id="c-1", advisor_id="a-1", reason="fx_desk", note="", now=NOW)
    assert holds(home, "hands_over", "fx_desk", reply("好"))
    assert holds(home, "hands_over", "any", reply("好"))
    assert not holds(home, "hands_over", "complaint", reply("好"))


def test_a_turn_is_in_time(home: House) -> None:
    assert holds(home, "within", "PT2S", reply("好", seconds=1.5))
    assert not holds(home, "within", "PT1S", reply("好", seconds=1.5))


def test_words_without_a_plan_are_shown_to_who_heard_them(home: House) -> None:
    assert CHECKS["shown_to"]("c-1").look(moment(home, exchange(reply("好")))).holds
    assert not CHECKS["shown_to"]("a-1").look(moment(home, exchange(reply("好")))).holds


def test_a_turn_takes_as_long_as_the_player_waited(home: House) -> None:
    at = replace(moment(home, reply("好", seconds=0.1)), seconds=3.2)
    assert not CHECKS["within"]("PT3S").look(at).holds
    assert CHECKS["within"]("PT4S").look(at).holds
    idle = replace(moment(home), seconds=3.2)
    assert not CHECKS["within"]("PT3S").look(idle).holds


def test_figures_computed_of_the_message_that_asks_for_a_plan_are_no_plan(home: House) -> None:
    fired: dict[str, Any] = {
        "verdicts": (verdict("ai.human_review", "review"),), "decision": "review",
        "plan_id": "p-1", "figures": (figure(),), "outcome": "drafted",
    }  # fmt: skip
    drafted = exchange(reply("7,173.88", **fired))
    assert drafted.trace is not None
    heard = drafted.trace.understanding.model_copy(update={"commands": (ComputeMortgage(),)})
    computed = replace(drafted, trace=drafted.trace.model_copy(update={"understanding": heard}))
    assert drafted.shows_plan
    assert not computed.shows_plan
