"""Study abroad in the chat: what it costs, how to save for it, and how the money may leave."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from assistant.compliance.model import Verdict
from assistant.conversation.acting.computing import (
    Worked,
    assumed_said,
    money,
    percent,
    plain,
    remembered,
    told,
    worked,
)
from assistant.conversation.acting.grounds import basis_said, grounds
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.acting.policy import ask_policy
from assistant.conversation.commands import AskPolicy, ComputeStudyAbroad
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation
from assistant.planning.figures import Figure
from assistant.planning.planners import PLANNERS

PACK: Final = "study_abroad_legacy"
STRESS: Final = Decimal("0.10")
"""The rise of the exchange rate that is always shown."""

SHOWN: Final = frozenset({
    "years", "currency", "oneoff", "tuition_growth", "living_growth", "saving_yield",
    "exchange_rate",
})  # fmt: skip
"""Assumptions a customer should know of when they were not stated."""

UNIT_NAMES: Final[dict[str, tuple[str, str]]] = {
    "GBP": ("英镑", "GBP"), "USD": ("美元", "USD"), "EUR": ("欧元", "EUR"), "AUD": ("澳元", "AUD"),
    "CAD": ("加元", "CAD"), "JPY": ("日元", "JPY"), "HKD": ("港元", "HKD"), "SGD": ("新元", "SGD"),
    "NZD": ("新西兰元", "NZD"), "CHF": ("瑞士法郎", "CHF"), "KRW": ("韩元", "KRW"),
}  # fmt: skip


def compute_study_abroad(command: ComputeStudyAbroad, situation: Situation) -> Outcome:
    """Cost, saving or quota, whichever was asked; asked for what is missing.

    Source:
        外汇管理条例 12, 14
    """
    memory = remembered("study_abroad", command, situation)
    case = worked(PLANNERS[PACK], command, memory, situation)
    if isinstance(case, Outcome):
        if command.asks == "quota":
            return _rule_before_figures(case, situation)
        return case
    if command.asks == "quota":
        return _quota(case, situation)
    if command.asks == "saving" or command.earmarked is not None:
        return told(case, (*_saving(case), *assumed_said(case, SHOWN)), situation)
    return told(case, (*_cost(command, case), *assumed_said(case, SHOWN)), situation)


def _rule_before_figures(asked: Outcome, situation: Situation) -> Outcome:
    """What the quota means, while the costs are not known yet."""
    answer = ask_policy(AskPolicy(question=situation.message), situation)
    return answer.model_copy(
        update={"memory": asked.memory, "said": (*answer.said, *asked.said), "asks": asked.asks}
    )


def _cost(command: ComputeStudyAbroad, case: Worked) -> tuple[Said, ...]:
    """The total, each stage, and the total at a dearer currency."""
    foreign = case.calculation.figure("total_foreign")
    zh, en = UNIT_NAMES.get(foreign.unit, (foreign.unit, foreign.unit))
    values = {
        "years": case.calculation.inputs["years"],
        "foreign": plain(foreign.printed),
        "rate": case.calculation.inputs["exchange_rate"],
        "cny": case.printed("total_cny"),
    }
    head = both("studies.total", values | {"currency": zh}, values | {"currency": en})
    stages = [
        _stage(case, month, number, (zh, en)) for number, month in enumerate(_months(case), start=1)
    ]
    change = command.fx_change or STRESS
    return (head, *stages, *_dearer(case, change))


def _dearer(case: Worked, change: Decimal) -> tuple[Said, ...]:
    marked = _marked(case, "total_cny", change)
    if marked is None:
        return ()
    return (said("studies.fx", change=percent(change), cny=plain(marked.printed)),)


def _marked(case: Worked, key: str, change: Decimal) -> Figure | None:
    """The figure at a changed exchange rate; None where it was not computed."""
    suffix = f"fx_{change * 100:.0f}".replace("-", "minus_")
    wanted = {f"{key}.{suffix}", f"{key}.last_payment_{suffix}"}
    return next((one for one in case.calculation.figures if one.key in wanted), None)


def _months(case: Worked) -> list[str]:
    """The months of payment, in order."""
    prefix = "stage_total."
    keys = (one.key for one in case.calculation.figures)
    return [key.removeprefix(prefix) for key in keys if key.startswith(prefix)]


def _stage(case: Worked, month: str, number: int, currency: tuple[str, str]) -> Said:
    oneoff = case.calculation.figure(f"stage_oneoff.{month}")
    values = {
        "month": month,
        "number": str(number),
        "foreign": case.printed(f"stage_total.{month}"),
        "cny": case.printed(f"stage_total_cny.{month}"),
        "tuition": case.printed(f"stage_tuition.{month}"),
        "living": case.printed(f"stage_living.{month}"),
    }
    zh = f"、杂费 {plain(oneoff.printed)}" if oneoff.value else ""
    en = f", one-off {plain(oneoff.printed)}" if oneoff.value else ""
    return both(
        "studies.stage",
        values | {"currency": currency[0], "oneoff": zh},
        values | {"currency": currency[1], "oneoff": en},
    )


def _saving(case: Worked) -> tuple[Said, ...]:
    """The gap, both ways of saving with their share of the surplus, and the path."""
    words = [
        said(
            "studies.gap",
            pv=case.printed("pv_cny"),
            earmarked=money(case.number("earmarked")),
            gap=case.printed("gap_pv"),
        ),
        _level(case, "saving_all", "last_payment"),
        _level(case, "saving_departure", "departure"),
    ]
    dearer = _marked(case, "level_saving", STRESS)
    if dearer is not None:
        change = percent(STRESS)
        words.append(said("studies.saving_fx", change=change, saving=plain(dearer.printed)))
    words.append(said("studies.path", lowest=case.printed("lowest_balance")))
    words += _wanting(case)
    return tuple(words)


def _level(case: Worked, phrase: str, mark: str) -> Said:
    values = {
        "months": case.printed(f"months_to_save.{mark}"),
        "saving": case.printed(f"level_saving.{mark}"),
    }
    zh = en = ""
    if case.has(f"saving_share.{mark}"):
        share = case.calculation.figure(f"saving_share.{mark}")
        zh = f"，占每月结余的 {share.printed}"
        en = f", {share.printed} of the monthly surplus"
        if share.value > 1:
            zh += "，超出结余，行不通"
            en += ", more than there is, so not feasible"
    return both(f"studies.{phrase}", values | {"share": zh}, values | {"share": en})


def _wanting(case: Worked) -> Iterable[Said]:
    """What would make the answer better, asked without holding it back."""
    if not case.number("earmarked"):
        yield said("studies.ask_earmarked")
    if not case.has("surplus_month"):
        yield said("studies.ask_income")


def _quota(case: Worked, situation: Situation) -> Outcome:
    """Each calendar year's dollars by route, what the quota means, and the clause.

    Source:
        外汇管理条例 12, 14
    """
    months = [one for one in _months(case) if case.has(f"quota_left.{one}")]
    years = tuple(_year(case, month) for month in months)
    left = [case.calculation.figure(f"quota_left.{month}").value for month in months]
    is_enough = all(one >= 0 for one in left)
    meaning = _meaning(case, months)
    closing = said("studies.quota_enough" if is_enough else "studies.quota_short")
    fired = tuple(one for one in case.verdicts if one.rule.startswith("fx."))
    cited = grounds(fired or _authentic(situation), situation)
    outcome = told(case, (*meaning, *years, closing), situation)
    fresh = tuple(one for one in cited if one not in outcome.citations)
    return outcome.model_copy(
        update={
            "said": (*outcome.said, *basis_said(fresh)),
            "citations": (*outcome.citations, *fresh),
        }
    )


def _meaning(case: Worked, months: list[str]) -> tuple[Said, ...]:
    if not months:
        return ()
    first = case.calculation.figure(f"stage_usd.{months[0]}")
    quota = Decimal(case.calculation.figure(f"quota_left.{months[0]}").inputs["quota"])
    phrase = "studies.quota_over" if first.value > quota else "studies.quota_within"
    return (said(phrase, limit=money(quota)),)


def _year(case: Worked, month: str) -> Said:
    return said(
        "studies.quota_year",
        year=month[:4],
        usd=case.printed(f"stage_usd.{month}"),
        documents=case.printed(f"stage_usd_documents.{month}"),
        quota=case.printed(f"stage_usd_quota.{month}"),
        left=case.printed(f"quota_left.{month}"),
    )


def _authentic(situation: Situation) -> tuple[Verdict, ...]:
    return (situation.ports.rulebook.fire("fx.authentic"),)
