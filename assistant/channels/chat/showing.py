"""A reply as the chat shows it: text, a table, a chart, evidence at the side, buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import chainlit as cl

from assistant.channels.chat.charts import chart
from assistant.channels.chat.telling import (
    MOST_ROWS,
    explained,
    ranked,
    told_figures,
    told_table,
    whole,
)
from assistant.channels.chat.words import WORDS, said, starters
from assistant.channels.documents import table_markdown, with_unit
from assistant.channels.series import series
from assistant.conversation.model import OfferedAct, Reply
from assistant.planning.planners import PLANNERS
from graph.portrait.exporting import as_data, as_page, file_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.conversation.traces import Trace
    from assistant.planning.figures import Table
    from assistant.planning.model import Plan
    from assistant.privacy.model import Lang, Role
    from graph.model import Need
    from graph.portrait import PortraitTag

ASK: Final = "ask"
"""The action that sends a ready-made message."""
KEY_FIGURES: Final = 5
ICONS: Final = {
    "approve": "check", "return": "undo-2", "accept": "check", "decline": "x",
    "not_interested": "x", "grant_consent": "shield-check", "withdraw_consent": "shield-off",
    "reveal": "eye", "contest": "message-circle-warning", "export": "download",
    "open_plan": "file-text", "not_so": "message-circle-x", "dont_use": "ban",
    "safety_mine": "check", "safety_help": "phone",
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


def openers(role: Role, lang: Lang, need: Need | None = None) -> list[cl.Action]:
    """What one may begin with, as buttons that send a message; not what a need offers already."""
    offered = None if need is None else _wish(need, lang)
    return [asking(label, message) for label, message in starters(role, lang) if message != offered]


def about(need: Need, lang: Lang) -> list[cl.Action]:
    """More about a foreseen need, and why it is spoken of."""
    return [
        asking(said("learn_more", lang), _wish(need, lang), "lightbulb"),
        asking(said("why_offer", lang), said("why_words", lang), "circle-help"),
    ]


def _wish(need: Need, lang: Lang) -> str:
    """What a customer would say to begin on the need: a question, a plan, or a person."""
    if f"learn_{need.pack}" in WORDS:
        return said(f"learn_{need.pack}", lang)
    planner = PLANNERS.get(need.pack or "")
    if planner is not None:
        return said("learn_plan", lang, plan=planner.title if lang == "zh" else planner.title_en)
    event = need.event_zh if lang == "zh" else need.event_en
    return said("person_words", lang, event=event)


def asking(label: str, message: str, icon: str = "message-circle") -> cl.Action:
    """A button that sends `message`."""
    return cl.Action(name=ASK, payload={"message": message}, label=label, icon=icon)


def additions(reply: Reply) -> str:
    """What follows the text: the table it tells of, and the names of what opens at the side."""
    parts: list[str] = []
    table = told_table(reply)
    if table is not None:
        parts.append(table_markdown(table, reply.lang, MOST_ROWS))
    names = [one.label for one in reply.citations if one.label not in reply.text]
    for key, found in (("grounds", names), ("more", list(_more(reply)))):
        if found:
            parts.append(f"**{said(key, reply.lang)}**  {' · '.join(dict.fromkeys(found))}")
    return "".join(f"\n\n{part}" for part in parts)


def _more(reply: Reply) -> dict[str, str]:
    """What opens at the side by its name: whole tables and how the figures were computed."""
    lang = reply.lang
    opened = {
        said("whole_table", lang, title=_title(one, lang)): whole(one, lang)
        for one in _shown_tables(reply)
        if len(one.rows) > MOST_ROWS
    }
    figures = told_figures(reply)
    if figures:
        opened[said("how_figures", lang)] = explained(figures, lang)
    return opened


def _shown_tables(reply: Reply) -> list[Table]:
    """The table the text tells of and the one that is drawn; one of them may be both."""
    drawn = _drawn(reply)
    return [one for one in ranked(reply) if one in (told_table(reply), drawn)]


def _drawn(reply: Reply) -> Table | None:
    """The table drawn as a chart: the first course of numbers, those the text tells of first."""
    return next((one for one in ranked(reply) if series(one, reply.lang)), None)


def _title(table: Table, lang: Lang) -> str:
    return table.title if lang == "zh" else table.title_en


def elements(reply: Reply) -> list[Any]:
    """A chart inline, and each text that opens at the side by its name."""
    drawn = _drawn(reply)
    course = None if drawn is None else series(drawn, reply.lang)
    shown: list[Any] = []
    if course is not None:
        shown.append(cl.Plotly(name=course.title, figure=chart(course), display="inline"))
    opened = {one.label: one.quote for one in reply.citations} | _more(reply)
    shown += [cl.Text(name=name, content=text, display="side") for name, text in opened.items()]
    return shown


def exports(customer_id: str, tags: Sequence[PortraitTag]) -> list[Any]:
    """The portrait as a data file and as a page, to download."""
    data, page = file_names(customer_id)
    return [
        cl.File(name=data, content=as_data(tags).encode(), mime="application/json"),
        cl.File(name=page, content=as_page(customer_id, tags).encode(), mime="text/html"),
    ]


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
