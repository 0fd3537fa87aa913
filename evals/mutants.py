"""Broken assistants over the scripts: a check that catches none of them checks nothing."""

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from assistant.conversation import Advisor
from assistant.conversation.model import Context, Reply
from evals.mutations import MUTANTS, Mutant, Mutation
from evals.running import Runner, key_of
from evals.scores import Trial
from evals.script import Script, load_script
from evals.tables import table
from evals.world import House, World

SCRIPTS: Final = Path(__file__).with_name("scripts")
NOBODY: Final = "–"
"""What the table shows where no check told."""


class BrokenAdvisor(Advisor):
    """An advisor whose every reply is changed before anybody reads it."""

    def __init__(self, whole: Advisor, world: World, change: Mutation) -> None:
        self._whole = whole
        self._world = world
        self._change = change

    def reply(self, context: Context, message: str) -> Reply:
        """The whole advisor's answer, changed."""
        return self._change(self._world, context, self._whole.reply(context, message))

    def greet(self, context: Context) -> Reply:
        """The whole advisor's first words, changed."""
        return self._change(self._world, context, self._whole.greet(context))

    def click(self, context: Context, act: str, target: str, reason: str | None = None) -> Reply:
        """The whole advisor's answer to a click, changed."""
        reply = self._whole.click(context, act, target, reason)
        return self._change(self._world, context, reply)


@dataclass(frozen=True)
class BrokenHouse(House):
    """A house in whose worlds the assistant is broken."""

    change: Mutation

    @contextmanager
    def world(self, script: Script) -> Generator[World]:
        """The world of a script, its advisor broken."""
        with super().world(script) as world:
            whole = world.application.advisor
            broken = BrokenAdvisor(whole, world, self.change)
            yield replace(world, application=replace(world.application, advisor=broken))


def mutants(
    house: House, broken: Sequence[Mutant] = MUTANTS, folder: Path = SCRIPTS
) -> tuple[str, dict[str, Any]]:
    """The table for people and the same as data: which checks caught which mutant.

    The unbroken assistant plays the same scripts in the same run. Only a check that holds for it
    in that script counts as catching.

    Raises:
        BadScript: A script of the subset cannot be read.
    """
    names = dict.fromkeys(name for one in broken for name in one.scripts)
    scripts = {name: load_script(folder / f"{name}.yaml") for name in names}
    whole = {name: _play(scripts[name], house) for name in names}
    rows = [_row(one, scripts, whole, house) for one in broken]
    control = {name: _checks(trial) for name, trial in whole.items()}
    result = {
        "mutants": rows,
        "unbroken": {
            "scripts": list(names),
            "passed": all(trial.passed for trial in whole.values()),
            "broken": {name: checks for name, checks in control.items() if checks},
        },
    }
    return _table(result), result


def all_caught(result: dict[str, Any]) -> bool:
    """Whether every mutant was caught, and the unbroken assistant passes."""
    caught = all(one["caught_by"] for one in result["mutants"])
    return caught and bool(result["unbroken"]["passed"])


def _row(
    mutant: Mutant, scripts: dict[str, Script], whole: dict[str, Trial], house: House
) -> dict[str, Any]:
    broken = BrokenHouse(house.settings, house.shared, house.home, mutant.change)
    caught: dict[str, int] = {}
    for name in mutant.scripts:
        known = set(_checks(whole[name]))
        for check in _checks(_play(scripts[name], broken)):
            if check not in known:
                caught[check] = caught.get(check, 0) + 1
    return {
        "key": mutant.key,
        "zh": mutant.zh,
        "en": mutant.en,
        "scripts": list(mutant.scripts),
        "caught_by": sorted(caught, key=lambda one: (-caught[one], one)),
    }


def _play(script: Script, house: House) -> Trial:
    key = key_of(script.path)
    return Runner([script], [house], _told).play(key, 1)


def _checks(trial: Trial) -> list[str]:
    """The checks that broke, each once."""
    return list(dict.fromkeys(one.check for one in trial.broken))


def _table(result: dict[str, Any]) -> str:
    rows = [
        [one["key"], f"{one['zh']} {one['en']}", ", ".join(one["caught_by"]) or NOBODY]
        for one in result["mutants"]
    ]
    unbroken = result["unbroken"]
    kept = "passes" if unbroken["passed"] else f"broken: {unbroken['broken']}"
    rows.append(["unbroken", "未改动 nothing changed", f"{kept} ({len(unbroken['scripts'])})"])
    return table(["mutant", "变异 what is broken", "被谁发现 caught by"], rows)


def _told(text: str) -> None:
    """Progress stands beside the table."""
    sys.stderr.write(f"{text}\n")
