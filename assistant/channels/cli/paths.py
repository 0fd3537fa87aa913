"""`advisor needs why` and `like`: the path from signals to offers, and who else shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.opening import note, opened
from assistant.channels.cli.words import AsJson, say, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.paths import Alike, Likeness, NeedPath

CustomerId = Annotated[str, typer.Argument(metavar="CUSTOMER", help="客户编号。Customer's id.")]
EVENT_HELP = "事件的键，如 study_abroad。An event's key."
NOTHING = (
    "没有可说明的需求：近期没有迹象，或客户没有同意需求预测。\n"
    "Nothing to explain: no signals lately, or no consent to foreseeing needs."
)
FIGURE = "{:.0%}".format


def why(
    customer: CustomerId,
    event: Annotated[str | None, typer.Argument(metavar="[EVENT]", help=EVENT_HELP)] = None,
    as_json: AsJson = False,
) -> None:
    """为什么推荐：从迹象到产品与条款的一条路径。Why this offer: from signals to clauses."""
    with opened() as application:
        now = application.clock()
        application.bank.customers.file(customer, now)
        if event is not None:
            application.catalogue.event(event)
        paths = application.paths.of(customer, now, event)
        note(application, "portrait.read", customer)
    for one in paths:
        say_json(one) if as_json else say(_told(one))
    if not paths and not as_json:
        say(NOTHING)


def like(
    customer: CustomerId,
    event: Annotated[str, typer.Argument(metavar="EVENT", help=EVENT_HELP)],
    as_json: AsJson = False,
) -> None:
    """还有谁呈现同样的迹象：同一位客户经理的客户，最相似的在前。Who else shows this pattern."""
    from assistant.privacy.masking import mask_name

    with opened() as application:
        now = application.clock()
        application.bank.customers.file(customer, now)
        application.catalogue.event(event)
        found = application.paths.like(customer, event, now)
        note(application, "portrait.read", customer)
    if found is None:
        if not as_json:
            say(NOTHING)
        return
    own = [one.model_copy(update={"name": mask_name(one.name)}) for one in found.own]
    if as_json:
        say_json(found.model_copy(update={"own": tuple(own)}))
        return
    _tell(found, own)


def _tell(found: Likeness, own: Sequence[Alike]) -> None:
    kinds = "、".join(found.kinds)
    say_table(
        f"{found.event.zh} {found.event.en}（{kinds}）",
        ("客户 Customer", "姓名 Name", "迹象 Signals", "相似 Similar", "90 天 90 days"),
        [(one.customer_id, one.name, "、".join(one.kinds), FIGURE(one.similarity),
          FIGURE(one.probability_90)) for one in own],
    )  # fmt: skip
    say(
        f"同一客户经理名下 {found.own_count} 位，全行迹象完全相同的 {found.everywhere} 位。\n"
        f"{found.own_count} of the same advisor; {found.everywhere} in the bank with the same "
        "signals."
    )


def _told(path: NeedPath) -> str:
    need, pack = path.need, path.pack
    lines = [
        f"{path.event.zh} {path.event.en}  90 天 90 days {FIGURE(need.probability_90)}"
        f"  {need.window_start} – {need.window_end}",
        "  迹象 Signals",
        *(f"    {one.at}  {one.text}  {one.text_en}  {one.row}" for one in path.signals),
        f"  → 需求 Need  {need.text}  {need.text_en}",
    ]
    if pack is not None:
        lines.append(f"  → 场景包 Pack  {pack.zh}  {pack.en}")
        lines += [
            f"    产品 Product  {one.code}  {one.name}  {one.name_en}" for one in path.products
        ]
        lines += [f"    合作方 Partner  {one.id}  {one.name}" for one in path.partners]
        lines += [f"    条款 Clause  {one.title}  {one.id}" for one in path.clauses]
    return "\n".join(lines)
