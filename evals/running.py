"""A folder of scripts as an inspect-ai task: dataset, solver, scorer, trials as epochs."""

from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import anyio.to_thread
from inspect_ai import Epochs, Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalLog
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageUser,
    ModelOutput,
)
from inspect_ai.scorer import Score, Scorer, Target, accuracy, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from assistant.errors import AdvisorError
from evals.errors import EvalError
from evals.machine import PROJECT
from evals.player import Player
from evals.scores import BrokenCheck, Trial, trial_of
from evals.script import Script
from evals.world import House, Progress
from graph.errors import GraphError
from knowledge import KnowledgeError

KEPT: Final = "trial"
"""Where a sample keeps what was played."""

FAILURES: Final = (AdvisorError, GraphError, KnowledgeError, EvalError)
"""What ends a conversation before its last turn: it counts as failed, never as skipped."""


class Runner:
    """The scripts of a folder over one house or several, one conversation at a time in each."""

    def __init__(
        self, scripts: Sequence[Script], houses: Sequence[House], progress: Progress
    ) -> None:
        self._scripts = {key_of(script.path): script for script in scripts}
        self._houses = len(houses)
        self._free: SimpleQueue[House] = SimpleQueue()
        for house in houses:
            self._free.put(house)
        self._progress = progress

    def run(self, trials: int, logs: Path) -> list[Trial]:
        """Play every script `trials` times; `inspect view --log-dir` opens the logs."""
        task = Task(
            name="conversations",
            dataset=MemoryDataset(
                [
                    Sample(id=key, input=one.title, metadata={"kind": one.kind})
                    for key, one in self._scripts.items()
                ],
                name="scripts",
            ),
            solver=_converse(self),
            scorer=_checks(),
            epochs=Epochs(trials, "mean"),
        )
        found = eval(
            task,
            model="none/none",
            display="none",
            log_dir=str(logs),
            max_samples=self._houses,
            fail_on_error=False,
        )
        return [one for log in found for one in self._trials(log)]

    def play(self, key: str, trial: int) -> Trial:
        """One script played once; what stops it is what broke."""
        script = self._scripts[key]
        house = self._free.get()
        try:
            with house.world(script) as world:
                played = trial_of(Player(script, world).play(), key, trial)
        except FAILURES as error:
            played = _stopped(script, key, trial, str(error))
        finally:
            self._free.put(house)
        mark = "✓" if played.passed else "✗"
        self._progress(f"{mark} {script.kind}/{script.path.stem} #{trial}")
        return played

    def _trials(self, log: EvalLog) -> list[Trial]:
        """What each sample kept; a sample that broke down is a failed conversation."""
        found: list[Trial] = []
        for sample in log.samples or ():
            kept = sample.metadata.get(KEPT)
            if kept is not None:
                found.append(Trial.model_validate(kept))
                continue
            key = str(sample.id)
            reason = "no reply" if sample.error is None else sample.error.message
            found.append(_stopped(self._scripts[key], key, sample.epoch, reason))
        return found


def key_of(path: Path) -> str:
    """How a report names a script: within the project from its root, elsewhere as it was given."""
    full = path.resolve()
    return (full.relative_to(PROJECT) if full.is_relative_to(PROJECT) else path).as_posix()


@solver
def _converse(runner: Runner) -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:
        del generate
        trial = await anyio.to_thread.run_sync(runner.play, str(state.sample_id), state.epoch)
        state.metadata[KEPT] = trial.model_dump(mode="json")
        state.messages = _messages(trial)
        last = trial.lines[-1].reply if trial.lines else ""
        state.output = ModelOutput.from_content("advisor", last)
        return state

    return solve


@scorer(metrics=[accuracy()])
def _checks() -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:
        del target
        trial = Trial.model_validate(state.metadata[KEPT])
        broken = [f"{one.turn} {one.check}: {one.expected} ← {one.seen}" for one in trial.broken]
        return Score(value=float(trial.passed), explanation="\n".join(broken) or "all checks hold")

    return score


def _messages(trial: Trial) -> list[ChatMessage]:
    messages: list[ChatMessage] = []
    for line in trial.lines:
        if line.said:
            messages.append(ChatMessageUser(content=f"{line.who}: {line.said}"))
        messages.append(ChatMessageAssistant(content=line.reply))
    return messages


def _stopped(script: Script, key: str, trial: int, reason: str) -> Trial:
    broken = BrokenCheck(
        turn=0, check="played", expected="every turn is played", seen=reason, trial=trial
    )
    return Trial(
        file=key, title=script.title, kind=script.kind, trial=trial, passed=False,
        broken=(broken,), lines=(), waits_for=script.waits_for,
    )  # fmt: skip
