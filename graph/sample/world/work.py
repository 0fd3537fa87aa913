"""What work brings in each month: pay, what goes with the trade, pensions, takings."""

from typing import Final

import numpy as np

from graph.sample.world.payments import Month, minor, post, some_day
from graph.sample.world.people import FARMER, RETIRED, Flags, Floats, Ints
from graph.sample.world.places import EMPLOYERS, OCCUPATIONS
from graph.sample.world.tables import Words
from graph.sample.world.town import Town

SUPPLEMENTS: Final = {
    "教师": "课时费", "医生": "门诊绩效", "护士": "夜班津贴", "销售": "销售提成",
    "工程师": "工程项目奖金", "程序员": "研发项目奖金", "设计师": "设计提成", "司机": "出车补贴",
    "公务员": "公务交通补贴", "工人": "计件工资", "会计": "会计岗位津贴", "行政": "行政岗位津贴",
}  # fmt: skip
"""What an employer pays beside the wage of a trade, as its memo says."""
SUPPLEMENT: Final = 0.09
"""Its part of the pay."""
GROWTH: Final = 0.0015
"""How much pay grows in a month. Assumption: near 2 % in a year."""
BUSINESS_INCOME: Final = 0.9
"""What a business opened within the feeds brings in, of the former pay."""


def earn(town: Town, month: Month) -> None:
    """Wages with their supplements, pensions, and the takings of those who work for themselves."""
    _wages(town, month)
    _pensions(town, month)
    _takings(town, month)


def _grown(town: Town, month: Month) -> Floats:
    return town.people.income * (1 - GROWTH * (town.last - month.first) / 30)


def _wages(town: Town, month: Month) -> None:
    people = town.people
    works = (people.employer >= 0) & people.main_bank & ~town.after("retirement", month.first)
    works &= ~town.after("business_start", month.first) & town.chance(0.988)
    who = np.flatnonzero(works)
    payer = np.where(people.job_since > month.first, people.employer_before, people.employer)[who]
    extra = np.isin(people.occupation, list(CODES))[who] & (people.numbers[who] % 10 < 8)
    whole = _grown(town, month)[who] * town.dice.normal(1.0, 0.02, len(who))
    wage = whole * np.where(extra, 1 - SUPPLEMENT, 1.0)
    if month.number == 1:
        wage *= town.dice.uniform(1.2, 2.6, len(who))
    day = month.first + 9 + payer % 8
    common = {"channel": "online", "counterparty_kind": "employer"}
    memo = "工资" if month.number != 1 else "工资及年终奖"
    post(town, who, day, minor(wage), counterparty=Words(payer, EMPLOYERS), memo=memo, **common)
    memos = Words(people.occupation[who][extra], MEMOS)
    sums, payers = (whole * SUPPLEMENT)[extra], Words(payer[extra], EMPLOYERS)
    post(town, who[extra], day[extra] + 1, minor(sums), counterparty=payers, memo=memos, **common)


def _pensions(town: Town, month: Month) -> None:
    """Of those retired before the feeds; who retires within them is paid as the event proves."""
    people = town.people
    who = np.flatnonzero((people.occupation == RETIRED) & people.main_bank)
    post(
        town, who, np.full(len(who), month.first + 14), minor(people.income[who] * 0.95),
        channel="online", counterparty="社会保险中心", counterparty_kind="government",
        memo="养老金",
    )  # fmt: skip


def _takings(town: Town, month: Month) -> None:
    people = town.people
    opened = town.after("business_start", month.first)
    own = ((people.employer < 0) & (people.occupation != RETIRED)) | people.is_business | opened
    farms = people.occupation == FARMER
    # A harvest is sold in autumn, a shop's takings come all year.
    season = 2.6 if month.number in (9, 10, 11) else 0.45
    rate = np.where(farms, 1.1 * season, 5.0) * (own & people.main_bank)
    who = np.repeat(np.arange(len(people)), town.dice.poisson(rate))
    each = _grown(town, month)[who] / np.where(farms[who], 1.1, 5.0)
    sums = each * town.dice.lognormal(-0.08, 0.4, len(who))
    _sell(town, month, who[farms[who]], sums[farms[who]], ("绿禾收购站（示例）", "粮食收购款"))
    _sell(town, month, who[~farms[who]], sums[~farms[who]], ("收单结算", "货款"))


def _sell(town: Town, month: Month, who: Ints, sums: Floats, to: tuple[str, str]) -> None:
    post(
        town, who, some_day(town, month, len(who)), minor(sums), channel="pos",
        counterparty=to[0], counterparty_kind="merchant", memo=to[1],
    )  # fmt: skip


CODES: Final = frozenset(OCCUPATIONS.index(one) for one in SUPPLEMENTS)
MEMOS: Final = tuple(SUPPLEMENTS.get(one, "补贴") for one in OCCUPATIONS)


def drives(town: Town, day: int) -> Flags:
    """Who has a car on the day."""
    return town.people.owns_car | town.after("vehicle_purchase", day)
