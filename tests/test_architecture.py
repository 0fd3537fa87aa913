"""The shape of the house: files of one job, modules that do nothing when imported."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge import Library

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "graph", "knowledge", "prompts", "evals")
LONGEST = 300
# Chainlit fixes its folder when it is first imported, so these are imported by a service only.
CHAINLIT = {
    f"assistant.channels.chat.{name}"
    for name in ("app", "history", "showing", "tabs", "home", "seat")
}
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in FILES
    if path.name != "__main__.py"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_one_job_and_at_most_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("name", [one for one in MODULES if one not in CHAINLIT])
def test_a_module_says_what_it_is(name: str) -> None:
    assert (importlib.import_module(name).__doc__ or "").strip()


def test_every_module_imports_with_an_empty_environment() -> None:
    names = [one for one in MODULES if one not in CHAINLIT]
    program = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT, env={}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


def test_every_rule_has_a_clause_of_the_manual(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.manual()
    from_rules = (ROOT / "assistant/compliance/rules.yaml").read_text(encoding="utf-8")
    keys = re.findall(r"^- key: ([\w.]+)$", from_rules, re.MULTILINE)
    assert len(keys) == 45
    assert [key for key in keys if not library.clauses_for_rule(key)] == []


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "assistant/compliance/rules").glob("*.py")),
    ids=lambda path: path.stem,
)
def test_every_rule_names_its_source(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    judges = [
        one
        for one in tree.body
        if isinstance(one, ast.FunctionDef)
        and any("rule(" in ast.unparse(d) for d in one.decorator_list)
    ]
    unnamed = [one.name for one in judges if "Source:" not in (ast.get_docstring(one) or "")]
    assert unnamed == []
