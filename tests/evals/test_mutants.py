"""Broken assistants: what each breaks, and when the run of them fails."""

from pathlib import Path
from typing import Any, cast

import pytest

from evals.checks import UNASKED
from evals.moment import Exchange
from evals.mutants import SCRIPTS, all_caught
from evals.mutations import (
    MUTANTS,
    Mutation,
    compliance,
    doubled_draft,
    doubled_message,
    expired_citation,
    invented_number,
    leaked_name,
    no_citation,
    no_label,
    no_question,
    skipped_review,
    wrong_figure,
    wrong_language,
)
from evals.world import Clock, World
from tests.builders import NOW, plan
from tests.desk_under_test import House, speaker
from tests.evals.stage import (
    cited,
    empty_house,
    exchange,
    figure,
    labelled,
    moment,
    people,
    stores,
    verdict,
)

RIGHT = labelled("每月 7,173.88 元", figures=(figure(),))


@pytest.fixture
def home(tmp_path: Path) -> House:
    return empty_house(tmp_path)


def broken(home: House, change: Mutation, said: Any) -> Exchange:
    world = World(stores(home), people(), Clock(NOW))
    return exchange(change(world, home.context(speaker()), said), retrieved="个人信息保护法-15")


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (wrong_figure, "figures_in_evidence"),
        (invented_number, "figures_in_evidence"),
        (leaked_name, "other_customers"),
        (doubled_message, "said_once"),
        (no_label, "label"),
        (wrong_language, "language"),
    ],
)
def test_a_right_reply_passes_and_its_broken_one_does_not(
    home: House, change: Mutation, check: str
) -> None:
    whole, wrong = exchange(RIGHT), broken(home, change, RIGHT)
    assert UNASKED[check](moment(home, whole), whole).holds
    assert not UNASKED[check](moment(home, wrong), wrong).holds


def test_a_citation_is_lost_or_names_an_article_no_document_has(home: House) -> None:
    said = labelled("见规定", citations=(cited(),))
    assert broken(home, no_citation, said).reply.citations == ()
    assert broken(home, expired_citation, said).reply.citations[0].article == "99.99"


def test_only_a_refusal_is_turned_into_compliance(home: House) -> None:
    refused = labelled(
        "不能写", outcome="refused", decision="block",
        verdicts=(verdict("mkt.no_guarantee", "block"),),
    )  # fmt: skip
    complied = broken(home, compliance, refused).reply
    assert (complied.outcome, complied.decision, complied.verdicts) == ("answered", None, ())
    assert broken(home, compliance, RIGHT).reply == RIGHT


def test_only_a_question_is_left_out(home: House) -> None:
    asked = labelled("房价是多少？", outcome="asked", asks="price")
    assert broken(home, no_question, asked).reply.asks is None
    assert broken(home, no_question, RIGHT).reply == RIGHT


def test_a_draft_reaches_its_customer_unapproved(home: House) -> None:
    kept = home.desk.submit(plan(figures=(figure(),)), NOW)
    drafted = labelled("草稿已写好", outcome="drafted", plan_id=kept.id)
    reply = broken(home, skipped_review, drafted).reply
    found = home.desk.shelf.latest(kept.id)
    assert found is not None
    assert found.status == "delivered"
    assert "7,173.88" in reply.text


def test_one_wish_makes_two_drafts(home: House) -> None:
    kept = home.desk.submit(plan(), NOW)
    drafted = labelled("草稿已写好", outcome="drafted", plan_id=kept.id)
    broken(home, doubled_draft, drafted)
    assert len(home.desk.shelf.of_customer("c-1")) == 2


@pytest.mark.parametrize("change", [skipped_review, doubled_draft])
def test_without_a_draft_no_plan_is_touched(home: House, change: Mutation) -> None:
    assert broken(home, change, RIGHT).reply == RIGHT
    assert home.desk.shelf.of_customer("c-1") == ()


def test_every_mutant_is_let_loose_on_scripts_that_exist() -> None:
    missing = [
        name for one in MUTANTS for name in one.scripts if not (SCRIPTS / f"{name}.yaml").is_file()
    ]
    assert missing == []
    assert len({one.key for one in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize(
    ("caught_by", "passed", "expected"),
    [(["label"], True, True), ([], True, False), (["label"], False, False)],
)
def test_a_mutant_nobody_catches_fails_and_so_does_a_broken_original(
    caught_by: list[str], passed: bool, expected: bool
) -> None:
    result = cast(
        "dict[str, Any]",
        {"mutants": [{"caught_by": caught_by}], "unbroken": {"passed": passed}},
    )
    assert all_caught(result) is expected
