"""`advisor plan`: drafts and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.channels.cli.opening import Seat, seated
from assistant.channels.cli.words import AsJson, AsUser, OneCustomer, say, say_json, say_table
from assistant.errors import AdvisorError
from assistant.planning.stamps import STATUS_WORDS

if TYPE_CHECKING:
    from assistant.planning.model import Line, Plan

app = typer.Typer(no_args_is_help=True, help="方案。Plans.")

PlanId = Annotated[str, typer.Argument(metavar="ID", help="方案编号。Id of the plan.")]
Pairs = Annotated[
    list[str], typer.Argument(metavar="KEY=VALUE…", help="要改的假设。Assumptions to change.")
]
Reason = Annotated[str, typer.Option("--reason", help="原因。The reason.")]
Lang = Annotated[Literal["zh", "en"], typer.Option("--lang", help="语言。Language.")]


class BadPair(AdvisorError):
    """Something that should be key=value is not."""

    code = "bad_pair"


class CustomerNotNamed(AdvisorError):
    """Staff did not say whose plan."""

    code = "customer_not_named"


@app.command()
def draft(
    pack: Annotated[str, typer.Option("--pack", help="场景包。The scenario pack.")],
    customer: OneCustomer = None,
    said: Annotated[
        list[str] | None,
        typer.Option("--said", metavar="KEY=VALUE", help="已知的输入，可重复。What is known."),
    ] = None,
    user: AsUser = "chenjing",
    as_json: AsJson = False,
) -> None:
    """起草一份方案并送审。Draft a plan and hand it to review."""
    with seated(user) as seat:
        customer_id = _whose(seat, customer)
        words = pairs(said or ())
        app_, now = seat.application, seat.application.clock()
        made = app_.drafter.draft(pack, words, customer_id, now, seat.speaker.person_id)
        kept = app_.desk.submit(made, now)
        _say_kept(kept, seat, as_json=as_json)


@app.command("list")
def listing(
    user: AsUser = "wangmin", customer: OneCustomer = None, as_json: AsJson = False
) -> None:
    """客户的方案；员工不填客户则为待审核的。A customer's plans, or what waits for staff."""
    with seated(user) as seat:
        desk, speaker = seat.application.desk, seat.speaker
        whose = speaker.person_id if speaker.is_customer else customer
        found = desk.waiting(speaker) if whose is None else desk.of_customer(whose, speaker)
    if as_json:
        for one in found:
            say_json(one)
        return
    say_table(
        "方案 Plans",
        ("编号 Id", "版本 Version", "客户 Customer", "方案 Title", "状态 Status"),
        [(one.id, one.version, one.customer_id, f"{one.title} {one.title_en}", one.status)
         for one in found],
    )  # fmt: skip


@app.command()
def show(
    plan_id: PlanId,
    version: Annotated[int | None, typer.Option(min=1, help="第几版。Which version.")] = None,
    lang: Lang = "zh",
    user: AsUser = "wangmin",
    as_json: AsJson = False,
) -> None:
    """显示一份方案全文。Show a whole plan."""
    with seated(user) as seat:
        plan = seat.application.desk.plan(plan_id, seat.speaker, version)
    if as_json:
        say_json(plan)
    else:
        say("\n".join(document(plan, lang)))


@app.command()
def edit(
    plan_id: PlanId, changes: Pairs, user: AsUser = "wangmin", as_json: AsJson = False
) -> None:
    """修改假设并重新测算，生成下一版。Change assumptions; the next version is computed anew."""
    from assistant.planning.model import AssumptionChange

    wanted = [AssumptionChange(key=key, value=value) for key, value in pairs(changes).items()]
    with seated(user) as seat:
        app_ = seat.application
        plan = app_.desk.edit(plan_id, wanted, seat.speaker, app_.clock())
        _say_kept(plan, seat, as_json=as_json)


@app.command()
def approve(plan_id: PlanId, user: AsUser = "wangmin", as_json: AsJson = False) -> None:
    """批准。Approve."""
    with seated(user) as seat:
        plan = seat.application.desk.approve(plan_id, seat.speaker, seat.application.clock())
        _say_kept(plan, seat, as_json=as_json)


@app.command("return")
def send_back(
    plan_id: PlanId, reason: Reason, user: AsUser = "wangmin", as_json: AsJson = False
) -> None:
    """退回修改。Return to be improved."""
    with seated(user) as seat:
        app_ = seat.application
        plan = app_.desk.send_back(plan_id, reason, seat.speaker, app_.clock())
        _say_kept(plan, seat, as_json=as_json)


@app.command()
def diff(plan_id: PlanId, user: AsUser = "wangmin", as_json: AsJson = False) -> None:
    """最近两版之间的变化。What changed between the last two versions."""
    from assistant.channels.desk.differences import changed_figures

    with seated(user) as seat:
        versions = seat.application.desk.versions(plan_id, seat.speaker)
    changed = changed_figures(versions[-2], versions[-1]) if len(versions) > 1 else []
    if as_json:
        for one in changed:
            say_json(one)
        return
    say_table(
        f"{plan_id}: {len(versions)} 版 versions",
        ("指标 Figure", "之前 Before", "之后 After"),
        [(f"{one.figure.label} {one.figure.label_en}",
          one.before and one.before.printed, one.after and one.after.printed)
         for one in changed],
    )  # fmt: skip


def pairs(written: Sequence[str]) -> dict[str, str]:
    """Each key=value by its key.

    Raises:
        BadPair: One has no equals sign, or no key.
    """
    found: dict[str, str] = {}
    for one in written:
        key, sign, value = one.partition("=")
        if not sign or not key.strip():
            raise BadPair(f"“{one}”应写成 名称=数值。", f'"{one}" should be written key=value.')
        found[key.strip()] = value.strip()
    return found


def document(plan: Plan, lang: Literal["zh", "en"]) -> list[str]:
    """The plan as plain text, a line each, with the figures each line rests on."""
    is_english = lang == "en"
    lines = [f"{plan.title_en if is_english else plan.title}  {plan.id} v{plan.version}"]
    zh, en = STATUS_WORDS[plan.status]
    status = en if is_english else zh
    lines.append(f"{status} · {plan.created_at:%Y-%m-%d} · → {plan.valid_until}")
    for section in plan.sections:
        lines += ["", f"{section.number}. {section.title_en if is_english else section.title}"]
        lines += [_line(one, plan, is_english=is_english) for one in section.lines]
        for table in section.tables:
            lines.append(table.title_en if is_english else table.title)
            columns = table.columns_en if is_english else table.columns
            lines += ["  " + " | ".join(row) for row in (columns, *table.rows)]
    return lines


def _line(line: Line, plan: Plan, *, is_english: bool) -> str:
    """A line with the labels of the clauses behind it."""
    labels = [one.label for one in plan.citations if one.clause_id in line.citations]
    cited = f"  [{'；'.join(labels)}]" if labels else ""
    return f"  {line.text_en if is_english else line.text}{cited}"


def _whose(seat: Seat, customer: str | None) -> str:
    """The customer a draft is for; the access policies and the consent allow it.

    Raises:
        CustomerNotNamed: Staff named nobody.
        NotAllowed, ConsentMissing: The draft may not be made.
    """
    from assistant.privacy.errors import ConsentMissing
    from assistant.privacy.model import Subject

    whose = seat.speaker.person_id if seat.speaker.is_customer else customer
    if whose is None:
        raise CustomerNotNamed(
            "请用 --customer 写明哪位客户。", "Name the customer with --customer."
        )
    app_ = seat.application
    file = app_.bank.customers.file(whose, app_.clock())
    subject = Subject(customer_id=whose, advisor_id=file.customer.advisor_id)
    app_.access.require(seat.speaker, "plan.draft", subject)
    if not file.consents_to("profiling", app_.clock()):
        raise ConsentMissing("profiling")
    return whose


def _say_kept(plan: Plan, seat: Seat, *, as_json: bool) -> None:
    """What became of a plan, and its numbers where the speaker may read it."""
    is_readable = seat.application.desk.visible(plan, seat.speaker)
    if as_json:
        brief = {"id": plan.id, "version": plan.version, "status": plan.status}
        say_json(plan if is_readable else brief)
        return
    zh, en = STATUS_WORDS[plan.status]
    say(f"{plan.id}  v{plan.version}  {zh} {en}  {plan.title} {plan.title_en}")
    if plan.needs_second_approver:
        say("需要第二位审批人。A second approver is needed.")
    if is_readable:
        numbers = next(one for one in plan.sections if one.key == "numbers")
        for line in numbers.lines:
            say(f"  {line.text}")
