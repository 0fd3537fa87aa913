"""From played conversations to pass^k by kind, and what a run cost."""

from collections.abc import Iterable, Sequence
from math import comb
from statistics import quantiles
from typing import Any

from pydantic import BaseModel, ConfigDict

from evals.moment import Broken, Exchange
from evals.player import Played


class Value(BaseModel):
    """A frozen value of the report."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BrokenCheck(Value):
    """A check that did not hold, in which trial it did not."""

    turn: int
    check: str
    expected: str
    seen: str
    trial: int = 1


class Line(Value):
    """One exchange of a transcript."""

    turn: int
    who: str
    said: str
    reply: str
    outcome: str
    seconds: float
    commands: tuple[str, ...] = ()
    engine: str = "local"
    model_calls: int = 0
    model_words: int = 0


class Trial(Value):
    """One conversation played once."""

    file: str
    title: str
    kind: str
    trial: int
    passed: bool
    broken: tuple[BrokenCheck, ...]
    lines: tuple[Line, ...]
    waits_for: str | None = None


def trial_of(played: Played, file: str, trial: int) -> Trial:
    """What is kept of a conversation."""
    script = played.script
    return Trial(
        file=file,
        title=script.title,
        kind=script.kind,
        trial=trial,
        passed=played.passed,
        broken=tuple(_broken(one, trial) for one in played.broken),
        lines=tuple(_line(one) for one in played.exchanges),
        waits_for=script.waits_for,
    )


def pass_at(passed: int, trials: int, k: int) -> float:
    """The chance that `k` trials drawn from these all pass: pass^k."""
    return comb(passed, k) / comb(trials, k)


def pass_rates(trials: Sequence[Trial], k: int) -> dict[str, float]:
    """pass_1 … pass_k: the mean over conversations; {} where nothing was played."""
    by_file: dict[str, list[bool]] = {}
    for one in trials:
        by_file.setdefault(one.file, []).append(one.passed)
    if not by_file:
        return {}
    return {
        f"pass_{at}": round(
            sum(pass_at(sum(held), len(held), at) for held in by_file.values()) / len(by_file), 6
        )
        for at in range(1, k + 1)
    }


def summary(trials: Sequence[Trial], k: int) -> dict[str, Any]:
    """A run as its JSON says it: scores, kinds, conversations, and what it cost."""
    kinds = sorted({one.kind for one in trials})
    return {
        **pass_rates(trials, k),
        "kinds": {kind: _kind(kind, trials, k) for kind in kinds},
        "conversations": _conversations(trials),
        "turn_seconds": seconds_of(_replies(trials)),
        "process": _process(trials),
    }


def seconds_of(seconds: Sequence[float]) -> dict[str, float]:
    """The middle and the slow end of durations; {} where there is none."""
    if not seconds:
        return {}
    if len(seconds) == 1:
        return {"p50": seconds[0], "p95": seconds[0]}
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {"p50": round(cuts[49], 4), "p95": round(cuts[94], 4)}


def _kind(kind: str, trials: Sequence[Trial], k: int) -> dict[str, Any]:
    held = [one for one in trials if one.kind == kind]
    return {"n": len({one.file for one in held}), **pass_rates(held, k)}


def _conversations(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    files = dict.fromkeys(one.file for one in trials)
    found: list[dict[str, Any]] = []
    for file in files:
        held = [one for one in trials if one.file == file]
        broken = [check.model_dump() for one in held for check in one.broken]
        found.append(
            {
                "file": file,
                "title": held[0].title,
                "kind": held[0].kind,
                "passed": all(one.passed for one in held),
                "trials": len(held),
                "trials_passed": sum(one.passed for one in held),
                "broken": broken,
                "waits_for": held[0].waits_for,
            }
        )
    return found


def _process(trials: Sequence[Trial]) -> dict[str, Any]:
    """Turns, commands and model calls; tokens are counted as words where no model tells."""
    lines = [line for one in trials for line in one.lines]
    modelled = sum(line.model_calls > 0 for line in lines)
    return {
        "conversations": len({one.file for one in trials}),
        "trials": len(trials),
        "turns": len(lines),
        "commands": sum(len(line.commands) for line in lines),
        "model_calls": sum(line.model_calls for line in lines),
        "model_characters": sum(line.model_words for line in lines),
        "without_model": round(1 - modelled / len(lines), 4) if lines else 0.0,
    }


def _replies(trials: Iterable[Trial]) -> list[float]:
    return [line.seconds for one in trials for line in one.lines]


def _broken(one: Broken, trial: int) -> BrokenCheck:
    return BrokenCheck(
        turn=one.turn, check=one.check, expected=one.expected, seen=one.seen, trial=trial
    )


def _line(one: Exchange) -> Line:
    trace = one.trace
    calls = () if trace is None else trace.model_calls
    return Line(
        turn=one.number,
        who=one.speaker.person_id,
        said=one.message if trace is None or trace.click is None else _clicked(trace.click),
        reply=one.reply.text,
        outcome=one.reply.outcome,
        seconds=one.reply.seconds,
        commands=() if trace is None else tuple(c.name for c in trace.understanding.commands),
        engine=one.reply.engine,
        model_calls=len(calls),
        model_words=sum(len(call.words) for call in calls),
    )


def _clicked(click: tuple[str, str, str]) -> str:
    return "" if click[0] == "greet" else f"[{click[0]} {click[1]}]"
