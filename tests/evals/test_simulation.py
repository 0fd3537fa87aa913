"""Simulated customers: who is valid, who is not, and that a goal not reached fails."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.command import FAILED, UNREADABLE, main
from evals.errors import EvalError
from evals.simulation import (
    Endpoint,
    EndpointFailed,
    Persona,
    Simulation,
    Simulator,
    load_personas,
    simulated,
)
from evals.simulation.persona import load_persona
from evals.simulation.role import Said, faults
from evals.world import House
from tests.evals.stage import fake_house
from tests.model_server import ModelServer

PERSONA = """title: 买房的人
kind: happy_path
persona: 想买第一套房的人
goal: 知道月供
opening: 想算一下月供
hidden:
- {knows: 贷款100万，20年，利率3%, asked: [金额, 多少], told: [100万]}
must_say: [月供]
never_says: [内部]
most_turns: 4
lang: zh
today: 2026-11-23
speaker: c-1
end:
- plan: {customer_id: c-1, count: COUNT}
"""


def persona(folder: Path, count: int = 0, **changed: str) -> Persona:
    path = folder / "buyer.yaml"
    text = PERSONA.replace("COUNT", str(count))
    for key, held in changed.items():
        text = "\n".join(
            f"{key}: {held}" if line.startswith(f"{key}:") else line for line in text.splitlines()
        )
    path.write_text(text, encoding="utf-8")
    return load_persona(path)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return fake_house(tmp_path, monkeypatch)


def told(_: str) -> None:
    """Nobody listens."""


def played(house: House, who: Persona, words: Sequence[str]) -> Simulation:
    lines = iter(words)
    with ModelServer(wording=lambda _: next(lines)) as server:
        return Simulator(house, Endpoint(server.url, "any"), told).run([who], 1)[0]


def test_a_customer_in_the_part_who_is_served_passes(house: House, tmp_path: Path) -> None:
    found = played(house, persona(tmp_path), ["贷款100万，20年，利率3%，月供多少？", "[END]"])
    assert (found.faults, found.trial.broken) == ((), ())
    assert next(line.said for line in found.trial.lines if line.said) == "想算一下月供"
    assert "5,545.98" in found.trial.lines[-1].reply


def test_a_goal_not_reached_fails(house: House, tmp_path: Path) -> None:
    found = played(house, persona(tmp_path, count=1), ["[END]"])
    assert found.valid
    assert [one.check for one in found.trial.broken] == ["plan"]


def test_a_customer_out_of_the_part_is_invalid_and_no_pass(house: House, tmp_path: Path) -> None:
    found = played(house, persona(tmp_path), ["作为人工智能，我可以为您解释月供", "[END]"])
    assert found.trial.passed
    assert not found.valid
    shown, result = simulated([found], 1)
    assert result["conversations"] == []
    assert result["invalid"][0]["faults"][0]["fault"] == "left_its_role"
    assert "invalid" in shown


def test_valid_ones_alone_are_scored(house: House, tmp_path: Path) -> None:
    good = played(house, persona(tmp_path), ["[END]"])
    bad = played(house, persona(tmp_path), ["内部消息", "[END]"])
    _, result = simulated([good, bad], 2)
    assert result["pass_1"] == 1.0
    assert len(result["invalid"]) == 1


def test_the_conversation_is_cut_at_its_most_turns(house: House, tmp_path: Path) -> None:
    found = played(house, persona(tmp_path), ["月供"] * 9)
    assert [line.said for line in found.trial.lines if line.said][1:] == ["月供"] * 3


def test_the_prompt_says_who_wants_what_and_no_secret_of_the_bank(
    house: House, tmp_path: Path
) -> None:
    with ModelServer(wording=lambda _: "[END]") as server:
        Simulator(house, Endpoint(server.url, "any", "k-1"), told).play(persona(tmp_path), 1)
    system = server.requests[0]["messages"][0]["content"]
    assert "想买第一套房的人" in system
    assert "贷款100万" in system
    assert server.keys == ["Bearer k-1"]
    assert [one["role"] for one in server.requests[0]["messages"]][-2:] == ["assistant", "user"]


def test_a_conversation_that_stops_is_failed_not_lost(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: object) -> None:
        raise EvalError("the graph is gone")

    monkeypatch.setattr("evals.player.Player.turn", stops)
    found = played(house, persona(tmp_path, must_say="[]"), ["[END]"])
    assert found.valid
    assert [one.seen for one in found.trial.broken] == ["the graph is gone"]


@pytest.mark.parametrize("mode", ["error", "nonsense"])
def test_a_customers_model_that_fails_is_named(house: House, tmp_path: Path, mode: Any) -> None:
    with ModelServer(mode=mode) as server, pytest.raises(EndpointFailed, match="扮演客户的模型"):
        Simulator(house, Endpoint(server.url, "any"), told).play(persona(tmp_path), 1)


SAID = [
    ("您好，我想算月供", "", []),
    ("贷款100万", "您要贷多少？", []),
    ("贷款100万", "您好", ["told_unasked"]),
    ("贷款 250 万行不行", "您要贷多少？", ["invented_a_number"]),
    ("每月 5,545.98 元可以", "每月 5,545.98 元", []),
    ("贷20年，分 3 次", "", []),
    ("I want a loan", "", ["another_language"]),
    ("客户：月供\n助手：好的", "", ["left_its_role"]),
    ("有内部消息吗", "", ["said_what_it_never_says"]),
    ("月供" * 300, "", ["too_long"]),
]


@pytest.mark.parametrize(("words", "before", "wanted"), SAID)
def test_faults_of_a_message(tmp_path: Path, words: str, before: str, wanted: list[str]) -> None:
    said = [Said(words, before), Said("月供", before)]
    assert [one.fault for one in faults(persona(tmp_path), said)] == wanted


def test_what_must_be_said_and_never_was_is_a_fault(tmp_path: Path) -> None:
    assert faults(persona(tmp_path), [Said("你好", "")])[0].fault == "never_said_what_it_must"


def test_english_customers_write_no_chinese(tmp_path: Path) -> None:
    who = persona(tmp_path, lang="en", opening="Hello", must_say="[]")
    assert [one.fault for one in faults(who, [Said("hello", ""), Said("月供", "")])] == [
        "another_language"
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("goal: 知道月供", "goal: ''", 4), ("kind: happy_path", "kind: odd", 2),
     ("asked: [金额, 多少]", "asked: []", 7), ("lang: zh", "lang: zh\nturns: []", 12)],
)  # fmt: skip
def test_what_does_not_load_names_file_and_line(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(PERSONA.replace("COUNT", "0").replace(old, new), encoding="utf-8")
    found, errors = load_personas(tmp_path)
    assert found == []
    assert errors[0].line == line
    assert str(errors[0]).startswith(f"{path}:{line}: ")


def test_the_personas_of_the_project_load() -> None:
    found, errors = load_personas(Path("evals/personas"))
    assert errors == []
    assert len(found) >= 8
    assert {one.script.lang for one in found} == {"zh", "en"}


def test_an_empty_folder_and_no_list_are_named(tmp_path: Path) -> None:
    assert "no persona" in str(load_personas(tmp_path)[1][0])
    (tmp_path / "odd.yaml").write_text("[1]", encoding="utf-8")
    assert "mapping" in str(load_personas(tmp_path)[1][0])


def test_without_a_model_the_command_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ADVISOR_MODEL_URL", raising=False)
    persona(tmp_path)
    assert main(["simulate", str(tmp_path)]) == UNREADABLE
    assert "--customer" in capsys.readouterr().err
    assert main(["simulate", str(tmp_path / "nowhere")]) == UNREADABLE


@pytest.mark.graph
def test_a_whole_run_writes_its_figures_and_page(tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    folder.mkdir()
    persona(folder, count=1)
    path = folder / "buyer.yaml"
    world = "world: {customers: [{customer_id: c-1, name: 李明}]}\nspeaker:"
    path.write_text(path.read_text(encoding="utf-8").replace("speaker:", world), encoding="utf-8")
    kept, page = tmp_path / "run.json", tmp_path / "run.html"
    with ModelServer(wording=lambda _: "[END]") as server:
        code = main(["simulate", str(folder), "--customer", server.url, "--json", str(kept),
                     "--html", str(page)])  # fmt: skip
    assert code == FAILED
    assert '"pass_1": 0.0' in kept.read_text(encoding="utf-8")
    assert "买房的人" in page.read_text(encoding="utf-8")
