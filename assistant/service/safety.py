"""A talk about the safety of the customer's money after an odd transfer, and the task beside it.

The customer is asked warmly whether all is well, and never learns what was looked at: nobody is
told of monitoring or of a report (aml.monitor_no_tipping). What is odd stands in the task.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from assistant.privacy.ledger import Ledger
from assistant.privacy.model import AuditEntry
from assistant.service.inbox import Inbox
from assistant.service.model import Delivery
from assistant.service.tasks import Tasks
from graph.bank import Customers
from graph.catalogue import Catalogue
from graph.errors import CustomerNotFound
from graph.hub import Hub
from graph.model import Customer
from graph.needs import Concern, concerns

WORDS_ZH: Final = (
    "{name}您好，想和您核对一下，好让您的钱稳稳当当的：{day} 有一笔 {amount} 的转账。是您本人办理、"
    "也认识收款人的话，请放心，不用做什么。如果是有人催您转账、要您保密，或让您把钱转到所谓“安全账户”，"
    "请先停一停，不要再转，也别把验证码告诉任何人。直接告诉我“是我转的”或“我有点担心”，"
    "我马上请同事联系您；也可以拨打 96110 反诈专线。"
)
WORDS_EN: Final = (
    "Hello {name}, just to be sure your money is safe: there was a transfer of {amount} on {day}. "
    "If you made it and know the payee, all is well and there is nothing to do. If somebody "
    "hurries you, asks you to keep it secret, or wants money moved to a so-called safe account, "
    "please pause: make no further transfer and share no code. Tell me “it was me” or “I am "
    "worried”, and a colleague will call you at once; the anti-fraud line is 96110."
)
SIGNS: Final = {
    "large": "明显大于平时 much above the usual", "new_payee": "首次收款人 a first payee",
    "night": "夜间 at night", "elder": "老年客户 elder customer",
    "series": "短时间多笔 several in a row", "round": "整数金额 a round sum",
}  # fmt: skip
"""What each sign is called, for staff."""


@dataclass(frozen=True)
class Safeguard:
    """Looks at transfers and speaks of them once each."""

    hub: Hub
    catalogue: Catalogue
    customers: Customers
    inbox: Inbox
    tasks: Tasks
    ledger: Ledger

    def follow(self, now: datetime, customer_id: str | None = None) -> list[Concern]:
        """Speak of the odd transfers of the last days, of everybody or of one customer.

        Transfers spoken of before are left alone; those of one customer are one talk. The concerns
        that are spoken of now, oldest first.

        Raises:
            HubBusy: Another process is loading.
        """
        mine: defaultdict[str, list[Concern]] = defaultdict(list)
        for one in concerns(self.hub, self.catalogue, now, customer_id):
            mine[one.customer_id].append(one)
        return [one for who, theirs in mine.items() for one in self._raise(who, theirs, now)]

    def _raise(self, who: str, theirs: Sequence[Concern], now: datetime) -> Sequence[Concern]:
        spoken = {one.id for one in self.inbox.all(who) if one.kind == "safety"}
        latest = max(theirs, key=lambda one: (one.at, one.transaction_id))
        fresh = [one for one in theirs if one.at > self._last(spoken, theirs)]
        if not fresh or _talk_id(latest) in spoken:
            return ()
        try:
            customer = self.customers.file(who, now).customer
        except CustomerNotFound:
            return ()
        if any(one.calls_person for one in fresh):
            self.tasks.open(
                customer_id=who, advisor_id=customer.advisor_id, reason="fund_safety",
                note=_note(fresh), now=now,
            )  # fmt: skip
        self.ledger.append(
            AuditEntry(
                at=now, actor="assistant", action="safety.raise", subject=latest.transaction_id,
                customer_id=who,
            )
        )  # fmt: skip
        self.inbox.put(_talk(customer, latest, now))
        return fresh

    def _last(self, spoken: set[str], theirs: Sequence[Concern]) -> datetime:
        """When the newest transfer spoken of was made; long ago where none was."""
        times = [one.at for one in theirs if _talk_id(one) in spoken]
        return max(times, default=datetime.min.replace(tzinfo=theirs[0].at.tzinfo))


def _talk_id(concern: Concern) -> str:
    return f"safety-{concern.transaction_id}"


def _talk(customer: Customer, concern: Concern, now: datetime) -> Delivery:
    day = concern.at.date()
    amount, currency = _grouped(concern.amount), concern.currency
    return Delivery(
        id=_talk_id(concern), customer_id=customer.id, kind="safety",
        text=WORDS_ZH.format(
            name=customer.name, day=f"{day.month} 月 {day.day} 日",
            amount=f"{amount} 元" if currency == "CNY" else f"{amount} {currency}",
        ),
        text_en=WORDS_EN.format(
            name=customer.name, day=f"{day.day} {day:%B}", amount=f"{currency} {amount}"
        ),
        delivered_at=now,
    )  # fmt: skip


def _grouped(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _note(fresh: Sequence[Concern]) -> str:
    """For staff: each transfer, and what is odd about it."""
    return "；".join(
        f"{one.at:%m-%d %H:%M} {_grouped(one.amount)} {one.currency}："
        + "、".join(SIGNS[sign] for sign in one.signs)
        for one in fresh
    )
