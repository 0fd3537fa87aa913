"""Why a need is foreseen and who else shows the same, as the graph tells it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol

from graph.values import Value

COUNTED: Final = 200
"""The bank's customers of one pattern are counted up to so many; more take longer to count."""

LISTED: Final = 20
"""Customers of an advisor that are listed."""


class PathSignal(Value):
    """A signal of the path: when it was seen, and what it is about; never the customer's words.

    `strength` is what it counts on `as_of`, halved every `half_life_days` (0: it does not fade);
    `row` is the feed and key of the row behind it.
    """

    kind: str
    at: date
    as_of: date
    strength: float
    half_life_days: int
    text: str
    text_en: str
    row: str = ""

    def strength_on(self, day: date) -> float:
        """What it counts on a day."""
        return faded(self.strength, self.half_life_days, (day - self.as_of).days)


class PathEvent(Value):
    """The life event the signals point to."""

    id: str
    zh: str
    en: str


class PathNeed(Value):
    """The customer's need that the event raises, in days and probabilities."""

    id: str
    text: str
    text_en: str
    as_of: date
    probability_30: float
    probability_90: float
    probability_180: float
    window_start: date
    window_end: date
    basis: str
    contact: str
    contact_reason: str | None = None


class PathPack(Value):
    """The scenario pack that meets the need."""

    id: str
    zh: str
    en: str


class PathProduct(Value):
    """A product the pack includes."""

    code: str
    name: str
    name_en: str
    family: str


class PathPartner(Value):
    """A firm the pack works with."""

    id: str
    name: str
    kind: str


class PathClause(Value):
    """A clause that governs the pack, as a reader cites it."""

    id: str
    title: str


class NeedPath(Value):
    """One customer's way from what was seen to what is offered.

    The newest signal first; products, partners and clauses by id. Without a pack these are ().
    """

    customer_id: str
    signals: tuple[PathSignal, ...]
    event: PathEvent
    need: PathNeed
    pack: PathPack | None
    products: tuple[PathProduct, ...]
    partners: tuple[PathPartner, ...]
    clauses: tuple[PathClause, ...]


class Alike(Value):
    """A customer of the same advisor for whom the same event is foreseen.

    `kinds` are the kinds of signals that point to it; `similarity` is the share of the kinds of
    both that both show, in [0, 1].
    """

    customer_id: str
    name: str
    tier: str
    kinds: tuple[str, ...]
    similarity: float
    probability_90: float


class Likeness(Value):
    """Who else shows the pattern of a customer's need.

    `everywhere` counts the bank's other customers with exactly the same kinds of signals, up to
    `COUNTED`; `own` are those of one advisor, the most similar first, and `own_count` is how many
    there are before the list was cut.
    """

    customer_id: str
    event: PathEvent
    kinds: tuple[str, ...]
    everywhere: int
    own_count: int
    own: tuple[Alike, ...]

    @property
    def everywhere_told(self) -> str:
        """The count as people read it: 37, or 200+ where counting stopped."""
        return f"{self.everywhere}{'+' if self.everywhere == COUNTED else ''}"


class Paths(Protocol):
    """Questions about the path from signals to offers; nothing of a person without consent."""

    def of(self, customer_id: str, now: datetime, event: str | None = None) -> list[NeedPath]:
        """The paths of the open needs, or of one event's, most probable first; [] for none."""
        ...

    def like(
        self, customer_id: str, event: str, now: datetime, advisor_id: str | None = None
    ) -> Likeness | None:
        """Who else shows the pattern of this event's open need; None where it is not foreseen.

        Of the customers of `advisor_id`; None for those of the advisor who serves the customer.
        """
        ...


MATTERS: Final = {
    "search": ("在手机银行搜索过与“{}”有关的内容", "a search in mobile banking about “{}”"),
    "view": ("在手机银行浏览过与“{}”有关的内容", "a page viewed in mobile banking about “{}”"),
    "click": ("在手机银行打开过与“{}”有关的内容", "a page opened in mobile banking about “{}”"),
    "calculator": ("使用过与“{}”有关的测算", "a calculator used for “{}”"),
    "chat": ("咨询过“{}”", "a question about “{}”"),
    "payment": ("一笔与“{}”有关的支出", "a payment for “{}”"),
    "receipt": ("一笔与“{}”有关的入账", "a receipt of “{}”"),
    "merchant": ("一笔类别为 {} 的商户消费", "a purchase at a merchant of category {}"),
    "exchange": ("一笔用途为“{}”的外汇业务", "an exchange of currency for “{}”"),
}
PHRASES: Final = {
    "tuition": "学费", "travel": "旅行", "goods": "货物贸易", "services": "服务贸易",
    "developer": "开发商",
}  # fmt: skip
"""Words of the feeds, in Chinese."""


def kinds(signals: Sequence[str]) -> tuple[str, ...]:
    """The kinds of signals written kind:phrase, each once, in order."""
    return tuple(sorted({one.partition(":")[0] for one in signals}))


def matter(signal: str) -> tuple[str, str]:
    """What a signal written kind:phrase is about, in Chinese and English.

    The phrase is the catalogue's; what the customer wrote, where and how much is left out.
    """
    kind, _, phrase = signal.partition(":")
    zh, en = MATTERS.get(kind, ("与“{}”有关的记录", "a record of “{}”"))
    return zh.format(PHRASES.get(phrase, phrase or kind)), en.format(phrase or kind)


def faded(strength: float, half_life_days: int, days: int) -> float:
    """What is left of a strength after so many days; before them, where `days` is negative."""
    return strength * 0.5 ** (days / half_life_days) if half_life_days else strength
