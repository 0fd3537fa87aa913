"""Tables for people, in plain text."""

from collections.abc import Sequence
from typing import Any
from unicodedata import east_asian_width


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns aligned as a terminal shows them: a Chinese character takes two places."""
    cells = [[str(one) for one in row] for row in (head, *rows)]
    widths = [max(_width(row[at]) for row in cells) for at in range(len(head))]
    lines = ["  ".join(_padded(one, widths[at]) for at, one in enumerate(row)) for row in cells]
    lines.insert(1, "  ".join("-" * one for one in widths))
    return "\n".join(line.rstrip() for line in lines)


def conversations_table(result: dict[str, Any], before: dict[str, Any] | None) -> str:
    """The scores by kind, every check that broke, and how this differs from an earlier run."""
    passes = [name for name in result if name.startswith("pass_")]
    rows = [
        [kind, one["n"], *(f"{one[name]:.3f}" for name in passes)]
        for kind, one in result["kinds"].items()
    ]
    rows.append(["all", len(result["conversations"]), *(f"{result[one]:.3f}" for one in passes)])
    parts = [table(["kind", "n", *(one.replace("_", "^") for one in passes)], rows)]
    parts += _broken(result)
    parts += waiting(result)
    parts.append(_costs(result))
    if before is not None:
        parts += changes(result, before)
    return "\n\n".join(parts)


def waiting(result: dict[str, Any]) -> list[str]:
    """The conversations that wait for what cannot be done yet, by name; they count as they ran."""
    marked = [one for one in result["conversations"] if one["waits_for"] is not None]
    held = [one for one in marked if not one["passed"]]
    done = [one for one in marked if one["passed"]]
    lines = [f"… {one['file']}: {one['waits_for']}" for one in held]
    lines += [f"✓ {one['file']} passes: take waits_for out" for one in done]
    return ["\n".join([f"waiting ({len(held)}), counted as failed:", *lines])] if marked else []


def changes(result: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """What an earlier run passed and this one does not, the other way round, and by how much.

    Broken and mended are conversations; worse and better those that passed in part before or
    pass in part since. What one of the two runs did not play is named, never compared.
    """
    was = {one["file"]: _share(one) for one in before["conversations"]}
    now = {one["file"]: _share(one) for one in result["conversations"]}
    both = [file for file in now if file in was]
    groups = (
        ("broken since", [one for one in both if now[one] < 1 == was[one]]),
        ("mended since", [one for one in both if was[one] < 1 == now[one]]),
        ("worse since", [one for one in both if now[one] < was[one] < 1]),
        ("better since", [one for one in both if was[one] < now[one] < 1]),
        ("played only now", [one for one in now if one not in was]),
        ("played only before", [one for one in was if one not in now]),
    )
    lines = [f"{name} ({len(files)}): {', '.join(files) or '–'}" for name, files in groups]
    return [*lines, *_moved(result, before)]


def _share(one: dict[str, Any]) -> float:
    """How much of its trials a conversation passed."""
    if one["passed"] or not one.get("trials"):
        return float(one["passed"])
    return float(one["trials_passed"] / one["trials"])


def _moved(result: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """How the scores of both runs differ."""
    names = [one for one in result if one.startswith("pass_") and one in before]
    shown = [f"{one.replace('_', '^')} {before[one]:.3f} → {result[one]:.3f}" for one in names]
    return ["  ".join(shown)] if shown else []


def _broken(result: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for one in result["conversations"]:
        if one["passed"]:
            continue
        lines = [f"✗ {one['file']} ({one['trials_passed']}/{one['trials']})"]
        lines += dict.fromkeys(
            f"  turn {check['turn']} {check['check']}\n    expected {check['expected']}\n"
            f"    seen     {check['seen']}"
            for check in one["broken"]
        )
        found.append("\n".join(lines))
    return found


def _costs(result: dict[str, Any]) -> str:
    process, seconds = result["process"], result["turn_seconds"]
    spent = {**process, **{f"turn_{key}_seconds": value for key, value in seconds.items()}}
    return "  ".join(f"{key} {value}" for key, value in spent.items())


def _width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
