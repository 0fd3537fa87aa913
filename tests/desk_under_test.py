"""A whole assistant over fakes of the bank and the policy library: no server, no model."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from assistant.compliance import Rulebook
from assistant.conversation import Advisor, Memories, Phraser, Ports, Traces, Understander
from assistant.conversation.model import Context, Reply
from assistant.conversation.situation import PlanClauses
from assistant.conversation.understanding import LocalEngine
from assistant.planning.drafter import Drafter
from assistant.planning.shelf import Shelf
from assistant.privacy.access import Access
from assistant.privacy.ledger import Ledger
from assistant.privacy.model import Role, Speaker
from assistant.records import Records
from assistant.service import Desk, Inbox, Tasks
from graph.bank import Bank
from knowledge import Clause, Filters, Findings, Passage
from tests.builders import NOW, advisor, buying_couple, mortgage_product, quotes, studying_family
from tests.fakes import fake_bank


def clause(document: str, article: str, text: str, label: str | None = None) -> Clause:
    return Clause(
        id=f"{document}-{article}", document_id=document, document=document, article=article,
        label=label or f"第{article}条", heading=(), text=text, source="test",
    )  # fmt: skip


QUOTA = clause(
    "大通外汇服务规则", "2.1",
    "个人年度便利化额度为等值 50,000 美元，是便利而不是上限；真实的学费凭单据办理，不占额度。",
    "第2.1节",
)  # fmt: skip
WITHDRAW = clause(
    "个人信息保护法", "15", "基于个人同意处理个人信息的，个人有权撤回其同意。", "第十五条"
)


class FakePolicies:
    """A library of few clauses: a question finds those whose document or words it holds."""

    def __init__(self, *clauses: Clause) -> None:
        self.clauses = clauses
        self.asked: list[str] = []

    def search(
        self, question: str, as_of: date, limit: int = 5, filters: Filters | None = None
    ) -> Findings:
        self.asked.append(question)
        found = [one for one in self.clauses if one.document in question or "额度" in question]
        passages = tuple(
            Passage(clause=one, score=1.0, found_by="lexical") for one in found[:limit]
        )
        return Findings(question=question, as_of=as_of, passages=passages)

    def clause(self, document: str, article: str, as_of: date) -> Clause | None:
        named = (one for one in self.clauses if (one.document, one.article) == (document, article))
        return next(named, None)

    def clauses_for_rule(self, rule: str, as_of: date) -> list[Clause]:
        return [QUOTA] if rule.startswith("fx.") else []


def speaker(role: Role = "customer", person_id: str = "c-1", name: str = "陈静") -> Speaker:
    return Speaker(username=person_id, person_id=person_id, name=name, role=role)


@dataclass
class House:
    """The assistant with everything behind it, and a clock."""

    bank: Bank
    policies: FakePolicies
    records: Records
    ledger: Ledger
    desk: Desk
    inbox: Inbox
    tasks: Tasks
    traces: Traces
    advisor: Advisor
    now: datetime = NOW

    def context(self, who: Speaker, conversation: str = "k-1") -> Context:
        return Context(
            conversation_id=f"{conversation}-{who.person_id}",
            speaker=who,
            customer_id=who.person_id if who.is_customer else None,
            now=self.now,
            channel="evals",
        )

    def says(self, message: str, who: Speaker | None = None) -> Reply:
        self.now += timedelta(seconds=1)
        return self.advisor.reply(self.context(who or speaker()), message)

    def greets(self, who: Speaker | None = None) -> Reply:
        return self.advisor.greet(self.context(who or speaker()))

    def clicks(
        self, act: str, target: str, who: Speaker | None = None, reason: str | None = None
    ) -> Reply:
        self.now += timedelta(seconds=1)
        return self.advisor.click(self.context(who or speaker()), act, target, reason)


@cache
def rulebook() -> Rulebook:
    """The rules, read once for all tests."""
    return Rulebook()


@cache
def local_engine() -> LocalEngine:
    """The local engine, trained once for all tests."""
    return LocalEngine()


def house(
    folder: Path,
    bank: Bank | None = None,
    understander: Understander | None = None,
    phraser: Phraser | None = None,
) -> House:
    bank = bank or fake_bank(
        files=(studying_family(), buying_couple()),
        products=(mortgage_product(),),
        quotes=quotes(),
        advisors=(advisor(), advisor(id="a-2", name="周岚", role="second_approver")),
    )
    policies = FakePolicies(QUOTA, WITHDRAW)
    records = Records(folder / "records.sqlite")
    ledger, rules, access = Ledger(records), rulebook(), Access()
    drafter = Drafter(bank, PlanClauses(policies), rules)
    inbox, tasks, traces = Inbox(records), Tasks(records, ledger), Traces(records)
    desk = Desk(
        shelf=Shelf(records), redraft=drafter.redraft, access=access, ledger=ledger,
        inbox=inbox, tasks=tasks, records=records,
    )  # fmt: skip
    ports = Ports(bank, policies, rules, desk, tasks, ledger, access)
    assistant = Advisor(ports, understander or local_engine(), phraser, Memories(records), traces)
    return House(bank, policies, records, ledger, desk, inbox, tasks, traces, assistant)
