"""`advisor ask`: one turn from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.opening import seated
from assistant.channels.cli.words import AsJson, AsUser, ConversationId, OneCustomer, say, say_json

if TYPE_CHECKING:
    from assistant.conversation.model import Reply


def ask(
    text: Annotated[str, typer.Argument(help="要说的话。What to say.")],
    user: AsUser = "chenjing",
    conversation: ConversationId = None,
    customer: OneCustomer = None,
    as_json: AsJson = False,
) -> None:
    """问一句话，得到一次答复。Say one thing and get the reply."""
    with seated(user) as seat:
        context = seat.context(customer, conversation)
        reply = seat.application.advisor.reply(context, text)
    if as_json:
        say_json({"conversation": context.conversation_id, **reply.model_dump(mode="json")})
        return
    _say_reply(reply, context.conversation_id)


def _say_reply(reply: Reply, conversation_id: str) -> None:
    say(reply.text)
    say("")
    say(
        f"— {reply.outcome} · {reply.engine} · {reply.seconds:.2f} s · "
        f"trace {reply.trace_id} · --conversation {conversation_id}"
    )
