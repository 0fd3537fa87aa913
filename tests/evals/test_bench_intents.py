"""The bench of intents: shipped engine or trained, a held-out share, lines it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.bench.spread import interval
from evals.command import UNREADABLE, main

WORDS = {"pay": "请问月供多少 每月还多少", "leave": "撤回同意 不要再用我的资料"}


def lines(path: Path, held: list[dict[str, Any]]) -> str:
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in held)
    path.write_text(text, encoding="utf-8")
    return str(path)


def labelled(key: str = "label", each: int = 10) -> list[dict[str, Any]]:
    return [
        {"text": f"{words} {number}", key: [label] if key == "intents" else label}
        for label, words in WORDS.items()
        for number in range(each)
    ]


def run(folder: Path, *words: str) -> dict[str, Any]:
    out = folder / "out.json"
    assert main(["bench", "intents", *words, "--json", str(out)]) == 0
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_the_shipped_engine_is_scored_beside_tfidf(tmp_path: Path) -> None:
    test = [{"text": "我要撤回同意", "command": "withdraw_consent"},
            {"text": "转人工", "command": "complaint"}]  # fmt: skip
    found = run(tmp_path, "--builtin", "--test", lines(tmp_path / "t.jsonl", test))
    assert (found["n"], found["accuracy"]) == (2, 0.5)
    assert set(found["baseline_tfidf"]) == {"accuracy", "macro_f1", "intervals"}
    assert found["seeds"] == [20261123]
    assert found["seconds"] >= 0


def test_train_and_test_files_are_kept_apart(tmp_path: Path) -> None:
    train = lines(tmp_path / "a.jsonl", labelled())
    test = lines(tmp_path / "b.jsonl", [{"text": "每月还多少", "label": "leave"}])
    found = run(tmp_path, "--train", train, "--test", test)
    assert (found["n_train"], found["n"], found["accuracy"]) == (20, 1, 0.0)
    assert found["intervals"]["accuracy"] == [0.0, 0.0]


@pytest.mark.parametrize("key", ["label", "intent", "intents", "command"])
def test_a_share_is_held_out_by_its_seed(tmp_path: Path, key: str) -> None:
    train = lines(tmp_path / "a.jsonl", labelled(key))
    words = ("--train", train, "--hold-out", "0.25", "--seed", "3")
    found, again = run(tmp_path, *words), run(tmp_path, *words)
    assert (found["n_train"], found["n"], found["accuracy"]) == (15, 5, 1.0)
    assert found["seeds"] == [3]
    assert found["intervals"] == again["intervals"]


@pytest.mark.parametrize(
    "line", [{"text": "您好"}, {"label": "pay"}, {"text": "您好", "intents": ["a", "b"]}]
)
def test_a_line_without_one_label_is_refused(
    tmp_path: Path, line: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines(tmp_path / "a.jsonl", [*labelled(), line])
    assert main(["bench", "intents", "--train", path]) == UNREADABLE
    assert "entry 21" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--builtin"]])
def test_nothing_to_test_on_is_refused(words: list[str]) -> None:
    assert main(["bench", "intents", *words]) == UNREADABLE


@pytest.mark.parametrize("share", ["0", "1", "half"])
def test_a_share_lies_between_nothing_and_all(share: str) -> None:
    with pytest.raises(SystemExit):
        main(["bench", "intents", "--hold-out", share])


def test_an_interval_holds_the_mean_and_narrows_with_more(tmp_path: Path) -> None:
    del tmp_path
    few, many = interval([0.0, 1.0] * 5), interval([0.0, 1.0] * 500)
    assert few[0] <= 0.5 <= few[1]
    assert many[1] - many[0] < few[1] - few[0]
    assert interval([]) == []
