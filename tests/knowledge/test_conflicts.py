import pytest

from knowledge.conflicts import conflicts
from knowledge.model import Clause, Passage


def passage(document: str, text: str) -> Passage:
    clause = Clause(
        id=f"{document}:1", document_id=document, document=document, article="1", label="第一条",
        heading=(), text=text, source="x",
    )  # fmt: skip
    return Passage(clause=clause, score=0.9, found_by="hybrid", end=len(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("投诉应当在十五日内答复客户。", "投诉应当在30天内答复客户。"),
        ("首付款比例不得低于百分之二十。", "首付款比例不得低于30%。"),
    ],
)
def test_other_figures_for_one_thing_are_named_as_a_conflict(one: str, other: str) -> None:
    (remark,) = conflicts([passage("甲办法", one), passage("乙办法", other)])
    assert remark.kind == "conflict"
    assert remark.clause_ids == ("甲办法:1", "乙办法:1")
    assert "《甲办法》第一条" in remark.zh
    assert "《甲办法》第一条" in remark.en


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("投诉应当在十五日内答复客户。", "投诉应当在15天内答复客户。"),
        ("投诉应当在十五日内答复客户。", "贷款期限不得超过三十日。"),
        ("投诉应当在十五日内答复客户。", "投诉应当及时答复客户。"),
        ("投诉应当在十五日内答复客户。", "投诉应当答复客户，罚款五万元。"),
    ],
)
def test_the_same_figure_or_another_thing_is_no_conflict(one: str, other: str) -> None:
    assert conflicts([passage("甲办法", one), passage("乙办法", other)]) == []


def test_clauses_of_one_document_do_not_conflict() -> None:
    first = passage("甲办法", "应当在十五日内答复客户。")
    assert conflicts([first, passage("甲办法", "应当在三十日内答复客户。")]) == []
