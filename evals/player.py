"""Playing a script: each turn as its person would, then every check."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from assistant.channels.errors import FileNotSupported
from assistant.conversation.model import Context, OfferedAct, Reply
from assistant.conversation.traces import Trace
from assistant.privacy.model import Lang, Speaker
from evals.checks import UNASKED, Check
from evals.moment import Broken, Exchange, Moment
from evals.script import Script, Turn
from evals.world import World

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

REASONS: Final[dict[Lang, str]] = {
    "zh": "请补充依据后再提交。",
    "en": "Please add the grounds and submit again.",
}
"""What the player writes into a form that asks for a reason."""

Channel = Callable[[Context, str], Reply]


@dataclass
class Played:
    """A conversation after its last turn."""

    script: Script
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    broken: list[Broken] = field(default_factory=list[Broken])

    @property
    def passed(self) -> bool:
        """Whether every check held."""
        return not self.broken


class Player:
    """One conversation under way in its world."""

    def __init__(self, script: Script, world: World) -> None:
        self._script = script
        self._world = world
        self._seconds = 0.0
        self._offered: dict[str, tuple[OfferedAct, ...]] = {}
        self._langs: dict[str, Lang] = {script.speaker_id: script.lang}
        self.played = Played(script)

    def play(self) -> Played:
        """Greet, play every turn with its checks, then look at the stores."""
        self.greet()
        for number, turn in enumerate(self._script.turns, start=1):
            self.turn(number, turn)
        return self.finish(len(self._script.turns) + 1)

    def greet(self) -> None:
        """Open the chat; the assistant speaks first."""
        self._greet(self._speaker(self._script.speaker_id))

    def turn(self, number: int, turn: Turn) -> None:
        """Play one turn with its checks."""
        begun = perf_counter()
        exchange = self._take(number, turn)
        self._seconds = perf_counter() - begun
        self._judge(number, turn.expect, exchange)

    def finish(self, number: int) -> Played:
        """Look at the stores after the last turn; the whole conversation."""
        last = self.played.exchanges[-1] if self.played.exchanges else None
        self._look(number, self._script.end, last)
        return self.played

    def _speaker(self, person_id: str) -> Speaker:
        """Who signs in with this id; somebody the bank does not know is a customer."""
        person = self._world.people.get(person_id)
        if person is not None:
            return person.speaker
        return Speaker(username=person_id, person_id=person_id, name=person_id, role="customer")

    def _context(self, who: Speaker) -> Context:
        return Context(
            conversation_id=f"{self._script.path.stem}-{who.person_id}",
            speaker=who,
            customer_id=who.person_id if who.is_customer else None,
            now=self._world.clock.now,
            channel="evals",
        )

    def _greet(self, who: Speaker) -> None:
        """The chat opens with the assistant's own first words, in no language asked for yet."""
        reply = self._world.application.advisor.greet(self._context(who))
        exchange = self._keep(0, who, "", reply)
        self._judge(0, (), exchange)

    def _take(self, number: int, turn: Turn) -> Exchange | None:
        if turn.advance is not None:
            self._world.clock.advance(turn.advance)
            self._world.follow()
            return None
        if turn.by is not None:
            return self._click(number, turn, self._speaker(turn.by))
        who = self._speaker(turn.speaker or self._script.speaker_id)
        words = turn.say or ""
        self._langs.setdefault(who.person_id, "zh" if CHINESE.search(words) else "en")
        if turn.upload is not None:
            return self._decline(number, turn, who)
        reply = self._world.application.advisor.reply(self._context(who), words)
        return self._keep(number, who, words, reply)

    def _click(self, number: int, turn: Turn, who: Speaker) -> Exchange | None:
        """Click what the person has on offer; nothing happens where nothing is offered."""
        act = self._on_offer(turn.do or "", who)
        if act is None:
            return None
        reason = REASONS[self._langs.get(who.person_id, "zh")] if act.needs_reason else None
        reply = self._world.application.advisor.click(
            self._context(who), act.act, act.target, reason
        )
        return self._keep(number, who, "", reply)

    def _on_offer(self, do: str, who: Speaker) -> OfferedAct | None:
        """The newest thing of this kind the person may click on."""
        offered = [one for one in self._acts(who) if one.act == do]
        return offered[-1] if offered else None

    def _acts(self, who: Speaker) -> tuple[OfferedAct, ...]:
        """What the last reply offers, and what waits for the person on their own pages."""
        application, context = self._world.application, self._context(who)
        last = self._offered.get(who.person_id, ())
        if not who.is_customer:
            return (*application.advisor.greet(context).acts, *last)
        plans = application.desk.of_customer(who.person_id, who)
        answers = tuple(
            OfferedAct(act=act, target=one.id, label=act)
            for one in plans
            if one.status == "delivered"
            for act in ("accept", "decline")
        )
        file = application.bank.customers.file(who.person_id, context.now)
        consents = tuple(
            OfferedAct(act="withdraw_consent", target=one.purpose, label=one.purpose)
            for one in file.consents
            if one.in_force(context.now)
        )
        return (*consents, *answers, *last)

    def _decline(self, number: int, turn: Turn, who: Speaker) -> Exchange:
        """A file is declined in the channels' own sentence; its content reaches nobody."""
        lang = self._langs[who.person_id]
        reply = Reply(
            text=FileNotSupported().sentence(lang), lang=lang, outcome="refused", engine="local"
        )
        exchange = Exchange(number, who, turn.words, reply, None, lang)
        self.played.exchanges.append(exchange)
        return exchange

    def _keep(self, number: int, who: Speaker, words: str, reply: Reply) -> Exchange:
        self._world.application.attention.settle()
        trace = self._world.application.traces.trace(reply.trace_id)
        is_switch = self._switch(who, trace)
        lang = self._langs.get(who.person_id) if number and not is_switch else None
        exchange = Exchange(number, who, words, reply, trace, lang)
        self.played.exchanges.append(exchange)
        self._offered[who.person_id] = reply.acts
        return exchange

    def _switch(self, who: Speaker, trace: Trace) -> bool:
        """Whether another language is wished for; from the next turn on it is expected."""
        is_wished = False
        for command in trace.understanding.commands:
            if command.name == "set_language":
                self._langs[who.person_id] = command.lang
                is_wished = True
        return is_wished

    def _judge(self, number: int, checks: tuple[Check, ...], exchange: Exchange | None) -> None:
        self._look(number, checks, exchange)
        if exchange is None or exchange.trace is None:
            return
        moment = self._moment(exchange)
        for name, look in UNASKED.items():
            seen = look(moment, exchange)
            if not seen.holds:
                self.played.broken.append(Broken(number, name, seen.expected, seen.seen))

    def _look(self, number: int, checks: tuple[Check, ...], exchange: Exchange | None) -> None:
        moment = self._moment(exchange)
        for check in checks:
            seen = check.look(moment)
            if not seen.holds:
                self.played.broken.append(Broken(number, check.name, seen.expected, seen.seen))

    def _moment(self, exchange: Exchange | None) -> Moment:
        return Moment(
            application=self._world.application,
            now=self._world.clock.now,
            people=self._world.people,
            exchanges=tuple(self.played.exchanges),
            exchange=exchange,
            seconds=self._seconds,
        )
