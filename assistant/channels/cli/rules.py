"""`advisor rules`: the rules every plan and reply must pass."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.channels.cli.words import AsJson, say, say_json, say_table

app = typer.Typer(no_args_is_help=True, help="合规规则。Compliance rules.")


@app.command("list")
def listing(as_json: AsJson = False) -> None:
    """列出规则。List the rules."""
    from assistant.compliance.rulebook import Rulebook

    rules = Rulebook().rules()
    if as_json:
        for one in rules:
            say_json(one)
        return
    say_table(
        "规则 Rules",
        ("规则 Rule", "决定 Decision", "名称 Title"),
        [(one.key, "/".join(one.decisions), f"{one.title} {one.title_en}") for one in rules],
    )


@app.command()
def show(
    key: Annotated[str, typer.Argument(help="规则的键。Key of the rule.")], as_json: AsJson = False
) -> None:
    """显示一条规则及其依据。Show a rule and the clauses it rests on."""
    from assistant.compliance.rulebook import Rulebook

    rule = Rulebook().explain(key)
    if as_json:
        say_json(rule)
        return
    say(f"{rule.key}  {rule.title} {rule.title_en}\n{rule.text}\n{rule.text_en}")
    say(f"决定 Decisions: {', '.join(rule.decisions)}")
    for one in rule.basis:
        say(f"依据 Basis: 《{one.document}》{one.article}  {one.quote}")
