"""A portrait written out for its customer: JSON, and a page to read in both languages."""

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from graph.portrait.shown import PortraitTag

ORIGINS: Final = {
    "said": "您申报 declared", "inferred": "推断 inferred", "verified": "已核实 verified",
}  # fmt: skip
HEAD: Final = (
    "<!doctype html><html lang=zh><meta charset=utf-8><title>画像 Portrait {who}</title>"
    "<style>body{{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}}"
    "td,th{{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc}}</style>"
    "<h1>画像 Portrait {who}</h1><p>不对的可以向本行提出异议；您也可以随时撤回同意。<br>"
    "You may contest whatever is wrong, and withdraw a consent at any time.</p><table>"
    "<tr><th>内容 What</th><th>由来 Why</th><th>来历 Origin</th><th>依据 Basis</th>"
    "<th>截至 As of</th><th>有效至 Until</th></tr>"
)


def export(folder: Path, customer_id: str, tags: Sequence[PortraitTag]) -> tuple[Path, Path]:
    """Write `portrait-<customer>.json` and `.html`; the paths of both."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(one if one.isalnum() or one in "-_" else "_" for one in customer_id)
    data, page = folder / f"portrait-{name}.json", folder / f"portrait-{name}.html"
    listed = [one.model_dump(mode="json") for one in tags]
    data.write_text(json.dumps(listed, ensure_ascii=False, indent=1), encoding="utf-8")
    head = HEAD.format(who=html.escape(customer_id))
    page.write_text(head + "".join(map(_row, tags)) + "</table></html>", encoding="utf-8")
    return data, page


def _row(one: PortraitTag) -> str:
    cells = (
        f"{one.label} / {one.label_en}", f"{one.explain} / {one.explain_en}", ORIGINS[one.origin],
        one.legal_basis, one.as_of.isoformat(), one.expires_at.isoformat(),
    )  # fmt: skip
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
