"""The situation of a turn: who speaks, what may be known, and the ports, all through the tape."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, Protocol

from assistant.compliance import Rulebook
from assistant.conversation.model import Citation, Context, Memory
from assistant.conversation.tape import Tape
from assistant.planning.ground import Ground
from assistant.planning.model import PlanCitation
from assistant.privacy.access import Access
from assistant.privacy.ledger import Ledger
from assistant.privacy.model import Act, AuditEntry, Lang, Subject
from assistant.service import Desk, Hear, Inbox, Tasks
from graph.bank import Bank, CustomerSummary
from graph.model import Advisor, Consent, CustomerFile, Need, Suppression
from graph.offers import Product, Quote
from knowledge import Clause, Filters, Findings


class Policies(Protocol):
    """What a turn asks of the policy library."""

    def search(
        self, question: str, as_of: date, limit: int = 5, filters: Filters | None = None
    ) -> Findings:
        """Passages for a question, best first; none where nothing answers it."""
        ...

    def clause(self, document: str, article: str, as_of: date) -> Clause | None:
        """The clause of a document in force on a day."""
        ...

    def clauses_for_rule(self, rule: str, as_of: date) -> list[Clause]:
        """The manual's clauses for a compliance rule."""
        ...


@dataclass(frozen=True)
class Ports:
    """Everything a turn may ask or do."""

    bank: Bank
    policies: Policies
    rulebook: Rulebook
    desk: Desk
    tasks: Tasks
    ledger: Ledger
    access: Access
    inbox: Inbox | None = None
    hear: Hear | None = None


@dataclass(frozen=True)
class Spoken:
    """What was said, by whom, in which language."""

    context: Context
    message: str
    lang: Lang


class Situation:
    """One turn's circumstances; reads are made at most once and go through the tape."""

    def __init__(self, spoken: Spoken, memory: Memory, ports: Ports, tape: Tape) -> None:
        self.context = spoken.context
        self.message = spoken.message
        self.lang: Lang = spoken.lang
        self.memory = memory
        self.ports = ports
        self.tape = tape
        self.bank = taped_bank(ports.bank, tape)
        self.policies: Policies = TapedPolicies(ports.policies, tape)

    @property
    def goal(self) -> str:
        """The customer's words for what they want."""
        return self.memory.goal or self.message

    @property
    def now(self) -> datetime:
        """The moment of the turn."""
        return self.context.now

    @cached_property
    def file(self) -> CustomerFile | None:
        """The file of the customer whose data the session is about; None for staff without one.

        Raises:
            NotAllowed: The speaker may not read this customer.
        """
        if self.context.customer_id is None:
            return None
        file = self.bank.customers.file(self.context.customer_id, self.now)
        self.demand("customer.read", subject_of(file))
        return file

    @cached_property
    def known(self) -> CustomerFile | None:
        """The file where the customer consents to its use for advice; None without consent.

        Source:
            个人信息保护法 13, 14
        """
        if self.file is None or not self.file.consents_to("profiling", self.now):
            return None
        return self.file

    @cached_property
    def ground(self) -> Ground:
        """What planning asks for rates, products and clauses."""
        return Ground(bank=self.bank, clauses=PlanClauses(self.policies), now=self.now)

    def demand(self, act: Act, subject: Subject) -> None:
        """Let the turn go on only when the access policies allow the act.

        Raises:
            NotAllowed: They do not.
        """
        self.ports.access.require(self.context.speaker, act, subject)

    def note(self, entry: AuditEntry) -> None:
        """Add a row to the ledger; a replayed turn adds none."""
        if not self.tape.is_replay:
            self.ports.ledger.append(entry)


def subject_of(file: CustomerFile) -> Subject:
    """The customer of a file as the access policies see them."""
    return Subject(customer_id=file.customer.id, advisor_id=file.customer.advisor_id)


class PlanClauses:
    """The policy library as planning sees it."""

    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    def clause(self, document: str, article: str, as_of: date) -> PlanCitation | None:
        """The clause as a plan cites it."""
        found = self._policies.clause(document, article, as_of)
        return None if found is None else plan_citation(found)

    def for_rule(self, rule_key: str, as_of: date) -> tuple[PlanCitation, ...]:
        """The manual's clauses for a rule as a plan cites them."""
        return tuple(map(plan_citation, self._policies.clauses_for_rule(rule_key, as_of)))


def plan_citation(clause: Clause) -> PlanCitation:
    """A clause as a plan cites it."""
    return PlanCitation(
        clause_id=clause.id,
        document=clause.document,
        article=clause.article,
        label=clause.citation,
        quote=clause.text,
        effective_from=clause.effective_from,
    )


def citation(clause: Clause) -> Citation:
    """A clause as a reply cites it."""
    return Citation(**plan_citation(clause).model_dump())


class TapedPolicies:
    """A policy library whose answers are kept on the tape."""

    def __init__(self, policies: Policies, tape: Tape) -> None:
        self._policies = policies
        self._tape = tape

    def search(
        self, question: str, as_of: date, limit: int = 5, filters: Filters | None = None
    ) -> Findings:
        """As `Policies.search`."""
        return self._tape.call(
            "policies.search",
            Findings,
            lambda: self._policies.search(question, as_of, limit, filters),
        )

    def clause(self, document: str, article: str, as_of: date) -> Clause | None:
        """As `Policies.clause`."""
        return self._tape.call(
            "policies.clause",
            Clause | None,
            lambda: self._policies.clause(document, article, as_of),
        )

    def clauses_for_rule(self, rule: str, as_of: date) -> list[Clause]:
        """As `Policies.clauses_for_rule`."""
        return self._tape.call(
            "policies.clauses_for_rule",
            list[Clause],
            lambda: self._policies.clauses_for_rule(rule, as_of),
        )


PORT_METHODS: Final[dict[str, dict[str, Any]]] = {
    "customers": {
        "file": CustomerFile,
        "of_advisor": list[CustomerSummary],
        "named": list[CustomerSummary],
        "mark_tag": bool,
    },
    "consents": {"grant": Consent, "withdraw": list[Consent]},
    "products": {"product": Product | None, "on_sale": list[Product]},
    "market": {"quote": Quote | None},
    "advisors": {"advisor": Advisor | None, "all": list[Advisor]},
    "needs": {
        "of": list[Need],
        "dismiss": type(None),
        "suppress": list[Suppression],
        "lift": list[Suppression],
        "suppressed": list[Suppression],
    },
}
"""Every method of every port of the bank with the type of its answer."""


class TapedPort:
    """One port of the bank whose answers are kept on the tape."""

    def __init__(self, name: str, port: object, tape: Tape) -> None:
        self._name = name
        self._port = port
        self._tape = tape

    def __getattr__(self, method: str) -> Any:
        shape = PORT_METHODS[self._name][method]

        def call(*arguments: object, **named: object) -> Any:
            bound = getattr(self._port, method)
            return self._tape.call(
                f"{self._name}.{method}", shape, lambda: bound(*arguments, **named)
            )

        return call


def taped_bank(bank: Bank, tape: Tape) -> Bank:
    """The bank with every port on the tape."""
    ports: dict[str, Any] = {
        name: TapedPort(name, getattr(bank, name), tape) for name in PORT_METHODS
    }
    return Bank(**ports)
