"""The path from signals to what is offered as an inline drawing, read from left to right."""

from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple

from markupsafe import Markup

from assistant.privacy.model import Lang
from graph.paths import NeedPath

WIDTH: Final = 176
GAP: Final = 44
ROW: Final = 46
BOX: Final = 36
HEAD: Final = 26
MOST: Final = 6
"""Boxes of a column; the rest is counted in the last."""
LETTERS: Final = 24
"""Half-width letters a box has room for; a Chinese character takes two."""

HEADS: Final = {
    "zh": ("迹象", "人生事件", "需求", "场景包", "产品、合作方、条款"),
    "en": ("Signals", "Life event", "Need", "Pack", "Products, partners, clauses"),
}
ALT: Final = {"zh": "从迹象到服务的路径", "en": "The path from signals to what is offered"}


class Box(NamedTuple):
    """One box: what it says, and the sort of thing it is."""

    text: str
    kind: str


def flow(path: NeedPath, lang: Lang) -> Markup:
    """The path drawn in five columns; every box of one leads to the boxes of the next."""
    columns = [_cut(column, lang) for column in _columns(path, lang)]
    rows = max(len(column) for column in columns)
    width = len(columns) * WIDTH + (len(columns) - 1) * GAP
    height = HEAD + rows * ROW
    parts = [
        f'<svg class="flow" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(ALT[lang])}">'
    ]
    for place, head in enumerate(HEADS[lang]):
        parts.append(f'<text class="head" x="{_left(place)}" y="14">{escape(head)}</text>')
    for place in range(len(columns) - 1):
        parts.extend(_ties(place, (len(columns[place]), len(columns[place + 1])), rows))
    for place, column in enumerate(columns):
        parts.extend(_box(place, at, box, (len(column), rows)) for at, box in enumerate(column))
    return Markup("".join([*parts, "</svg>"]))


def _columns(path: NeedPath, lang: Lang) -> list[list[Box]]:
    en = lang == "en"
    pack = path.pack
    offered = [
        *(Box((one.name_en if en else "") or one.name, "product") for one in path.products),
        *(Box(one.name, "partner") for one in path.partners),
        *(Box(one.title, "clause") for one in path.clauses),
    ]
    return [
        [Box(f"{one.at} {one.text_en if en else one.text}", "signal") for one in path.signals],
        [Box(path.event.en if en else path.event.zh, "event")],
        [Box(path.need.text_en if en else path.need.text, "need")],
        [] if pack is None else [Box(pack.en if en else pack.zh, "pack")],
        _mixed(offered),
    ]


def _mixed(offered: Sequence[Box]) -> list[Box]:
    """Some of each sort first, so that a long list of products hides nothing else."""
    sorts = [
        [one for one in offered if one.kind == kind] for kind in ("product", "partner", "clause")
    ]
    return [one for sort in sorts for one in sort[:2]] + [one for sort in sorts for one in sort[2:]]


def _cut(column: list[Box], lang: Lang) -> list[Box]:
    if len(column) <= MOST:
        return column
    left = len(column) - MOST + 1
    more = f"and {left} more" if lang == "en" else f"另 {left} 项"
    return [*column[: MOST - 1], Box(more, "more")]


def _left(place: int) -> int:
    return place * (WIDTH + GAP)


def _top(at: int, count: int, rows: int) -> float:
    """Where a box begins: a short column stands in the middle."""
    return HEAD + (rows - count) * ROW / 2 + at * ROW


def _ties(place: int, counts: tuple[int, int], rows: int) -> list[str]:
    start, end = _left(place) + WIDTH, _left(place + 1)
    bend = (start + end) / 2
    ties: list[str] = []
    for one in range(counts[0]):
        y = _top(one, counts[0], rows) + BOX / 2
        for other in range(counts[1]):
            z = _top(other, counts[1], rows) + BOX / 2
            ties.append(
                f'<path class="tie" d="M{start} {y:.0f} C{bend:.0f} {y:.0f} {bend:.0f} {z:.0f} '
                f'{end} {z:.0f}"/>'
            )
    return ties


def _box(place: int, at: int, box: Box, counts: tuple[int, int]) -> str:
    x, y = _left(place), _top(at, *counts)
    return (
        f'<g class="{box.kind}"><title>{escape(box.text)}</title>'
        f'<rect x="{x}" y="{y:.0f}" width="{WIDTH}" height="{BOX}" rx="6"/>'
        f'<text x="{x + 8}" y="{y + 23:.0f}">{escape(_short(box.text))}</text></g>'
    )


def _short(text: str) -> str:
    room, kept = LETTERS, ""
    for letter in text:
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return kept + "…"
        kept += letter
    return kept
