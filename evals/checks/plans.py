"""Checks of plans: what they say, where they stand, who may see them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import get_args

from assistant.planning.model import Plan, PlanStatus
from evals.checks.check import Argument, Check, read
from evals.checks.rows import counted
from evals.moment import Moment, Seen


class Wanted(Argument):
    """A plan as a script wants it; `figures` by key, each rounded to the digits it is given."""

    customer_id: str | None = None
    pack: str | None = None
    status: PlanStatus | None = None
    figures: dict[str, Decimal] = {}
    rules: tuple[str, ...] = ()
    count: int | None = None


def plan(argument: object) -> Check:
    """Such a plan exists, or exactly `count` of them."""
    wanted: Wanted = read(Wanted, argument)
    said = wanted.model_dump(mode="json", exclude_unset=True)

    def look(moment: Moment) -> Seen:
        held = plans(moment)
        found = [one for one in held if not _lacks(one, wanted)]
        shown = "; ".join(_shown(one, wanted) for one in held) or "no plan"
        return Seen(counted(found, wanted.count), f"a plan with {said}", shown)

    return Check("plan", look)


def shown_to(argument: object) -> Check:
    """The plan the turn is about, or its words where there is none, reached this person alone.

    Advisor and second approver read a plan to review it: beside a customer who is named they do
    not count, and no other customer may read it. Where a member of staff is named, no customer
    and nobody else of the same role may.
    """
    person: str = read(str, argument)

    def look(moment: Moment) -> Seen:
        about = _about(moment)
        if about is None:
            heard = () if moment.exchange is None else (moment.exchange.speaker.person_id,)
            return Seen(heard == (person,), f"{person} alone", f"told to {heard or 'nobody'}")
        readers = _readers(about, moment)
        strangers = [one for one in readers if one != person and _competes(one, person, moment)]
        holds = person in readers and not strangers
        return Seen(holds, f"{person} alone", f"plan {about.id} may be read by {readers}")

    return Check("shown_to", look)


def plans(moment: Moment) -> list[Plan]:
    """The newest version of every plan of the world."""
    return list(moment.application.desk.shelf.with_status(*get_args(PlanStatus)))


def _about(moment: Moment) -> Plan | None:
    reply = moment.reply
    held = plans(moment)
    if reply is not None and reply.plan_id is not None:
        return next((one for one in held if one.id == reply.plan_id), None)
    is_end = reply is None or reply.outcome == "drafted"
    return max(held, key=lambda one: one.created_at, default=None) if is_end else None


def _readers(about: Plan, moment: Moment) -> list[str]:
    """Who may read the content of the plan, and who was shown its figures."""
    desk = moment.application.desk
    may = {key for key, one in moment.people.items() if desk.visible(about, one.speaker)}
    was = {
        one.speaker.person_id
        for one in moment.exchanges
        if one.reply.plan_id == about.id and one.shows_plan
    }
    return sorted(may | was)


def _competes(one: str, person: str, moment: Moment) -> bool:
    mine = moment.people.get(person)
    theirs = moment.people[one].speaker
    if theirs.is_customer:
        return True
    return mine is not None and theirs.role == mine.speaker.role


def _lacks(one: Plan, wanted: Wanted) -> list[str]:
    """What keeps a plan from being the wanted one."""
    lacks = [
        f"{name} {getattr(one, name)}"
        for name in ("customer_id", "pack", "status")
        if getattr(wanted, name) not in {None, getattr(one, name)}
    ]
    held = {figure.key: figure.value for figure in one.figures}
    for key, value in wanted.figures.items():
        if key not in held or not _rounds_to(held[key], value):
            lacks.append(f"{key} {held.get(key, 'missing')}")
    rules = {verdict.rule for verdict in one.verdicts}
    return lacks + [f"no {key}" for key in wanted.rules if key not in rules]


def _rounds_to(held: Decimal, wanted: Decimal) -> bool:
    exponent = wanted.as_tuple().exponent
    digits = exponent if isinstance(exponent, int) else 0
    return held.quantize(Decimal(1).scaleb(digits), ROUND_HALF_UP) == wanted


def _shown(one: Plan, wanted: Wanted) -> str:
    lacks = ", ".join(_lacks(one, wanted)) or "as wanted"
    return f"{one.id} ({one.pack}, {one.status}): {lacks}"
