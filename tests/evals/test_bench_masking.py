"""The bench of masking: found whole, found at all, found where nothing is."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.bench.masking import Span, masked, score
from evals.command import UNREADABLE, main

PHONE = "电话13912345678，谢谢"
ID = "11010519491231002X"


def test_a_kind_the_masks_do_not_know_is_never_found() -> None:
    found = score([(f"陈静，{PHONE}", [Span(0, 2, "person_name"), Span(5, 16, "phone")])], masked)
    assert found["kinds"]["person_name"] == {"n": 1, "recall": 0.0, "precision": None}
    assert found["kinds"]["phone"] == {"n": 1, "recall": 1.0, "precision": 1.0}
    assert (found["all"]["n"], found["all"]["recall"]) == (2, 0.5)


def test_half_a_span_is_not_found_but_right() -> None:
    found = score([(PHONE, [Span(0, 13, "phone")])], masked)
    assert found["kinds"]["phone"] == {"n": 1, "recall": 0.0, "precision": 1.0}


def test_a_find_where_nothing_is_costs_precision() -> None:
    found = score([(PHONE, [])], masked)
    assert found["all"] == {"n": 0, "recall": None, "precision": 0.0}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"身份证{ID}", ["id_number"]),
        ("身份证110105194912310021", []),
        ("卡号 4111 1111 1111 1111", ["card"]),
        ("订单 4111 1111 1111 1112", []),
        ("+86 139-1234-5678", ["phone"]),
    ],
)
def test_numbers_count_by_their_check_digit(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in masked(text)] == kinds


def test_the_command_writes_kinds_all_and_a_baseline(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.jsonl", tmp_path / "out.json"
    line: dict[str, Any] = {"id": "1", "text": PHONE}
    line["spans"] = [{"start": 2, "end": 13, "kind": "phone"}]
    cases.write_text(json.dumps(line), encoding="utf-8")
    assert main(["bench", "masking", "--cases", str(cases), "--json", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["kinds"]["phone"]["recall"] == 1.0
    assert found["baselines"]["long_numbers"]["all"]["recall"] == 1.0


@pytest.mark.parametrize(
    "case",
    [
        {"spans": []},
        {"text": "a"},
        {"text": "a", "spans": [{"start": 0, "end": 1, "kind": "mood"}]},
        {"text": "a", "spans": [{"start": 0, "end": 2, "kind": "phone"}]},
        {"text": "a", "spans": [{"start": "x", "end": 1, "kind": "phone"}]},
    ],
)
def test_a_case_without_text_or_true_spans_is_refused(tmp_path: Path, case: dict[str, Any]) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps(case), encoding="utf-8")
    assert main(["bench", "masking", "--cases", str(cases)]) == UNREADABLE
