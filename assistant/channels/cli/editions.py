"""Editions of a document: compared clause by clause, and written out again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
import yaml

from assistant.channels.cli.opening import shelved
from assistant.channels.cli.words import AsJson, complain, say, say_json

if TYPE_CHECKING:
    from knowledge import Clause, Document
    from knowledge.model import Change, Difference

HOW: Final = {
    "unchanged": "未变 unchanged",
    "changed": "修改 changed",
    "moved": "移动 moved",
    "new": "新增 new",
    "gone": "删除 gone",
}
SIGNS: Final = {"changed": "~", "moved": ">", "new": "+", "gone": "-"}
FRONT: Final = (
    "title", "short_title", "kind", "issuer", "number", "promulgated", "effective_from",
    "effective_to", "status", "audience", "source",
)  # fmt: skip

Title = Annotated[str, typer.Argument(help="文档简称或编号。Short title or id of the document.")]


def diff(
    title: Title,
    older: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="旧版：哪一天有效的。As of which day."),
    ] = None,
    newer: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="新版：哪一天有效的。As of which day."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """逐条比较一份文档的两个版本。Compare two editions of a document, clause by clause."""
    days = (older.date() if older else None, newer.date() if newer else None)
    with shelved() as application:
        found = application.library.difference(title, *days)
    if found is None:
        complain(f"《{title}》只有一个版本。", f"{title} has one edition only.")
        raise typer.Exit(1)
    say_json(_plain(found)) if as_json else _tell(found)


def export(
    title: Title,
    to: Annotated[
        Path | None,
        typer.Option("--out", help="写入这个文件；不写则打印。To this file instead of printing."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """导出文档为 Markdown，可再次加入。Write a document out as Markdown."""
    with shelved() as application:
        library = application.library
        edition = library.editions(title)[-1]
        text = library.text(edition.id)
        own = [one for one in library.clauses() if one.document_id == edition.id]
    lines = (one.model_dump_json() for one in own)
    whole = "\n".join(lines) if as_json else _markdown(edition, text)
    if to is None:
        say(whole)
    else:
        to.write_text(f"{whole}\n", encoding="utf-8")
        say(f"已写入 {to}，{len(own)} 条。Written to {to}, {len(own)} clauses.")


def _markdown(document: Document, text: str) -> str:
    known = document.model_dump(mode="json", include=set(FRONT))
    front = {field: known[field] for field in FRONT if known[field] is not None}
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False)
    body = text.replace("\n", "\n\n")
    return f"---\n{head}---\n\n{body}"


def _tell(found: Difference) -> None:
    counts = "，".join(f"{words} {found.count(how)}" for how, words in HOW.items())
    say(f"《{found.title}》{found.older.effective_from} → {found.newer.effective_from}：{counts}")
    for one in found.changes:
        if one.how != "unchanged":
            _tell_change(one)


def _tell_change(one: Change) -> None:
    old, new = one.old, one.new
    labels = dict.fromkeys(clause.label for clause in (old, new) if clause is not None)
    say(f"{SIGNS[one.how]} {HOW[one.how]}  {' → '.join(labels)}")
    if one.how in {"changed", "gone"} and old is not None:
        say(f"    - {old.text}")
    if one.how in {"changed", "new"} and new is not None:
        say(f"    + {new.text}")


def _plain(found: Difference) -> dict[str, Any]:
    return {
        "title": found.title,
        "older": found.older.model_dump(mode="json"),
        "newer": found.newer.model_dump(mode="json"),
        "counts": {how: found.count(how) for how in HOW},
        "changes": [
            {
                "how": one.how,
                "likeness": one.likeness,
                "old": _brief(one.old),
                "new": _brief(one.new),
            }
            for one in found.changes
        ],
    }


def _brief(clause: Clause | None) -> dict[str, Any] | None:
    if clause is None:
        return None
    return clause.model_dump(mode="json", include={"id", "article", "label", "heading", "text"})
