"""A turn as it goes through the graph, and what comes out of it: a reply and a trace."""

import time
from dataclasses import dataclass, field
from typing import Literal

from assistant.compliance.model import strictest
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import SetLanguage
from assistant.conversation.model import Context, Memory, Reply, Understanding
from assistant.conversation.phrasebook import said, sentence
from assistant.conversation.situation import Situation
from assistant.conversation.tape import Tape
from assistant.conversation.traces import ModelCall, Trace
from assistant.privacy.model import Lang


@dataclass
class Work:
    """A turn as it goes through the graph."""

    context: Context
    message: str
    memory: Memory
    tape: Tape
    click: tuple[str, str, str] | None = None
    understanding: Understanding | None = None
    recorded_phrases: list[str | None] | None = None
    situation: Situation | None = None
    outcome: Outcome | None = None
    drafted: str = ""
    text: str = ""
    is_phrased: bool = False
    phrased: list[str | None] = field(default_factory=list)
    strange: tuple[str, ...] = ()
    calls: list[ModelCall] = field(default_factory=list)

    @property
    def lang(self) -> Lang:
        """The language of the reply: one asked for stays, else that of the message."""
        if self.understanding is None:
            return self.memory.chosen_lang or self.memory.lang or "zh"
        asked: list[Lang] = [
            one.lang for one in self.understanding.commands if isinstance(one, SetLanguage)
        ]
        return asked[0] if asked else self.memory.chosen_lang or self.understanding.lang

    def settled(self) -> Outcome:
        """What acting came to.

        Raises:
            RuntimeError: The turn was not acted on yet.
        """
        if self.outcome is None:
            message = "A turn is composed before it is acted on."
            raise RuntimeError(message)
        return self.outcome


def reply_of(work: Work, trace_id: str, seconds: float) -> Reply:
    """What the speaker gets of a turn that went through."""
    outcome = work.settled()
    label = sentence(said("turn.label"), work.lang)
    return Reply(
        text=f"{work.text}\n\n{label}",
        lang=work.lang,
        outcome=outcome.kind,
        engine="model" if work.is_phrased else _engine(work),
        figures=outcome.figures,
        tables=outcome.tables,
        citations=outcome.citations,
        verdicts=outcome.verdicts,
        decision=strictest(outcome.verdicts),
        asks=outcome.asks,
        acts=outcome.acts,
        plan_id=outcome.plan_id,
        task_reason=outcome.task_reason,
        facts=outcome.evidence().facts,
        trace_id=trace_id,
        seconds=round(seconds, 4),
    )


def trace_of(work: Work, outcome: Outcome, reply: Reply) -> Trace:
    """What a turn leaves behind."""
    file = None if work.situation is None else work.situation.__dict__.get("file")
    consents = (
        ()
        if file is None
        else tuple(one.purpose for one in file.consents if one.in_force(work.context.now))
    )
    heard = work.understanding or Understanding(
        commands=(), lang=work.lang, confidence=0.0, engine="local"
    )
    return Trace(
        id=reply.trace_id,
        context=work.context,
        message=work.message,
        click=work.click,
        memory=work.memory,
        understanding=heard,
        consents=consents,
        tape=tuple(work.tape.calls),
        evidence=outcome.evidence(),
        drafted=work.drafted,
        phrased=tuple(work.phrased),
        unsupported=work.strange,
        model_calls=tuple(work.calls),
        reply=reply,
    )


def model_call(purpose: str, outcome: str, begun: float, words: str) -> ModelCall:
    """A call of the model that began at `begun` on the performance counter."""
    seconds = round(time.perf_counter() - begun, 4)
    return ModelCall(purpose=purpose, outcome=outcome, seconds=seconds, words=words)


def _engine(work: Work) -> Literal["local", "model"]:
    return "local" if work.understanding is None else work.understanding.engine
