"""What no tag may be about is refused however it is dressed up."""

import pytest

from graph.portrait.forbidden import forbidden_in

CAMOUFLAGED_WORDS = [
    "宗教信仰",
    "宗 教 偏好",
    "宗\u200b教",
    "清真饮食",
    "Ｒｅｌｉｇｉｏｎ",
    "r-e-l-i-g-i-o-n",
    "church goers",
    "民 族",
    "ethnic_group",
    "性取向",
    "LGBT friendly",
    "政治面貌",
    "党员身份",
    "political_view",
    "糖尿病关怀",
    "健康状况",
    "chronic care",
    "基 因",
    "产检客户",
    "pregnancy",
    "备孕",
    "人脸特征",
    "fingerprint",
    "14 岁以下",
    "under 14",
    "行踪",
    "朋友圈",
    "credit_report",
    "AML alerts",
]
CAMOUFLAGED_QUERIES = [
    "CASE WHEN says(memo, '宗' || '教') THEN 'x' END",
    "CASE WHEN says(memo, concat('宗', '教')) THEN 'x' END",
    "CASE WHEN says(memo, '宗.教') THEN 'x' END",
    "CASE WHEN says(memo, '[宗][教]') THEN 'x' END",
    "CASE WHEN says(memo, 'reli' || 'gion') THEN 'x' END",
    "CASE WHEN says(memo, '化疗') THEN 'x' END",
    "CASE WHEN says(memo, chr(23447) || chr(25945)) THEN 'x' END",
    "CASE WHEN says(memo, '\\u5b97\\u6559') THEN 'x' END",
    "SELECT customer_id, 'a', 'b' FROM moves WHERE code LIKE '80%'",
    "SELECT customer_id, 'a', 'b' FROM moves WHERE substr(code, 1, 2) = '80'",
    "SELECT customer_id, 'a', 'b' FROM moves WHERE code >= '8000'",
    "SELECT customer_id, 'a', 'b' FROM moves WHERE CAST(mcc AS INT) = 8011",
    "SELECT customer_id, 'a', 'b' FROM moves WHERE m.mcc ILIKE '8_62'",
    "SELECT customer_id, 'a', 'b' FROM moves WHERE code IN ('5411', '8062')",
    "SELECT customer_id, 'a', 'b' FROM moves WHERE code BETWEEN 8000 AND 8099",
    "SELECT customer_id, 'a', 'b' FROM moves WHERE code BETWEEN '1000' AND '4999'",
    "SELECT customer_id, goal, 'b' FROM outside_health_goal",
]
LAWFUL = [
    (
        "basic.work.industry_division\n卫生\nhealth services",
        "CASE WHEN says(employer, '医院') THEN 'a' END",
    ),
    ("scenario.a.b\n文体\n检测", "SELECT d.name, i.risk_level FROM d JOIN i USING (customer_id)"),
    ("finance.a.b\n日常\ngroceries", "SELECT 1 FROM moves WHERE code IN ('5411', '5422')"),
    ("finance.a.b\n餐饮\ndining", "SELECT 1 FROM moves WHERE code BETWEEN '5811' AND '5814'"),
]  # fmt: skip


@pytest.mark.parametrize("words", CAMOUFLAGED_WORDS)
def test_a_word_is_found_in_any_dress(words: str) -> None:
    assert forbidden_in(words, "") is not None


@pytest.mark.parametrize("query", CAMOUFLAGED_QUERIES)
def test_a_query_is_read_as_the_engine_would(query: str) -> None:
    assert forbidden_in("", query) is not None


@pytest.mark.parametrize(("words", "query"), LAWFUL)
def test_what_only_sounds_alike_stands(words: str, query: str) -> None:
    assert forbidden_in(words, query) is None
