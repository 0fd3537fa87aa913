"""What of a reply its text tells: the tables and figures it speaks of, and how they were got."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.channels.desk.input_names import calculator_names
from assistant.channels.documents import table_markdown, with_unit
from assistant.planning.figures import one_language
from assistant.planning.formulas import formulas

if TYPE_CHECKING:
    from assistant.conversation.model import Reply
    from assistant.planning.figures import Figure, Table
    from assistant.privacy.model import Lang

MOST_ROWS: Final = 6
"""Rows of a table between the messages; the whole of it opens at the side."""
BARE: Final = frozenset({"count", "number", "times"})
"""Units whose numbers are too short to be told from others in a text."""
SHORTEST: Final = 4
"""Characters; a shorter number may stand in a text by chance."""
SYMBOLS: Final = frozenset("=·^(")
"""What only a formula in symbols has; one in words stands in two languages."""
LABELS: Final = {
    "zh": ("公式", "输入", "来源", "截至", "：", "；"),
    "en": ("Formula", "Inputs", "Source", "As of", ": ", "; "),
}


def ranked(reply: Reply) -> list[Table]:
    """The tables, those whose cells the text tells most of first."""
    return sorted(reply.tables, key=lambda one: -_told_cells(one, reply.text))


def told_table(reply: Reply) -> Table | None:
    """The table the text tells most of; None where it tells none."""
    first = next(iter(ranked(reply)), None)
    return first if first is not None and _told_cells(first, reply.text) else None


def _told_cells(table: Table, text: str) -> int:
    cells = {cell for row in table.rows for cell in row[1:] if len(cell) >= SHORTEST}
    return sum(_stands(cell, text) is not None for cell in cells)


def told_figures(reply: Reply) -> tuple[Figure, ...]:
    """The figures the text speaks of, in its order; of several at one place the first computed."""
    found: dict[int, Figure] = {}
    for one in reply.figures:
        place = _place(one, reply)
        if place is not None:
            found.setdefault(place, one)
    return tuple(found[place] for place in sorted(found))


def _place(figure: Figure, reply: Reply) -> int | None:
    """Where the text says the number, with or without its cents; None where it does not."""
    if figure.unit in BARE:
        return None
    if figure.unit in {"months", "years"}:
        return _stands(figure.worded(reply.lang), reply.text)
    for words in (figure.printed, figure.printed.removesuffix(".00")):
        place = _stands(words, reply.text) if len(words) >= SHORTEST else None
        if place is not None:
            return place
    return None


def _stands(number: str, text: str) -> int | None:
    """Where the number stands in the text, not as a part of another."""
    found = re.search(rf"(?<![\d,.]){re.escape(number)}(?!,?\d|\.\d)", text)
    return None if found is None else found.start()


def whole(table: Table, lang: Lang) -> str:
    """All rows of the table."""
    return table_markdown(table, lang)


def explained(figures: tuple[Figure, ...], lang: Lang) -> str:
    """Each figure with its formula, inputs, source and day."""
    return "\n\n".join(_explained(one, lang) for one in figures)


def _explained(figure: Figure, lang: Lang) -> str:
    label = figure.label if lang == "zh" else figure.label_en
    formula, inputs, source, as_of, colon, semicolon = LABELS[lang]
    lines = [f"**{label}{colon}{with_unit(figure, lang)}**", "", f"- {formula}{colon}"]
    lines[-1] += _formula(figure.formula, lang)
    if figure.inputs:
        given = semicolon.join(f"{_input(key, lang)} {one}" for key, one in figure.inputs.items())
        lines.append(f"- {inputs}{colon}{given}")
    lines.append(f"- {source}{colon}{one_language(figure.source, lang)}{semicolon}")
    lines[-1] += f"{as_of} {figure.as_of}"
    return "\n".join(lines)


def _formula(key: str, lang: Lang) -> str:
    """The name of a formula and how it is written; the key where none is kept."""
    formula = formulas().get(key)
    if formula is None:
        return key
    name = formula.zh if lang == "zh" else formula.en
    written = formula.expression
    if not SYMBOLS.intersection(written):
        written = one_language(written, lang)
    return f"{name} `{written}`"


def _input(key: str, lang: Lang) -> str:
    zh, en = calculator_names().get(key, (key, key))
    return zh if lang == "zh" else en
