"""A simulated customer talks with the whole assistant; the end state says whether it was served."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evals.player import Player
from evals.running import FAILURES, key_of
from evals.scores import BrokenCheck, Trial, summary, trial_of
from evals.script import Turn
from evals.simulation.endpoint import Endpoint, EndpointFailed
from evals.simulation.persona import Persona
from evals.simulation.role import Fault, Said, faults
from evals.tables import table
from evals.world import House
from prompts import render

OVER: Final = "[END]"
LANGUAGES: Final = {"zh": "Chinese", "en": "English"}
NOTHING: Final = "–"


@dataclass(frozen=True)
class Simulation:
    """One conversation with a simulated customer, and how the customer failed, if at all."""

    trial: Trial
    faults: tuple[Fault, ...]

    @property
    def valid(self) -> bool:
        """Whether the customer stayed who they are; only then does the outcome say anything."""
        return not self.faults


class Simulator:
    """Simulated customers over one house, one conversation after the other."""

    def __init__(self, house: House, customer: Endpoint, progress: Callable[[str], None]) -> None:
        self._house = house
        self._customer = customer
        self._progress = progress

    def run(self, personas: Sequence[Persona], trials: int) -> list[Simulation]:
        """Every persona so many times."""
        found: list[Simulation] = []
        for persona in personas:
            for trial in range(1, trials + 1):
                one = self.play(persona, trial)
                found.append(one)
                self._progress(f"{_mark(one)} {persona.script.path.stem} #{trial}")
        return found

    def play(self, persona: Persona, trial: int) -> Simulation:
        """One conversation; what stops it is what broke.

        Raises:
            EndpointFailed: The customer's model gives no answer: nothing could be played.
        """
        script, said = persona.script, list[Said]()
        key = key_of(script.path)
        with self._house.world(script) as world:
            player = Player(script, world)
            try:
                self._talk(persona, player, said)
                player.finish(len(said) + 1)
            except EndpointFailed:
                raise
            except FAILURES as error:
                return _stopped(persona, player, said, (key, trial, str(error)))
        return Simulation(trial_of(player.played, key, trial), tuple(faults(persona, said)))

    def _talk(self, persona: Persona, player: Player, said: list[Said]) -> None:
        """Turn by turn until the customer is done or has said enough; `said` is filled."""
        words: str | None = persona.opening
        player.greet()
        while words is not None and len(said) < persona.most_turns:
            said.append(Said(words, _replies(player)))
            player.turn(len(said), Turn(say=words))
            words = self._next(persona, player)

    def _next(self, persona: Persona, player: Player) -> str | None:
        """What the customer writes next; None when they are done."""
        messages = [{"role": "system", "content": _part(persona)}]
        for one in player.played.exchanges:
            if one.message:
                messages.append({"role": "assistant", "content": one.message})
            messages.append({"role": "user", "content": one.reply.text})
        words = self._customer.answer(messages)
        rest = words.replace(OVER, "").strip()
        return rest if rest and OVER not in words else None


def simulated(found: Sequence[Simulation], trials: int) -> tuple[str, dict[str, Any]]:
    """The table and the JSON of a run; what is invalid is listed, and neither passes nor fails."""
    valid = [one.trial for one in found if one.valid]
    invalid = [one for one in found if not one.valid]
    least = min((_times(valid, file) for file in {one.file for one in valid}), default=0)
    result = summary(valid, max(1, min(trials, least)))
    result["invalid"] = [
        {"file": one.trial.file, "trial": one.trial.trial,
         "faults": [fault._asdict() for fault in one.faults]}
        for one in invalid
    ]  # fmt: skip
    rows = [
        [one.trial.file, one.trial.trial, _outcome(one), len(one.trial.lines), _why(one)]
        for one in found
    ]
    return table(["persona", "trial", "outcome", "turns", "why"], rows), result


def _times(trials: Sequence[Trial], file: str) -> int:
    return sum(one.file == file for one in trials)


def _replies(player: Player) -> str:
    return "\n".join(one.reply.text for one in player.played.exchanges)


def _part(persona: Persona) -> str:
    return render(
        "customer", language=LANGUAGES[persona.script.lang], persona=persona.persona,
        goal=persona.goal, hidden="\n".join(f"- {one.knows}" for one in persona.hidden) or NOTHING,
        must_say="; ".join(persona.must_say) or NOTHING,
        never_says="; ".join(persona.never_says) or NOTHING,
    )  # fmt: skip


def _stopped(
    persona: Persona, player: Player, said: Sequence[Said], at: tuple[str, int, str]
) -> Simulation:
    key, number, reason = at
    broken = BrokenCheck(
        turn=len(said), check="played", expected="every turn is played", seen=reason, trial=number
    )
    trial = trial_of(player.played, key, number)
    stopped = trial.model_copy(update={"passed": False, "broken": (*trial.broken, broken)})
    return Simulation(stopped, tuple(faults(persona, said)))


def _mark(one: Simulation) -> str:
    return "?" if not one.valid else "✓" if one.trial.passed else "✗"


def _outcome(one: Simulation) -> str:
    return "invalid" if not one.valid else "passed" if one.trial.passed else "failed"


def _why(one: Simulation) -> str:
    if not one.valid:
        return "; ".join(f"turn {fault.turn} {fault.fault}" for fault in one.faults)
    return "; ".join(f"turn {b.turn} {b.check}: {b.seen}" for b in one.trial.broken)[:120]
