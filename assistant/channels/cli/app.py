"""All commands under one name."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from assistant.channels.cli import (
    calculating,
    catalogue,
    feeds,
    foresight,
    plans,
    policies,
    portrait,
    rules,
    sample,
    servers,
    traces,
    users,
)
from assistant.channels.cli.asking import ask


def commands(words: Sequence[str]) -> typer.Typer:
    """The commands; the calculators are built only where `words` ask for one."""
    app = typer.Typer(
        name="advisor",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="大通顾问：银行顾问助手的命令行。任何命令加 --debug 可看到出错细节。"
        "Datong Advisor on the command line; --debug with any command shows tracebacks.",
    )
    app.command()(ask)
    app.command()(servers.serve)
    app.add_typer(plans.app, name="plan")
    app.add_typer(policies.app, name="policies")
    app.add_typer(feeds.app, name="hub")
    app.add_typer(portrait.app, name="portrait")
    app.add_typer(foresight.app, name="needs")
    app.add_typer(sample.app, name="sample")
    app.add_typer(_calculators(words), name="calc")
    app.add_typer(traces.app, name="trace")
    app.add_typer(rules.app, name="rules")
    app.add_typer(catalogue.app, name="catalogue")
    app.add_typer(users.app, name="users")
    app.add_typer(servers.app, name="graph")
    return app


def _calculators(words: Sequence[str]) -> typer.Typer:
    if "calc" in words[:2]:
        return calculating.calculators()
    return typer.Typer(help=calculating.HELP)
