"""`advisor trace`: what a turn saw, decided and said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.opening import Seat, seated
from assistant.channels.cli.words import AsJson, AsUser, complain, say, say_json

if TYPE_CHECKING:
    from assistant.conversation.traces import Trace

app = typer.Typer(no_args_is_help=True, help="留痕与重放。Traces of turns, and their replay.")

TraceId = Annotated[str, typer.Argument(help="留痕编号。Id of the trace.")]


@app.command()
def show(trace_id: TraceId, user: AsUser = "luozheng", as_json: AsJson = False) -> None:
    """显示一次答复的留痕。Show the trace of a turn."""
    with seated(user) as seat:
        trace = _trace(seat, trace_id)
    if as_json:
        say_json(trace)
        return
    say(trace.model_dump_json(indent=2))


@app.command()
def replay(trace_id: TraceId, user: AsUser = "luozheng", as_json: AsJson = False) -> None:
    """重放一次答复，确认结果不变。Replay a turn and see that it says the same."""
    with seated(user) as seat:
        recorded = _trace(seat, trace_id).reply
        replayed = seat.application.advisor.replay(trace_id)
    is_same = replayed == recorded
    if as_json:
        say_json({"same": is_same, "reply": replayed})
    elif is_same:
        say("重放一致。The replay says the same.")
    else:
        complain("重放不一致。", "The replay differs.")
    if not is_same:
        raise typer.Exit(1)


def _trace(seat: Seat, trace_id: str) -> Trace:
    """The trace, where the access policies let the speaker read it."""
    from assistant.privacy.model import Subject

    app_ = seat.application
    trace = app_.traces.trace(trace_id)
    customer_id = trace.context.customer_id
    known = [] if customer_id is None else app_.bank.customers.named(customer_id)
    advisor_id = next((one.advisor_id for one in known if one.id == customer_id), None)
    subject = Subject(customer_id=customer_id, advisor_id=advisor_id)
    app_.access.require(seat.speaker, "trace.read", subject)
    return trace
