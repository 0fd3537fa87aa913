"""The results page: from JSON alone, baselines and spread beside each figure."""

import json
import platform
from pathlib import Path
from typing import Any

import pytest

from evals.command import UNREADABLE, main
from evals.errors import EvalError
from evals.machine import measured
from evals.results import FORMAT, results_page


def kept(folder: Path, name: str, **held: Any) -> None:
    stated = {
        "format": FORMAT,
        "bench": name,
        "command": f"python -m evals bench {name}",
        **measured((7,), 3),
    }
    folder.mkdir(exist_ok=True)
    text = json.dumps(stated | held, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def test_baselines_and_intervals_stand_beside_each_figure(tmp_path: Path) -> None:
    kept(
        tmp_path, "retrieval",
        types={"lay": {"n": 12, "hit_at_1": 0.64, "intervals": {"hit_at_1": [0.5, 0.75]}}},
        baselines={"bm25": {"types": {"lay": {"hit_at_1": 0.55}}}, "dense": {"lay": {"n": 12}}},
    )  # fmt: skip
    page = results_page(tmp_path)
    assert "| types.lay.hit_at_1 | 0.64 [0.5, 0.75] | 0.55 | – |" in page
    assert "| types.lay.n | 12 | – | 12 |" in page
    assert "`python -m evals bench retrieval`" in page
    assert "repeats 3" in page


def test_conversations_that_did_not_pass_are_named(tmp_path: Path) -> None:
    conversations = [
        {"file": "a.yaml", "passed": True, "trials": 4, "trials_passed": 4, "waits_for": None},
        {"file": "b.yaml", "passed": False, "trials": 4, "trials_passed": 1, "waits_for": "语音"},
    ]
    kept(tmp_path, "conversations", pass_1=0.625, conversations=conversations)
    page = results_page(tmp_path)
    assert "2 conversations, 1 did not pass every trial." in page
    assert "| b.yaml | 1/4 | 语音 |" in page
    assert "a.yaml" not in page


def test_lists_are_tables_and_sections_keep_their_order(tmp_path: Path) -> None:
    kept(tmp_path, "zeta", gap=None)
    kept(tmp_path, "mutants", mutants=[{"key": "no_label", "caught_by": ["label", "a"]}])
    kept(tmp_path, "speed", turn={"p95": 0.0634217, "n": 12000})
    page = results_page(tmp_path)
    assert "| no_label | label, a |" in page
    assert "| turn.p95 | 0.06342 |" in page
    assert "| turn.n | 12,000 |" in page
    assert page.index("Mutants") < page.index("Speed") < page.index("## zeta")
    assert "| gap | – |" in page


def test_nothing_and_foreign_files_are_refused(tmp_path: Path) -> None:
    assert main(["results", "--from", str(tmp_path)]) == UNREADABLE
    (tmp_path / "odd.json").write_text('{"figure": 1}', encoding="utf-8")
    assert main(["results", "--from", str(tmp_path)]) == UNREADABLE
    (tmp_path / "odd.json").write_text("{", encoding="utf-8")
    assert main(["results", "--from", str(tmp_path)]) == UNREADABLE


def test_the_command_writes_the_page_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(tmp_path / "kept", "amounts", n=3, exact=1.0)
    out = tmp_path / "page.md"
    assert main(["results", "--from", str(tmp_path / "kept"), "--out", str(out)]) == 0
    assert "| exact | 1 |" in out.read_text(encoding="utf-8")
    assert str(out) in capsys.readouterr().out


def test_what_is_kept_names_its_bench_and_no_path_of_a_machine(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    line = {"id": "1", "lang": "zh", "today": "2026-11-24", "text": "240万",
            "values": [{"kind": "money", "value": "2400000.00", "currency": "CNY"}]}  # fmt: skip
    cases.write_text(json.dumps(line), encoding="utf-8")
    out = tmp_path / "amounts.json"
    assert main(["bench", "amounts", "--cases", str(cases), "--json", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["bench"] == "amounts"
    assert found["command"] == "python -m evals bench amounts --cases cases.jsonl"
    assert str(tmp_path) not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"format": 0}, "stale: its form"),
        ({"commit": "0123456789ab"}, "foreign: 0123456789ab"),
        ({"commit": ""}, "foreign"),
        (
            {"conversations": [{"file": "evals/scripts/handoff/gone.yaml", "passed": True}]},
            "there is no evals/scripts/handoff/gone.yaml any more",
        ),
    ],
)
def test_stale_and_foreign_results_are_refused(
    tmp_path: Path, changed: dict[str, Any], reason: str
) -> None:
    kept(tmp_path, "speed", **changed)
    with pytest.raises(EvalError, match=reason):
        results_page(tmp_path)


def test_a_command_kept_twice_is_refused(tmp_path: Path) -> None:
    kept(tmp_path, "speed")
    (tmp_path / "other.json").write_text(
        (tmp_path / "speed.json").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(EvalError, match="keep the later"):
        results_page(tmp_path)


def test_without_git_nothing_is_foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.machine.PROJECT", tmp_path / "nowhere")
    kept(tmp_path, "speed", commit="", n=1)
    assert "| n | 1 |" in results_page(tmp_path)


def test_a_machine_is_told_without_its_name_or_its_paths() -> None:
    told = json.dumps(measured())
    assert platform.node() not in told
    assert str(Path.home()) not in told
    assert str(Path(__file__).parents[2]) not in told


def test_the_page_holds_no_figure_the_json_does_not(tmp_path: Path) -> None:
    kept(tmp_path, "amounts", exact=0.875)
    before = results_page(tmp_path)
    kept(tmp_path, "amounts", exact=0.25)
    after = results_page(tmp_path)
    assert ("| exact | 0.875 |" in before, "| exact | 0.25 |" in after) == (True, True)
    assert before.replace("0.875", "0.25") == after
