from pathlib import Path

import pytest

from knowledge.dense import DenseIndex
from knowledge.errors import IndexMissing
from knowledge.index import Indexer
from knowledge.model import Clause
from knowledge.pieces import PIECE, pieces
from knowledge.table import ClauseTable
from tests.fakes import FakeEmbedder


def clause(article: str, text: str, **changes: object) -> Clause:
    values: dict[str, object] = {
        "id": f"d:{article}", "document_id": "d", "document": "样例法", "article": article,
        "label": article, "heading": (), "text": text, "source": "x",
    }  # fmt: skip
    return Clause.model_validate(values | changes)


CLAUSES = (clause("1", "撤回同意。"), clause("2", "提前还款。"), clause("3", "年度额度。"))


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder((("撤回",), ("提前",), ("额度",)))


@pytest.fixture
def indexer(tmp_path: Path, embedder: FakeEmbedder) -> Indexer:
    return Indexer(tmp_path, ClauseTable(tmp_path), embedder)


def test_the_nearest_clause_comes_first(indexer: Indexer, embedder: FakeEmbedder) -> None:
    found = indexer.open(1, CLAUSES).nearest(embedder.question("提前"), 2)
    assert found[0][0] == "d:2"
    assert found[0][1] == pytest.approx(1.0, abs=0.01)


def test_a_named_document_is_the_only_one_searched(
    indexer: Indexer, embedder: FakeEmbedder
) -> None:
    other = clause("9", "提前终止。", id="e:9", document="别的法")
    index = indexer.open(1, (*CLAUSES, other))
    assert [one for one, _ in index.nearest(embedder.question("提前"), 9, ("别的法",))] == ["e:9"]


def test_a_long_clause_is_cut_at_sentences() -> None:
    cut = pieces(clause("1", "应当遵守规定。" * 100))
    assert len(cut) > 1
    assert all(len(one.text) <= PIECE + 20 for one in cut)
    assert all(one.text.endswith("。") for one in cut)


def test_a_clause_is_also_found_by_how_customers_ask(
    indexer: Indexer, embedder: FakeEmbedder
) -> None:
    asked = clause("4", "须真实。", asks=("额度怎么用",))
    found = dict(indexer.open(1, (*CLAUSES, asked)).nearest(embedder.question("额度"), 9))
    assert 0.5 < found["d:4"] < found["d:3"]


def test_an_empty_index_finds_nothing(indexer: Indexer, embedder: FakeEmbedder) -> None:
    assert indexer.open(1, ()).nearest(embedder.question("撤回"), 3) == []


def test_an_index_that_does_not_open_is_built_again(
    indexer: Indexer, embedder: FakeEmbedder, tmp_path: Path
) -> None:
    ClauseTable(tmp_path).finish("fake-cut2", 7, "fake-000007-x")
    broken = tmp_path / "index" / "fake-000007-x"
    broken.mkdir()
    (broken / "chroma.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexMissing):
        DenseIndex(broken)
    assert indexer.open(7, CLAUSES).nearest(embedder.question("撤回"), 1)[0][0] == "d:1"


def test_an_index_that_is_gone_is_built_again(
    indexer: Indexer, embedder: FakeEmbedder, tmp_path: Path
) -> None:
    ClauseTable(tmp_path).finish("fake", 3, "fake-000003-x")
    assert indexer.open(3, CLAUSES).nearest(embedder.question("撤回"), 1)[0][0] == "d:1"


def test_a_finished_index_is_opened_not_built(
    indexer: Indexer, embedder: FakeEmbedder, tmp_path: Path
) -> None:
    indexer.open(1, CLAUSES)
    embedder.asked.clear()
    second = Indexer(tmp_path, ClauseTable(tmp_path), embedder)
    second.open(1, ())
    assert len(list((tmp_path / "index").glob("fake-*"))) == 1


def test_an_older_version_never_takes_the_place_of_a_later_one(
    indexer: Indexer, tmp_path: Path
) -> None:
    indexer.open(2, CLAUSES)
    indexer.open(1, CLAUSES)
    assert indexer.is_finished(2)


def test_old_builds_go_but_the_one_before_stays(indexer: Indexer, tmp_path: Path) -> None:
    for version in (1, 2, 3):
        indexer.open(version, CLAUSES)
    builds = (tmp_path / "index").glob("fake-*")
    kept = sorted(one.name.removeprefix("fake-cut2-")[:6] for one in builds)
    assert kept == ["000002", "000003"]


def test_progress_is_told(indexer: Indexer) -> None:
    said: list[str] = []
    indexer.open(1, CLAUSES, said.append)
    assert said == ["建立检索索引 3/3 Building the index"]
