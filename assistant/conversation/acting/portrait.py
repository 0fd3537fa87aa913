"""What the bank knows about the customer, shown to the customer and open to correction."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, get_args

from assistant.conversation.acting.consents import consent_needed
from assistant.conversation.acting.grounds import hand_over
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.acting.tags import conflict_said, named_tag, tag_said, why_said
from assistant.conversation.commands import ContestTag, Rebalance, ShowHoldings, ShowPortrait
from assistant.conversation.model import OfferedAct
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation, subject_of
from assistant.planning.figures import half_up
from assistant.privacy.model import AuditEntry
from graph.model import CustomerFile, Holding, RiskLevel, Tag
from graph.offers import ProductRisk

EXPORT: Final = "导出|下载|打印|拷贝|副本|export|download|a copy|print"
"""Words that ask for the portrait as files."""

WHY: Final = (
    "(为什么|为啥|怎么|凭什么|依据|根据|从哪).{0,12}(我|标签|画像|这条)|"
    "(why|how come|how do you know|what makes you|based on).{0,40}"
    "( i | i'm|i am| me | my |tag|label)"
)
"""Words that ask where something said of the speaker comes from."""

EMERGENCY_MONTHS: Final = 6
"""Months of living and debt service kept out of every proposal."""

CEILING: Final[dict[RiskLevel, ProductRisk]] = {
    "C1": "R1", "C2": "R2", "C3": "R3", "C4": "R4", "C5": "R5",
}  # fmt: skip
"""The highest product risk by customer risk level (金融机构产品适当性管理办法 12)."""


def show_portrait(_: ShowPortrait, situation: Situation) -> Outcome:
    """Every tag with its source, and a click that contests what was inferred.

    Source:
        个人信息保护法 45
    """
    file = situation.known
    if file is None:
        return consent_needed(situation)
    situation.note(_row("portrait.read", "portrait", situation))
    tags = tuple(one for one in file.tags if one.status != "corrected")
    if not tags:
        return Outcome(kind="answered", said=(said("portrait.empty"),))
    if re.search(EXPORT, situation.message.lower()):
        return export_portrait(situation)
    asked = explained(situation)
    if asked is not None:
        return asked
    differing = tuple(one for one in tags if one.other and one.status == "current")
    doubtful = [one for one in tags if one.dimension == "scenario" or one in differing]
    return Outcome(
        kind="answered",
        said=(said("portrait.intro"), *_grouped(tags), *_differing(differing)),
        acts=(*(_contest(one, situation) for one in doubtful), _export(situation)),
    )


def export_portrait(situation: Situation) -> Outcome:
    """What the export holds, and the click that gives it.

    Source:
        个人信息保护法 45
    """
    return Outcome(kind="answered", said=(said("portrait.export"),), acts=(_export(situation),))


def exported(situation: Situation) -> Outcome:
    """The portrait is given: the channel hands over its files beside these words."""
    file = situation.known
    if file is None:
        return consent_needed(situation)
    situation.demand("portrait.read", subject_of(file))
    situation.note(_row("portrait.read", "export", situation))
    return Outcome(kind="answered", said=(said("portrait.exported"),))


def explained(situation: Situation) -> Outcome | None:
    """Why one tag is said, where the words ask for it; None where they ask for none.

    Source:
        个人信息保护法 24, 45
    """
    file = situation.known
    if file is None or not re.search(WHY, situation.message.lower()):
        return None
    shown = [one for one in file.tags if one.status != "corrected"]
    tag = named_tag(situation.message, shown)
    if tag is None:
        return None
    situation.note(_row("portrait.read", tag.key, situation))
    words = (why_said(tag), *_differing([tag] if tag.other else []), said("portrait.why_contest"))
    return Outcome(kind="answered", said=words, acts=(_contest(tag, situation),))


def _differing(tags: Sequence[Tag]) -> Iterable[Said]:
    """What origins disagree on, under a name of its own; nothing where they agree."""
    if tags:
        yield said("portrait.differing")
    yield from map(conflict_said, tags)


def _export(situation: Situation) -> OfferedAct:
    label = "Export my portrait" if situation.lang == "en" else "导出画像"
    return OfferedAct(act="export", target="portrait", label=label)


def _grouped(tags: Sequence[Tag]) -> Iterable[Said]:
    """The tags under the names of their dimensions."""
    for dimension in get_args(Tag.model_fields["dimension"].annotation):
        mine = [one for one in tags if one.dimension == dimension]
        if mine:
            yield said(f"portrait.{dimension}")
            yield from map(tag_said, mine)


def _contest(tag: Tag, situation: Situation) -> OfferedAct:
    """The click that contests what was inferred."""
    label = f"Wrong: {tag.label_en}" if situation.lang == "en" else f"不对：{tag.label}"
    return OfferedAct(act="contest", target=tag.key, label=label)


def contest_tag(command: ContestTag, situation: Situation) -> Outcome:
    """The correction is recorded; the tag is used for nothing until a person has checked it.

    Source:
        个人信息保护法 24, 46
    """
    file = situation.known
    tag = None if file is None else named_tag(command.words, file.tags)
    subject = command.words[:80] if tag is None else tag.key
    situation.note(_row("portrait.contest", subject, situation))
    if file is not None and situation.context.speaker.is_customer:
        _put_aside(tag, file, situation)
        note = f"{subject}：{situation.message[:80]}"
        hand_over("portrait_contested", note, situation)
    if tag is None:
        words = said("portrait.contested", words=command.words[:80])
    else:
        words = both("portrait.contested_tag", {"label": tag.label}, {"label": tag.label_en})
    return Outcome(kind="answered", said=(words,))


def _put_aside(tag: Tag | None, file: CustomerFile, situation: Situation) -> None:
    """Mark the tag contested; a need foreseen from the same event is not raised meanwhile."""
    if tag is None:
        return
    customers, needs = situation.bank.customers, situation.bank.needs
    customers.mark_tag(file.customer.id, tag.key, "contested", situation.now)
    event = tag.key.removeprefix("scenario.event_stage.")
    for need in needs.of(file.customer.id):
        if need.event == event:
            needs.dismiss(need.id, situation.now)


def show_holdings(_: ShowHoldings, situation: Situation) -> Outcome:
    """What the customer holds, largest value first, and their deposits."""
    file = situation.known
    if file is None:
        return consent_needed(situation)
    words = (*_holdings_said(file), *_deposits_said(file))
    return Outcome(kind="answered", said=words)


def rebalance(_: Rebalance, situation: Situation) -> Outcome:
    """The range of product risk that suits the customer; products are for the advisor.

    Source:
        金融机构产品适当性管理办法 12, 29
    """
    file = situation.known
    if file is None:
        return consent_needed(situation)
    assessment = file.risk_level(situation.context.today)
    if assessment is None:
        return Outcome(kind="refused", said=(said("portrait.no_assessment"),))
    values = {
        "level": assessment.level,
        "until": assessment.valid_until.isoformat(),
        "ceiling": CEILING[assessment.level],
    }
    zh, en = _emergency(file)
    suits = both("portrait.suits", values | {"emergency": zh}, values | {"emergency": en})
    return Outcome(kind="answered", said=(*_holdings_said(file), suits))


def _emergency(file: CustomerFile) -> tuple[str, str]:
    """What to keep for emergencies: a sum where the spending is known."""
    if not file.living_month:
        return "六个月开销的", "six months of spending"
    kept = _money(file.living_month * EMERGENCY_MONTHS)
    return f" {kept} 元", f"CNY {kept}"


def _holdings_said(file: CustomerFile) -> tuple[Said, ...]:
    if not file.holdings:
        return (said("portrait.no_holdings"),)
    ordered = sorted(file.holdings, key=lambda one: (-one.value, one.id))
    total = sum((one.value for one in ordered), Decimal(0))
    head = said("portrait.holdings", total=_money(total), count=str(len(ordered)))
    return (head, *map(_holding_said, ordered))


def _holding_said(one: Holding) -> Said:
    return said(
        "portrait.holding",
        name=one.product_name or one.product_code,
        value=_money(one.value),
        risk=one.risk_level or "–",
        day="–" if one.as_of is None else one.as_of.isoformat(),
    )


def _deposits_said(file: CustomerFile) -> tuple[Said, ...]:
    deposits = [one.balance for one in file.accounts if one.currency == "CNY"]
    if not deposits:
        return ()
    return (said("portrait.deposits", total=_money(sum(deposits, Decimal(0)))),)


def _money(amount: Decimal) -> str:
    return f"{half_up(amount):,}"


def _row(action: str, subject: str, situation: Situation) -> AuditEntry:
    return AuditEntry.model_validate(
        {
            "at": situation.now,
            "actor": situation.context.speaker.person_id,
            "action": action,
            "subject": subject,
            "customer_id": situation.context.customer_id,
        }
    )
