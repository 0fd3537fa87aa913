"""The results page, written from the JSON of runs and benchmarks and from nothing else."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from evals.errors import EvalError
from evals.machine import PROJECT, is_ours

FORMAT: Final = 1
"""The form of the JSON; a file of another form was written by another state of the evals."""

STATED: Final = ("bench", "command", "machine", "commit", "date")
"""What every file must say of itself to stand on the page."""

ASIDE: Final = frozenset(
    {
        *STATED,
        "format",
        "seeds",
        "repeats",
        "baselines",
        "baseline_tfidf",
        "intervals",
        "conversations",
    }
)
TITLES: Final = {
    "conversations": "对话 Scripted conversations",
    "simulate": "模拟客户 Simulated customers",
    "mutants": "变异体 Mutants and what catches them",
    "speed": "速度 Speed",
    "retrieval": "条款检索 Finding clauses",
    "needs": "需求预测 Foreseeing needs",
    "graph": "从迹象到服务的路径 The path from signals to offers",
    "portrait": "客户画像 Portrait",
    "amounts": "金额与期限 Amounts and terms",
    "intents": "意图 What is wanted",
    "safety": "攻击与误拒 Attacks and false refusals",
    "masking": "出站脱敏 Outbound masking",
    "load": "负载 Load",
}
"""The benches in the order of the page; others follow by name."""

HEAD: Final = """# 实测结果 Results

本页由 `python -m evals results` 从 `docs/results/` 中的 JSON 文件写成，没有手工数字。
方括号内是 95 % 区间或最小–最大值；“–”表示没有该数。

This page is written by `python -m evals results` from the JSON files in `docs/results/`; no figure
is typed by hand. Brackets hold the 95 % interval or the least and the most; a dash: no such figure.
"""


@dataclass(frozen=True)
class Result:
    """One file: a run or a benchmark, with its circumstances."""

    path: Path
    held: Mapping[str, Any]

    @property
    def bench(self) -> str:
        """Which benchmark it is."""
        return str(self.held["bench"])


def results_page(folder: Path) -> str:
    """The page of a folder of JSON files, one section a file.

    Raises:
        EvalError: There is no file, or one does not say what it measured, on what, and when.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        message = f"{folder} holds no JSON of a run or a bench; write some with --json"
        raise EvalError(message)
    order = list(TITLES)
    found = sorted(map(_read, paths), key=lambda one: (_place(order, one.bench), one.path.name))
    _refuse_twice(found)
    return "\n".join([HEAD, *(_section(one) for one in found)])


def _refuse_twice(found: Sequence[Result]) -> None:
    """Two files of one command: one of them is old."""
    seen: dict[str, Path] = {}
    for one in found:
        command = str(one.held["command"])
        if command in seen:
            message = f"{seen[command]} and {one.path} hold the same command; keep the later"
            raise EvalError(message)
        seen[command] = one.path


def _place(order: Sequence[str], bench: str) -> tuple[int, str]:
    return (order.index(bench) if bench in order else len(order), bench)


def _read(path: Path) -> Result:
    try:
        held: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read: {error}"
        raise EvalError(message) from error
    lacks = [one for one in STATED if not isinstance(held, dict) or one not in held]
    if lacks:
        message = f"{path} is no result of ours: it does not state {', '.join(lacks)}"
        raise EvalError(message)
    return _fresh(Result(path, cast("dict[str, Any]", held)))


def _fresh(result: Result) -> Result:
    """The result, where it speaks of this project as it stands.

    Raises:
        EvalError: It has another form, names a commit that is none of ours, or conversations
            that are not there any more.
    """
    again = f"measure again: {result.held['command']}"
    if result.held.get("format") != FORMAT:
        message = f"{result.path} is stale: its form is not {FORMAT}; {again}"
        raise EvalError(message)
    if not is_ours(str(result.held["commit"])):
        message = f"{result.path} is foreign: {result.held['commit']} is no commit of this project"
        raise EvalError(message)
    gone = [
        one["file"] for one in result.held.get("conversations", ())
        if one["file"].startswith("evals/") and not (PROJECT / one["file"]).is_file()
    ]  # fmt: skip
    if gone:
        message = f"{result.path} is stale: there is no {', '.join(gone)} any more; {again}"
        raise EvalError(message)
    return result


def _section(result: Result) -> str:
    held, machine = result.held, result.held["machine"]
    memory = machine["memory_bytes"] / 2**30
    lines = [
        f"## {TITLES.get(result.bench, result.bench)}\n",
        f"`{held['command']}` · {held['date'][:10]} · `{held['commit']}` · "
        f"{machine['cores']} cores, {memory:.0f} GiB, Python {machine['python']} · "
        f"repeats {held.get('repeats', 1)}\n",
    ]
    lines += _figures(held)
    lines += _lists(held)
    return "\n".join(lines)


def _figures(held: Mapping[str, Any]) -> list[str]:
    """One table of all single figures, the baselines beside them where they have the same."""
    baselines = cast("dict[str, Any]", held.get("baselines") or {})
    if not all(isinstance(one, dict) for one in baselines.values()):
        baselines = {}
    rows = [
        [".".join(place), shown, *(_beside(one, place) for one in baselines.values())]
        for place, shown in _leaves(held)
    ]
    return _markdown(["", "ours", *baselines], rows) if rows else []


def _leaves(held: Mapping[str, Any], place: tuple[str, ...] = ()) -> Iterator[tuple[Any, str]]:
    for key, value in held.items():
        if key in ASIDE:
            continue
        if isinstance(value, Mapping):
            yield from _leaves(cast("Mapping[str, Any]", value), (*place, key))
        elif not isinstance(value, list):
            yield (*place, key), _shown(value, _spread(held, key))


def _spread(held: Mapping[str, Any], key: str) -> Sequence[float] | None:
    intervals = held.get("intervals")
    return intervals.get(key) if isinstance(intervals, Mapping) else None


def _shown(value: object, spread: Sequence[float] | None = None) -> str:
    if value is None:
        return "–"
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        text = f"{value:,}"
    return text if spread is None else f"{text} [{_shown(spread[0])}, {_shown(spread[1])}]"


def _beside(baseline: Mapping[str, Any], place: Sequence[str]) -> str:
    """The baseline's figure of the same name; it may leave out the outermost part of the place."""
    for path in (place, place[1:]):
        held: Any = baseline
        at: Any = {}
        for step in path:
            at, held = held, held.get(step) if isinstance(held, Mapping) else None
        if path and held is not None and not isinstance(held, Mapping | list):
            return _shown(held, _spread(at, path[-1]))
    return "–"


def _lists(held: Mapping[str, Any]) -> list[str]:
    """Lists of like entries as tables; of conversations only those that did not pass."""
    parts: list[str] = []
    for key, value in held.items():
        rows: list[Any] = value if isinstance(value, list) else []
        if key == "conversations":
            rows = [
                {"file": one["file"], "passed": f"{one['trials_passed']}/{one['trials']}",
                 "waits_for": one.get("waits_for") or "–"}
                for one in rows if not one["passed"]
            ]  # fmt: skip
            parts.append(f"\n{len(value)} conversations, {len(rows)} did not pass every trial.\n")
        if rows and all(isinstance(one, dict) for one in rows):
            heads = list(rows[0])
            cells = [[_cell(one.get(head)) for head in heads] for one in rows]
            parts += ["", *_markdown(heads, cells)]
    return [*parts, ""]


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, cast("list[object]", value))) or "–"
    return _shown(value).replace("|", "∣").replace("\n", " ")


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]
