"""Saving towards a goal, and what instalments really cost."""

from decimal import Decimal
from typing import Final

from assistant.conversation.acting.computing import (
    Worked,
    money,
    percent,
    remembered,
    told,
    words_of,
)
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import ComputeInstalmentCost, ComputeSavingsGoal
from assistant.conversation.model import Memory
from assistant.conversation.phrasebook import Said, both, phrases, said
from assistant.conversation.situation import Situation
from assistant.planning.calculators import CALCULATORS
from assistant.planning.planners import PLANNERS

PACK: Final = "health_life"
INSTALMENT: Final = {"amount": "amount", "months": "term", "fee_rate": "fee_rate"}
"""The question that asks for each slot of an instalment."""


def compute_savings_goal(command: ComputeSavingsGoal, situation: Situation) -> Outcome:
    """The monthly saving, the months, or the amount reached: whatever is left open."""
    memory = remembered("savings_goal", command, situation)
    known = words_of(memory, "savings_goal")
    missing = [] if "goal" in known else ["goal"]
    if not {"months", "by", "monthly"} & set(known):
        missing.append("months")
    if missing:
        return _asked(missing, memory)
    case = _case("savings-goal", known, memory, situation)
    return told(case, (_saved(case),), situation)


def compute_instalment_cost(command: ComputeInstalmentCost, situation: Situation) -> Outcome:
    """Payment, fee, and the annual rate behind a flat fee; the fee rate of the sheet if unsaid.

    Source:
        银行保险机构消费者权益保护管理办法 22
    """
    memory = remembered("instalment", command, situation)
    said_slots = words_of(memory, "instalment")
    planner = PLANNERS[PACK]
    known = {one.key: one.value for one in planner.assumptions(said_slots, None, situation.ground)}
    # Months default in a plan; in the chat they are asked for.
    given = {key: known[key] for key in ("amount", "fee_rate") if key in known}
    given |= {"months": said_slots["months"]} if "months" in said_slots else {}
    missing = [question for slot, question in INSTALMENT.items() if slot not in given]
    if missing:
        return _asked(missing, memory)
    if command.fee_rate_change is not None:
        given["fee_rate_change"] = str(command.fee_rate_change)
    elif command.asks == "reward":
        given["fee_rate_change"] = known["fee_rate_change"]
    case = _case("instalment-cost", given, memory, situation)
    return told(case, _instalments(case), situation)


def _asked(missing: list[str], memory: Memory) -> Outcome:
    questions = [phrases()[f"savings.q_{one}"] for one in missing]
    words = both(
        "turn.ask",
        {"questions": "".join(one.zh for one in questions)},
        {"questions": " ".join(one.en for one in questions)},
    )
    slot = "months" if missing[0] == "term" else missing[0]
    return Outcome(
        kind="asked",
        said=(words,),
        asks=slot,
        memory=memory.model_copy(update={"asked": slot}),
    )


def _case(name: str, known: dict[str, str], memory: Memory, situation: Situation) -> Worked:
    calculator = CALCULATORS[name]
    fields = {key: value for key, value in known.items() if key in calculator.input.model_fields}
    calculation = calculator.compute(
        calculator.parse(fields), situation.context.today, "本次对话 / this conversation"
    )
    return Worked({}, calculation, memory, ())


def _saved(case: Worked) -> Said:
    inputs = case.calculation.inputs
    base = {
        "goal": money(Decimal(inputs["goal"])),
        "rate": percent(Decimal(inputs["annual_yield"])),
    }
    if case.has("monthly_saving"):
        figure = case.calculation.figure("monthly_saving")
        values = base | {
            "months": figure.inputs["months"],
            "saving": figure.printed,
            "paid": case.printed("paid_in"),
        }
        return both("savings.monthly", values, values)
    values = base | {"monthly": money(Decimal(inputs["monthly"]))}
    if case.has("months_needed"):
        return said("savings.needed", **values, months=case.printed("months_needed"))
    return said(
        "savings.reached",
        **values,
        amount=case.printed("goal_amount"),
        short=case.printed("goal_short"),
    )


def _instalments(case: Worked) -> tuple[Said, ...]:
    inputs = case.calculation.inputs
    words = [
        said(
            "savings.instalment",
            amount=money(Decimal(inputs["amount"])),
            months=inputs["months"],
            payment=case.printed("instalment_payment"),
            fee=case.printed("instalment_fee"),
        ),
        said(
            "savings.apr",
            apr=case.printed("apr_irr"),
            effective=case.printed("effective_rate"),
            fee_rate=percent(Decimal(inputs["fee_rate"])),
        ),
    ]
    if case.has("fee_saved"):
        words.append(
            said(
                "savings.changed",
                payment=case.printed("instalment_payment.changed"),
                fee=case.printed("instalment_fee.changed"),
                saved=case.printed("fee_saved"),
                apr=case.printed("apr_irr.changed"),
                effective=case.printed("effective_rate.changed"),
            )
        )
    return tuple(words)
