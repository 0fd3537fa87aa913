"""Which of the places that look like numbers of articles are: the run in which each follows."""

from collections.abc import Sequence
from typing import Final

from knowledge.model import Value

GAP_PENALTY: Final = 4
LONGEST_GAP: Final = 30
MOST_INSERTED: Final = 30

Key = tuple[int, int]
"""An article's number, and of an inserted one (第十五条之一, Article 15A) its place after it."""


class Mark(Value):
    """A place where an article may begin; `weight` says how much it looks like one."""

    key: Key
    article: str
    label: str
    line: int
    start: int
    end: int
    weight: int


def chain(marks: Sequence[Mark]) -> list[Mark]:
    """The heaviest run of marks in which each number follows the one before.

    A missing number costs more than a doubtful mark gains, so a reference that begins a line
    never displaces the article it names. A number that plainly comes twice is in the run twice.
    """
    best: dict[Key, tuple[int, int]] = {}
    ahead: list[int | None] = []
    scores: list[int] = []
    for index, mark in enumerate(marks):
        score, link = _best_before(best, mark.key)
        scores.append(score + mark.weight)
        ahead.append(link)
        if mark.key not in best or scores[index] >= best[mark.key][0]:
            best[mark.key] = (scores[index], index)
    run: list[Mark] = []
    at = max(range(len(marks)), key=lambda one: (scores[one], one), default=None)
    while at is not None:
        run.append(marks[at])
        at = ahead[at]
    return run[::-1]


def missing(run: Sequence[Mark]) -> list[int]:
    """The numbers a run passes over, in order."""
    held = {mark.key[0] for mark in run}
    return [one for one in range(min(held), max(held)) if one not in held] if held else []


def _best_before(best: dict[Key, tuple[int, int]], key: Key) -> tuple[int, int | None]:
    value, sub = key
    options: list[tuple[int, int | None]] = [(0, None)]
    if key in best:
        options.append((best[key][0] - GAP_PENALTY, best[key][1]))
    if sub:
        options += [best[one] for one in [(value, sub - 1)] if one in best]
        return max(options, key=lambda one: one[0])
    for gap in range(LONGEST_GAP):
        for earlier in range(MOST_INSERTED):
            found = best.get((value - 1 - gap, earlier))
            if found is None:
                break
            options.append((found[0] - GAP_PENALTY * bool(gap), found[1]))
    return max(options, key=lambda one: one[0])
