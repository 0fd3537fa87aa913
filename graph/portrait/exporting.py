"""A portrait written out for its customer: JSON, and a page to read in both languages."""

import html
import json
from collections.abc import Iterator, Sequence
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
    "You may contest whatever is wrong, and withdraw a consent at any time.</p>"
)
DIMENSIONS: Final = {
    "basic": "基础情况 Basics", "finance": "金融往来 Finances", "scenario": "生活场景 Life",
    "risk": "风险偏好 Risk",
}  # fmt: skip
COLUMNS: Final = (
    "<tr><th>内容 What</th><th>由来 Why</th><th>来历 Origin</th><th>依据 Basis</th>"
    "<th>截至 As of</th><th>有效至 Until</th></tr>"
)


def export(folder: Path, customer_id: str, tags: Sequence[PortraitTag]) -> tuple[Path, Path]:
    """Write `portrait-<customer>.json` and `.html`; the paths of both."""
    folder.mkdir(parents=True, exist_ok=True)
    data, page = (folder / name for name in file_names(customer_id))
    data.write_text(as_data(tags), encoding="utf-8")
    page.write_text(as_page(customer_id, tags), encoding="utf-8")
    return data, page


def file_names(customer_id: str) -> tuple[str, str]:
    """What the data file and the page of a customer are called."""
    name = "".join(one if one.isalnum() or one in "-_" else "_" for one in customer_id)
    return f"portrait-{name}.json", f"portrait-{name}.html"


def as_data(tags: Sequence[PortraitTag]) -> str:
    """The tags as JSON, each with everything that must be said of it."""
    listed = [one.model_dump(mode="json") for one in tags]
    return json.dumps(listed, ensure_ascii=False, indent=1)


def as_page(customer_id: str, tags: Sequence[PortraitTag]) -> str:
    """The tags as a page to read, under the names of the dimensions."""
    head = HEAD.format(who=html.escape(customer_id))
    return head + "".join(_groups(tags)) + "</html>"


def _groups(tags: Sequence[PortraitTag]) -> Iterator[str]:
    for dimension, name in DIMENSIONS.items():
        rows = [_row(one) for one in tags if one.key.startswith(f"{dimension}.")]
        if rows:
            yield f"<h2>{name}</h2><table>{COLUMNS}{''.join(rows)}</table>"


def _row(one: PortraitTag) -> str:
    cells = (
        f"{one.label} / {one.label_en}", f"{one.explain} / {one.explain_en}", ORIGINS[one.origin],
        one.legal_basis, one.as_of.isoformat(), one.expires_at.isoformat(),
    )  # fmt: skip
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
