"""`advisor needs why`, `like` and `report`: the way to an offer, and what became of it."""

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


def report(
    months: Annotated[
        int, typer.Option("--months", min=1, max=36, help="最近几个月。The last so many months.")
    ] = 6,
    as_json: AsJson = False,
) -> None:
    """预见之后：按事件和月份，从提醒到方案、到事情发生。What became of what was foreseen."""
    with opened() as application:
        found = application.foresight.report(application.clock(), months)
    if as_json:
        for one in found:
            say_json(one)
        return
    say_table(
        "预见之后 What became of it",
        ("月 Month", "事件 Event", "预见 Foreseen", "联系 Contacted", "方案 Drafted",
         "批准 Approved", "送达 Delivered", "接受 Accepted", "谢绝 Refused", "说不是 Not so",
         "发生 Came", "提升 Lift", "提前天数 Lead"),
        [(one.month, f"{one.event_zh} {one.event_en}", one.foreseen, one.contacted, one.drafted,
          one.approved, one.delivered, one.accepted, one.refused, one.not_so,
          _open(one.came, one.is_settled), one.lift, one.median_lead_days) for one in found],
    )  # fmt: skip
    say(
        "发生带 + 的月份还在半年观察期内；空白表示数据里看不到该事件是否发生。\n"
        "A + marks months whose half year is not over; blank: the feeds cannot prove the event."
    )


def _open(came: int | None, is_settled: bool) -> str | None:
    return None if came is None else f"{came}{'' if is_settled else '+'}"


def _tell(found: Likeness, own: Sequence[Alike]) -> None:
    kinds = "、".join(found.kinds)
    say_table(
        f"{found.event.zh} {found.event.en}（{kinds}）",
        ("客户 Customer", "姓名 Name", "迹象 Signals", "相似 Similar", "90 天 90 days"),
        [(one.customer_id, one.name, "、".join(one.kinds), FIGURE(one.similarity),
          FIGURE(one.probability_90)) for one in own],
    )  # fmt: skip
    say(
        f"同一客户经理名下 {found.own_count} 位，全行迹象完全相同的 {found.everywhere_told} 位。\n"
        f"{found.own_count} of the same advisor; {found.everywhere_told} in the bank with the same "
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
