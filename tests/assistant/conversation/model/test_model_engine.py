import time
from collections.abc import Generator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest

from assistant.conversation.commands import AskPolicy, ComputeMortgage, SmallTalk
from assistant.conversation.model import Context, Evidence, Memory, Understanding
from assistant.conversation.model_calls import Calls
from assistant.conversation.model_engine import ModelEngine, chat_model
from assistant.privacy.model import Speaker
from tests.builders import NOW
from tests.model_server import Mode, ModelServer, Wording

CONTEXT = Context(
    conversation_id="v-1",
    speaker=Speaker(username="chenjing", person_id="c-1", name="陈静", role="customer"),
    customer_id="c-1",
    now=NOW,
    channel="evals",
)
MESSAGE = "想买240万的房子，首付三成，贷30年，月供多少？"
MORTGAGE = {"name": "compute_mortgage", "slots": {"price": "240万", "months": "30年"}}


class LocalOnly:
    """A local engine that reads one thing, and counts how often it was asked."""

    def __init__(self, *commands: Any) -> None:
        self.commands = commands or (SmallTalk(),)
        self.asked: list[str] = []

    def warm(self) -> None:
        self.asked.append("warm")

    def understand(self, message: str, memory: Memory, context: Context) -> Understanding:
        self.asked.append(message)
        return Understanding(commands=self.commands, lang="zh", confidence=0.4, engine="local")


def test_getting_ready_asks_no_model() -> None:
    local = LocalOnly()
    with engine(local=local) as (model, running):
        model.warm()
        assert local.asked == ["warm"]
        assert running.requests == []


@contextmanager
def engine(
    *heard: dict[str, Any], local: LocalOnly | None = None, timeout: float = 5.0, **server: Any
) -> Generator[tuple[ModelEngine, ModelServer]]:
    with ModelServer(*heard, **server) as running:
        model = chat_model(running.url, "small", "k-1", timeout)
        yield ModelEngine(model, local or LocalOnly(), timeout), running


def heard(engine: ModelEngine, message: str = MESSAGE) -> Understanding:
    return engine.understand(message, Memory(), CONTEXT)


def saying(words: str) -> Wording:
    def worded(_: str) -> str:
        return words

    return worded


def test_amounts_are_read_by_us_from_the_words_the_model_quotes() -> None:
    with engine({"commands": [MORTGAGE]}) as (model, server):
        understood = heard(model)
    assert understood.engine == "model"
    assert understood.commands == (ComputeMortgage(price=Decimal(2400000), months=360),)
    assert server.keys == ["Bearer k-1"]
    assert len(server.requests) == 1


def test_slots_only_the_local_engine_read_are_kept() -> None:
    local = LocalOnly(ComputeMortgage(down_ratio=Decimal("0.3"), price=Decimal(1)))
    with engine({"commands": [MORTGAGE]}, local=local) as (model, _):
        (command,) = heard(model).commands
    assert command == ComputeMortgage(price=Decimal(2400000), months=360, down_ratio=Decimal("0.3"))


def test_json_in_a_fence_is_as_good_as_a_tool_call() -> None:
    with engine({"commands": [MORTGAGE]}, mode="fenced") as (model, _):
        assert heard(model).commands == (ComputeMortgage(price=Decimal(2400000), months=360),)


def test_a_question_without_a_quotation_is_the_message_itself() -> None:
    with engine({"commands": [{"name": "ask_policy"}]}) as (model, _):
        assert heard(model, "提前还款要收费吗？").commands == (
            AskPolicy(question="提前还款要收费吗？"),
        )


def test_a_doubt_is_asked() -> None:
    with engine({"commands": [], "doubt": "您问的是月供还是额度？"}) as (model, _):
        assert heard(model).doubt == "您问的是月供还是额度？"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "compute_mortgage", "slots": {"price": "999万"}},
        {"name": "buy_stock", "slots": {}},
        {"name": "compute_mortgage", "slots": {"colour": "红"}},
        {"name": "set_language", "slots": {"lang": "fr"}},
    ],
    ids=["an amount nobody said", "an unknown command", "an unknown slot", "an unknown choice"],
)
def test_what_does_not_stand_is_asked_once_more_then_left_to_the_local_engine(
    wrong: dict[str, Any],
) -> None:
    with engine({"commands": [wrong]}) as (model, server):
        understood = heard(model)
    assert understood.engine == "local"
    assert len(server.requests) == 2
    assert "cannot be used" in str(server.requests[1]["messages"][-1]["content"])


def test_the_second_answer_counts() -> None:
    wrong = {"commands": [{"name": "buy_stock"}]}
    with engine(wrong, {"commands": [MORTGAGE]}) as (model, _):
        assert heard(model).engine == "model"


def test_nothing_heard_is_left_to_the_local_engine() -> None:
    with engine({"commands": []}) as (model, _):
        assert heard(model).engine == "local"


@pytest.mark.parametrize("mode", ["error", "broken_json", "nonsense"])
def test_a_broken_endpoint_leaves_the_local_engine(mode: Mode) -> None:
    with engine({"commands": [MORTGAGE]}, mode=mode) as (model, _):
        assert heard(model).engine == "local"


@pytest.mark.parametrize("mode", ["error", "nonsense"])
def test_a_broken_endpoint_words_nothing(mode: Mode) -> None:
    with engine(mode=mode) as (model, _):
        assert model.phrase("月供 7,173.88 元。", Evidence(), "zh", MESSAGE) is None


@pytest.mark.parametrize("mode", ["slow", "dripping"])
def test_a_slow_endpoint_holds_a_turn_no_longer_than_its_time(mode: Mode) -> None:
    with engine({"commands": [MORTGAGE]}, mode=mode, delay=0.2, timeout=0.4) as (model, server):
        server.delay = 5 if mode == "slow" else 0.2
        began = time.monotonic()
        assert heard(model).engine == "local"
        assert time.monotonic() - began < 2


def test_an_endpoint_that_is_down_leaves_the_local_engine() -> None:
    with ModelServer() as gone:
        url = gone.url
    model = ModelEngine(chat_model(url, "small", None, 1.0), LocalOnly(), 1.0)
    assert heard(model).engine == "local"


def test_after_two_failures_the_model_rests_for_a_minute() -> None:
    now = [0.0]
    with ModelServer({"commands": [MORTGAGE]}, mode="error") as server:
        calls = Calls(5.0, lambda: now[0])
        model = ModelEngine(chat_model(server.url, "small", None, 5.0), LocalOnly(), 5.0, calls)
        for _ in range(4):
            assert heard(model).engine == "local"
        assert len(server.requests) == 2
        server.mode = "normal"
        now[0] = 61.0
        assert heard(model).engine == "model"


def test_numbers_of_people_do_not_leave() -> None:
    with engine({"commands": [MORTGAGE]}) as (model, server):
        heard(model, "我的手机13812345678，想买240万的房子，贷30年")
        model.phrase("请致电13812345678。", Evidence(), "zh", "手机13812345678")
    assert "13812345678" not in str(server.requests)


def test_the_draft_is_worded() -> None:
    def warmly(draft: str) -> str:
        return f"您好，{draft}"

    with engine(wording=warmly) as (model, _):
        worded = model.phrase("月供 7,173.88 元。", Evidence(), "zh", MESSAGE)
    assert worded == "您好，月供 7,173.88 元。"


def test_invented_numbers_are_for_the_turn_to_find() -> None:
    with engine(mode="invents") as (model, _):
        worded = model.phrase("月供 7,173.88 元。", Evidence(), "zh", MESSAGE)
    assert worded is not None
    assert "88.8" in worded


@pytest.mark.parametrize(
    "wording",
    ["", "```\n7\n```", "月供" * 500, "Your payment is here"],
    ids=["nothing", "a fence", "without end", "in another language"],
)
def test_a_wording_nobody_could_say_is_none(wording: str) -> None:
    with engine(wording=saying(wording)) as (model, _):
        assert model.phrase("月供 7,173.88 元。", Evidence(), "zh", MESSAGE) is None


def test_thoughts_are_not_said() -> None:
    with engine(wording=saying("<think>嗯</think>好的。")) as (model, _):
        assert model.phrase("好的。", Evidence(), "zh", "谢谢") == "好的。"
