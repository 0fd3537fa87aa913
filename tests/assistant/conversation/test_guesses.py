"""A guess is told with its reasons; the customer corrects it, or forbids what it rests on."""

from datetime import date

import pytest

from assistant.conversation.model import Memory
from graph.model import Need, SignalEvidence
from graph.needs import guess
from tests.builders import NOW, advisor, studying_family
from tests.desk_under_test import House, house, local_engine, speaker
from tests.fakes import FakeNeeds, fake_bank
from tests.feeds import need

STAFF = speaker("advisor", "a-1", "王敏")


def seen(kind: str, topic: str, day: str, **changes: object) -> SignalEvidence:
    values: dict[str, object] = {
        "signal": f"{kind}:{topic}", "at": date.fromisoformat(day), "text": f"您看过“{topic}”",
        "text_en": f"You saw “{topic}”", "kind": kind, "source": "own_chat", "topic": topic,
        "topic_en": topic, "lowers": 0.1,
    }  # fmt: skip
    return SignalEvidence.model_validate(values | changes)


def study(**changes: object) -> Need:
    evidence = (
        seen("exchange", "学费", "2026-11-09", source="own_transactions", topic_en="tuition"),
        seen("exchange", "学费", "2026-11-02", source="own_transactions", topic_en="tuition"),
        seen("search", "雅思报名", "2026-10-05"),
    )
    return need(**({"evidence": evidence, "need_en": "education fund"} | changes))


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    bank = fake_bank(files=(studying_family(),), advisors=(advisor(),), needs=(study(),))
    return house(tmp_path_factory.mktemp("house"), bank)


def needs(home: House) -> FakeNeeds:
    assert isinstance(home.bank.needs, FakeNeeds)
    return home.bank.needs


def actions(home: House) -> list[str]:
    return [row.action for row in home.ledger.rows()]


def test_a_guess_names_what_was_seen_by_month_and_how_often() -> None:
    assert guess(study(), "zh") == (
        "您 10 月查询过“雅思报名”、 11 月因“学费”办理外汇两次，我们猜您家在准备出国留学。"
    )
    assert guess(study(), "en") == (
        "You searched for “雅思报名” in October and exchanged currency for “tuition” twice in "
        "November; so we guess your family may be preparing for: Study abroad."
    )


def test_a_guess_of_last_year_names_the_year_and_three_things_at_most() -> None:
    evidence = [seen("search", f"雅思{at}", f"2025-{at:02d}-05") for at in (9, 10, 11, 12)]
    told = guess(study(evidence=tuple(evidence * 3)), "zh")
    assert told.count("月查询过") == 3
    assert "2025 年 9 月查询过“雅思9” 3 次" in told
    assert "3 times in September 2025" in guess(study(evidence=tuple(evidence * 3)), "en")


def test_without_anything_to_name_only_the_event_is_guessed() -> None:
    assert guess(study(evidence=()), "zh") == "我们猜您家在准备出国留学。"
    assert guess(study(evidence=()), "en").startswith("We guess")


def test_the_greeting_tells_the_guess_and_offers_three_answers(home: House) -> None:
    reply = home.greets()
    assert "我们猜您家在准备出国留学" in reply.text
    assert [one.act for one in reply.acts] == ["not_interested", "not_so", "dont_use"]


@pytest.mark.parametrize("words", ["不是这样", "没这回事", "你们猜错了", "Not so."])
def test_not_so_withdraws_the_guess_and_keeps_a_label(home: House, words: str) -> None:
    home.greets()
    home.says(words)
    assert needs(home).answers == {"need-c-1-study_abroad": "not_so"}
    assert needs(home).of("c-1") == []
    assert actions(home).count("need.deny") == 1


def test_not_so_may_be_clicked(home: House) -> None:
    reply = home.clicks("not_so", "need-c-1-study_abroad")
    assert "猜错" in reply.text
    assert needs(home).answers == {"need-c-1-study_abroad": "not_so"}


def test_dont_use_this_forbids_what_the_guess_rests_on_at_once(home: House) -> None:
    home.greets()
    reply = home.says("别用这个")
    assert "雅思报名" in reply.text
    held = {one.signal for one in needs(home).suppressed("c-1", NOW)}
    assert held == {"exchange:学费", "search:雅思报名"}
    assert needs(home).of("c-1") == []
    assert "need.forbid" in actions(home)


def test_one_signal_may_be_forbidden_by_a_click(home: House) -> None:
    why = home.says("为什么给我推荐这个？")
    offered = [one for one in why.acts if one.act == "dont_use"]
    assert [one.label for one in offered] == ["别用这个: 学费", "别用这个: 雅思报名"]
    home.clicks("dont_use", offered[1].target)
    assert [one.signal for one in needs(home).suppressed("c-1", NOW)] == ["search:雅思报名"]


@pytest.mark.parametrize(
    ("words", "signals"),
    [
        ("以后不要再用我的搜索记录了", {"search", "view", "click", "calculator"}),
        ("别用我的交易流水来猜", {"own_transactions"}),
        ("Please don't use my transactions any more", {"own_transactions"}),
        ("别用我的聊天记录和外汇记录", {"chat", "exchange"}),
    ],
)
def test_a_kind_or_a_source_may_be_forbidden_in_words(
    home: House, words: str, signals: set[str]
) -> None:
    home.says(words)
    assert {one.signal for one in needs(home).suppressed("c-1", NOW)} == signals


def test_what_was_forbidden_may_be_allowed_again(home: House) -> None:
    home.greets()
    home.says("别用这个")
    assert "又可以" in home.says("可以再用").text
    assert needs(home).suppressed("c-1", NOW) == []
    assert "没有" in home.says("可以再用").text
    assert actions(home).count("need.allow") == 1


def test_staff_may_neither_forbid_nor_allow_for_a_customer(home: House) -> None:
    assert "本人" in home.says("别用我的搜索记录", STAFF).text
    assert "本人" in home.says("可以再用", STAFF).text


def test_without_a_guess_there_is_nothing_to_deny_or_forbid(home: House) -> None:
    home.greets()
    home.says("不是这样")
    assert "没有对您的需求做预判" in home.clicks("not_interested", "need-x").text
    assert home.clicks("dont_use", "need-x").outcome == "refused"
    assert home.clicks("not_so", "need-x").outcome == "refused"


@pytest.mark.parametrize(
    "words",
    [
        "别再用信用卡分期了", "不要用公积金贷款，只用商贷", "不要用我的数据", "不要再分析我",
        "可以再用了吗？", "不要用我的账户余额付首付", "不对", "别用太专业的词",
        "不要用这张卡付款" + "，" * 60,
    ],
)  # fmt: skip
def test_other_wishes_are_not_taken_for_these(home: House, words: str) -> None:
    heard = local_engine().understand(words, Memory(last_need_id="need-1"), home.context(speaker()))
    assert not {one.name for one in heard.commands} & {"deny_need", "forbid_use", "allow_use"}
