import threading
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from knowledge import Library
from knowledge.index import LOCK_FILE
from tests.fakes import FakeEmbedder
from tests.knowledge.shelf import LAW, MANUAL, written

DAY = date(2026, 11, 23)
TOPICS = (("撤回",), ("额度", "换汇"), ("取得同意",), ("分拆", "借用"), ("提前",))


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder(TOPICS)


@pytest.fixture
def library(tmp_path: Path, embedder: FakeEmbedder) -> Library:
    library = Library(tmp_path / "home", embedder)
    written(tmp_path, "law.md", LAW)
    written(tmp_path, "manual.md", MANUAL)
    library.add([tmp_path / "law.md", tmp_path / "manual.md"])
    return library


def test_adding_says_what_was_taken_in(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "below").mkdir()
    written(tmp_path / "below", "law.md", LAW)
    written(tmp_path, "letter.txt", "亲爱的妈妈：我很好。")
    (tmp_path / "photo.jpg").write_bytes(b"")
    report = Library(tmp_path / "home").add([tmp_path], said.append)
    assert report.added == ("样例信息法",)
    assert report.clauses == 3
    assert [name for name, _ in report.refused] == ["letter.txt"]
    assert said[0] == "读取 below/law.md Reading"


def test_the_same_content_twice_is_unchanged(library: Library, tmp_path: Path) -> None:
    again = written(tmp_path, "copy.md", LAW)
    report = library.add([again])
    assert (report.added, report.unchanged, report.clauses) == ((), ("样例信息法",), 0)


def test_an_edited_file_replaces_its_document(library: Library, tmp_path: Path) -> None:
    edited = LAW.replace("处理信息应当取得同意。", "处理信息应当取得书面同意。")
    library.add([written(tmp_path, "law.md", edited)])
    found = library.clause("样例信息法", "2", DAY)
    assert found is not None
    assert found.text == "处理信息应当取得书面同意。"
    assert len(library.documents()) == 2


def test_a_later_edition_ends_the_earlier_one(library: Library, tmp_path: Path) -> None:
    later = LAW.replace("effective_stated: 2021-11-01", "effective_stated: 2027-01-01")
    library.add([written(tmp_path, "later.md", later.replace("取得同意", "取得书面同意"))])
    before = library.clause("样例信息法", "2", date(2026, 12, 31))
    after = library.clause("样例信息法", "2", date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.text, after.text) == ("处理信息应当取得同意。", "处理信息应当取得书面同意。")
    assert before.effective_to == date(2027, 1, 1)


def test_a_clause_is_found_by_any_name_of_its_document(library: Library) -> None:
    names = ("样例信息法", "中华人民共和国样例信息法", "《样例信息法》", "law.md")
    assert {found.article for name in names if (found := library.clause(name, "3", DAY))} == {"3"}
    assert library.clause("样例信息法", "99", DAY) is None
    assert library.clause("别的法", "1", DAY) is None


def test_a_clause_not_yet_in_force_is_not_found(library: Library) -> None:
    assert library.clause("样例外汇规则", "1.2", date(2026, 5, 31)) is None
    assert library.clause("样例外汇规则", "1.2", date(2026, 6, 1)) is not None


def test_the_clauses_of_a_rule_are_those_that_state_it(library: Library) -> None:
    assert [one.article for one in library.clauses_for_rule("fx.authentic")] == ["1.1", "1.2"]
    early = library.clauses_for_rule("fx.authentic", date(2026, 2, 1))
    assert [one.article for one in early] == ["1.1"]
    assert library.clauses_for_rule("no.such_rule") == []


def test_a_citation_goes_straight_to_its_clause(library: Library) -> None:
    (passage,) = library.search("样例信息法第三条", DAY).passages
    assert passage.clause.citation == "《样例信息法》第三条"
    assert (passage.found_by, passage.score) == ("citation", 1.0)


def test_a_citation_of_what_we_do_not_hold_finds_nothing(library: Library) -> None:
    assert library.search("《刑法》第264条", DAY).passages == ()
    assert library.search("样例信息法第九十九条", DAY).passages == ()
    assert library.search("劳动合同法对加班怎么规定", DAY).passages == ()


def test_a_citation_beside_a_question_is_searched_as_well(library: Library) -> None:
    found = library.search("除了样例信息法第一条，我怎样撤回自己给过的授权同意呢", DAY).passages
    assert [one.found_by for one in found[:2]] == ["citation", "hybrid"]
    assert found[1].clause.article == "3"


def test_meaning_finds_a_clause_that_shares_no_words(library: Library) -> None:
    found = library.search("换汇", DAY).passages
    assert found[0].clause.article == "1.1"
    assert found[0].found_by == "hybrid"


def test_a_law_named_in_the_question_is_the_one_searched(library: Library) -> None:
    found = library.search("《样例信息法》对额度有规定吗", DAY).passages
    assert {one.clause.document for one in found} <= {"样例信息法"}


def test_nothing_fitting_gives_no_passages(library: Library) -> None:
    assert library.search("今天上海会下雨吗", DAY).passages == ()
    assert library.search("Who won the match?", DAY).passages == ()
    assert library.search("", DAY).passages == ()


def test_only_clauses_in_force_are_found(library: Library) -> None:
    early = library.search("可以借用别人的吗", date(2026, 3, 1)).passages
    late = library.search("可以借用别人的吗", DAY).passages
    assert "1.2" not in {one.clause.article for one in early}
    assert late[0].clause.article == "1.2"


def test_an_english_question_finds_its_clause(library: Library) -> None:
    found = library.search("How can I withdraw my consent?", DAY).passages
    assert found[0].clause.citation == "《样例信息法》第三条"


def test_without_a_model_the_search_is_by_words_and_says_so(tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    library.add([written(tmp_path, "law.md", LAW)])
    found = library.search("个人怎么撤回同意", DAY)
    assert found.passages[0].clause.article == "3"
    assert found.passages[0].found_by == "lexical"
    assert found.notice is not None
    assert "only" in found.notice
    assert library.search("今天上海会下雨吗", DAY).passages == ()


def test_with_a_model_there_is_no_notice(library: Library) -> None:
    assert library.search("撤回", DAY).notice is None


def test_an_empty_library_finds_nothing(tmp_path: Path, embedder: FakeEmbedder) -> None:
    assert Library(tmp_path / "home", embedder).search("撤回同意", DAY).passages == ()


def test_no_more_than_the_limit_is_given(library: Library) -> None:
    assert len(library.search("撤回额度同意", DAY, limit=1).passages) == 1


def test_words_already_seen_are_not_computed_again(
    library: Library, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    embedder.asked.clear()
    library.add([written(tmp_path, "law.md", LAW.replace("便捷的撤回", "简便的撤回"))])
    assert len(embedder.asked) == 1


def test_another_library_on_the_folder_sees_what_was_added(
    library: Library, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    service = Library(tmp_path / "home", embedder)
    assert service.search("提前还款", DAY).passages == ()
    more = "# 样例贷款办法\n第一条 可以提前归还借款。\n第二条 本办法自2024年1月1日起施行。"
    library.add([written(tmp_path, "more.md", more)])
    assert service.search("提前还款", DAY).passages[0].clause.document == "样例贷款办法"


def test_while_another_process_builds_the_held_version_answers(
    library: Library, tmp_path: Path, embedder: FakeEmbedder
) -> None:
    service = Library(tmp_path / "home", embedder)
    service.warm()
    Library(tmp_path / "home").add([written(tmp_path, "law.md", LAW.replace("制定", "特制定"))])
    with FileLock(tmp_path / "home" / LOCK_FILE):
        found: list[str] = []
        asking = threading.Thread(
            target=lambda: found.extend(
                one.clause.article for one in service.search("撤回同意", DAY).passages
            )
        )
        asking.start()
        asking.join(timeout=20)
    assert found[0] == "3"


def test_many_threads_may_search_at_once(library: Library) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(library.search("撤回同意", DAY).passages[0].clause.article)
        )
        for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == ["3"] * 8


def test_warming_leaves_nothing_to_load(library: Library) -> None:
    library.warm()
    assert library.search("撤回同意", DAY).passages


@pytest.mark.parametrize(
    ("grounds", "first"),
    [("样例信息法 3", "《样例信息法》第三条"), ("样例信息法 1", "《样例外汇规则》第1.1条")],
    ids=["grounded on it", "grounded elsewhere"],
)
def test_the_law_a_manual_clause_rests_on_is_raised(
    tmp_path: Path, embedder: FakeEmbedder, grounds: str, first: str
) -> None:
    library = Library(tmp_path / "home", embedder)
    manual = MANUAL.replace("样例信息法 2, 样例信息法 3", grounds)
    library.add([written(tmp_path, "law.md", LAW), written(tmp_path, "manual.md", manual)])
    found = library.search("年度额度和撤回", DAY).passages
    assert found[0].clause.citation == first
