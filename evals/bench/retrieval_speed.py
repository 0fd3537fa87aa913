"""Seconds and memory of a library of many clauses: indexed, added to, and asked."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from assistant.bootstrap import bank_clock
from evals.bench.apart import apart
from evals.machine import HOME, measured
from evals.scores import seconds_of
from evals.tables import table
from evals.world import settings_of
from knowledge import Library, find_embedder
from knowledge.numerals import numeral

ADDED: Final = 100
"""Clauses of the document that is added to the whole library."""
PER_DOCUMENT: Final = 500
VARIED: Final = 10_000
"""Clauses made with words of their own; a larger library repeats them under other titles."""
ASKED: Final = (
    "提前还款利息怎么算", "保证期间有多长", "定期存款没到期能取吗", "个人信息泄露了怎么办",
    "保险公司多久理赔", "谁有权继承遗产", "抵押的房子能卖吗", "信用报告有错误怎么更正",
    "银行卡被盗刷谁承担", "基金财产是否独立", "买房要交多少契税", "怎样撤回同意",
)  # fmt: skip
PROMISED: Final = {10_000: 0.06, 100_000: 0.15}
"""Seconds a query may take at the 95th percentile, by clauses."""

Tell = Callable[[str], None]


def speed(laws: Path, size: int, tell: Tell) -> tuple[str, dict[str, Any]]:
    """Time a library of `size` clauses, made from the laws' sentences in other combinations."""
    with tempfile.TemporaryDirectory(prefix="retrieval-speed-") as scratch:
        result = _timed(Path(scratch), laws, size, tell)
    result |= measured(repeats=len(ASKED) * 10)
    return _table(result), result


def _timed(scratch: Path, laws: Path, size: int, tell: Tell) -> dict[str, Any]:
    """Index, ask and add, each in a process of its own: a service that asks has indexed nothing."""
    tell("写出文档 Writing documents")
    many = _written(scratch / "many", _clauses(laws, size), size)
    few = _written(scratch / "few", _clauses(laws, ADDED, "补充"), ADDED)
    home = scratch / "home"
    tell("索引 Indexing")
    indexed = apart(_indexed, home, many)
    tell("提问 Asking")
    asked = apart(_asked, home)
    tell("加一份文件 Adding a document")
    added = apart(_added, home, few)
    return {
        "clauses": size,
        "index_seconds": indexed.figures["seconds"],
        "added_clauses": ADDED,
        "add_seconds": added.figures["seconds"],
        "query_seconds": asked.figures["seconds"],
        "peak_bytes": {
            "index": indexed.peak_bytes, "query": asked.peak_bytes, "add": added.peak_bytes
        },
    }  # fmt: skip


def _library(home: Path) -> Library:
    return Library(home, find_embedder(settings_of(home).embedder_folder, HOME / "models"))


def _indexed(home: Path, many: Path) -> dict[str, Any]:
    library = _library(home)
    return {"seconds": round(_seconds(lambda: (library.add([many]), library.warm())), 2)}


def _asked(home: Path) -> dict[str, Any]:
    library, day = _library(home), bank_clock().date()
    library.search(ASKED[0], day)
    asked = [_seconds(lambda one=one: library.search(one, day)) for one in ASKED * 10]
    return {"seconds": seconds_of(asked)}


def _added(home: Path, few: Path) -> dict[str, Any]:
    """A document added to a library in use, until it can be found."""
    library, day = _library(home), bank_clock().date()
    library.search(ASKED[0], day)
    added = _seconds(lambda: (library.add([few]), library.search(ASKED[0], day)))
    return {"seconds": round(added, 2)}


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _clauses(laws: Path, count: int, mark: str = "") -> Iterator[str]:
    """So many clauses of the laws' own paragraphs; those after the first round say who they bind.

    Up to `VARIED` no two are alike, so that each has a vector of its own to be computed.
    """
    kept = [text for path in sorted(laws.glob("*.md")) for text in _articles(path)]
    for number in range(count):
        turn = number % VARIED // len(kept)
        begun = f"{mark}适用于第{numeral(turn)}类机构：" if turn or mark else ""
        yield begun + kept[number % VARIED % len(kept)]


def _articles(path: Path) -> list[str]:
    """The texts of the articles of a file, without their numbers."""
    library = path.read_text(encoding="utf-8").split("**第")[1:]
    texts = (one.partition("**")[2].split("\n#")[0] for one in library)
    return [" ".join(one.split()) for one in texts if one.strip()]


def _written(folder: Path, clauses: Iterator[str], count: int) -> Path:
    folder.mkdir()
    texts = list(clauses)
    for start in range(0, count, PER_DOCUMENT):
        name = f"第{numeral(start // PER_DOCUMENT + 1)}号样例办法"
        part = texts[start : start + PER_DOCUMENT]
        (folder / f"{folder.name}-{start:06d}.md").write_text(
            _document(f"{folder.name}{name}", part), encoding="utf-8"
        )
    return folder


def _document(title: str, texts: Sequence[str]) -> str:
    articles = [f"**第{numeral(number)}条** {text}" for number, text in enumerate(texts, 1)]
    head = f"---\ntitle: {title}\neffective_stated: 2020-01-01\n---\n# {title}"
    return "\n\n".join([head, *articles])


def _table(result: dict[str, Any]) -> str:
    seconds = result["query_seconds"]
    rows = [
        ["index", f"{result['index_seconds']} s", "120 s at 10,000"],
        ["add 100 clauses", f"{result['add_seconds']} s", "3 s"],
        ["query p50", f"{seconds['p50']} s", ""],
        ["query p95", f"{seconds['p95']} s", f"{PROMISED.get(result['clauses'], '–')} s"],
        *(
            [f"memory, {name}", f"{held / 1e9:.2f} GB", "1.5 GB" if name == "query" else ""]
            for name, held in result["peak_bytes"].items()
        ),
    ]
    return table([f"{result['clauses']} clauses", "seen", "promised"], rows)
