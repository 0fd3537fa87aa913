"""A reply as the chat shows it: text, figures, a chart, clauses at the side, buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import chainlit as cl

from assistant.channels.chat.charts import chart
from assistant.channels.chat.words import said, starters
from assistant.channels.documents import figures_markdown, with_unit
from assistant.channels.series import series
from assistant.conversation.model import OfferedAct, Reply
from assistant.planning.planners import PLANNERS

if TYPE_CHECKING:
    from assistant.conversation.traces import Trace
    from assistant.planning.figures import Figure
    from assistant.planning.model import Plan
    from assistant.privacy.model import Lang, Role
    from graph.model import Need

ASK: Final = "ask"
"""The action that sends a ready-made message."""
MOST_CHARTS: Final = 2
KEY_FIGURES: Final = 5
MOST_FIGURES: Final = 8
NOT_AMOUNTS: Final = frozenset({"months", "years", "count", "rate", "text"})
ICONS: Final = {
    "approve": "check", "return": "undo-2", "accept": "check", "decline": "x",
    "not_interested": "x", "grant_consent": "shield-check", "withdraw_consent": "shield-off",
    "reveal": "eye", "contest": "message-circle-warning", "open_plan": "file-text",
}  # fmt: skip


def buttons(acts: tuple[OfferedAct, ...]) -> list[cl.Action]:
    """The acts a reply offers, as buttons."""
    return [
        cl.Action(
            name=one.act,
            payload={"target": one.target, "needs_reason": one.needs_reason},
            label=one.label,
            icon=ICONS.get(one.act),
        )
        for one in acts
    ]


def openers(role: Role, lang: Lang) -> list[cl.Action]:
    """What one may begin with, as buttons that send a message."""
    return [asking(label, message) for label, message in starters(role, lang)]


def about(need: Need, lang: Lang) -> list[cl.Action]:
    """More about a foreseen need, and why it is spoken of."""
    event = need.event_zh if lang == "zh" else need.event_en
    wish = "learn_words" if need.pack in PLANNERS else "person_words"
    return [
        asking(said("learn_more", lang), said(wish, lang, event=event), "lightbulb"),
        asking(said("why_offer", lang), said("why_words", lang), "circle-help"),
    ]


def asking(label: str, message: str, icon: str = "message-circle") -> cl.Action:
    """A button that sends `message`."""
    return cl.Action(name=ASK, payload={"message": message}, label=label, icon=icon)


def additions(reply: Reply) -> str:
    """What follows the text: the figures as a table, and the names of the clauses."""
    parts: list[str] = []
    if reply.figures:
        parts.append(figures_markdown(told_first(reply), reply.lang, MOST_FIGURES))
    names = [one.label for one in reply.citations if one.label not in reply.text]
    if names:
        joint = "、" if reply.lang == "zh" else ", "
        parts.append(f"**{said('grounds', reply.lang)}**  {joint.join(dict.fromkeys(names))}")
    return "".join(f"\n\n{part}" for part in parts)


def told_first(reply: Reply) -> tuple[Figure, ...]:
    """Amounts and ratios in the order the text says them, then the steps between."""

    def place(one: Figure) -> tuple[bool, int]:
        return one.unit in NOT_AMOUNTS, _place(one.printed, reply.text)

    return tuple(sorted(reply.figures, key=place))


def _place(printed: str, text: str) -> int:
    """Where the number stands in the text, not as a part of another; its end where it does not."""
    found = re.search(rf"(?<![\d,.]){re.escape(printed)}(?![\d,])", text)
    return len(text) if found is None else found.start()


def elements(reply: Reply) -> list[Any]:
    """Charts inline, and each clause as a text that opens at the side by its name."""
    courses = [one for one in (series(table, reply.lang) for table in reply.tables) if one]
    shown: list[Any] = [
        cl.Plotly(name=course.title, figure=chart(course), display="inline")
        for course in courses[:MOST_CHARTS]
    ]
    clauses = {one.label: one.quote for one in reply.citations}
    shown += [
        cl.Text(name=label, content=quote, display="side") for label, quote in clauses.items()
    ]
    return shown


def plan_card(plan: Plan, lang: Lang, status: str, is_customer: bool) -> cl.CustomElement:
    """A plan in short: its title, status, and first figures."""
    rows = [
        [one.label if lang == "zh" else one.label_en, with_unit(one, lang)]
        for one in plan.figures[:KEY_FIGURES]
    ]
    place = "/plans" if is_customer else "/desk/plans"
    return cl.CustomElement(
        name="PlanCard",
        props={
            "title": plan.title if lang == "zh" else plan.title_en,
            "status": status,
            "rows": rows,
            "href": f"{place}/{plan.id}" if plan.sections else "",
            "link": said("plan_page", lang),
            "number": f"{plan.id} · v{plan.version}",
        },
        display="inline",
    )


def understood(trace: Trace, lang: Lang) -> str:
    """What the message was taken to mean, and by which engine."""
    names = ", ".join(one.name for one in trace.understanding.commands) or "–"
    return f"{names} · {said(f'engine_{trace.understanding.engine}', lang)}"


def looked_up(trace: Trace, lang: Lang) -> str:
    """How often the bank's data and clauses were asked, and how much was computed."""
    read = said("read", lang, count=len(trace.tape))
    return f"{read} · {said('figures', lang, count=len(trace.reply.figures))}"


def checked(trace: Trace, lang: Lang) -> str:
    """What stands in the evidence, and how many rules fired."""
    reply = trace.reply
    return said(
        "checked",
        lang,
        figures=len(reply.figures),
        citations=len(reply.citations),
        rules=len(reply.verdicts),
    )
