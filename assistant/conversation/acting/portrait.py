"""What the bank knows about the customer, shown to the customer and open to correction."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, get_args

from assistant.conversation.acting.consents import consent_needed
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import ContestTag, Rebalance, ShowHoldings, ShowPortrait
from assistant.conversation.model import OfferedAct
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation
from assistant.planning.figures import half_up
from assistant.privacy.model import AuditEntry
from graph.model import CustomerFile, Holding, RiskLevel, Tag
from graph.offers import ProductRisk

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
    if not file.tags:
        return Outcome(kind="answered", said=(said("portrait.empty"),))
    return Outcome(
        kind="answered",
        said=(said("portrait.intro"), *_grouped(file.tags)),
        acts=tuple(_contest(one, situation) for one in file.tags if one.dimension == "scenario"),
    )


def _grouped(tags: Sequence[Tag]) -> Iterable[Said]:
    """The tags under the names of their dimensions."""
    for dimension in get_args(Tag.model_fields["dimension"].annotation):
        mine = [one for one in tags if one.dimension == dimension]
        if mine:
            yield said(f"portrait.{dimension}")
            yield from map(_tag_said, mine)


def _contest(tag: Tag, situation: Situation) -> OfferedAct:
    """The click that contests what was inferred."""
    label = f"Wrong: {tag.label_en}" if situation.lang == "en" else f"不对：{tag.label}"
    return OfferedAct(act="contest", target=tag.key, label=label)


def contest_tag(command: ContestTag, situation: Situation) -> Outcome:
    """The correction is recorded and a person checks it.

    Source:
        个人信息保护法 46
    """
    situation.note(_row("portrait.contest", command.words[:80], situation))
    return Outcome(kind="answered", said=(said("portrait.contested", words=command.words[:80]),))


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


def _tag_said(tag: Tag) -> Said:
    day = tag.as_of.isoformat()
    return both(
        "portrait.tag",
        {"label": tag.label, "explain": tag.explain, "day": day},
        {"label": tag.label_en, "explain": tag.explain_en, "day": day},
    )


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
