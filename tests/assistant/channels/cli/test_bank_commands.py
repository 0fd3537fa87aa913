from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import Application
from assistant.channels.cli.entry import run
from assistant.channels.cli.plans import BadPair, pairs
from assistant.privacy.model import Speaker
from tests.model_server import Mode, ModelServer

pytestmark = pytest.mark.graph

Run = Callable[..., tuple[int, str]]
RunJson = Callable[..., list[dict[str, Any]]]

STUDY = (
    "country=UK", "level=undergraduate", "starts_on=2028-09-01", "years=3", "currency=GBP",
    "tuition=24000", "living=15000", "earmarked=400000",
)  # fmt: skip


@pytest.fixture(scope="session")
def drafted(served: Application) -> str:
    """A plan in review, drafted for the first demo customer."""
    now = served.clock()
    plan = served.drafter.draft("study_abroad_legacy", pairs(STUDY), "c-1001", now, "c-1001")
    return served.desk.submit(plan, now).id


def test_a_question_is_answered_as_the_named_user(advisor: Run) -> None:
    code, said = advisor("ask", "贷款168万，年利率3.1%，30年，等额本息月供多少？", "--as", "liming")
    assert code == 0
    assert "7,173.88" in said
    assert "trace" in said


def test_a_conversation_goes_on(advisor_json: RunJson) -> None:
    (first,) = advisor_json("ask", "贷款168万，年利率3.1%，30年，月供多少？", "--as", "liming")
    (second,) = advisor_json(
        "ask", "改成20年呢？", "--as", "liming", "--conversation", first["conversation"]
    )
    assert second["conversation"] == first["conversation"]
    assert second["figures"]


@pytest.mark.parametrize("mode", ["normal", "error", "invents"])
def test_a_model_in_front_changes_the_words_and_never_the_numbers(
    advisor_json: RunJson, monkeypatch: pytest.MonkeyPatch, mode: Mode
) -> None:
    slots = {"loan": "168万", "annual_rate": "3.1%", "months": "30年"}
    heard = {"commands": [{"name": "compute_mortgage", "slots": slots}]}
    with ModelServer(heard, mode=mode) as server:
        monkeypatch.setenv("ADVISOR_MODEL_URL", server.url)
        (reply,) = advisor_json("ask", "贷款168万，年利率3.1%，30年，等额本息", "--as", "liming")
    assert reply["engine"] == ("local" if mode == "error" else "model")
    assert "7,173.88" in reply["text"]
    assert "88.8" not in reply["text"]


def test_an_unknown_user_is_told_who_there_is(advisor: Run) -> None:
    code, said = advisor("ask", "你好", "--as", "nobody")
    assert code == 1
    assert "chenjing" in said


def test_a_trace_is_shown_and_says_the_same_again(advisor: Run, advisor_json: RunJson) -> None:
    (reply,) = advisor_json("ask", "贷款100万，年利率3%，10年，月供多少？")
    assert reply["trace_id"] in advisor("trace", "show", reply["trace_id"])[1]
    (replayed,) = advisor_json("trace", "replay", reply["trace_id"])
    assert replayed["same"]


def test_an_unknown_trace_is_a_sentence(advisor: Run) -> None:
    code, said = advisor("trace", "show", "t-0")
    assert code == 1
    assert "t-0" in said


def test_a_customer_may_not_read_traces(advisor: Run, advisor_json: RunJson) -> None:
    (reply,) = advisor_json("ask", "你好", "--as", "liming")
    assert advisor("trace", "show", reply["trace_id"], "--as", "chenjing")[0] == 1


def test_the_manual_is_searched_and_shown(advisor: Run, advisor_json: RunJson) -> None:
    assert advisor_json("policies", "list")
    (findings,) = advisor_json("policies", "search", "提前还款 违约金")
    clause = findings["passages"][0]["clause"]
    code, said = advisor("policies", "show", clause["document"], clause["article"])
    assert code == 0
    assert clause["text"][:10] in said


def test_what_no_clause_answers_is_said(advisor: Run) -> None:
    assert advisor("policies", "show", "没有这本", "999")[0] == 1


def test_documents_are_added_once(
    advisor: Run, advisor_json: RunJson, tmp_path: Path, served: Application
) -> None:
    manual = tmp_path / "停车办法.md"
    manual.write_text(
        "# 停车办法\n\n第一条 客户停车两小时内免费。\n\n第二条 超时按次收费。\n", encoding="utf-8"
    )
    (first,) = advisor_json("policies", "add", manual)
    (again,) = advisor_json("policies", "add", manual)
    assert len(first["added"]) == 1
    assert len(again["unchanged"]) == 1
    assert any(row.action == "policy.add" for row in served.ledger.rows())


def test_feeds_are_counted_and_loaded_again_without_change(
    advisor_json: RunJson, served: Application
) -> None:
    (rows,) = advisor_json("hub", "status")
    assert rows["customers"] == 12
    (report,) = advisor_json("hub", "load", served.settings.home / "sample")
    assert not [one for one in report["feeds"] if one["new"] or one["changed"]]


def test_a_folder_without_feeds_is_refused(advisor: Run, tmp_path: Path) -> None:
    code, said = advisor("hub", "load", tmp_path)
    assert code == 1
    assert "Expected files" in said


def test_needs_are_foreseen_one_object_a_line(advisor_json: RunJson) -> None:
    needs = advisor_json("needs", "forecast", "--customer", "c-1001")
    assert {one["customer_id"] for one in needs} == {"c-1001"}
    assert needs[0]["evidence"]


def test_rows_that_arrive_are_foreseen_from_at_once(advisor: Run, tmp_path: Path) -> None:
    rows = tmp_path / "app_events.csv"
    rows.write_text(
        "event_id,customer_id,at,kind,text\nseen-1,c-1001,2026-11-20T09:00:00+08:00,search,雅思报名\n",
        encoding="utf-8",
    )
    code, said = advisor("needs", "observe", rows)
    assert code == 0, said
    assert "1 customers" in said
    assert "出国留学" in said


def test_a_plan_goes_through_review(advisor: Run, drafted: str) -> None:
    assert drafted in advisor("plan", "list")[1]
    code, said = advisor("plan", "edit", drafted, "tuition=25000")
    assert code == 0, said
    assert "v2" in said
    assert "Tuition" in advisor("plan", "diff", drafted)[1]
    english = advisor("plan", "show", drafted, "--lang", "en")[1]
    assert "13." in english
    assert advisor("plan", "return", drafted, "--reason", "汇率假设请再核对")[0] == 0


def test_a_customer_drafts_by_pack_and_what_is_known(advisor_json: RunJson) -> None:
    said = [word for one in STUDY for word in ("--said", one)]
    (plan,) = advisor_json("plan", "draft", "--pack", "study_abroad_legacy", *said)
    assert plan["status"] == "in_review"
    assert "figures" not in plan


def test_another_advisors_client_is_out_of_reach(advisor: Run, served: Application) -> None:
    served.identity.add("hejun", "a-long-password", _staff(served, "a-3"))
    code, said = advisor(
        "plan", "draft", "--pack", "study_abroad_legacy", "--customer", "c-1001", "--as", "hejun"
    )
    assert code == 1
    assert "不由您负责" in said


def test_staff_name_the_customer(advisor: Run) -> None:
    code, said = advisor("plan", "draft", "--pack", "home_purchase", "--as", "wangmin")
    assert code == 1
    assert "--customer" in said


def test_users_are_listed_and_added(advisor: Run, advisor_json: RunJson) -> None:
    assert "chenjing" in {one["username"] for one in advisor_json("users", "list")}
    added = advisor(
        "users", "add", "lin", "--person", "a-4", "--role", "advisor", "--password", "long-enough"
    )
    assert added[0] == 0
    short = advisor(
        "users", "add", "lin", "--person", "a-4", "--role", "advisor", "--password", "short"
    )
    assert short[0] == 1
    nobody = advisor("users", "add", "x", "--person", "c-0", "--password", "long-enough")
    assert nobody[0] == 1


def test_the_running_graph_server_is_found(advisor: Run) -> None:
    assert "bolt://" in advisor("graph", "status")[1]


def test_a_home_without_a_bank_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path))
    assert run(["ask", "你好"]) == 2
    assert "make run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("policies", "list"), "文档 Documents"),
        (("policies", "search", "提前还款 违约金", "--as-of", "2026-11-23"), "《大通"),
        (("hub", "status"), "advisor hub refresh"),
        (("needs", "forecast", "--customer", "c-1001", "--as-of", "2026-11-23"), "出国留学"),
        (("users", "list"), "chenjing"),
        (("catalogue", "check"), "合格"),
    ],
    ids=lambda given: " ".join(given[:2]) if isinstance(given, tuple) else "",
)
def test_without_json_it_is_for_people(advisor: Run, words: tuple[str, ...], seen: str) -> None:
    code, said = advisor(*words)
    assert code == 0, said
    assert seen in said


def test_a_load_is_told_feed_by_feed(advisor: Run, served: Application) -> None:
    code, said = advisor("hub", "load", served.settings.home / "sample")
    assert code == 0
    assert "customers: 12 rows" in said


def test_a_question_nothing_answers_fails(advisor: Run) -> None:
    code, said = advisor("policies", "search", "zzqx")
    assert code == 1
    assert "No clause" in said


def test_documents_are_told_of_and_what_is_no_policy_is_refused(
    advisor: Run, tmp_path: Path
) -> None:
    good, bad = tmp_path / "食堂办法.md", tmp_path / "闲话.md"
    good.write_text("# 食堂办法\n\n第一条 食堂七点开门。\n\n第二条 自备餐具。\n", encoding="utf-8")
    bad.write_text("今天天气不错。\n", encoding="utf-8")
    code, said = advisor("policies", "add", good, bad)
    assert code == 1
    assert "新增 1 份" in said
    assert "未加入 闲话" in said


def test_a_clause_is_shown_as_json(advisor_json: RunJson) -> None:
    (findings,) = advisor_json("policies", "search", "提前还款 违约金")
    clause = findings["passages"][0]["clause"]
    (shown,) = advisor_json("policies", "show", clause["document"], clause["article"])
    assert shown["text"] == clause["text"]


def test_a_replay_is_told(advisor: Run, advisor_json: RunJson) -> None:
    (reply,) = advisor_json("ask", "贷款100万，年利率3%，10年，月供多少？")
    assert "says the same" in advisor("trace", "replay", reply["trace_id"])[1]
    (trace,) = advisor_json("trace", "show", reply["trace_id"])
    assert trace["id"] == reply["trace_id"]


def test_a_plan_is_approved_and_told(advisor: Run, advisor_json: RunJson) -> None:
    words = [word for one in STUDY for word in ("--said", one)]
    code, said = advisor("plan", "draft", "--pack", "study_abroad_legacy", *words)
    assert code == 0, said
    plan_id = said.split()[0]
    (shown,) = advisor_json("plan", "show", plan_id)
    assert shown["figures"]
    assert advisor_json("plan", "diff", plan_id) == []
    assert plan_id in {one["id"] for one in advisor_json("plan", "list", "--customer", "c-1001")}
    code, said = advisor("plan", "approve", plan_id)
    assert code == 0, said
    assert plan_id in said


def test_a_plan_without_consent_is_not_drafted(advisor: Run, served: Application) -> None:
    now = served.clock()
    served.bank.consents.withdraw("c-1003", "profiling", now)
    code, _ = advisor("plan", "draft", "--pack", "home_purchase", "--as", "zhaojianguo")
    served.bank.consents.grant("c-1003", "profiling", now)
    assert code == 1


def test_a_new_user_is_told_as_json(advisor_json: RunJson) -> None:
    (added,) = advisor_json(
        "users", "add", "zhao", "--person", "c-1003", "--password", "long-enough"
    )
    assert added["person_id"] == "c-1003"


def test_pairs_are_read() -> None:
    assert pairs(["a=1", " b = x=y"]) == {"a": "1", "b": "x=y"}


@pytest.mark.parametrize("written", ["a", "=1"])
def test_what_is_no_pair_is_refused(written: str) -> None:
    with pytest.raises(BadPair):
        pairs([written])


def _staff(served: Application, advisor_id: str) -> Speaker:
    known = served.bank.advisors.advisor(advisor_id)
    assert known is not None
    return Speaker(username="hejun", person_id=known.id, name=known.name, role=known.role)


def test_models_are_trained_listed_and_rolled_back(advisor: Run) -> None:
    assert "Nothing learned" in advisor("needs", "models")[1]
    for words in (("card",), ("drift",)):
        code, said = advisor("needs", *words)
        assert code == 1
        assert "还没有投入使用的模型" in said
    code, said = advisor("needs", "train")
    assert code == 0
    assert "is in use" in said
    assert "规则 declared" in said
    version = advisor("needs", "models")[1].strip()
    assert version in said
    assert f"需求预测模型卡 {version}" in advisor("needs", "card")[1]
    assert f"Card of the need models {version}" in advisor("needs", "card", "--lang", "en")[1]
    assert '"missing_feeds"' in advisor("needs", "card", "--json")[1]
    code, told = advisor("needs", "drift", "--as-of", "2026-11-01")
    assert code == 0
    assert version in told
    assert '"psi"' in advisor("needs", "drift", "--json")[1]
    code, refused = advisor("needs", "rollback")
    assert code == 1
    assert "没有可以退回的模型" in refused
    assert advisor("needs", "train", "--as-of", "2020-01-01")[0] == 1
    advisor("needs", "train")
    assert version in advisor("needs", "rollback")[1]
    assert advisor("needs", "models")[1].strip() == version
