import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")


class Checkout:
    """A copy of the files that set the project up, with tools that only write down their use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        (self.folder / "deploy").mkdir(parents=True)
        for name in (*LOCKS, "pyproject.toml", "deploy/setup"):
            shutil.copy(ROOT / name, self.folder / name)

    def tool(self, path: str, script: str) -> Path:
        tool = self.folder / path
        tool.parent.mkdir(parents=True, exist_ok=True)
        tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        tool.chmod(0o755)
        return tool

    def with_environment(self) -> None:
        self.tool(".venv/bin/python", "exit 0")
        self.tool(".venv/bin/uv", 'echo "$UV_FIND_LINKS|$*" >>uv.log')

    def setup(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        plain = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            ["sh", "deploy/setup", *words], cwd=self.folder, env=plain | variables,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    @property
    def installs(self) -> list[str]:
        log = self.folder / "uv.log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_an_old_python_is_one_sentence_in_both_languages(checkout: Checkout) -> None:
    old = checkout.tool("old-python", "exit 1")
    done = checkout.setup(PYTHON=str(old))
    assert done.returncode == 2
    assert "需要 Python 3.11" in done.stderr
    assert "Python 3.11 or later is needed" in done.stderr


def test_the_lock_is_installed_then_the_project_without_looking_further(checkout: Checkout) -> None:
    checkout.with_environment()
    assert checkout.setup().returncode == 0
    assert "-r requirements.lock" in checkout.installs[0]
    assert "requirements-dev.lock" not in checkout.installs[0]
    assert "--no-deps --editable ." in checkout.installs[1]


def test_tests_need_both_locks(checkout: Checkout) -> None:
    checkout.with_environment()
    checkout.setup("dev")
    assert "-r requirements.lock -r requirements-dev.lock" in checkout.installs[0]


def test_nothing_is_installed_twice(checkout: Checkout) -> None:
    checkout.with_environment()
    checkout.setup()
    again = checkout.setup()
    assert len(checkout.installs) == 2
    assert again.stderr == ""


def test_a_changed_lock_is_installed(checkout: Checkout) -> None:
    checkout.with_environment()
    checkout.setup()
    with (checkout.folder / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# more\n")
    checkout.setup()
    assert len(checkout.installs) == 4


def test_wheels_beside_the_project_are_found(checkout: Checkout) -> None:
    checkout.with_environment()
    wheels = checkout.folder.parent / "shared" / "wheels"
    wheels.mkdir(parents=True)
    checkout.setup()
    assert checkout.installs[0].startswith(f"{wheels}|")


def test_an_install_that_fails_leaves_no_mark(checkout: Checkout) -> None:
    checkout.with_environment()
    checkout.tool(".venv/bin/uv", "exit 1")
    assert checkout.setup().returncode != 0
    assert not list((checkout.folder / ".venv").glob(".installed-*"))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_versions_and_nothing_of_a_machine(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert all(re.match(r"^[\w.\-\[\]]+==[^+\s]+( ;.*)?$", line) for line in named)
    assert not [line for line in named if re.match(r"nvidia-|cuda-|triton", line)]
    assert not [line for line in lines if "://" in line]


def test_the_lock_filter_drops_a_graphics_card_and_local_builds() -> None:
    raw = (
        "torch==2.13.0+cpu\n    # via sentence-transformers\n"
        "nvidia-cublas==13 ; sys_platform == 'linux'\n    # via torch\n"
        "triton==3\n    # via torch\nzipp==4\n"
    )
    kept = subprocess.run(
        ["awk", "-f", "deploy/lock.awk"], cwd=ROOT, input=raw, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip
    assert kept == "torch==2.13.0\n    # via sentence-transformers\nzipp==4\n"


def test_make_help_names_every_command() -> None:
    said = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in ("run", "test", "check", "neo4j", "evals", "bench", "lock", "clean", "help"):
        assert f"make {name} " in said


@pytest.mark.parametrize("script", ["deploy/setup", "deploy/lock", ".ci/rings"])
def test_scripts_are_plain_shell(script: str) -> None:
    subprocess.run(["sh", "-n", str(ROOT / script)], check=True)
