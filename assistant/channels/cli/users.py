"""`advisor users`: who may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from assistant.channels.cli.opening import note, opened
from assistant.channels.cli.words import AsJson, complain, say, say_json, say_table

if TYPE_CHECKING:
    from assistant.bootstrap import Application

SHORTEST: Final = 8
"""Characters a password has at least."""

app = typer.Typer(no_args_is_help=True, help="登录用户。People who may sign in.")


@app.command("list")
def listing(as_json: AsJson = False) -> None:
    """列出用户。List the users."""
    with opened() as application:
        found = [application.identity.speaker(one) for one in application.identity.usernames()]
    speakers = [one for one in found if one is not None]
    if as_json:
        for one in speakers:
            say_json(one)
        return
    say_table(
        "用户 Users",
        ("用户名 Username", "姓名 Name", "角色 Role", "编号 Id"),
        [(one.username, one.name, one.role, one.person_id) for one in speakers],
    )


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="用户名。Username.")],
    person: Annotated[
        str, typer.Option("--person", metavar="ID", help="客户号或员工号。Customer or staff id.")
    ],
    role: Annotated[
        Literal["customer", "advisor", "second_approver", "compliance", "auditor"],
        typer.Option(help="角色。Role."),
    ] = "customer",
    password: Annotated[
        str,
        typer.Option(
            prompt="密码 Password", confirmation_prompt=True, hide_input=True,
            help="不填则询问。Asked for where not given.",
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """允许一个人登录。Let a person sign in."""
    from assistant.privacy.model import Speaker

    if len(password) < SHORTEST:
        complain(f"密码至少 {SHORTEST} 个字符。", f"A password has at least {SHORTEST} characters.")
        raise typer.Exit(1)
    with opened() as application:
        name = _name(application, role, person)
        if name is None:
            complain(f"没有编号为 {person} 的人。", f"Nobody has the id {person}.")
            raise typer.Exit(1)
        speaker = Speaker(username=username, person_id=person, name=name, role=role)
        application.identity.add(username, password, speaker)
        note(application, "user.add", username)
    say_json(speaker) if as_json else say(f"已添加 Added: {username}")


def _name(application: Application, role: str, person_id: str) -> str | None:
    """The name the bank knows the person by; None where it knows nobody."""
    if role == "customer":
        known = application.bank.customers.named(person_id)
        return next((one.name for one in known if one.id == person_id), None)
    staff = application.bank.advisors.advisor(person_id)
    return None if staff is None else staff.name
