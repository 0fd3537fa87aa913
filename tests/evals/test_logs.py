"""The logs of a run open in inspect-ai with transcript and score; several people speak."""

import gc
from pathlib import Path

import pytest
from inspect_ai.log import read_eval_log

from evals.player import Player
from evals.running import Runner
from evals.script import load_script
from tests.evals.stage import fake_house

SCRIPT = """title: 问月供
kind: happy_path
lang: zh
today: 2026-11-23
speaker: c-1
turns:
- say: 贷款100万，20年，利率3%，月供多少？
  expect:
  - says_amount: {value: "5545.98"}
- say: Hello
  speaker: c-2
"""


def told(_: str) -> None:
    """Nobody listens."""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_log_of_a_run_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = load_script(written(tmp_path, "right", SCRIPT))
    wrong = load_script(written(tmp_path, "wrong", SCRIPT.replace("5545.98", "1.23")))
    house = fake_house(tmp_path, monkeypatch)
    Runner([right, wrong], [house], told).run(2, tmp_path / "logs")
    (path,) = (tmp_path / "logs").glob("*.eval")
    log = read_eval_log(str(path))
    samples = log.samples or []
    assert (log.status, len(samples)) == ("success", 4)
    said = [one.text for one in samples[0].messages]
    assert "c-1: 贷款100万，20年，利率3%，月供多少？" in said
    assert any("5,545.98" in one for one in said)
    scores = {str(one.id): held.value for one in samples for held in (one.scores or {}).values()}
    assert {Path(key).stem: value for key, value in scores.items()} == {"right": 1, "wrong": 0}
    # inspect-ai leaves streams open; they are collected here, where their warning is expected.
    gc.collect()


def test_another_speaker_is_answered_in_their_own_conversation_and_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = load_script(written(tmp_path, "two", SCRIPT))
    with fake_house(tmp_path, monkeypatch).world(script) as world:
        played = Player(script, world).play()
    assert [one.speaker.person_id for one in played.exchanges] == ["c-1", "c-1", "c-2"]
    assert [one.lang for one in played.exchanges] == [None, "zh", "en"]
