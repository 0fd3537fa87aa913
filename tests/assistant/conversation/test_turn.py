"""Whole turns over fakes: the customer's walk, the advisor's walk, and what must never happen."""

from datetime import timedelta

import pytest

from assistant.conversation.model import Evidence, Reply
from assistant.privacy.model import Lang
from assistant.service import FollowUp
from graph.model import CustomerFile
from tests.builders import consent, studying_family
from tests.desk_under_test import House, house, speaker
from tests.fakes import fake_bank

ADVISOR = speaker("advisor", "a-1", "王敏")
SECOND = speaker("second_approver", "a-2", "周岚")


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    return house(tmp_path_factory.mktemp("house"))


def without_consent() -> CustomerFile:
    return studying_family(consents=())


def printed(reply: Reply, key: str) -> str:
    return next(one.printed for one in reply.figures if one.key == key)


def cost_known(home: House) -> Reply:
    home.says("孩子后年九月去英国读本科，三年要准备多少钱？")
    return home.says("一年学费2.4万镑、生活费1.4万镑，首年杂费3000镑。")


def test_what_is_missing_is_asked_for(home: House) -> None:
    reply = home.says("孩子后年九月去英国读本科，三年要准备多少钱？")
    assert (reply.outcome, reply.asks) == ("asked", "tuition")


def test_the_cost_of_three_years_is_computed_to_the_cent(home: House) -> None:
    reply = cost_known(home)
    assert printed(reply, "total_cny") == "1,209,738.07"
    assert "1,209,738.07" in reply.text
    assert "129,939.64" in reply.text


def test_the_saving_is_set_against_the_surplus(home: House) -> None:
    cost_known(home)
    reply = home.says("每个月要存多少？我现在能专门拿出50万。")
    for number in ("14,902.12", "70.29%", "31,312.61"):
        assert number in reply.text


def test_the_quota_is_explained_with_its_clause(home: House) -> None:
    cost_known(home)
    reply = home.says("汇款会不会超5万美元额度？")
    for number in ("58,268.63", "34,524.67", "23,743.96"):
        assert number in reply.text
    assert any(one.document == "大通外汇服务规则" for one in reply.citations)


def test_a_plan_goes_to_the_advisor_and_the_customer_is_told(home: House) -> None:
    cost_known(home)
    reply = home.says("给我一份方案")
    assert reply.outcome == "drafted"
    assert [one.id for one in home.desk.waiting(ADVISOR)] == [reply.plan_id]
    assert "审核" in reply.text


def test_asking_twice_for_the_same_plan_drafts_once(home: House) -> None:
    cost_known(home)
    first = home.says("给我一份方案")
    again = home.says("给我一份方案")
    assert (again.outcome, again.plan_id) == ("in_review", first.plan_id)
    assert len(home.desk.waiting(ADVISOR)) == 1


def test_an_approved_plan_reaches_the_customer_after_the_second_approver(home: House) -> None:
    cost_known(home)
    plan_id = home.says("给我一份方案").plan_id or ""
    home.clicks("approve", plan_id, ADVISOR)
    assert home.inbox.unseen("c-1") == []
    home.clicks("approve", plan_id, SECOND)
    assert [one.plan_id for one in home.inbox.unseen("c-1")] == [plan_id]
    shown = home.says("我的方案呢")
    assert shown.plan_id == plan_id
    assert {one.act for one in shown.acts} == {"accept", "decline"}


def test_a_plan_under_review_shows_nothing_of_itself(home: House) -> None:
    cost_known(home)
    home.says("给我一份方案")
    reply = home.says("我的方案呢")
    assert (reply.outcome, reply.figures) == ("in_review", ())


def test_nobody_approves_their_own_draft(home: House) -> None:
    cost_known(home)
    drafted = home.says("给陈静（c-1）出一份购房方案", ADVISOR)
    if drafted.plan_id is None:
        drafted = home.says("房价240万，首付三成，贷30年，给陈静（c-1）出一份购房方案", ADVISOR)
    reply = home.clicks("approve", drafted.plan_id or "", ADVISOR)
    assert reply.outcome == "refused"


def test_a_mortgage_is_computed_to_the_cent(home: House) -> None:
    who = speaker("customer", "c-2", "李明")
    reply = home.says("我们想买240万的房子，首付三成，贷30年利率3.1%，月供多少？", who)
    for number in ("7,173.88", "902,595.18", "9,006.67"):
        assert number in reply.text
    follow = home.says("三年后提前还20万，缩短年限好还是减少月供好？", who)
    for number in ("227,385.47", "95,485.73"):
        assert number in follow.text
    assert "8,117.73" in home.says("如果利率涨1个点呢？", who).text


def test_one_income_alone_may_break_the_caps(home: House) -> None:
    who = speaker("customer", "c-2", "李明")
    home.says(
        "我月入2.2万，老婆1.4万，车贷每月3500，房价400万，首付120万，30年利率3.1%，月供多少", who
    )
    reply = home.says("就我一个人的收入行不行？", who)
    assert (printed(reply, "housing_ratio"), printed(reply, "all_debt_ratio")) == (
        "54.35%",
        "70.26%",
    )
    assert "mtg.dti" in {one.rule for one in reply.verdicts if one.decision == "block"}


def test_an_instalment_shows_the_annual_rate_behind_the_fee(home: House) -> None:
    reply = home.says("健身卡3600分12期，手续费率6%，年化是多少？")
    for number in ("318", "216", "10.90%", "11.46%"):
        assert number in reply.text
    reward = home.says("我坚持运动30天能便宜多少？")
    for number in ("316.50", "198", "10.00%", "10.47%"):
        assert number in reward.text.replace("10%", "10.00%")


def test_english_is_answered_in_english(home: House) -> None:
    reply = home.says(
        "We want a 2.4m flat, 30% down, 30 years at 3.1%, what is the monthly payment?"
    )
    assert reply.lang == "en"
    assert "7,173.88" in reply.text


def test_a_clause_is_quoted_and_cited(home: House) -> None:
    reply = home.says("《个人信息保护法》对撤回同意怎么规定？")
    assert [(one.document, one.article) for one in reply.citations] == [("个人信息保护法", "15")]


def test_without_a_clause_a_person_answers(home: House) -> None:
    reply = home.says("银行对养宠物有什么规定？")
    assert (reply.outcome, reply.task_reason) == ("abstained", "no_ground_found")
    assert len(home.tasks.of_staff(ADVISOR)) == 1


def test_without_consent_no_plan_is_drafted(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = house(tmp_path_factory.mktemp("house"), fake_bank(files=(without_consent(),)))
    reply = home.says("给我一份购房方案")
    assert reply.asks == "consent"
    assert home.desk.waiting(ADVISOR) == []


def test_without_consent_figures_are_computed_from_what_is_said(home: House) -> None:
    home.bank.consents.withdraw("c-1", "profiling", home.now)
    reply = home.says("房价240万，首付三成，贷30年利率3.1%，月供多少？")
    assert "7,173.88" in reply.text
    assert "55,000" not in reply.text


def test_consent_is_withdrawn_at_once(home: House) -> None:
    home.says("我撤回所有授权")
    assert home.says("你知道我什么").asks == "consent"
    assert home.ledger.rows(action="consent.withdraw")


def test_consent_is_offered_once_and_given_with_a_click(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = house(tmp_path_factory.mktemp("house"), fake_bank(files=(without_consent(),)))
    assert [one.act for one in home.says("你知道我什么").acts] == ["grant_consent"]
    assert home.says("你知道我什么").acts == ()
    home.clicks("grant_consent", "profiling")
    assert home.says("你知道我什么").asks != "consent"


def test_splitting_the_quota_is_refused_with_a_lawful_way(home: House) -> None:
    reply = home.says("我要汇18万美元，能不能让我爸妈和两个舅舅各帮我换5万？")
    assert (reply.outcome, reply.decision) == ("refused", "block")
    assert "fx.no_splitting" in {one.rule for one in reply.verdicts}
    assert reply.task_reason == "fx_desk"


@pytest.mark.parametrize("message", ["", "   ", "\n"])
def test_an_empty_message_is_answered_with_a_way_to_begin(home: House, message: str) -> None:
    assert home.says(message).outcome == "asked"


def test_a_message_too_long_is_answered_and_nothing_is_done(home: House) -> None:
    reply = home.says("给我一份方案" * 20_000)
    assert reply.outcome == "refused"
    assert home.desk.waiting(ADVISOR) == []


@pytest.mark.parametrize(
    "message", ["😀😀😀", "<script>alert(1)</script>", "'; DROP TABLE plans; --"]
)
def test_odd_messages_are_answered(home: House, message: str) -> None:
    assert home.says(message).text


def test_a_person_is_found(home: House) -> None:
    reply = home.says("我要找人工")
    assert (reply.outcome, reply.task_reason) == ("handed_over", "asked_for_person")


def test_every_reply_carries_the_label(home: House) -> None:
    assert "人工智能" in home.says("你好").text
    assert "AI assistant" in home.says("hello there").text


def test_a_turn_leaves_a_trace_that_replays_to_the_same_reply(home: House) -> None:
    reply = cost_known(home)
    plan = home.says("给我一份方案")
    for one in (reply, plan):
        assert home.advisor.replay(one.trace_id) == one
    assert len(home.desk.waiting(ADVISOR)) == 1


def test_templates_say_only_what_stands_in_the_evidence(home: House) -> None:
    cost_known(home)
    for message in (
        "每个月要存多少？我现在能专门拿出50万。",
        "汇款会不会超5万美元额度？",
        "给我一份方案",
    ):
        reply = home.says(message)
        assert home.traces.trace(reply.trace_id).unsupported == ()


class Inventor:
    """A model that words replies with a number of its own, then with none."""

    def __init__(self, *words: str) -> None:
        self.words = list(words)

    def phrase(self, text: str, evidence: Evidence, lang: Lang, message: str) -> str | None:
        return self.words.pop(0) if self.words else None


def test_a_number_the_model_invents_never_reaches_the_customer(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    inventor = Inventor("您好，您已获批 88,888 元！", "您好，收益保证 9.9%。")
    home = house(tmp_path_factory.mktemp("house"), phraser=inventor)
    reply = home.says("你好")
    assert "88,888" not in reply.text
    assert "9.9" not in reply.text
    assert inventor.words == []


def test_words_that_stand_are_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = house(tmp_path_factory.mktemp("house"), phraser=Inventor("您好，很高兴见到您。"))
    reply = home.says("你好")
    assert "很高兴见到您" in reply.text
    assert home.advisor.replay(reply.trace_id) == reply


def test_the_graph_of_a_turn_is_as_drawn(home: House) -> None:
    drawing = home.advisor.graph.get_graph().draw_mermaid()
    for arrow in (
        "understand --> act",
        "act --> compose",
        "compose --> verify",
        "verify -.-> compose",
    ):
        assert arrow in drawing


def test_the_greeting_is_in_the_language_its_channel_shows(home: House) -> None:
    english = home.context(speaker()).model_copy(update={"lang": "en"})
    assert home.advisor.greet(english).lang == "en"
    assert home.greets(speaker()).lang == "en"


def test_a_need_is_not_foreseen_aloud_without_consent(home: House) -> None:
    home.bank.consents.withdraw("c-1", "need_prediction", home.now)
    assert home.greets().acts == ()
    assert consent("need_prediction").purpose == "need_prediction"


def delivered(home: House) -> str:
    home.says("房价240万，首付三成，贷30年利率3.1%，家里月收入3.6万，给我出一份购房方案")
    plan_id = home.desk.waiting(ADVISOR)[0].id
    home.clicks("approve", plan_id, ADVISOR)
    home.clicks("approve", plan_id, SECOND)
    return plan_id


def test_numbers_and_a_plan_may_be_asked_for_at_once(home: House) -> None:
    reply = home.says("房价240万，首付三成，贷30年利率3.1%，家里月收入3.6万，给我出一份购房方案")
    assert reply.outcome == "drafted"
    assert "7,173.88" in reply.text


def test_a_plan_unanswered_for_a_day_becomes_the_advisors_task_once(home: House) -> None:
    plan_id = delivered(home)
    follow_up = FollowUp(home.desk.shelf, home.inbox, home.tasks)
    assert follow_up.due(home.now + timedelta(hours=23)) == []
    for hours in (24, 25, 48):
        due = follow_up.due(home.now + timedelta(hours=hours))
        assert [(one.reason, one.plan_id, one.advisor_id) for one in due] == [
            ("no_answer", plan_id, "a-1")
        ]
    open_tasks = [one for one in home.tasks.of_staff(ADVISOR) if one.reason == "no_answer"]
    assert len(open_tasks) == 1


def test_an_answered_plan_is_followed_up_by_nobody(home: House) -> None:
    home.clicks("accept", delivered(home))
    follow_up = FollowUp(home.desk.shelf, home.inbox, home.tasks)
    assert follow_up.due(home.now + timedelta(days=3)) == []


def test_a_plan_is_drafted_though_its_file_may_not_be_shared(home: House) -> None:
    cost_known(home)
    reply = home.says("那给我一份方案，顺便把孩子资料给中介。")
    assert (reply.outcome, reply.asks) == ("drafted", "consent")
    assert "prv.partner_share" in {one.rule for one in reply.verdicts}


def test_an_advisor_who_names_anothers_client_learns_nothing(home: House) -> None:
    stranger = speaker("advisor", "a-3", "吴刚")
    reply = home.says("给李明（c-2）出一份购房方案，房价240万，首付三成，贷30年利率3.1%", stranger)
    assert reply.outcome == "refused"
    assert "7,173.88" not in reply.text


def test_no_share_is_recommended(home: House) -> None:
    reply = home.says("推荐一只下周能涨的股票吧")
    assert "mkt.no_stock_advice" in {one.rule for one in reply.verdicts}


@pytest.mark.parametrize(
    "question",
    [
        "我可以撤回同意吗？",
        "能不能撤回授权",
        "怎么撤回授权？",
        "撤回同意以后我的资料怎么办",
        "Can I withdraw my consent?",
        "不同意会影响办业务吗",
        "如何申请删除我的信息？",
        "What happens if I withdraw my consent?",
    ],
)
def test_asking_about_withdrawal_withdraws_nothing(home: House, question: str) -> None:
    home.says(question)
    assert home.bank.customers.file("c-1", home.now).consents_to("profiling", home.now)
    assert home.ledger.rows(action="consent.withdraw") == []


@pytest.mark.parametrize(
    "question",
    [
        "如果我同意，你们会用我的什么资料？",
        "同意了会怎么样？",
        "我要不要同意你们分析？",
        "What happens if I agree?",
    ],
)
def test_asking_about_consent_gives_none(
    tmp_path_factory: pytest.TempPathFactory, question: str
) -> None:
    home = house(tmp_path_factory.mktemp("house"), fake_bank(files=(without_consent(),)))
    home.says(question)
    assert home.bank.customers.file("c-1", home.now).consents == ()


@pytest.mark.parametrize(
    "wish",
    [
        "我要撤回同意",
        "帮我撤回授权",
        "可以帮我把授权撤回吗",
        "I withdraw my consent",
        "不要再分析我了",
    ],
)
def test_a_wish_to_withdraw_is_done_at_once(home: House, wish: str) -> None:
    home.says(wish)
    assert not home.bank.customers.file("c-1", home.now).consents_to("profiling", home.now)


@pytest.mark.parametrize("question", ["退休要准备多少钱？", "装修要准备多少钱？"])
def test_another_goal_is_not_taken_for_study_abroad(home: House, question: str) -> None:
    reply = home.says(question)
    assert "学费" not in reply.text
    assert reply.outcome in {"drafted", "handed_over"}
