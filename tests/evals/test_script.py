"""A script is read whole, or refused with its file and line."""

from pathlib import Path
from textwrap import dedent

import pytest

from evals.errors import BadScript
from evals.script import KINDS, load_script, load_scripts
from evals.world import OPENING

SCRIPTS = Path(__file__).parents[2] / "evals" / "scripts"

GOOD = """
title: 问好
kind: happy_path
as: customer
lang: zh
today: 2026-11-23
world:
  base: empty
  customers: [{customer_id: c-1, name: 李明, phone: 013900000000}]
speaker: c-1
turns:
- say: 你好
  expect:
  - says: [您好]
- advance: PT24H
- by: a-1
  do: approve
end:
- audit: {action: plan.draft, count: 0}
"""


def written(folder: Path, text: str, name: str = "script.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return path


def test_a_script_is_read(tmp_path: Path) -> None:
    script = load_script(written(tmp_path, GOOD))
    assert [one.words for one in script.turns] == ["你好", "(+1 day, 0:00:00)", "[a-1: approve]"]
    assert script.rows("customers")[0]["phone"] == "013900000000"
    assert script.end[0].name == "audit"


def test_a_conversation_opens_at_ten_in_the_banks_zone() -> None:
    assert OPENING.isoformat() == "10:00:00+08:00"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("lang: zh", "lang: fr", 4, "lang"),
        ("kind: happy_path", "kind: sad_path", 2, "kind"),
        ("today: 2026-11-23", "today: soon", 5, "today"),
        ("speaker: c-1", "speaker: c-1\nmood: good", 10, "mood"),
        ("says: [您好]", "sings: [您好]", 13, "there is no check sings"),
        ("says: [您好]", "says: []", 13, "empty"),
        ("says: [您好]", 'says: ["/(/"]', 13, "regular expression"),
        ("says: [您好]", "says_amount: {value: much}", 13, "says_amount"),
        ("says: [您好]", "within: {a: b}", 13, "within"),
        ("count: 0", "count: -1", 18, "count"),
        ("plan.draft", "plan.dream", 18, "plan.dream"),
        ("- advance: PT24H", "- advance: PT24H\n  say: 你好", 14, "exactly one"),
        ("  do: approve", "", 15, "by"),
        ("  do: approve", "  do: dance", 16, "do"),
        ("- advance: PT24H", "- upload: missing.pdf", 14, "missing.pdf"),
        ("name: 李明", "nick: 李明", 8, "nick"),
        ("customers:", "clients:", 8, "clients"),
        ("base: empty", "base: full", 7, "base"),
        ("speaker: c-1", "speaker: c-1\nspeaker: c-2", 10, "twice"),
        ("speaker: c-1", "base: sample", 9, "base"),
        ("kind: happy_path", "kind: [", 4, ""),
        ("title: 问好", "title: ''", 1, "title"),
        ("as: customer", "as: auditor", 3, "as"),
        ("- advance: PT24H", "- advance: PT0S", 14, "advance"),
        ("- advance: PT24H", "- advance: tomorrow", 14, "advance"),
        ("- advance: PT24H", "- advance: PT24H\n  speaker: a-1", 14, "speaker"),
        ("- advance: PT24H", "- nothing", 14, "turns"),
        ("  - says: [您好]", "  - says", 13, "one name"),
        ("says: [您好]", "cites: {document: 民法典, article: 1, chapter: 1}", 13, "chapter"),
        ("says: [您好]", "asks: colour", 13, "asks"),
        ("says: [您好]", "abstains: false", 13, "abstains"),
        ("says: [您好]", "hands_over: boredom", 13, "hands_over"),
        ("says: [您好]", "plan: {status: lost}", 13, "status"),
        ("says: [您好]", "task: {}", 13, "neither a column nor a count"),
        ("says: [您好]", "within: PTx", 13, "within"),
        ("says: [您好]", 'says_amount: {value: "1", currency: yuan}', 13, "currency"),
        ("customers: [{", "customers: [3, {", 8, "a row is a mapping"),
        ("speaker: c-1", "speaker: c-1\nwaits_for: ''", 10, "waits_for"),
    ],
)
def test_a_wrong_script_names_its_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(BadScript) as refused:
        load_script(path)
    assert (refused.value.path, refused.value.line) == (path, line)
    assert reason in refused.value.reason
    assert str(refused.value).startswith(f"{path}:{line}: ")


def test_the_folder_carries_the_kind(tmp_path: Path) -> None:
    right = written(tmp_path, GOOD, "happy_path/a.yaml")
    assert load_script(right).kind == "happy_path"
    with pytest.raises(BadScript, match="folder review"):
        load_script(written(tmp_path, GOOD, "review/a.yaml"))


def test_a_folder_of_another_name_says_nothing_of_the_kind(tmp_path: Path) -> None:
    assert load_script(written(tmp_path, GOOD, "mine/a.yaml")).kind == "happy_path"


def test_without_a_speaker_the_first_of_the_part_speaks(tmp_path: Path) -> None:
    script = load_script(written(tmp_path, GOOD.replace("speaker: c-1\n", "")))
    assert script.speaker_id == "c-1"


def test_nobody_to_speak_is_an_error(tmp_path: Path) -> None:
    text = GOOD.replace("speaker: c-1\n", "").replace("as: customer", "as: advisor")
    with pytest.raises(BadScript, match="speaker is missing"):
        load_script(written(tmp_path, text))


@pytest.mark.parametrize("text", ["", "- a list", "just words"])
def test_a_file_that_is_no_script_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadScript):
        load_script(written(tmp_path, text))


def test_no_script_of_a_folder_is_skipped(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.yaml")
    written(tmp_path, GOOD.replace("lang: zh", "lang: fr"), "b.yml")
    scripts, errors = load_scripts(tmp_path)
    assert (len(scripts), [one.path.name for one in errors]) == (1, ["b.yml"])


def test_a_folder_without_scripts_is_an_error(tmp_path: Path) -> None:
    assert load_scripts(tmp_path)[1]


def test_every_script_of_ours_is_read() -> None:
    scripts, errors = load_scripts(SCRIPTS)
    assert errors == []
    assert {one.kind for one in scripts} == set(KINDS)
    assert {one.lang for one in scripts} == {"zh", "en"}
    assert {one.speaking for one in scripts} == {"customer", "advisor", "second_approver"}
    assert sum(one.kind == "adversarial" for one in scripts) >= 8
