"""The site's door: sign-in, languages, headers, limits, health."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import bank_clock
from assistant.channels import current, tokens
from assistant.channels.shield import BODY_LIMIT
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
)
from tests.builders import NOW

ORIGIN = "http://testserver"


@pytest.fixture
def staged(tmp_path: Path) -> Any:
    return stage(tmp_path)


@pytest.fixture
def client(staged: Any) -> TestClient:
    return TestClient(opened(staged), headers={"origin": ORIGIN}, follow_redirects=False)


@pytest.fixture(autouse=True)
def real_time(staged: Any) -> None:
    """Tokens expire by the real clock, so the stage's clock must be near it."""
    staged.clock = bank_clock


def sign_in(client: TestClient, username: str) -> Any:
    return client.post("/sign-in", data={"username": username, "password": PASSWORD})


def test_a_visitor_is_led_to_the_sign_in_page(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "/sign-in"
    page = client.get("/sign-in", headers={"accept-language": "zh-CN"})
    assert "登录" in page.text


def test_a_customer_goes_to_the_chat_and_staff_to_the_desk(client: TestClient) -> None:
    assert sign_in(client, "chenjing").headers["location"] == "/chat"
    client.cookies.clear()
    assert sign_in(client, "wangmin").headers["location"] == "/desk"
    assert client.get("/").headers["location"] == "/desk"
    assert client.get("/sign-in").headers["location"] == "/desk"


def test_a_wrong_password_is_told_on_the_page_and_keeps_the_name(client: TestClient) -> None:
    answer = client.post("/sign-in", data={"username": "chenjing", "password": "guess"})
    assert answer.status_code == 401
    assert "用户名或密码不正确" in answer.text
    assert 'value="chenjing"' in answer.text
    assert tokens.COOKIE not in answer.cookies


def test_too_many_wrong_passwords_pause_the_sign_in(client: TestClient) -> None:
    guess = {"username": "chenjing", "password": "guess"}
    answers = [client.post("/sign-in", data=guess).status_code for _ in range(5)]
    assert answers == [401, 401, 401, 401, 429]
    assert sign_in(client, "chenjing").status_code == 429


def test_signing_out_forgets_the_cookie(client: TestClient) -> None:
    sign_in(client, "chenjing")
    client.post("/sign-out")
    assert client.get("/").headers["location"] == "/sign-in"


def test_the_language_is_kept_and_leads_back_to_our_own_pages_only(client: TestClient) -> None:
    kept = client.post("/language", data={"lang": "en", "back": "/sign-in"})
    assert kept.headers["location"] == "/sign-in"
    assert "Sign in" in client.get("/sign-in").text
    away = client.post("/language", data={"lang": "zh", "back": "//elsewhere.example"})
    assert away.headers["location"] == "/"
    assert "登录" in client.get("/sign-in", headers={"accept-language": "en"}).text


def test_a_language_in_the_address_is_remembered(client: TestClient) -> None:
    assert "Sign in" in client.get("/sign-in?lang=en").text
    assert "Sign in" in client.get("/sign-in").text


def test_an_unknown_language_is_refused(client: TestClient) -> None:
    assert client.post("/language", data={"lang": "fr"}).status_code == 422


def test_every_page_carries_the_headers_that_keep_it_to_itself(client: TestClient) -> None:
    headers = client.get("/sign-in").headers
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_no_page_names_another_machine(client: TestClient) -> None:
    sign_in(client, "wangmin")
    for path in ("/sign-in", "/desk", "/docs", "/desk/plans/P-1", "/desk/customers/c-1"):
        text = client.get(path, follow_redirects=True).text
        text = text.replace("http://testserver", "")
        assert "http://" not in text
        assert "https://" not in text


def test_a_form_from_another_site_is_not_carried_out(client: TestClient) -> None:
    sign_in(client, "wangmin")
    answer = client.post("/desk/plans/P-1/approve", headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "foreign_form"


def test_a_desk_form_that_hides_where_it_comes_from_is_not_carried_out(staged: Any) -> None:
    client = TestClient(opened(staged))
    assert client.post("/desk/plans/P-1/approve").status_code == 403


def test_a_body_above_the_limit_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/v1/messages", content=b"x" * (BODY_LIMIT + 1))
    assert answer.status_code == 413
    assert "过大" in answer.json()["error"]["zh"]


def test_the_process_says_that_it_lives_and_that_it_can_serve(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_it_is_not_ready_while_the_graph_does_not_answer(client: TestClient, staged: Any) -> None:
    class Silent:
        def all(self) -> list[Any]:
            raise GraphUnavailable("bolt://x", "refused")

    staged.bank = type("Bank", (), {"advisors": Silent()})()
    assert client.get("/readyz").status_code == 503


def test_an_unknown_page_is_told_to_people_and_to_programs(client: TestClient) -> None:
    assert "没有找到这个页面" in client.get("/nowhere", headers={"accept-language": "zh"}).text
    assert client.get("/v1/nowhere").json()["error"]["code"] == "not_found"


def test_a_forged_or_expired_token_is_nobody() -> None:
    token = tokens.issued(CUSTOMER, SECRET, NOW - timedelta(days=3000))
    assert tokens.username(token, SECRET) is None
    fresh = tokens.issued(ADVISOR, SECRET, bank_clock())
    assert tokens.username(fresh, SECRET) == "wangmin"
    assert tokens.username(fresh, "another-secret-of-thirty-two-characters") is None
    assert tokens.username("nonsense", SECRET) is None


def test_a_token_of_somebody_who_is_gone_is_nobody(client: TestClient) -> None:
    gone = CUSTOMER.model_copy(update={"username": "gone"})
    client.cookies.set(tokens.COOKIE, tokens.issued(gone, SECRET, bank_clock()))
    assert client.get("/").headers["location"] == "/sign-in"


def test_nothing_is_served_before_the_site_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "_held", [])
    monkeypatch.setattr(current, "_histories", [])
    with pytest.raises(RuntimeError, match="web_app"):
        current.current()
    with pytest.raises(RuntimeError, match="not mounted"):
        current.history()
