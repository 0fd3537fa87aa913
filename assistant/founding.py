"""The first start: the sample bank, built once and wholly.

Every step may be repeated without changing what it has already done, and the day and the seed are
kept before the first of them. So a build that was cut off anywhere is done again from the same
feeds, and the mark that says it is whole is written last.
"""

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from assistant.bootstrap import Application, Progress
from assistant.privacy.model import Role, Speaker
from graph.catalogue import plant
from graph.needs import forecast
from graph.portrait import refresh
from graph.sample import demo_customers, write_sample
from graph.values import Value

BEGUN: Final = "founding.json"
WHOLE: Final = "founded.json"
PASSWORD_BYTES: Final = 4
"""Of the demo's password, which is drawn at the first start and shown at every one."""
BUILDER: Final = "operator"
"""Who builds, in the ledger."""
MANUAL: Final = Path(__file__).parents[1] / "knowledge" / "policies"

USERNAMES: Final = {
    "c-1001": "chenjing", "c-1002": "liming", "c-1003": "zhaojianguo", "a-1": "wangmin",
    "a-2": "zhoulan", "a-6": "luozheng",
}  # fmt: skip
"""How the people of the demo sign in; anybody else by their id."""
ASKS: Final = {
    "c-1001": ("试试：孩子去英国读本科要准备多少钱？", "try: what will studying in the UK cost?"),
    "c-1002": ("试试：240万的房子，首付三成，月供多少？", "try: a home for 2.4m, 30% down"),
    "c-1003": ("试试：你们知道我什么？", "try: what do you know about me?"),
}
"""What to ask as each customer of the demo."""
TIPS: Final[dict[Role, tuple[str, str]]] = {
    "customer": ("随便问问", "ask anything"),
    "advisor": ("打开工作台，审核方案", "open the desk and review a draft"),
    "second_approver": ("复核需要两人批准的方案", "approve what needs a second person"),
    "compliance": ("查看留痕与依据", "see why anything was said"),
    "auditor": ("查看审计台账", "read the ledger"),
}


class Beginning(Value):
    """What a build starts from: the same values give the same feeds."""

    day: date
    seed: int
    customers: int


class SignIn(Value):
    """Somebody to try the demo as, and what to try."""

    username: str
    password: str
    name: str
    tip: str
    tip_en: str


class Founded(Value):
    """The mark of a whole build."""

    beginning: Beginning
    sign_ins: tuple[SignIn, ...]


@dataclass(frozen=True)
class Site:
    """What a step builds on."""

    application: Application
    beginning: Beginning
    progress: Progress

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.application.clock()

    @property
    def feeds(self) -> Path:
        """Where the sample bank's feeds are written."""
        return self.application.settings.home / "sample"


Step = tuple[str, Callable[[Site], object]]


def is_founded(home: Path) -> bool:
    """Whether a sample bank was built in `home`, wholly."""
    return (home / WHOLE).is_file()


def found(
    application: Application, progress: Progress, steps: Sequence[Step] | None = None
) -> tuple[SignIn, ...]:
    """Build the sample bank where the store is empty; who may try it.

    () where the bank was filled with feeds of its own, which are left alone.
    """
    home = application.settings.home
    is_empty = not application.bank.advisors.all()
    if is_founded(home) and not is_empty:
        return Founded.model_validate_json((home / WHOLE).read_bytes()).sign_ins
    if not is_empty and not (home / BEGUN).is_file():
        return ()
    site = Site(application, _beginning(application), progress)
    for text, step in STEPS if steps is None else steps:
        progress(text)
        step(site)
    progress("演示用户 Demo sign-ins")
    founded = Founded(beginning=site.beginning, sign_ins=tuple(_people(site)))
    _write(home / WHOLE, founded)
    (home / BEGUN).unlink(missing_ok=True)
    return founded.sign_ins


def _beginning(application: Application) -> Beginning:
    """What the build that was cut off began from; else today's, kept before anything is built."""
    settings = application.settings
    kept = settings.home / BEGUN
    if kept.is_file():
        return Beginning.model_validate_json(kept.read_bytes())
    beginning = Beginning(
        day=application.clock().date(), seed=settings.seed, customers=settings.sample_customers
    )
    _write(kept, beginning)
    return beginning


def _write_feeds(site: Site) -> None:
    begun = site.beginning
    write_sample(site.feeds, begun.day, begun.customers, begun.seed)


def _load(site: Site) -> None:
    app = site.application
    app.hub.load(site.feeds, app.graph, site.now)


def _plant(site: Site) -> None:
    plant(site.application.catalogue, site.application.graph)


def _portray(site: Site) -> None:
    refresh(site.application.hub, site.application.graph, site.now)


def _shelve(site: Site) -> None:
    site.application.library.add([MANUAL])


def _ground(site: Site) -> None:
    site.application.recheck.renew(site.now, BUILDER)


def _foresee(site: Site) -> None:
    app = site.application
    forecast(app.hub, app.graph, app.catalogue, site.now)


STEPS: Final[tuple[Step, ...]] = (
    ("示例数据 Sample feeds", _write_feeds),
    ("载入数据 Loading the feeds", _load),
    ("事件、场景包与产品 Events, packs and products", _plant),
    ("客户画像 Portraits", _portray),
    ("制度条款 Policy clauses", _shelve),
    ("条款与所据 Clauses and what rests on them", _ground),
    ("需求预测 Foreseen needs", _foresee),
)


def _people(site: Site) -> list[SignIn]:
    """Let the people of the demo sign in: three customers, an advisor, a second approver."""
    password = secrets.token_hex(PASSWORD_BYTES)
    speakers = [_speaker(one.id, one.name, "customer") for one in demo_customers()]
    staff = site.application.bank.advisors.all()
    for role in ("advisor", "second_approver", "compliance"):
        first = next((one for one in staff if one.role == role), None)
        if first is not None:
            speakers.append(_speaker(first.id, first.name, first.role))
    tips = {one.id: (one.zh, one.en) for one in demo_customers()}
    signed: list[SignIn] = []
    for one in speakers:
        site.application.identity.add(one.username, password, one)
        zh, en = ASKS.get(one.person_id, TIPS[one.role])
        who, who_en = tips.get(one.person_id, ("", ""))
        signed.append(
            SignIn(
                username=one.username,
                password=password,
                name=one.name,
                tip="。".join(filter(None, (who, zh))),
                tip_en="; ".join(filter(None, (who_en, en))),
            )
        )
    return signed


def _speaker(person_id: str, name: str, role: Role) -> Speaker:
    username = USERNAMES.get(person_id, person_id)
    return Speaker(username=username, person_id=person_id, name=name, role=role)


def _write(path: Path, value: Value) -> None:
    """The file appears whole or not at all, readable by its owner alone."""
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(value.model_dump_json())
    draft.replace(path)
