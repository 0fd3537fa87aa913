"""What goes into a turn and what comes out."""

from datetime import date, datetime
from typing import Literal

from assistant.compliance.model import Decision, Verdict
from assistant.conversation.commands import Command
from assistant.planning.figures import Figure, Table
from assistant.privacy.model import Lang, Speaker
from assistant.service.model import TaskReason
from graph.values import Value

Topic = Literal["mortgage", "study_abroad", "savings_goal", "instalment", "max_loan", "policy"]


class Context(Value):
    """The circumstances of a turn: who speaks, on whose data, when, through which channel.

    `customer_id` is the speaker's own for a customer; for staff the client whose file is open,
    or None. It comes from the session, never from the words. `lang` is the language the channel
    shows itself in; it is spoken until the speaker uses or chooses another.
    """

    conversation_id: str
    speaker: Speaker
    customer_id: str | None
    now: datetime
    channel: Literal["chat", "api", "cli", "desk", "voice", "evals"]
    lang: Lang | None = None

    @property
    def today(self) -> date:
        """The day of the turn in the bank's zone."""
        return self.now.date()


class Citation(Value):
    """A clause a reply rests on; `article` is the number as cited ("15", "3.2")."""

    clause_id: str
    document: str
    article: str
    label: str
    quote: str
    effective_from: date | None = None


class OfferedAct(Value):
    """A click the reply offers; `needs_reason` opens a form."""

    act: Literal[
        "approve", "return", "accept", "decline", "not_interested", "grant_consent",
        "withdraw_consent", "reveal", "contest", "export", "open_plan", "not_so", "dont_use",
        "safety_mine", "safety_help",
    ]  # fmt: skip
    target: str
    label: str
    needs_reason: bool = False


class Understanding(Value):
    """What an engine made of a message. `lang` is the language it was written in.

    `doubt` is a question to ask instead of acting, where the words allow several readings.
    """

    commands: tuple[Command, ...]
    lang: Lang
    confidence: float
    engine: Literal["local", "model"]
    doubt: str | None = None


class Memory(Value):
    """What a conversation remembers between turns.

    `slots` holds the merged command of each topic by its name; `asked` the slot the assistant
    asked for last; `lang` the language the speaker last used; `chosen_lang` the one asked for,
    which stays until another is; `safety_asked` the talk about a transfer that awaits an answer.
    """

    topic: Topic | None = None
    slots: dict[str, dict[str, str | int | bool | None]] = {}
    asked: str | None = None
    lang: Lang | None = None
    chosen_lang: Lang | None = None
    goal: str | None = None
    last_plan_id: str | None = None
    last_need_id: str | None = None
    last_clause_ids: tuple[str, ...] = ()
    last_question: str | None = None
    consent_offered: bool = False
    safety_asked: str | None = None
    safety_answered: str | None = None
    told: tuple[str, ...] = ()
    turns: int = 0


class Evidence(Value):
    """Everything a reply may say: figures, citations, verdicts, and facts as printed."""

    figures: tuple[Figure, ...] = ()
    citations: tuple[Citation, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    facts: tuple[str, ...] = ()


class Reply(Value):
    """What the speaker gets. `text` is Markdown in `lang` and carries the AI label.

    `decision` is the strictest of the verdicts that fired; `asks` names the slot asked for;
    `facts` are the printed values that are neither figures nor citations (dates, names, counts).
    """

    text: str
    lang: Lang
    outcome: Literal[
        "answered", "asked", "refused", "in_review", "abstained", "handed_over", "drafted"
    ]
    engine: Literal["local", "model"]
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    citations: tuple[Citation, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    decision: Decision | None = None
    asks: str | None = None
    acts: tuple[OfferedAct, ...] = ()
    plan_id: str | None = None
    task_reason: TaskReason | None = None
    trace_id: str = ""
    facts: tuple[str, ...] = ()
    seconds: float = 0.0
