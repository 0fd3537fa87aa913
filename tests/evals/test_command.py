"""The command line: its exit codes, what it writes, and one whole run over two small scripts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.command import FAILED, UNREADABLE, main

ROOT = Path(__file__).parents[2]
SCRIPT = """title: {title}
kind: happy_path
as: customer
lang: zh
today: 2026-11-30
world:
  customers:
  - {{customer_id: c-1, name: 李明, birth_date: 1994-05-02, monthly_income_minor: 2200000}}
turns:
- say: 贷款100万，20年，利率3%，月供多少？
  expect:
  - says_amount: {{value: "{value}", currency: CNY}}
"""


def script(folder: Path, name: str, value: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(SCRIPT.format(title=f"<b>{name}</b>", value=value), encoding="utf-8")
    return path


def test_a_script_that_does_not_load_ends_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = script(tmp_path, "odd", "5545.98")
    path.write_text(path.read_text(encoding="utf-8") + "ends: []\n", encoding="utf-8")
    assert main(["run", str(tmp_path)]) == UNREADABLE
    assert f"{path}:" in capsys.readouterr().err


def test_an_empty_folder_ends_with_two(tmp_path: Path) -> None:
    assert main(["run", str(tmp_path)]) == UNREADABLE


@pytest.mark.parametrize("option", ["--against", "--laws"])
def test_what_is_named_and_missing_ends_with_two(tmp_path: Path, option: str) -> None:
    script(tmp_path, "right", "5545.98")
    assert main(["run", str(tmp_path), option, str(tmp_path / "nowhere")]) == UNREADABLE


@pytest.mark.parametrize("trials", ["0", "-1", "many"])
def test_trials_are_at_least_one(trials: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", "--trials", trials])
    assert ended.value.code == UNREADABLE


@pytest.mark.graph
def test_two_scripts_run_whole(tmp_path: Path) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    script(scripts, "right", "5545.98")
    wrong = script(scripts, "wrong", "1.23")
    earlier = tmp_path / "earlier.json"
    before = {"conversations": [{"file": wrong.as_posix(), "passed": True}]}
    earlier.write_text(json.dumps(before), encoding="utf-8")
    kept, page = tmp_path / "kept.json", tmp_path / "page.html"
    done = subprocess.run(
        [sys.executable, "-m", "evals", "run", str(scripts), "--trials", "2",
         "--json", str(kept), "--html", str(page), "--against", str(earlier)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=500,
    )  # fmt: skip
    result = json.loads(kept.read_text(encoding="utf-8"))
    assert done.returncode == FAILED, done.stderr[-2000:]
    assert (result["pass_1"], result["pass_2"]) == (0.5, 0.5)
    assert f"broken since (1): {wrong.as_posix()}" in done.stdout
    assert "5,545.98" in page.read_text(encoding="utf-8")
    assert "&lt;b&gt;right&lt;/b&gt;" in page.read_text(encoding="utf-8")
