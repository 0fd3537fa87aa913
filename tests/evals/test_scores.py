"""pass^k, the summary of a run, and how it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.machine import measured
from evals.report import html
from evals.scores import BrokenCheck, Line, Trial, pass_at, pass_rates, seconds_of, summary
from evals.tables import changes, conversations_table, table


def trial(file: str, number: int, passed: bool, kind: str = "happy_path") -> Trial:
    broken = BrokenCheck(turn=1, check="says", expected="<b>甲</b>", seen="乙", trial=number)
    line = Line(
        turn=1, who="c-1", said="你好", reply="您好 <script>", outcome="answered", seconds=0.1,
        commands=("small_talk",),
    )  # fmt: skip
    return Trial(
        file=file, title="题目", kind=kind, trial=number, passed=passed,
        broken=() if passed else (broken,), lines=(line,),
    )  # fmt: skip


RUN = [
    trial("a", 1, True), trial("a", 2, True), trial("b", 1, True), trial("b", 2, False),
    trial("c", 1, False, "review"), trial("c", 2, False, "review"),
]  # fmt: skip


def test_pass_at_k_is_the_chance_that_k_trials_all_pass() -> None:
    assert (pass_at(4, 4, 4), pass_at(2, 4, 1), pass_at(3, 4, 2)) == (1.0, 0.5, 0.5)


@given(st.integers(1, 8), st.integers(0, 8))
def test_more_trials_never_pass_more_often(trials: int, passed: int) -> None:
    rates = [pass_at(min(passed, trials), trials, k) for k in range(1, trials + 1)]
    assert rates == sorted(rates, reverse=True)


def test_rates_are_means_over_conversations() -> None:
    assert pass_rates(RUN, 2) == {"pass_1": 0.5, "pass_2": pytest.approx(1 / 3, abs=1e-6)}
    assert pass_rates([], 2) == {}


def test_a_summary_names_what_broke() -> None:
    result = summary(RUN, 2)
    assert result["kinds"]["review"] == {"n": 1, "pass_1": 0.0, "pass_2": 0.0}
    files = {one["file"]: one for one in result["conversations"]}
    assert (files["a"]["passed"], files["b"]["passed"]) == (True, False)
    assert files["b"]["broken"][0]["check"] == "says"
    assert result["process"]["without_model"] == 1.0


def test_durations_have_a_middle_and_a_slow_end() -> None:
    assert seconds_of([]) == {}
    assert seconds_of([0.2]) == {"p50": 0.2, "p95": 0.2}
    assert seconds_of([0.1, 0.2, 0.3])["p50"] == 0.2


def test_the_table_says_what_broke_and_what_changed() -> None:
    result = summary(RUN, 2)
    before = {"conversations": [{"file": "b", "passed": True}, {"file": "a", "passed": False}]}
    text = conversations_table(result, before)
    assert "pass^2" in text
    assert "broken since (1): b" in text
    assert "mended since (1): a" in text
    assert "expected <b>甲</b>" in text


def test_what_waits_is_listed_by_name_and_counts_as_it_ran() -> None:
    marked = [one.model_copy(update={"waits_for": "语音"}) for one in RUN]
    text = conversations_table(summary(marked, 2), None)
    assert "waiting (2), counted as failed:\n… b: 语音\n… c: 语音\n✓ a passes: take" in text
    assert summary(marked, 2)["pass_1"] == summary(RUN, 2)["pass_1"]
    page = html({**measured(), "engine": "local", "model": None, **summary(marked, 2)}, marked,
                None, "zh")  # fmt: skip
    assert "等待的能力（按未通过计分）" in page


def test_columns_align_as_a_terminal_shows_them() -> None:
    lines = table(["名", "n"], [["一二", 1], ["a", 2]]).splitlines()
    assert lines == ["名    n", "----  -", "一二  1", "a     2"]


@pytest.mark.parametrize(("lang", "word"), [("zh", "未通过"), ("en", "failed")])
def test_the_page_shows_transcripts_and_escapes_them(lang: str, word: str) -> None:
    result = {**measured(repeats=2), "engine": "local", "model": None, **summary(RUN, 2)}
    page = html(result, RUN, None, "en" if lang == "en" else "zh")
    assert word in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "http" not in page


def test_an_earlier_run_is_compared_by_share_and_by_what_was_played() -> None:
    now = [
        {"file": "a", "passed": False, "trials": 4, "trials_passed": 3},
        {"file": "b", "passed": False, "trials": 4, "trials_passed": 1},
        {"file": "c", "passed": True, "trials": 4, "trials_passed": 4},
    ]
    before = [
        {"file": "a", "passed": False, "trials": 4, "trials_passed": 1},
        {"file": "b", "passed": False, "trials": 4, "trials_passed": 2},
        {"file": "d", "passed": True, "trials": 4, "trials_passed": 4},
    ]
    lines = changes(
        {"pass_1": 0.667, "conversations": now}, {"pass_1": 0.5, "conversations": before}
    )
    assert lines == [
        "broken since (0): –", "mended since (0): –", "worse since (1): b", "better since (1): a",
        "played only now (1): c", "played only before (1): d", "pass^1 0.500 → 0.667",
    ]  # fmt: skip
