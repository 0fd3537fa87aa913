"""A moment to look at, made from a reply and the stores of a house over fakes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.bootstrap import Application, Shared
from assistant.compliance.model import Decision, Verdict
from assistant.conversation.model import Citation, Context, Evidence, Memory, Reply, Understanding
from assistant.conversation.tape import Taped
from assistant.conversation.traces import Trace
from assistant.planning.figures import Figure
from assistant.privacy.model import Lang, Role, Speaker
from assistant.settings import Settings
from evals.moment import Exchange, Moment, Person
from evals.script import Script
from evals.world import Clock, World
from evals.world import House as EvalHouse
from tests.builders import NOW, TODAY
from tests.desk_under_test import House, house, speaker

LABEL = "*（大通顾问·人工智能生成，仅供参考）*"
LABEL_EN = "*(Written by Datong Advisor, an AI assistant; for reference only.)*"


@dataclass
class Stores:
    """What a moment asks of an application."""

    bank: Any
    desk: Any
    tasks: Any
    ledger: Any
    library: Any


def stores(home: House) -> Application:
    found = Stores(home.bank, home.desk, home.tasks, home.ledger, home.policies)
    return cast("Application", found)


def person(
    key: str, name: str, role: Role = "customer", advisor_id: str | None = "a-1",
    private: tuple[str, ...] = (),
) -> Person:  # fmt: skip
    return Person(speaker(role, key, name), private, advisor_id if role == "customer" else None)


def people() -> dict[str, Person]:
    return {
        "c-1": person("c-1", "陈静"),
        "c-2": person("c-2", "李明", private=("13912345678",)),
        "a-1": person("a-1", "王敏", "advisor"),
        "a-2": person("a-2", "周岚", "second_approver"),
        "a-3": person("a-3", "吴刚", "advisor"),
    }


def figure(key: str = "payment", value: str = "7173.8812", unit: str = "CNY") -> Figure:
    return Figure(
        key=key, label=key, label_en=key, value=Decimal(value), unit=unit,
        formula="loan.annuity", inputs={}, source="test", as_of=TODAY,
    )  # fmt: skip


def cited(document: str = "个人信息保护法", article: str = "15") -> Citation:
    return Citation(
        clause_id=f"{document}-{article}", document=document, article=article,
        label=f"《{document}》第十五条", quote="个人有权撤回其同意。",
    )  # fmt: skip


def verdict(rule: str, decision: Decision) -> Verdict:
    return Verdict(
        rule=rule, title=rule, title_en=rule, decision=decision, reason="原因", reason_en="why"
    )


def reply(text: str, **changes: Any) -> Reply:
    values: dict[str, Any] = {
        "text": text, "lang": "zh", "outcome": "answered", "engine": "local",
    }  # fmt: skip
    return Reply(**(values | changes))


def labelled(text: str, **changes: Any) -> Reply:
    label = LABEL_EN if changes.get("lang") == "en" else LABEL
    return reply(f"{text}\n\n{label}", **changes)


def exchange(
    said: Reply, message: str = "", who: Speaker | None = None, lang: Lang | None = "zh",
    retrieved: str = "",
) -> Exchange:  # fmt: skip
    who = who or speaker()
    return Exchange(1, who, message, said, _trace(said, who, message, retrieved), lang)


def moment(home: House, said: Exchange | Reply | None = None, now: datetime = NOW) -> Moment:
    held = exchange(said) if isinstance(said, Reply) else said
    return Moment(
        application=stores(home),
        now=now,
        people=people(),
        exchanges=() if held is None else (held,),
        exchange=held,
    )


def later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def empty_house(folder: Path) -> House:
    return house(folder)


def _trace(said: Reply, who: Speaker, message: str, retrieved: str) -> Trace:
    context = Context(
        conversation_id="k-1", speaker=who, now=NOW, channel="evals",
        customer_id=who.person_id if who.is_customer else None,
    )  # fmt: skip
    heard = Understanding(commands=(), lang="zh", confidence=1.0, engine="local")
    return Trace(
        id="t-1", context=context, message=message, memory=Memory(), understanding=heard,
        consents=(), tape=(Taped(call="policies.search", answer=retrieved),),
        evidence=Evidence(), drafted="", reply=said,
    )  # fmt: skip


class Unheard:
    """Hears nothing that is said, so that there is nothing to wait for."""

    def settle(self) -> None:
        """Nothing runs."""


@dataclass(frozen=True)
class Whole:
    """What a player asks of an application."""

    bank: Any
    desk: Any
    tasks: Any
    ledger: Any
    library: Any
    advisor: Any
    traces: Any
    attention: Unheard


def fake_house(home: Path, monkeypatch: pytest.MonkeyPatch) -> EvalHouse:
    """A house of the evals whose worlds are the assistant over fakes, whatever the script says."""

    def laid(_: EvalHouse, script: Script, folder: Path) -> World:
        del script
        held = house(folder)
        whole = Whole(
            held.bank, held.desk, held.tasks, held.ledger, held.policies, held.advisor,
            held.traces, Unheard(),
        )  # fmt: skip
        return World(cast("Application", whole), people(), Clock(NOW))

    monkeypatch.setattr(EvalHouse, "_laid", laid)
    return EvalHouse(Settings(home=home), cast("Shared", None), home)
