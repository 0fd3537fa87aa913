"""One turn: understand → act → compose → verify, and the trace it leaves."""

import time
import uuid
from collections.abc import Iterator
from typing import Any, Final, TypedDict

from langgraph.graph import END, START, StateGraph

from assistant.compliance.model import Facts, Verdict
from assistant.conversation.acting import (
    act_on,
    act_on_click,
    asked_back,
    awaiting,
    greeting,
    with_safety,
)
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.acting.plans import refused
from assistant.conversation.engines import Phraser, Understander
from assistant.conversation.errors import MessageTooLong
from assistant.conversation.memories import Memories
from assistant.conversation.model import Context, Reply, Understanding
from assistant.conversation.phrasebook import paragraphs, phrases, said
from assistant.conversation.situation import Ports, Situation, Spoken
from assistant.conversation.tape import Tape
from assistant.conversation.traces import Traces
from assistant.conversation.verify import unsupported
from assistant.conversation.work import Work, model_call, reply_of, trace_of
from assistant.errors import AdvisorError
from assistant.planning.planners import PLANNERS
from assistant.planning.planners.assembly import slots_of
from assistant.privacy.masking import mask_text

LONGEST: Final = 8000
"""Characters of a message that a turn reads."""

PHRASINGS: Final = 2
"""Times a model may word a reply before the template is said."""

PIECE: Final = 24
"""Characters of one streamed piece."""


class State(TypedDict):
    """What the nodes hand on."""

    work: Work


class Advisor:
    """The assistant as its channels see it."""

    def __init__(
        self,
        ports: Ports,
        understander: Understander,
        phraser: Phraser | None,
        memories: Memories,
        traces: Traces,
    ) -> None:
        self._ports = ports
        self._understander = understander
        self._phraser = phraser
        self._memories = memories
        self._traces = traces
        self.graph = self._drawn()

    def reply(self, context: Context, message: str) -> Reply:
        """The answer to a message; it is remembered and leaves a trace.

        Raises:
            GraphUnavailable: The graph server does not answer; nothing was done.
        """
        return self._turn(context, message, None)

    def stream(self, context: Context, message: str) -> Iterator[str | Reply]:
        """The answer's text in pieces, each already verified, then the whole reply."""
        reply = self.reply(context, message)
        for begin in range(0, len(reply.text), PIECE):
            yield reply.text[begin : begin + PIECE]
        yield reply

    def greet(self, context: Context) -> Reply:
        """The first words of a conversation: one foreseen need, or what waits for staff."""
        return self._turn(context, "", ("greet", "", ""))

    def click(self, context: Context, act: str, target: str, reason: str | None = None) -> Reply:
        """The answer to a click on something a reply offered."""
        return self._turn(context, "", (act, target, reason or ""))

    def warm(self) -> None:
        """Read the phrases and the questions, and let the engine get ready."""
        phrases()
        for pack in PLANNERS:
            slots_of(pack)
        self._understander.warm()

    def replay(self, trace_id: str) -> Reply:
        """The reply of a recorded turn, made again from its tape: nothing is read or done.

        Raises:
            TraceNotFound: There is no such trace.
            TapeDiffers: The program no longer asks what it asked then.
        """
        trace = self._traces.trace(trace_id)
        work = Work(
            context=trace.context,
            message=trace.message,
            memory=trace.memory,
            tape=Tape(trace.tape),
            click=trace.click,
            understanding=trace.understanding,
            recorded_phrases=list(trace.phrased),
        )
        return reply_of(self._through(work), trace_id, trace.reply.seconds)

    def _turn(self, context: Context, message: str, click: tuple[str, str, str] | None) -> Reply:
        begun = time.perf_counter()
        memory = self._memories.memory(context.conversation_id, context.speaker.person_id)
        memory = awaiting(self._ports.inbox, context, memory)
        work = Work(context, mask_text(message), memory, Tape(), click)
        work = self._through(work)
        reply = reply_of(work, uuid.uuid4().hex[:12], time.perf_counter() - begun)
        self._keep(work, reply)
        if self._ports.hear is not None and context.speaker.is_customer and work.message:
            self._ports.hear(context.speaker.person_id, work.message, context.now)
        return reply

    def _through(self, work: Work) -> Work:
        done: dict[str, Any] = self.graph.invoke({"work": work})
        result: Work = done["work"]
        return result

    def _drawn(self) -> Any:
        graph = StateGraph(State)
        graph.add_node("understand", self._understand)
        graph.add_node("act", self._act)
        graph.add_node("compose", self._compose)
        graph.add_node("verify", self._verify)
        graph.add_edge(START, "understand")
        graph.add_edge("understand", "act")
        graph.add_edge("act", "compose")
        graph.add_edge("compose", "verify")
        graph.add_conditional_edges("verify", _next, {"compose": "compose", END: END})
        return graph.compile()

    def _understand(self, state: State) -> State:
        work = state["work"]
        if work.understanding is not None:
            return state
        if work.click is not None or not work.message.strip() or len(work.message) > LONGEST:
            work.understanding = Understanding(
                commands=(),
                lang=work.memory.lang or work.context.lang or "zh",
                confidence=1.0,
                engine="local",
            )
            return state
        begun = time.perf_counter()
        heard = self._understander.understand(work.message, work.memory, work.context)
        if heard.engine == "model":
            words = heard.model_dump_json(include={"commands"})
            work.calls.append(model_call("understand", "used", begun, words))
        work.understanding = heard
        return state

    def _act(self, state: State) -> State:
        work = state["work"]
        spoken = Spoken(work.context, work.message, work.lang)
        situation = Situation(spoken, work.memory, self._ports, work.tape)
        work.situation = situation
        try:
            outcome = self._outcome(work, situation)
            work.outcome = outcome if work.click else with_safety(outcome, situation)
        except AdvisorError as error:
            work.outcome = refused(error).model_copy(update={"memory": situation.memory})
        return state

    def _outcome(self, work: Work, situation: Situation) -> Outcome:
        if work.click is not None:
            act, target, reason = work.click
            if act == "greet":
                return greeting(situation)
            return act_on_click(act, target, reason, situation)
        if not work.message.strip():
            return Outcome(kind="asked", said=(said("turn.empty"),))
        if len(work.message) > LONGEST:
            raise MessageTooLong(len(work.message), LONGEST)
        heard = work.understanding
        if heard is None or (heard.doubt and not heard.commands):
            choices = "" if heard is None else heard.doubt or ""
            return asked_back(choices, work.message, situation)
        return act_on(heard.commands, work.message, situation)

    def _compose(self, state: State) -> State:
        work = state["work"]
        outcome = work.settled()
        if not work.drafted:
            work.drafted = paragraphs(outcome.said, work.lang)
        work.text = work.drafted
        work.is_phrased = False
        if len(work.phrased) < PHRASINGS:
            phrased = self._phrase(work, outcome)
            work.phrased.append(phrased)
            if phrased is not None:
                work.text, work.is_phrased = phrased, True
        return state

    def _phrase(self, work: Work, outcome: Outcome) -> str | None:
        """The model's words for the draft; recorded ones when replaying, none without a model."""
        if work.recorded_phrases is not None:
            return work.recorded_phrases.pop(0) if work.recorded_phrases else None
        if self._phraser is None or work.click is not None:
            return None
        begun = time.perf_counter()
        phrased = self._phraser.phrase(work.drafted, outcome.evidence(), work.lang, work.message)
        used = "none" if phrased is None else "used"
        work.calls.append(model_call("phrase", used, begun, phrased or ""))
        return phrased

    def _verify(self, state: State) -> State:
        work = state["work"]
        outcome = work.settled()
        drafted = work.drafted if work.is_phrased else ""
        work.strange = unsupported(work.text, outcome.evidence(), drafted, work.message)
        if work.is_phrased and not work.strange:
            work.strange = tuple(one.rule for one in self._forbidden(work))
        return state

    def _forbidden(self, work: Work) -> list[Verdict]:
        """Rules the model's words break, e.g. a promise of return."""
        facts = Facts(reply=work.text, lang=work.lang)
        return [one for one in self._ports.rulebook.check(facts) if one.decision == "block"]

    def _keep(self, work: Work, reply: Reply) -> None:
        context, outcome = work.context, work.settled()
        memory = outcome.memory or work.memory
        kept = memory.model_copy(update={"turns": memory.turns + 1, "lang": work.lang})
        self._memories.keep(context.conversation_id, context.speaker.person_id, kept, context.now)
        self._traces.keep(trace_of(work, outcome, reply))


def _next(state: State) -> str:
    """Compose again while a model's words do not stand; the last try is the template."""
    work = state["work"]
    return "compose" if work.is_phrased and work.strange else END
