"""Clauses in force side by side that give other figures for the same thing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from knowledge.lexical import tokens
from knowledge.model import Clause, Passage, Remark
from knowledge.numerals import number

FIGURE: Final = re.compile(
    r"(百分之)?([〇零一二两三四五六七八九十百千\d]+(?:\.\d+)?)\s*"
    r"(％|%|周岁|个工作日|工作日|个月|小时|万元|亿元|万美元|美元|元|日|天|年|倍|次)?"
)
ALIKE: Final = 0.3
"""The share of the shorter sentence's pairs of characters that two sentences on one thing share."""
SAME_UNITS: Final = {"天": "日", "个工作日": "工作日", "%": "％"}

Figure = tuple[str, str]
"""A unit and a number in it."""


def conflicts(passages: Sequence[Passage]) -> list[Remark]:
    """A remark for each two passages of other documents whose spans give other figures."""
    pairs = combinations(passages, 2)
    return [_remark(one.clause, other.clause) for one, other in pairs if _differ(one, other)]


def _differ(one: Passage, other: Passage) -> bool:
    if one.clause.document_id == other.clause.document_id:
        return False
    return any(
        _give_other_figures(mine, theirs)
        for mine in _sentences(one)
        for theirs in _sentences(other)
        if _alike(mine, theirs)
    )


def _sentences(passage: Passage) -> Iterator[str]:
    """The sentence that answers; of a clause cited whole, each of its sentences."""
    return (part for part in re.split(r"[。；\n]", passage.span) if part.strip())


def _alike(one: str, other: str) -> bool:
    mine, theirs = _pairs(one), _pairs(other)
    shorter = min(len(mine), len(theirs))
    return bool(shorter) and len(mine & theirs) / shorter >= ALIKE


def _pairs(text: str) -> set[str]:
    return {one for one in tokens(FIGURE.sub(" ", text)) if len(one) > 1}


def _give_other_figures(one: str, other: str) -> bool:
    """Whether both give figures in one unit, and none of them is the same."""
    mine, theirs = _figures(one), _figures(other)
    shared = {unit for unit, _ in mine} & {unit for unit, _ in theirs}
    return any(_of(unit, mine).isdisjoint(_of(unit, theirs)) for unit in shared)


def _of(unit: str, figures: Iterable[Figure]) -> set[str]:
    return {amount for one, amount in figures if one == unit}


def _figures(text: str) -> set[Figure]:
    found: set[Figure] = set()
    for percent, amount, unit in FIGURE.findall(text):
        named = "％" if percent else SAME_UNITS.get(unit, unit)
        value = amount if "." in amount else number(amount)
        if named and value is not None:
            found.add((named, str(value)))
    return found


def _remark(one: Clause, other: Clause) -> Remark:
    return Remark(
        kind="conflict",
        zh=f"{one.citation}与{other.citation}给出的数字不同，以何者为准请由工作人员确认。",
        en=f"{one.citation} and {other.citation} give different figures; "
        "please let a member of staff confirm which applies.",
        clause_ids=(one.id, other.id),
    )
