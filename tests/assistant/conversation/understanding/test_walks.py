"""Every wording of every turn is understood slot by slot."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation.model import Context, Memory
from assistant.conversation.understanding import LocalEngine
from assistant.privacy.model import Speaker
from tests.builders import NOW

WALKS = Path(__file__).with_name("walks.yaml")
OPEN_SLOTS = {"ask_policy": {"question"}, "report_fraud": {"words"}, "complaint": {"words"},
              "out_of_scope": {"topic"}, "not_interested": {"event"}}  # fmt: skip
LOOSE = {"compute_study_abroad": {"asks"}, "compute_mortgage": {"asks_ratio"}}
ENGINE = LocalEngine()


def turns() -> Iterator[Any]:
    for turn in yaml.safe_load(WALKS.read_text(encoding="utf-8")):
        for said in turn["said"]:
            yield pytest.param(turn, said, id=f"{turn['turn']}-{said[:24]}")


def context(role: str = "customer") -> Context:
    speaker = Speaker.model_validate(
        {"username": "u", "person_id": "c-1", "name": "陈静", "role": role}
    )
    return Context(
        conversation_id="v-1", speaker=speaker, customer_id="c-1", now=NOW, channel="chat"
    )


def plain(command: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """A command without the slots the turn leaves open, numbers as they are printed shortest."""
    name = command["name"]
    free = OPEN_SLOTS.get(name, set()) | LOOSE.get(name, set())
    return {
        key: shortest(one) for key, one in command.items() if key in expected or key not in free
    }


def shortest(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value if isinstance(value, bool | int) else str(value)


@pytest.mark.parametrize(("turn", "said"), list(turns()))
def test_a_wording_is_understood_as_its_turn(turn: dict[str, Any], said: str) -> None:
    memory = Memory(topic=turn.get("topic"), asked=turn.get("asked"))
    heard = ENGINE.understand(said, memory, context(turn.get("role", "customer")))
    commands = [
        one.model_dump(exclude_defaults=True) | {"name": one.name} for one in heard.commands
    ]
    seen = [plain(one, expected) for one, expected in zip(commands, turn["expect"], strict=False)]
    assert (seen, len(commands), heard.doubt) == (turn["expect"], len(turn["expect"]), None)
