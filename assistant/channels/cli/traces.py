"""`advisor trace`: what a turn saw, decided and said."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.channels.cli.opening import opened
from assistant.channels.cli.words import AsJson, complain, say, say_json

app = typer.Typer(no_args_is_help=True, help="留痕与重放。Traces of turns, and their replay.")

TraceId = Annotated[str, typer.Argument(help="留痕编号。Id of the trace.")]


@app.command()
def show(trace_id: TraceId, as_json: AsJson = False) -> None:
    """显示一次答复的留痕。Show the trace of a turn."""
    with opened() as application:
        trace = application.traces.trace(trace_id)
    if as_json:
        say_json(trace)
        return
    say(trace.model_dump_json(indent=2))


@app.command()
def replay(trace_id: TraceId, as_json: AsJson = False) -> None:
    """重放一次答复，确认结果不变。Replay a turn and see that it says the same."""
    with opened() as application:
        recorded = application.traces.trace(trace_id).reply
        replayed = application.advisor.replay(trace_id)
    is_same = replayed == recorded
    if as_json:
        say_json({"same": is_same, "reply": replayed})
    elif is_same:
        say("重放一致。The replay says the same.")
    else:
        complain("重放不一致。", "The replay differs.")
    if not is_same:
        raise typer.Exit(1)
