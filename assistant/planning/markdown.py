"""A plan as Markdown, with its AI label where every reader sees it."""

from typing import Final

from assistant.planning.figures import Table
from assistant.planning.model import Line, Plan, Section

LABEL: Final = {
    "zh": "> 🤖 本方案由人工智能生成，须经客户经理审核；不构成要约、审批结果或收益承诺。",
    "en": "> 🤖 This plan is AI-generated and subject to an advisor's review; "
    "it is no offer, approval or promise of return.",
}


def plan_markdown(plan: Plan, lang: str) -> str:
    """The whole plan in `lang` ("zh" or "en"); the AI label stands at the start and at the end."""
    is_english = lang == "en"
    title = plan.title_en if is_english else plan.title
    label = LABEL["en" if is_english else "zh"]
    parts = [f"# {title}", label]
    parts += [_section(one, is_english=is_english) for one in plan.sections]
    return "\n\n".join([*parts, label]) + "\n"


def _section(section: Section, *, is_english: bool) -> str:
    title = section.title_en if is_english else section.title
    lines = [f"- {_text(one, is_english=is_english)}" for one in section.lines]
    tables = [_table(one, is_english=is_english) for one in section.tables]
    blocks = [f"## {section.number}. {title}", "\n".join(lines), *tables]
    return "\n\n".join(one for one in blocks if one)


def _text(line: Line, *, is_english: bool) -> str:
    return line.text_en if is_english else line.text


def _table(table: Table, *, is_english: bool) -> str:
    title = table.title_en if is_english else table.title
    columns = table.columns_en if is_english else table.columns
    head = f"| {' | '.join(columns)} |"
    rule = f"|{' --- |' * len(columns)}"
    rows = [f"| {' | '.join(map(_cell, one))} |" for one in table.rows]
    return "\n".join([f"**{title}**", "", head, rule, *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
