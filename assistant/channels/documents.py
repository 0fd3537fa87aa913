"""A plan as a Markdown document, in one language, with the evidence of every figure."""

from collections.abc import Iterator

from assistant.planning.figures import Figure, Table, one_language
from assistant.planning.model import Plan, PlanCitation, Section
from assistant.privacy.masking import mask_name
from assistant.privacy.model import Lang

LABELS = {
    "zh": ("由人工智能起草，经客户经理审核后生效；仅供参考，不构成要约或收益承诺。", "数字与依据"),
    "en": (
        "Drafted by artificial intelligence; takes effect after an advisor's review. "
        "For information only, not an offer or a promise of return.",
        "Figures and their evidence",
    ),
}


def markdown(plan: Plan, lang: Lang) -> str:
    """The whole plan; the customer's name is masked."""
    return "\n".join(_lines(plan, lang)) + "\n"


def _lines(plan: Plan, lang: Lang) -> Iterator[str]:
    label, evidence = LABELS[lang]
    yield f"# {plan.title if lang == 'zh' else plan.title_en}"
    yield f"\n{plan.id} · v{plan.version} · {mask_name(plan.customer_name)} · {plan.status}"
    yield f"\n> {label}"
    for section in plan.sections:
        yield from _section(section, lang)
    yield f"\n## {evidence}\n"
    yield from _figures(plan.figures, lang)
    yield ""
    for citation in plan.citations:
        yield _citation(citation)


def _section(section: Section, lang: Lang) -> Iterator[str]:
    yield f"\n## {section.number}. {section.title if lang == 'zh' else section.title_en}\n"
    for line in section.lines:
        yield f"- {line.text if lang == 'zh' else line.text_en}"
    for table in section.tables:
        yield f"\n{table_markdown(table, lang)}"


def table_markdown(table: Table, lang: Lang, most: int | None = None) -> str:
    """The table under its title; at most `most` rows, the last one saying how many are left."""
    columns = table.columns if lang == "zh" else table.columns_en
    rows = table.rows if most is None else table.rows[:most]
    parts = [f"**{table.title if lang == 'zh' else table.title_en}**\n", _row(columns)]
    parts.append(_row(["---"] * len(columns)))
    parts.extend(_row([one_language(cell, lang) for cell in row]) for row in rows)
    left = len(table.rows) - len(rows)
    if left:
        rest = f"（其余 {left} 行略）" if lang == "zh" else f"({left} more rows)"
        parts.append(_row([rest, *[""] * (len(columns) - 1)]))
    return "\n".join(parts)


def _figures(figures: tuple[Figure, ...], lang: Lang) -> Iterator[str]:
    yield "| 项目 | 数值 | 截至 | 来源 |" if lang == "zh" else "| Figure | Value | As of | Source |"
    yield "|---|---:|---|---|"
    for one in figures:
        label = one.label if lang == "zh" else one.label_en
        source = one_language(one.source, lang)
        yield _row([label, with_unit(one, lang), one.as_of.isoformat(), source])


UNITS = {
    "ratio": ("", ""),
    "months": (" 个月", " months"),
    "years": (" 年", " years"),
    "count": ("", ""),
    "rate": ("", ""),
    "CNY": (" 元", " CNY"),
}


def with_unit(figure: Figure, lang: Lang) -> str:
    """The number as printed with its unit: 7,173.88 元, 19.93%, 24,000.00 GBP."""
    zh, en = UNITS.get(figure.unit, (f" {figure.unit}", f" {figure.unit}"))
    return figure.printed + (zh if lang == "zh" else en)


def _citation(citation: PlanCitation) -> str:
    return f"- {citation.label}：{citation.quote}"


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
