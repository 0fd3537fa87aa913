"""What a search says beside its passages: why there are none, what has ended, what it keeps to."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge import Filters, Library
from knowledge.dense import DenseIndex
from knowledge.errors import IndexMissing
from knowledge.index import Indexer
from knowledge.search import LEXICAL_ONLY
from knowledge.table import ClauseTable
from tests.fakes import FakeEmbedder
from tests.knowledge.shelf import LAW, MANUAL, written

DAY = date(2026, 11, 23)
STAFF = Filters(audience="staff")


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder((("撤回",), ("额度", "换汇"), ("取得同意",), ("书面",)))


@pytest.fixture
def library(tmp_path: Path, embedder: FakeEmbedder) -> Library:
    library = Library(tmp_path / "home", embedder)
    library.add([written(tmp_path, "law.md", LAW), written(tmp_path, "manual.md", MANUAL)])
    return library


def test_an_unknown_article_names_the_articles_the_law_has(library: Library) -> None:
    found = library.search("样例信息法第九十九条", DAY)
    assert (found.passages, found.reason) == ((), "no_such_article")
    assert "第一条至第三条" in found.remarks[0].zh
    assert "1 to 3" in found.remarks[0].en


def test_a_law_we_lack_and_a_question_nothing_fits_are_told_apart(library: Library) -> None:
    assert library.search("《刑法》第264条", DAY).reason == "law_not_held"
    assert library.search("劳动合同法对加班怎么规定", DAY).reason == "law_not_held"
    assert library.search("今天上海会下雨吗", DAY).reason == "nothing_fits"
    assert library.search("怎样撤回", DAY).reason is None


def test_a_cited_paragraph_is_the_span(library: Library) -> None:
    (passage,) = library.search("样例信息法第三条第二款", DAY).passages
    assert passage.span == "信息处理者应当提供便捷的撤回方式。"


def test_the_sentence_that_answers_is_the_span(library: Library) -> None:
    first = library.search("怎样撤回同意", DAY).passages[0]
    assert "撤回" in first.span
    assert first.clause.text[first.start : first.end] == first.span


def test_an_ended_clause_that_fits_best_is_named(library: Library, tmp_path: Path) -> None:
    later = LAW.replace("effective_stated: 2021-11-01", "effective_stated: 2026-01-01")
    later = later.replace("**第三条** 个人有权撤回同意。", "**第三条** 另行规定。")
    library.add([written(tmp_path, "later.md", later.replace("便捷的撤回方式", "其他方式"))])
    found = library.search("怎样撤回同意", DAY)
    assert [one.kind for one in found.remarks] == ["superseded"]
    assert "2026-01-01" in found.remarks[0].zh


@pytest.mark.parametrize(
    "filters",
    [Filters(kind="no such kind"), Filters(issuer="没有这个机关"), Filters(language="en")],
)
def test_what_the_filters_leave_out_is_not_found(library: Library, filters: Filters) -> None:
    assert library.search("怎样撤回同意", DAY, 5, filters).passages == ()
    assert library.search("样例信息法第三条", DAY, 5, filters).passages == ()


def test_a_kind_is_kept_to(library: Library) -> None:
    found = library.search("换汇额度", DAY, 5, Filters(kind="manual"))
    assert {one.clause.document for one in found.passages} == {"样例外汇规则"}


def test_an_index_that_breaks_while_it_is_asked_is_built_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[tuple[str, float]]:
        raise IndexMissing(tmp_path, "damaged")

    with monkeypatch.context() as patched:
        patched.setattr(DenseIndex, "nearest", broken)
        found = library.search("怎样撤回同意", DAY)
        assert found.notice == LEXICAL_ONLY
        assert found.passages[0].clause.article == "3"
    again = library.search("怎样撤回同意", DAY)
    assert again.notice is None
    assert again.passages[0].found_by == "hybrid"


def test_the_index_can_be_built_again_at_any_time(library: Library, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "home" / "index")
    assert library.reindex() == len(library.clauses())
    assert library.search("怎样撤回同意", DAY).passages[0].found_by == "hybrid"


def test_without_a_model_there_is_nothing_to_build(tmp_path: Path) -> None:
    library = Library(tmp_path / "words")
    library.add([written(tmp_path, "law.md", LAW)])
    assert library.reindex() == 3
    assert library.search("撤回同意", DAY).notice == LEXICAL_ONLY


def test_a_library_that_grew_computes_only_what_it_lacks(
    library: Library, embedder: FakeEmbedder, tmp_path: Path
) -> None:
    embedder.asked.clear()
    other = LAW.replace("样例信息法", "样例数据法").replace("撤回", "查阅")
    library.add([written(tmp_path, "other.md", other)])
    assert all("撤回" not in one for one in embedder.asked)
    assert library.search("怎样撤回同意", DAY).passages[0].found_by == "hybrid"
    assert len(list((tmp_path / "home" / "index").iterdir())) == 2


def test_a_model_of_another_name_leaves_the_earlier_index_alone(
    library: Library, tmp_path: Path
) -> None:
    class Other(FakeEmbedder):
        name = "other"

    table = ClauseTable(tmp_path / "home")
    Library(tmp_path / "home", Other((("撤回",),))).warm()
    assert Indexer(tmp_path / "home", table, FakeEmbedder(())).is_finished(table.version())
    assert library.search("怎样撤回同意", DAY).passages[0].found_by == "hybrid"


def test_the_margin_tells_how_far_a_question_is_from_the_bar(library: Library) -> None:
    assert library.margin("怎样撤回同意", DAY) > 0
    assert library.margin("今天上海会下雨吗", DAY) < 0
    assert library.margin("样例信息法第三条", DAY) == 1.0
    assert library.margin("样例信息法第九十九条", DAY) == -1.0
    assert library.margin("劳动合同法对加班怎么规定", DAY) == -1.0
