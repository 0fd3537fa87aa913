"""Which tag a customer speaks of, and what is said of it: why, what speaks against it."""

import re
from collections.abc import Sequence
from typing import Final

from assistant.conversation.phrasebook import Said, both
from graph.model import Tag

SPOKEN: Final[dict[str, str]] = {
    "basic.demography.marital": "婚|单身|配偶|老公|老婆|married|single|divorced|marital|spouse",
    "basic.demography.children_count": "孩子|子女|娃|child|kids",
    "basic.demography.youngest_child_stage": "最小的孩子|小学|幼儿|youngest|school",
    "basic.demography.age_band_5y": "年龄|岁|年纪|生日|my age|years old|birth",
    "basic.demography.household": "家庭人口|几口人|household",
    "basic.demography.education_level": "学历|文凭|毕业|education|degree",
    "basic.work.occupation": "职业|工作|当老师|退休|job|occupation|profession|retired",
    "basic.work.income_band": "收入|工资|薪|income|salary|earn|wage",
    "basic.work.employer_type": "单位|公司|雇主|employer|company",
    "basic.place.city": "城市|住在|搬|常住|city|live in|moved",
    "finance.holding.aum_band": "资产|assets",
    "finance.credit.loan_type": "贷款|房贷|车贷|loan|mortgage",
    "scenario.housing.state": "住房|租房|自有房|房子|租的|own a home|rent",
    "scenario.consumption.vehicle": "车|car|vehicle",
    "scenario.business.state": "小微|企业主|个体|business",
    "scenario.event_stage.study_abroad": "留学|出国读书|study abroad|overseas study",
    "scenario.event_stage.home_purchase": "买房|购房|buy a home|house",
    "scenario.event_stage.overseas_travel": "旅游|出境|travel",
    "risk.profile.c_level": "风险等级|风险承受|风险测评|风险偏好|risk level|risk profile",
}
"""How people speak of a tag, by the beginning of its key."""

BY_FAMILY: Final = 2
BY_WORD: Final = 3


def named_tag(words: str, tags: Sequence[Tag]) -> Tag | None:
    """The tag the words speak of: its own words count more than its family's; None where none."""
    text = words.lower()
    exact = next((one for one in tags if one.key == words), None)
    if exact is not None:
        return exact
    scored = [(_score(text, one), one) for one in tags]
    best = max((score for score, _ in scored), default=0)
    return next((one for score, one in scored if score == best), None) if best else None


def _score(text: str, tag: Tag) -> int:
    """How much of the tag the text names."""
    spoken = next((words for key, words in SPOKEN.items() if tag.key.startswith(key)), None)
    score = BY_FAMILY if spoken is not None and re.search(spoken, text) else 0
    family, _, value = tag.label.partition("：")
    family_en, _, value_en = tag.label_en.lower().partition(": ")
    score += BY_WORD if len(value) > 1 and value in text else 0
    score += BY_WORD if re.search(rf"\b{re.escape(value_en)}\b", text) and value_en else 0
    score += BY_FAMILY if family.split("·")[0] in text else 0
    return score + (BY_FAMILY if family_en.split(", ")[0] in text else 0)


def value_of(tag: Tag) -> tuple[str, str]:
    """What the tag says without the name of its family, in both languages."""
    return tag.label.rpartition("：")[2], tag.label_en.rpartition(": ")[2]


def tag_said(tag: Tag) -> Said:
    """One line: what it says, why, since when; marked where the customer contests it."""
    day = tag.as_of.isoformat()
    phrase = "portrait.tag_contested" if tag.status == "contested" else "portrait.tag"
    return both(
        phrase,
        {"label": tag.label, "explain": tag.explain, "day": day},
        {"label": tag.label_en, "explain": tag.explain_en, "day": day},
    )


def conflict_said(tag: Tag) -> Said:
    """What two origins say of the same, and the question which is right."""
    zh, en = value_of(tag)
    sides = [(tag.origin or "said", zh, en), (tag.other_origin or "said", tag.other, tag.other_en)]
    sides.sort(key=lambda side: side[0] != "said")
    first, second = sides
    name, name_en = tag.label.partition("：")[0], tag.label_en.partition(": ")[0]
    return both(
        f"portrait.differs_{second[0]}",
        {"name": name, "first": first[1], "second": second[1]},
        {"name": name_en, "first": first[2], "second": second[2]},
    )


def why_said(tag: Tag) -> Said:
    """Where a tag comes from: origin, reason, sources, consent, how sure, and until when."""
    values = {
        "source": tag.source, "basis": tag.legal_basis, "sure": f"{tag.confidence:.0%}",
        "day": tag.as_of.isoformat(),
        "until": "–" if tag.expires_on is None else tag.expires_on.isoformat(),
    }  # fmt: skip
    return both(
        f"portrait.why_{tag.origin or 'said'}",
        values | {"label": tag.label, "explain": tag.explain},
        values | {"label": tag.label_en, "explain": tag.explain_en},
    )
