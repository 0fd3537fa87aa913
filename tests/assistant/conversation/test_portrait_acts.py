"""The customer's say over their portrait: seen, explained, contested, exported."""

from datetime import date

import pytest

from assistant.privacy.model import Lang
from graph.model import Need, Tag
from tests.builders import TODAY, consent, studying_family
from tests.desk_under_test import House, house
from tests.fakes import fake_bank
from tests.feeds import need

INCOME = Tag(
    key="basic.work.income_band", dimension="basic", value="10k_20k",
    label="月收入档：1 万至 2 万元", label_en="Monthly income band: 10,000 to 20,000",
    source="transactions", as_of=TODAY, legal_basis="consent:k-1", explain="根据工资入账推算",
    explain_en="from wages", origin="inferred", confidence=0.9, other="5 千元以下",
    other_en="under 5,000", other_origin="said", expires_on=date(2027, 2, 1),
)  # fmt: skip
MARRIED = Tag(
    key="basic.demography.marital", dimension="basic", value="married", label="婚姻状况：已婚",
    label_en="Marital status: married", source="customers", as_of=TODAY,
    legal_basis="consent:k-1", explain="您登记的婚姻状况", explain_en="the status you registered",
    origin="said",
)  # fmt: skip
STUDY = Tag(
    key="scenario.event_stage.study_abroad", dimension="scenario", value="likely",
    label="生活阶段·出国留学：可能临近", label_en="Life event, Study abroad: likely",
    source="app_events", as_of=TODAY, legal_basis="consent:k-1", explain="根据您近期的搜索",
    explain_en="from recent searches", origin="inferred", confidence=0.6,
)  # fmt: skip


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    file = studying_family(tags=(INCOME, MARRIED, STUDY))
    foreseen: list[Need] = [need()]
    return house(tmp_path_factory.mktemp("house"), fake_bank([file], needs=foreseen))


def statuses(home: House) -> dict[str, str]:
    tags = home.bank.customers.file("c-1", home.now).tags
    return {one.key: one.status for one in tags}


def test_what_disagrees_is_asked_and_everything_may_be_exported(home: House) -> None:
    reply = home.says("看看我的画像")
    assert "您登记的是“5 千元以下”，从往来看像“1 万至 2 万元”，哪个对？" in reply.text
    acts = {(one.act, one.target) for one in reply.acts}
    assert {("export", "portrait"), ("contest", INCOME.key), ("contest", STUDY.key)} <= acts
    assert ("contest", MARRIED.key) not in acts


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("为什么说我已婚？", "这是您本人登记的"),
        ("你们怎么知道我的收入？凭什么说我是这一档", "这是推测，把握约 90%"),
        ("Why do you say I am married?", "You declared it"),
    ],
)
def test_a_customer_asks_why_of_one_thing(home: House, words: str, said: str) -> None:
    reply = home.says(words)
    assert said in reply.text
    assert [one.act for one in reply.acts] == ["contest"]


def test_what_is_contested_is_put_aside_and_a_person_checks_it(home: House) -> None:
    reply = home.says("我的收入这条不对，请更正")
    assert "已标为有异议" in reply.text
    assert statuses(home)[INCOME.key] == "contested"
    assert [one.reason for one in home.tasks.of_customer("c-1")] == ["portrait_contested"]
    relied_on = home.bank.customers.file("c-1", home.now).relied_on
    assert INCOME.key not in {one.key for one in relied_on}
    shown = home.says("看看我的画像").text
    assert "您有异议，正在核对" in shown
    assert "哪个对" not in shown


def test_a_need_foreseen_from_what_is_contested_is_not_raised(home: House) -> None:
    home.clicks("contest", STUDY.key)
    assert statuses(home)[STUDY.key] == "contested"
    assert home.bank.needs.of("c-1") == []


def test_words_that_name_nothing_known_are_kept_for_a_person(home: House) -> None:
    reply = home.says("这条信息不准，请改掉")
    assert "登记" in reply.text
    assert set(statuses(home).values()) == {"current"}
    assert len(home.tasks.of_customer("c-1")) == 1


@pytest.mark.parametrize(
    ("words", "said"), [("把我的画像导出给我", "JSON"), ("export my profile please", "JSON")]
)
def test_an_export_is_offered_and_given(home: House, words: str, said: str) -> None:
    reply = home.says(words)
    assert said in reply.text
    assert [one.act for one in reply.acts] == ["export"]
    given = home.clicks("export", "portrait")
    assert given.text
    assert [row.subject for row in home.ledger.rows() if row.action == "portrait.read"][-1] == (
        "export"
    )


def test_without_consent_nothing_is_exported(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = studying_family(tags=(INCOME,), consents=(consent(purpose="location"),))
    closed = house(tmp_path_factory.mktemp("house"), fake_bank([file]))
    assert INCOME.label not in closed.clicks("export", "portrait").text


def test_a_tag_a_person_corrected_is_shown_no_more(home: House) -> None:
    home.bank.customers.mark_tag("c-1", MARRIED.key, "corrected", home.now)
    assert "已婚" not in home.says("看看我的画像").text


def test_languages_are_kept(home: House) -> None:
    lang: Lang = "en"
    reply = home.says("Show me my profile")
    assert reply.lang == lang
    assert "Which is right?" in reply.text
