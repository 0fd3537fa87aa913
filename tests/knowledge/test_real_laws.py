"""The laws beside the project: every article of every file, in two kinds of files."""

import csv
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from knowledge import Library
from knowledge.documents import policy
from knowledge.library import POLICIES

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
DAY = date(2026, 11, 23)

pytestmark = pytest.mark.skipif(
    not (DATA / "laws" / "index.csv").is_file(),
    reason=f"the laws are not there: {DATA / 'laws'} holds no index.csv",
)


def rows() -> list[dict[str, str]]:
    if not (DATA / "laws" / "index.csv").is_file():
        return []
    with (DATA / "laws" / "index.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def pdfs() -> list[Path]:
    return sorted((DATA / "laws_pdf").glob("*.pdf"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(tmp_path_factory.mktemp("laws"))
    library.add([DATA / "laws", POLICIES])
    return library


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
def test_a_law_has_exactly_its_articles(row: dict[str, str]) -> None:
    found = policy(DATA / "laws" / row["file"])
    numbers = [one.article for one in found.clauses if one.level == "article"]
    assert found.document.clauses == len(numbers)
    assert all(found.text[one.start : one.end] == one.text for one in found.clauses)
    assert not any(one.flags for one in found.clauses)
    first, last = int(row["first_article"]), int(row["last_article"])
    assert len(numbers) == int(row["n_articles"])
    assert numbers == [str(number) for number in range(first, last + 1)]
    assert found.document.short_title == row["short_title"]


@pytest.mark.parametrize("pdf", pdfs(), ids=lambda path: path.stem)
def test_a_pdf_has_the_words_of_its_markdown(pdf: Path) -> None:
    def words(path: Path) -> list[tuple[str, str]]:
        # The Markdown mixes wide and narrow punctuation; all else but blanks must be the same.
        return [
            (one.article, normalize("NFKC", "".join(one.text.split())))
            for one in policy(path).clauses
        ]

    assert words(pdf) == words(DATA / "laws" / f"{pdf.stem}.md")


@pytest.mark.parametrize("pdf", pdfs(), ids=lambda path: path.stem)
def test_a_pdf_is_the_same_document_as_its_markdown(pdf: Path) -> None:
    markdown = policy(DATA / "laws" / f"{pdf.stem}.md")
    assert policy(pdf).document.id == markdown.document.id


def test_the_civil_code_is_one_law_in_six_files(library: Library) -> None:
    found = library.clause("民法典", "677", DAY)
    assert found is not None
    assert found.citation == "《民法典·合同编》第六百七十七条"


@pytest.mark.parametrize(
    ("question", "citation"),
    [
        ("《信托法》第三十七条", "《信托法》第三十七条"),
        ("民法典第六百七十七条", "《民法典·合同编》第六百七十七条"),
        ("PIPL art. 15", "《个人信息保护法》第十五条"),
        ("《个人信息保护法》对撤回同意怎么规定？", "《个人信息保护法》第十五条"),
    ],
)
def test_a_question_that_names_its_law_finds_it_without_a_model(
    library: Library, question: str, citation: str
) -> None:
    assert library.search(question, DAY).passages[0].clause.citation == citation


def test_every_ground_of_the_manual_that_is_held_is_there(library: Library) -> None:
    held = {one.short_title for one in library.documents()}
    clauses = [one for path in sorted(POLICIES.glob("*.md")) for one in policy(path).clauses]
    grounds = {tuple(ground.rsplit(" ", 1)) for one in clauses for ground in one.based_on}
    missing = [
        (title, article)
        for title, article in sorted(grounds)
        if title in held and library.clause(title, article, DAY) is None
    ]
    assert missing == []
    assert len([title for title, _ in grounds if title in held]) > 60
