"""Hits, ranks and honest not-founds of the retrieval bench, and files that hold none."""

from pathlib import Path

import pytest

from evals.bench.ranks import Answer, Question, by_type, scores
from evals.command import main

GOLD = frozenset({("保险法", "20"), ("民法典·合同编", "677")})


def question(gold: frozenset[tuple[str, str]] = GOLD) -> Question:
    return Question(text="？", type="lookup", gold=gold)


def answer(*articles: tuple[str, str]) -> Answer:
    return Answer(articles, 0.1)


RIGHT, WRONG = ("保险法", "20"), ("信托法", "1")


def test_any_of_several_right_articles_is_enough() -> None:
    found = scores([question(), question()], [answer(WRONG, RIGHT), answer(RIGHT)])
    intervals = found.pop("intervals")
    assert found == {"n": 2, "hit_at_1": 0.5, "hit_at_5": 1.0, "hit_at_10": 1.0, "mrr": 0.75}
    assert intervals["hit_at_1"] == [0.0, 1.0]
    assert intervals["hit_at_5"] == [1.0, 1.0]


def test_types_are_scored_apart() -> None:
    other = Question(text="？", type="other", gold=GOLD)
    found = by_type([question(), other], [answer(RIGHT), answer(WRONG)])
    assert {name: one["hit_at_1"] for name, one in found.items()} == {"lookup": 1.0, "other": 0.0}


def test_what_never_came_back_has_no_rank() -> None:
    assert question().rank(answer(WRONG)) is None
    assert scores([question()], [answer(WRONG)])["mrr"] == 0.0


def test_questions_nothing_answers_are_not_ranked() -> None:
    assert scores([question(frozenset())], [answer(WRONG)]) == {"n": 0}


@pytest.mark.parametrize("lines", ["", "no json", "[1]"])
def test_a_file_that_holds_no_questions_ends_with_2(tmp_path: Path, lines: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(lines, encoding="utf-8")
    assert main(["bench", "retrieval", "--questions", str(file), "--laws", str(tmp_path)]) == 2
