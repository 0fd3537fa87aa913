"""How far foreseen needs went, as an inline drawing: one row of bars an event."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from markupsafe import Markup

from assistant.privacy.model import Lang
from assistant.service.foresight import EventMonth

WIDTH: Final = 760
NAMES: Final = 150
COUNT: Final = 40
BAR: Final = 11
GAP: Final = 14
TOP: Final = 6
STAGES: Final = ("foreseen", "contacted", "drafted", "approved", "delivered", "accepted", "came")
"""From the alarm to the plan that was accepted, and the event itself."""
MOST: Final = 12
"""Events drawn, those foreseen most often."""


Counts = dict[str, int | None]


def totals(rows: Sequence[EventMonth]) -> dict[str, Counts]:
    """The counts of each stage over all months, by event; the events foreseen most often first.

    None where no month can tell.
    """
    found: dict[str, Counts] = {}
    for row in rows:
        counts = found.setdefault(row.event, dict.fromkeys(STAGES))
        for stage in STAGES:
            count: int | None = getattr(row, stage)
            counts[stage] = counts[stage] if count is None else (counts[stage] or 0) + count
    return dict(sorted(found.items(), key=lambda one: (-(one[1]["foreseen"] or 0), one[0])))


def funnel(rows: Sequence[EventMonth], words: Mapping[str, str], lang: Lang) -> Markup | None:
    """The totals drawn, each stage under its name in `words`; None where nothing was foreseen."""
    found = list(totals(rows).items())[:MOST]
    if not found:
        return None
    names = {row.event: row.event_en if lang == "en" else row.event_zh for row in rows}
    widest = max(count or 0 for _, counts in found for count in counts.values())
    tall = len(STAGES) * BAR + GAP
    title = "Foreseen needs by event" if lang == "en" else "各事件的预见与结果"
    parts = [
        f'<svg class="funnel" viewBox="0 0 {WIDTH} {TOP + len(found) * tall}" role="img" '
        f'aria-label="{title}">'
    ]
    for place, (event, counts) in enumerate(found):
        top = TOP + place * tall
        parts.append(f'<text class="head" x="0" y="{top + 12}">{escape(names[event])}</text>')
        parts.extend(_bars(counts, top, widest, words))
    legend = "".join(f'<li class="stage-{one}">{escape(words[one])}</li>' for one in STAGES)
    return Markup("".join([*parts, "</svg>", f'<ul class="legend">{legend}</ul>']))


def _bars(counts: Counts, top: int, widest: int, words: Mapping[str, str]) -> list[str]:
    room = WIDTH - NAMES - COUNT
    bars: list[str] = []
    for at, stage in enumerate(STAGES):
        count = counts[stage]
        told = "–" if count is None else str(count)
        y, width = top + at * BAR, (count or 0) / max(widest, 1) * room
        bars.append(
            f'<rect class="stage-{stage}" x="{NAMES}" y="{y}" width="{width:.1f}" '
            f'height="{BAR - 2}"><title>{escape(words[stage])} {told}</title></rect>'
            f'<text x="{NAMES + width + 5:.1f}" y="{y + BAR - 3}">{told}</text>'
        )
    return bars
