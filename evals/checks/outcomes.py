"""Checks of what a turn came to: a question, a refusal, a review, a person, in time."""

from datetime import timedelta
from typing import Final, Literal, get_args

from assistant.conversation.model import Reply
from assistant.planning.planners import PLANNERS
from assistant.service.model import TaskReason
from evals.checks.check import Check, brief, listed, read
from evals.checks.rows import open_tasks
from evals.moment import Moment, Seen

Asked = Literal["amount", "term", "consent", "document"]

LENGTHS: Final = frozenset({"months", "years", "day", "month"})
MONEY: Final = frozenset({"CNY", "foreign"})
SLOTS: Final[dict[str, Asked]] = {
    "goal": "amount", "start_with": "amount", "monthly": "amount", "amount": "amount",
    "loan": "amount", "price": "amount", "months": "term", "by": "term", "years": "term",
    "consent": "consent", "document": "document",
}  # fmt: skip
"""What is asked for by slots no pack has."""

UNDELIVERED: Final = ("draft", "in_review", "awaiting_second", "returned", "rejected")
"""Where a plan stands that nobody has approved to its end."""


def asks(argument: object) -> Check:
    """The reply asks for a sum, a length of time, a consent or a document."""
    wanted: Asked = read(Asked, argument)

    def look(moment: Moment) -> Seen:
        asked = set[Asked]() if moment.reply is None else asked_for(moment.reply)
        return Seen(wanted in asked, wanted, f"{sorted(asked) or 'nothing'}: {brief(moment.text)}")

    return Check("asks", look)


def asked_for(reply: Reply) -> set[Asked]:
    """What the reply asks for: the slot it names, and every question of a pack it says."""
    asked: set[Asked] = set()
    if reply.asks in SLOTS:
        asked.add(SLOTS[reply.asks])
    for planner in PLANNERS.values():
        for key, slot in planner.slots.items():
            question = planner.question(key, reply.lang)
            if reply.asks == key or (slot.ask and question in reply.text):
                asked |= _kind(slot.unit)
    return asked


def refuses(argument: object) -> Check:
    """One of the rules fired, and the turn was blocked."""
    rules = listed(argument)

    def look(moment: Moment) -> Seen:
        reply = moment.reply
        found = reply is not None and reply.decision == "block" and _fired(reply, rules)
        return Seen(found, f"block by {' or '.join(rules)}", _decided(moment))

    return Check("refuses", look)


def review(argument: object) -> Check:
    """One of the rules fired and asks for a review; nothing of a plan got out, none is approved."""
    rules = listed(argument)

    def look(moment: Moment) -> Seen:
        reply = moment.reply
        found = reply is not None and reply.decision == "review" and _fired(reply, rules)
        out = _let_out(moment)
        seen = _decided(moment) if not out else f"{_decided(moment)}; {out}"
        return Seen(found and not out, f"review by {' or '.join(rules)}", seen)

    return Check("review", look)


def hands_over(argument: object) -> Check:
    """A task for a person exists with this reason."""
    wanted: str = read(Literal[("any", *get_args(TaskReason))], argument)

    def look(moment: Moment) -> Seen:
        reasons = [one.reason for one in open_tasks(moment)]
        found = bool(reasons) if wanted == "any" else wanted in reasons
        return Seen(found, f"a task: {wanted}", f"tasks: {reasons or 'none'}")

    return Check("hands_over", look)


def within(argument: object) -> Check:
    """The turn took at most this long."""
    limit: timedelta = read(timedelta, argument)

    def look(moment: Moment) -> Seen:
        told = 0.0 if moment.reply is None else moment.reply.seconds
        seconds = round(max(moment.seconds, told), 3)
        most = limit.total_seconds()
        return Seen(seconds <= most, f"at most {most} s", f"{seconds} s")

    return Check("within", look)


def _kind(unit: str) -> set[Asked]:
    if unit in LENGTHS:
        return {"term"}
    return {"amount"} if unit in MONEY else set()


def _fired(reply: Reply, rules: tuple[str, ...]) -> bool:
    return any(one.rule in rules for one in reply.verdicts)


def _decided(moment: Moment) -> str:
    reply = moment.reply
    if reply is None:
        return "no reply"
    fired = [f"{one.rule} ({one.decision})" for one in reply.verdicts]
    return f"{reply.decision or 'no decision'}: {fired or 'no rule'}; {brief(reply.text, 200)}"


def _let_out(moment: Moment) -> str:
    """What of an unapproved plan a customer was shown, or which plan is approved."""
    shelf = moment.application.desk.shelf
    for customer_id in moment.customers:
        for plan in shelf.of_customer(customer_id):
            if plan.status not in UNDELIVERED:
                return f"plan {plan.id} is {plan.status}"
    for one in moment.exchanges:
        if one.speaker.is_customer and one.shows_plan:
            return f"figures of plan {one.reply.plan_id} were shown to {one.speaker.person_id}"
    return ""
