"""The chat, as a browser speaks to it: pages over HTTP, messages over its socket."""

import asyncio
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn

from assistant.bootstrap import bank_clock
from assistant.channels.current import history
from assistant.channels.web import web_app
from assistant.conversation.model import OfferedAct
from assistant.service.model import Delivery
from graph.errors import GraphUnavailable
from tests.assistant.channels.stage import (
    FakeAdvisor,
    FakeDesk,
    FakeTraces,
    as_application,
    stage,
)
from tests.assistant.channels.tab import PATIENCE, Tab, browser
from tests.assistant.channels.values import (
    ADVISOR,
    CUSTOMER,
    STRANGER,
    plan,
    reply,
    trace,
)
from tests.builders import NOW

# Chainlit and what it imports use calls their own dependencies deprecate.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return stage(tmp_path_factory.mktemp("chat"), clock=bank_clock)


@pytest.fixture(scope="module")
def address(staged: Any) -> Iterator[str]:
    """One site for the module: Chainlit keeps its application in its own module."""
    config = uvicorn.Config(web_app(as_application(staged)), port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(PATIENCE)


@pytest.fixture(autouse=True)
def anew(staged: Any) -> None:
    """Fresh fakes in the same application; the listener of the chat stays."""
    staged.advisor, staged.desk, staged.traces = FakeAdvisor(), FakeDesk(plan()), FakeTraces()
    staged.traces.kept["t-1"] = trace()
    staged.inbox.waiting, staged.inbox.seen = [], []


def has(words: str) -> Callable[[Tab], bool]:
    return lambda tab: any(words in one for one in tab.texts())


def walk(doing: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(doing(), PATIENCE * 3))


def test_the_chat_opens_for_the_signed_in_only(address: str) -> None:
    assert httpx.get(f"{address}/chat").headers["location"] == "/sign-in"
    assert httpx.get(f"{address}/chat/login").headers["location"] == "/"
    with browser(address, CUSTOMER) as client:
        assert client.get("/chat").status_code == 200


def test_the_page_of_the_chat_loads_nothing_from_another_machine(address: str) -> None:
    with browser(address, CUSTOMER) as client:
        page = client.get("/chat")
    assert "https://" not in page.text
    assert "font-src 'self'" in page.headers["content-security-policy"]


def test_the_chat_speaks_our_words_and_shows_our_mark(address: str) -> None:
    with browser(address, CUSTOMER) as client:
        told = client.get("/chat/project/translations", params={"language": "zh-CN"}).json()
        assert "人工智能" in told["translation"]["chat"]["watermark"]
        assert told["translation"]["chat"]["settings"]
        mark = client.get("/chat/avatars/核对")
        assert mark.headers["content-type"].startswith("image/svg")


def test_the_customer_is_greeted_with_buttons_and_what_waits(address: str, staged: Any) -> None:
    staged.inbox.waiting.append(delivery("d-1"))

    async def greeted() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(has("三年约需"))
            await tab.until(has("方案已送达"))
            assert {"不感兴趣", "找人工", "查看方案", "接受方案"} <= set(tab.labels())
            assert {"了解一下", "为什么"} <= set(tab.labels())

    walk(greeted)
    assert staged.inbox.seen == ["d-1"]


def test_a_message_is_answered_with_steps_figures_a_chart_and_clauses(
    address: str, staged: Any
) -> None:
    async def answered() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(has("三年约需"))
            tab.received.clear()
            await tab.say("三年要准备多少钱")
            await tab.until(has("数字怎么来的"))
            await tab.until(lambda tab: tab.elements("plotly"))
            await tab.until(lambda tab: len(tab.elements("text")) == 2)
            opened = {one["name"] for one in tab.elements("text")}
            assert opened == {"《外汇管理条例》第十二条", "数字怎么来的"}
            names = [data["name"] for name, data in tab.received if name == "new_message"]
            assert {"理解", "查询与计算", "核对"} <= set(names)

    walk(answered)
    assert staged.advisor.heard[-1][1] == "三年要准备多少钱"
    assert staged.advisor.heard[-1][0].customer_id == "c-1"


def test_the_chat_speaks_the_language_chosen_on_the_site(address: str, staged: Any) -> None:
    async def greeted() -> None:
        async with Tab(address, CUSTOMER, lang="en") as tab:
            await tab.until(lambda tab: {"Tell me more", "Talk to a person"} <= set(tab.labels()))

    walk(greeted)
    assert staged.advisor.heard[-1][0].lang == "en"


def test_an_advisor_speaks_about_the_client_they_opened(address: str, staged: Any) -> None:
    async def opened() -> None:
        async with Tab(address, ADVISOR) as tab:
            await tab.until(has("当前客户档案：c-1"))
            await tab.until(lambda tab: "待审方案" in tab.labels())

    walk(opened)
    assert staged.advisor.heard[-1][0].customer_id == "c-1"


def test_another_advisor_is_refused_the_client_in_one_sentence(address: str) -> None:
    async def refused() -> None:
        async with Tab(address, STRANGER) as tab:
            await tab.until(has("不由您负责"))

    walk(refused)


def test_a_starter_is_said_as_the_speakers_own_message(address: str, staged: Any) -> None:
    async def started() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(lambda tab: "找人工" in tab.labels())
            study = [one for one in tab.actions("ask") if one["label"].startswith("孩子留学")]
            await tab.click(study[0])
            await tab.until(lambda _: staged.advisor.heard[-1][1])

    walk(started)
    assert staged.advisor.heard[-1][1] == "孩子要出国留学，要准备多少钱？"


def test_a_click_is_told_and_takes_the_buttons_away(address: str, staged: Any) -> None:
    async def clicked() -> None:
        async with Tab(address, CUSTOMER) as tab:
            action = (await tab.until(lambda tab: tab.actions("not_interested")))[0]
            await tab.click(action)
            await tab.until(lambda tab: any(name == "remove_action" for name, _ in tab.received))
            await tab.until(lambda _: staged.advisor.clicks)

    walk(clicked)
    assert staged.advisor.clicks == [("not_interested", "n-1", None)]


@pytest.mark.parametrize("answer", ["因为变了", None])
def test_an_act_that_needs_a_reason_asks_for_it(
    address: str, staged: Any, answer: str | None
) -> None:
    act = OfferedAct(act="return", target="P-1", label="退回", needs_reason=True)
    staged.advisor.reply_given = reply(acts=(act,))

    async def asked() -> None:
        async with Tab(address, ADVISOR) as tab:
            tab.answer = answer
            action = (await tab.until(lambda tab: tab.actions("return")))[0]
            await tab.click(action)
            if answer is None:
                await tab.until(has("没有收到原因"))
            else:
                await tab.until(lambda _: staged.advisor.clicks)

    walk(asked)
    assert staged.advisor.clicks == ([] if answer is None else [("return", "P-1", answer)])


@pytest.mark.parametrize("speaker", [CUSTOMER, ADVISOR])
def test_a_reply_about_a_plan_shows_its_card(address: str, staged: Any, speaker: Any) -> None:
    staged.advisor.reply_given = reply(plan_id="P-1")

    async def shown() -> None:
        async with Tab(address, speaker) as tab:
            card = (await tab.until(lambda tab: tab.elements("custom")))[0]
            assert card["name"] == "PlanCard"

    walk(shown)


def test_a_plan_that_is_not_the_customers_has_no_card(address: str, staged: Any) -> None:
    staged.advisor.reply_given = reply(plan_id="P-1")
    staged.desk = FakeDesk(plan(customer_id="c-2"))

    async def hidden() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(has("三年约需"))
            await tab.until(lambda tab: tab.actions("ask"))
            assert tab.elements("custom") == []

    walk(hidden)


def test_a_refusal_and_a_failure_are_one_honest_sentence(address: str, staged: Any) -> None:
    async def told() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(has("三年约需"))
            await tab.say("钱" * 9000)
            await tab.until(has("超过了 8,000 字的上限"))
            staged.advisor.stream = broken
            await tab.say("多少钱")
            await tab.until(has("系统暂时不可用"))

    walk(told)


def test_what_nobody_foresaw_is_told_without_its_own_words(address: str, staged: Any) -> None:
    async def told() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(has("三年约需"))
            staged.advisor.stream = surprising
            await tab.say("多少钱")
            await tab.until(has("系统暂时不可用"))
            assert not has("inner words")(tab)

    walk(told)


def surprising(*_: object) -> Iterator[str]:
    raise LookupError("inner words")


def broken(*_: object) -> Iterator[str]:
    raise GraphUnavailable("bolt://x", "refused")


def test_a_file_is_declined_in_a_sentence(address: str) -> None:
    with browser(address, CUSTOMER) as client:
        answer = client.post("/chat/project/file", files={"file": ("流水.txt", b"salary")})
        assert answer.status_code == 415
        assert "暂不支持读取文件" in answer.json()["error"]["zh"]
        settings = client.get("/chat/project/settings", params={"language": "zh-CN"}).json()
        assert not settings["features"]["spontaneous_file_upload"]["enabled"]


def test_a_delivery_reaches_the_open_tab_at_once(address: str, staged: Any) -> None:
    async def pushed() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(has("三年约需"))
            await tab.until(lambda tab: tab.actions("ask"))
            thread = threading.Thread(target=staged.inbox.listeners[0], args=(delivery("d-2"),))
            thread.start()
            await tab.until(has("方案已送达"))
            await tab.until(lambda _: staged.inbox.seen == ["d-2"])
            thread.join()

    walk(pushed)


def test_a_delivery_for_somebody_else_does_not(address: str, staged: Any) -> None:
    other = delivery("d-3").model_copy(update={"customer_id": "c-9"})

    async def silent() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(lambda tab: tab.actions("ask"))
            staged.inbox.listeners[0](other)
            await asyncio.sleep(0.3)
            assert not has("方案已送达")(tab)

    walk(silent)
    assert staged.inbox.seen == []


def test_a_conversation_is_kept_opened_again_and_guarded(address: str, staged: Any) -> None:
    found: dict[str, Any] = {}

    async def kept() -> None:
        async with Tab(address, CUSTOMER) as tab:
            await tab.until(has("三年约需"))
            await tab.say("三年要准备多少钱")
            event = await tab.until(
                lambda tab: [data for name, data in tab.received if name == "first_interaction"]
            )
            found["thread"] = event[0]["thread_id"]
            await tab.until(lambda tab: tab.elements("plotly"))
            found["step"] = tab.elements("text")[-1]["forId"]
            await asyncio.sleep(0.5)

    async def resumed() -> None:
        turn = trace().context.model_copy(update={"conversation_id": found["thread"]})
        staged.traces.kept["t-2"] = trace(id="t-2", context=turn)
        async with Tab(address, CUSTOMER, found["thread"]) as tab:
            event = await tab.until(
                lambda tab: [data for name, data in tab.received if name == "resume_thread"]
            )
            assert any(step["output"] == "三年要准备多少钱" for step in event[0]["steps"])
            await tab.until(lambda tab: tab.actions("not_interested"))

    walk(kept)
    walk(resumed)
    check_guards(address, found)


def check_guards(address: str, found: dict[str, Any]) -> None:
    with browser(address, CUSTOMER) as mine, browser(address, ADVISOR) as other:
        thread = mine.get(f"/chat/project/thread/{found['thread']}").json()
        url = next(one["url"] for one in thread["elements"] if one["type"] == "text")
        assert mine.get(url).status_code == 200
        assert other.get(url).status_code == 404
        assert mine.get("/chat-files/../../advisor.sqlite").status_code == 404
        feedback: dict[str, Any] = {"forId": found["step"], "value": 1}
        body = {"feedback": feedback, "sessionId": ""}
        assert other.put("/chat/feedback", json=body).status_code == 403
        given = mine.put("/chat/feedback", json=body).json()
        removal = {"feedbackId": given["feedbackId"]}
        assert other.request("DELETE", "/chat/feedback", json=removal).status_code == 403
        theirs = {"feedback": feedback | {"id": str(uuid4())}, "sessionId": ""}
        assert mine.put("/chat/feedback", json=theirs).status_code == 403
        assert mine.request("DELETE", "/chat/feedback", json=removal).status_code == 200
        assert mine.put("/chat/feedback", content=b"[").status_code == 403
        assert mine.put("/chat/feedback", json=[]).status_code == 403


def test_an_id_that_would_become_a_statement_is_not_kept(address: str) -> None:
    async def tried() -> None:
        await history().update_thread("x') OR 1=1 --", name="bad")
        assert await history().get_thread("x') OR 1=1 --") is None

    walk(tried)


def test_files_stay_below_their_folder(address: str) -> None:
    async def tried() -> None:
        files = history().files
        assert await files.upload_file("../outside", b"x") == {}
        assert not await files.delete_file("../outside")
        await files.upload_file("u/one", "text")
        assert files.path("u/one").read_text() == "text"
        assert await files.delete_file("u/one")
        await files.close()

    walk(tried)


def test_nothing_is_written_beside_the_program(address: str, staged: Any) -> None:
    home = Path(staged.settings.home)
    assert (home / "chat" / ".chainlit" / "config.toml").is_file()
    assert (home / "chat" / "history.sqlite").is_file()
    assert Path(sys.modules["chainlit.config"].APP_ROOT) == home / "chat"


def delivery(key: str) -> Delivery:
    return Delivery(
        id=key, customer_id="c-1", kind="plan", text="方案已送达", text_en="Delivered",
        plan_id="P-1", delivered_at=NOW,
    )  # fmt: skip
