"""The programs' interface, /v1."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import bank_clock
from assistant.channels import tokens
from assistant.channels.api.reference import spoken
from assistant.errors import AdvisorError
from assistant.service.model import Delivery
from graph.errors import GraphUnavailable
from tests.assistant.channels.stage import (
    PASSWORD,
    SECRET,
    opened,
    stage,
)
from tests.assistant.channels.values import (
    ADVISOR,
    CUSTOMER,
    SECOND,
    STRANGER,
    trace,
)
from tests.builders import NOW


@pytest.fixture
def staged(tmp_path: Path) -> Any:
    return stage(tmp_path)


@pytest.fixture
def client(staged: Any) -> TestClient:
    return TestClient(opened(staged))


def bearer(speaker: Any) -> dict[str, str]:
    return {"authorization": f"Bearer {tokens.issued(speaker, SECRET, bank_clock())}"}


def test_sign_in_gives_a_token_that_names_the_speaker(client: TestClient, staged: Any) -> None:
    staged.clock = bank_clock
    given = client.post("/v1/sign-in", json={"username": "chenjing", "password": PASSWORD}).json()
    me = client.get("/v1/me", headers={"authorization": f"Bearer {given['token']}"})
    assert me.json()["person_id"] == "c-1"


def test_a_wrong_password_is_401_in_both_languages(client: TestClient) -> None:
    answer = client.post("/v1/sign-in", json={"username": "chenjing", "password": "guess"})
    assert answer.status_code == 401
    assert set(answer.json()["error"]) == {"code", "zh", "en"}


def test_nothing_is_given_without_a_token(client: TestClient) -> None:
    for path in ("/v1/me", "/v1/plans", "/v1/needs", "/v1/inbox", "/v1/calculators"):
        answer = client.get(path)
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "not_signed_in"


def test_a_message_is_answered_on_the_speakers_own_data(client: TestClient, staged: Any) -> None:
    answer = client.post(
        "/v1/messages",
        json={"message": "多少钱", "customer_id": "c-2"},
        headers=bearer(CUSTOMER),
    )
    context, message = staged.advisor.heard[0]
    assert (context.customer_id, context.channel, message) == ("c-1", "api", "多少钱")
    body = answer.json()
    assert body["conversation_id"] == context.conversation_id
    assert body["reply"]["figures"][0]["value"] == "1085478.94"


def test_a_conversation_goes_on_under_its_id(client: TestClient, staged: Any) -> None:
    body = {"message": "再说一次", "conversation_id": "k-7"}
    client.post("/v1/messages", json=body, headers=bearer(CUSTOMER))
    assert staged.advisor.heard[0][0].conversation_id == "k-7"


def test_an_advisor_speaks_about_a_client_of_theirs_only(client: TestClient, staged: Any) -> None:
    body = {"message": "概况", "customer_id": "c-1"}
    assert client.post("/v1/messages", json=body, headers=bearer(ADVISOR)).status_code == 200
    assert staged.advisor.heard[0][0].customer_id == "c-1"
    refused = client.post("/v1/messages", json=body, headers=bearer(STRANGER))
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "not_allowed"


def test_a_client_who_does_not_exist_is_404(client: TestClient) -> None:
    body = {"message": "概况", "customer_id": "c-404"}
    answer = client.post("/v1/messages", json=body, headers=bearer(ADVISOR))
    assert answer.status_code == 404
    assert "c-404" in answer.json()["error"]["en"]


@pytest.mark.parametrize("message", ["", "   \n"])
def test_an_empty_message_is_told_what_is_wrong(client: TestClient, message: str) -> None:
    answer = client.post("/v1/messages", json={"message": message}, headers=bearer(CUSTOMER))
    assert answer.status_code == 422
    assert answer.json()["error"]["zh"] == "请求有误：message 不能为空。"


def test_a_message_of_a_hundred_thousand_characters_is_too_long(client: TestClient) -> None:
    answer = client.post("/v1/messages", json={"message": "钱" * 100_000}, headers=bearer(CUSTOMER))
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "message_too_long"


def test_an_unknown_field_is_told_by_its_name(client: TestClient) -> None:
    body = {"message": "好", "customer": "c-2"}
    answer = client.post("/v1/messages", json=body, headers=bearer(CUSTOMER))
    assert answer.status_code == 422
    assert "customer 不是本接口的字段" in answer.json()["error"]["zh"]


def test_a_body_that_is_no_json_is_told_so(client: TestClient) -> None:
    headers = bearer(CUSTOMER) | {"content-type": "application/json"}
    assert client.post("/v1/messages", content=b"{", headers=headers).status_code == 422


def events(text: str) -> list[tuple[str, Any]]:
    parts = [part.split("\n", 1) for part in text.strip().split("\n\n")]
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in parts
    ]


@pytest.mark.parametrize("asked", ["header", "field"])
def test_a_reply_streams_its_text_and_ends_whole(client: TestClient, asked: str) -> None:
    headers = bearer(CUSTOMER) | ({"accept": "text/event-stream"} if asked == "header" else {})
    body = {"message": "多少钱", "stream": asked == "field"}
    answer = client.post("/v1/messages", json=body, headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events(answer.text)
    assert [name for name, _ in told] == ["text", "text", "reply"]
    text = "".join(data for name, data in told if name == "text")
    assert text == told[-1][1]["reply"]["text"]


def test_a_stream_that_is_refused_ends_with_an_error(client: TestClient) -> None:
    body = {"message": "钱" * 9000, "stream": True}
    told = events(client.post("/v1/messages", json=body, headers=bearer(CUSTOMER)).text)
    assert told[0][0] == "error"
    assert told[0][1]["error"]["code"] == "message_too_long"


def test_a_click_reaches_the_advisor_with_its_reason(client: TestClient, staged: Any) -> None:
    body = {"act": "contest", "target": "child", "reason": "不对", "conversation_id": "k-1"}
    assert client.post("/v1/clicks", json=body, headers=bearer(CUSTOMER)).status_code == 200
    assert staged.advisor.clicks == [("contest", "child", "不对")]


def test_the_greeting_is_given(client: TestClient, staged: Any) -> None:
    assert client.get("/v1/greeting", headers=bearer(CUSTOMER)).status_code == 200
    assert staged.advisor.heard[0][1] == ""


def test_plans_are_listed_by_who_asks(client: TestClient) -> None:
    for path, speaker, ids in (
        ("/v1/plans", CUSTOMER, ["P-1"]),
        ("/v1/plans", ADVISOR, ["P-1"]),
        ("/v1/plans", SECOND, []),
        ("/v1/plans?customer_id=c-1", ADVISOR, ["P-1"]),
    ):
        listed = client.get(path, headers=bearer(speaker)).json()
        assert [one["id"] for one in listed] == ids


def test_a_plan_is_json_or_a_document(client: TestClient) -> None:
    assert client.get("/v1/plans/P-1", headers=bearer(CUSTOMER)).json()["id"] == "P-1"
    path = "/v1/plans/P-1?format=markdown&lang={}"
    zh = client.get(path.format("zh"), headers=bearer(CUSTOMER)).text
    assert "陈*" in zh
    assert "陈静" not in zh
    assert "| 三年总费用 | 1,085,478.94 元 |" in zh
    assert "# Study-abroad plan" in client.get(path.format("en"), headers=bearer(CUSTOMER)).text


def test_a_plan_there_is_not_is_404(client: TestClient) -> None:
    assert client.get("/v1/plans/P-404", headers=bearer(ADVISOR)).status_code == 404


def test_a_plan_is_edited_approved_twice_and_answered(client: TestClient, staged: Any) -> None:
    change = {"changes": [{"key": "tuition", "value": "30000"}]}
    edited = client.post("/v1/plans/P-1/edit", json=change, headers=bearer(ADVISOR)).json()
    assert edited["version"] == 2
    first = client.post("/v1/plans/P-1/approve", headers=bearer(ADVISOR)).json()
    assert first["status"] == "awaiting_second"
    second = client.post("/v1/plans/P-1/approve", headers=bearer(SECOND)).json()
    assert second["status"] == "delivered"
    answered = client.post(
        "/v1/plans/P-1/answer", json={"answer": "accept"}, headers=bearer(CUSTOMER)
    )
    assert answered.json()["status"] == "accepted"
    assert len(client.get("/v1/plans/P-1/versions", headers=bearer(ADVISOR)).json()) == 2
    assert staged.desk.answers == [("P-1", "accept")]


def test_a_plan_goes_back_or_is_rejected_only_with_a_reason(client: TestClient) -> None:
    for act, status in (("return", "returned"), ("reject", "rejected")):
        path = f"/v1/plans/P-1/{act}"
        empty = client.post(path, json={"reason": "  "}, headers=bearer(ADVISOR))
        assert empty.status_code == 422
        done = client.post(path, json={"reason": "学费有变"}, headers=bearer(ADVISOR))
        assert done.json()["status"] == status


def test_a_customer_cannot_review(client: TestClient) -> None:
    answer = client.post("/v1/plans/P-1/approve", headers=bearer(CUSTOMER))
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "staff_only"


def test_needs_are_ones_own_or_a_clients(client: TestClient) -> None:
    assert client.get("/v1/needs", headers=bearer(CUSTOMER)).json()[0]["event"] == "study_abroad"
    path = "/v1/needs?customer_id=c-1"
    assert len(client.get(path, headers=bearer(ADVISOR)).json()) == 1
    assert client.get(path, headers=bearer(STRANGER)).status_code == 403
    assert client.get("/v1/needs", headers=bearer(ADVISOR)).json() == []


def test_the_inbox_is_the_customers(client: TestClient, staged: Any) -> None:
    staged.inbox.waiting.append(
        Delivery(
            id="d-1", customer_id="c-1", kind="plan", text="方案已送达", text_en="Delivered",
            plan_id="P-1", delivered_at=NOW,
        )
    )  # fmt: skip
    assert client.get("/v1/inbox", headers=bearer(CUSTOMER)).json()[0]["id"] == "d-1"
    assert client.get("/v1/inbox", headers=bearer(ADVISOR)).json() == []


def test_tasks_are_for_staff(client: TestClient) -> None:
    assert client.get("/v1/tasks", headers=bearer(ADVISOR)).json()[0]["id"] == "k-1"
    assert client.get("/v1/tasks", headers=bearer(CUSTOMER)).status_code == 403


def test_a_trace_is_read_by_the_customers_advisor_only(client: TestClient, staged: Any) -> None:
    staged.traces.kept["t-1"] = trace()
    assert client.get("/v1/traces/t-1", headers=bearer(ADVISOR)).json()["id"] == "t-1"
    assert client.get("/v1/traces/t-1", headers=bearer(STRANGER)).status_code == 403
    assert client.get("/v1/traces/t-1", headers=bearer(CUSTOMER)).status_code == 403


def test_clauses_are_found_and_an_empty_question_is_refused(client: TestClient) -> None:
    path = "/v1/policies/search"
    found = client.get(path, params={"q": "分期手续费"}, headers=bearer(CUSTOMER)).json()
    assert found["passages"][0]["clause"]["article"] == "15"
    assert client.get(path, params={"q": ""}, headers=bearer(CUSTOMER)).status_code == 422


def test_calculators_are_listed_and_compute(client: TestClient) -> None:
    listed = client.get("/v1/calculators", headers=bearer(CUSTOMER)).json()
    assert "mortgage" in {one["name"] for one in listed}
    body = {"amount": "12000", "months": 12, "fee_rate": "0.006"}
    found = client.post("/v1/calculators/instalment-cost", json=body, headers=bearer(CUSTOMER))
    assert found.status_code == 200, found.text
    assert found.json()["figures"]


def test_an_unknown_calculator_and_a_bad_input_are_told(client: TestClient) -> None:
    unknown = client.post("/v1/calculators/oracle", json={}, headers=bearer(CUSTOMER))
    assert unknown.status_code == 404
    bad = client.post(
        "/v1/calculators/instalment-cost", json={"amount": "many"}, headers=bearer(CUSTOMER)
    )
    assert bad.status_code == 422
    assert bad.json()["error"]["code"] == "bad_input"


def test_a_refusal_without_its_own_status_is_400(client: TestClient, staged: Any) -> None:
    class Odd(AdvisorError):
        code = "odd"

    def refuse(*_: object) -> None:
        raise Odd("不行。", "No.")

    staged.advisor.greet = refuse
    assert client.get("/v1/greeting", headers=bearer(CUSTOMER)).status_code == 400


def test_the_interface_is_described_for_people_and_for_programs(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    page = client.get("/docs").text
    for path in described["paths"]:
        assert path in page
    commands = re.findall(r"<code>(curl [^<]+)</code>", page)
    assert len(commands) == sum(len(methods) for methods in described["paths"].values())
    assert not [one for one in commands if "{" in one.split(" -d ")[0]]


@pytest.mark.parametrize(("lang", "other"), [("zh", "Sign in, get a token"), ("en", "取得令牌")])
def test_the_interface_is_described_in_one_language(
    client: TestClient, lang: str, other: str
) -> None:
    assert other not in client.get(f"/docs?lang={lang}").text


def test_a_text_in_the_other_language_only_is_shown_as_it_is() -> None:
    assert spoken("Always ok.", "zh") == "Always ok."


def test_a_method_an_address_does_not_have_is_told(client: TestClient) -> None:
    answer = client.get("/v1/messages", headers=bearer(CUSTOMER))
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "malformed"


def test_a_bank_that_does_not_answer_is_503(client: TestClient, staged: Any) -> None:
    def unreachable(*_: object) -> None:
        raise GraphUnavailable("bolt://x", "refused")

    staged.bank.customers.file = unreachable
    answer = client.get("/v1/needs", headers=bearer(CUSTOMER))
    assert answer.status_code == 503
    assert "没有执行" in answer.json()["error"]["zh"]
