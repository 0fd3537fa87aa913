"""`advisor portrait household|business|decide`: whom a customer lives with, and contested tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.channels.cli.opening import note, opened, seated
from assistant.channels.cli.words import AsJson, AsUser, say, say_json, say_table

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.service.model import Delivery
    from graph.model import Tag

CustomerId = Annotated[str, typer.Argument(metavar="CUSTOMER", help="客户编号。Customer's id.")]
TIES = {
    "mirrored": "彼此的家庭转账 transfers that meet", "named": "署名的家庭转账 transfers by name",
    "phone": "同一手机号 the same phone", "children": "登记的子女相同 the same children",
}  # fmt: skip


def household(customer: CustomerId, as_json: AsJson = False) -> None:
    """看一家人：成员须各自同意。A household; of members who all consent."""
    from assistant.privacy.masking import mask_name
    from graph.portrait import household as told

    with opened() as application:
        found = told(application.hub, application.graph, customer, application.clock())
        note(application, "portrait.read", customer)
    if as_json:
        say_json(found)
        return
    if found.assets is None:
        say("客户未同意画像与敏感金融信息的使用。The customer does not consent to it.")
        return
    rows = [
        (one.customer_id, mask_name(one.name), f"{one.sure:.0%}",
         "；".join(f"{TIES[tie.kind]} ×{tie.count}" for tie in one.ties))
        for one in found.members
    ]  # fmt: skip
    columns = ("成员 Member", "姓名 Name", "把握 Sure", "依据 Ties")
    say_table(f"家庭 Household {customer}", columns, rows)
    say(f"合计资产 Assets CNY {found.assets:,}  合计负债 Owed CNY {found.owed:,}  "
        f"子女 Children {found.children}")  # fmt: skip


def business(customer: CustomerId, as_json: AsJson = False) -> None:
    """看客户名下的小微经营。The micro-businesses of a customer."""
    from assistant.privacy.masking import mask_name
    from graph.portrait import businesses

    with opened() as application:
        found = businesses(application.hub, application.graph, customer, application.clock())
        note(application, "portrait.read", customer)
    if as_json:
        for one in found:
            say_json(one)
        return
    rows = [
        (one.customer_id, mask_name(one.name), f"{one.balance:,}",
         "–" if one.takings is None else f"{one.takings:,}", one.months, f"{one.owed:,}")
        for one in found
    ]  # fmt: skip
    columns = ("编号 Id", "名称 Name", "余额 Balance", "月入账 Takings", "月数 Months", "负债 Owed")
    say_table(f"经营 Business {customer}", columns, rows)


def decide(
    customer: CustomerId,
    tag: Annotated[str, typer.Argument(metavar="TAG", help="标签。The tag.")],
    as_user: AsUser,
    wrong: Annotated[
        bool, typer.Option("--wrong/--right", help="客户说得对，标签有误。The tag was wrong.")
    ],
) -> None:
    """对有异议的标签作出结论，并告知客户。Decide on a contested tag, and tell the customer."""
    from assistant.channels.errors import TagNotFound
    from assistant.privacy.model import AuditEntry, Subject

    with seated(as_user) as seat:
        app, now = seat.application, seat.application.clock()
        file = app.bank.customers.file(customer, now)
        subject = Subject(customer_id=customer, advisor_id=file.customer.advisor_id)
        app.access.require(seat.speaker, "task.close", subject)
        status: Literal["corrected", "current"] = "corrected" if wrong else "current"
        if not app.bank.customers.mark_tag(customer, tag, status, now):
            raise TagNotFound(customer, tag)
        label = next((one for one in file.tags if one.key == tag), None)
        for task in app.tasks.of_customer(customer):
            if task.reason == "portrait_contested" and task.note.startswith(tag):
                app.tasks.close(task.id, seat.speaker, now)
        app.ledger.append(
            AuditEntry(at=now, actor=seat.speaker.person_id, action="portrait.decide",
                       subject=tag, customer_id=customer, details={"status": status})
        )  # fmt: skip
        app.inbox.put(_told((customer, tag, now), label, wrong))
    say(f"{tag}: {status}")


def _told(about: tuple[str, str, datetime], tag: Tag | None, wrong: bool) -> Delivery:
    """What the customer hears of the result."""
    from assistant.service.model import Delivery

    customer, key, now = about
    zh, en = (key, key) if tag is None else (tag.label, tag.label_en)
    end = "您说得对，这条已停用。" if wrong else "核对后仍按原样保留；如仍有疑问，请联系客户经理。"
    end_en = (
        "you are right, it is no longer used."
        if wrong
        else "it stands; please ask your advisor if you still disagree."
    )
    return Delivery(
        id=f"decided-{customer}-{key}-{now.isoformat()}",
        customer_id=customer,
        kind="message",
        text=f"您对“{zh}”的异议已核对：{end}",
        text_en=f'Your objection to "{en}" was checked: {end_en}',
        delivered_at=now,
    )
