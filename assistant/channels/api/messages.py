"""A message and its reply, whole or as a stream; clicks; traces."""

import json
from collections.abc import Iterator
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.channels.files import context
from assistant.channels.gate import Signed, application
from assistant.conversation.model import Context, Reply
from assistant.errors import AdvisorError
from graph.values import Value

router = APIRouter(tags=["对话 · Conversation"])

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ConversationId = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\w.:-]+$")]


class Message(Value):
    """One message.

    `conversation_id` continues a conversation of the speaker's own. `customer_id` is for staff: the
    client whose file is open; a customer's own data is always theirs.
    """

    message: Annotated[Text, Field(examples=["贷款168万，30年，利率3.1%，月供多少？"])]
    conversation_id: ConversationId | None = None
    customer_id: str | None = Field(default=None, max_length=100, examples=[None])
    stream: bool = False


class Click(Value):
    """One click on an act a reply offered."""

    act: Annotated[str, Field(examples=["not_interested"])]
    target: str
    reason: str | None = Field(default=None, max_length=2000)
    conversation_id: ConversationId
    customer_id: str | None = Field(default=None, max_length=100, examples=[None])


class Conversation(Value):
    """A reply with the conversation it belongs to."""

    conversation_id: str
    reply: Reply


@router.post(
    "/messages",
    summary="发送消息 · Send a message",
    response_model=Conversation,
    responses={200: {"content": {"text/event-stream": {}}}},
)
def send(body: Message, request: Request, speaker: Signed) -> Response:
    """返回整段答复，或按事件流返回。 · The reply as JSON, or as server-sent events.

    带 `Accept: text/event-stream` 或 `stream: true` 时返回事件 `text`、`reply`、`error`。
    """
    app = application(request)
    conversation_id = body.conversation_id or uuid4().hex
    turn = context(app, speaker, conversation_id, body.customer_id, "api")
    if body.stream or "text/event-stream" in request.headers.get("accept", ""):
        events = _events(app.advisor.stream(turn, body.message), turn)
        return StreamingResponse(events, media_type="text/event-stream")
    return _answer(turn, app.advisor.reply(turn, body.message))


@router.post("/clicks", summary="点击答复中的按钮 · Click an offered act")
def click(body: Click, request: Request, speaker: Signed) -> Conversation:
    """只对当前提供给该登录者的事项有效。 · Works only on what is offered to the speaker."""
    app = application(request)
    turn = context(app, speaker, body.conversation_id, body.customer_id, "api")
    reply = app.advisor.click(turn, body.act, body.target, body.reason)
    return Conversation(conversation_id=turn.conversation_id, reply=reply)


@router.get("/greeting", summary="开场问候与预见的需求 · The greeting with a foreseen need")
def greeting(
    request: Request, speaker: Signed, conversation_id: ConversationId | None = None
) -> Conversation:
    """客户进入聊天时看到的话。 · What a customer sees on opening the chat."""
    app = application(request)
    turn = context(app, speaker, conversation_id or uuid4().hex, None, "api")
    reply = app.advisor.greet(turn)
    return Conversation(conversation_id=turn.conversation_id, reply=reply)


def _answer(turn: Context, reply: Reply) -> JSONResponse:
    answer = Conversation(conversation_id=turn.conversation_id, reply=reply)
    return JSONResponse(answer.model_dump(mode="json"))


def _events(pieces: Iterator[str | Reply], turn: Context) -> Iterator[str]:
    """The pieces as server-sent events; what is refused midway ends the stream as `error`."""
    try:
        for piece in pieces:
            if isinstance(piece, Reply):
                whole = Conversation(conversation_id=turn.conversation_id, reply=piece)
                yield f"event: reply\ndata: {whole.model_dump_json()}\n\n"
            else:
                yield f"event: text\ndata: {json.dumps(piece, ensure_ascii=False)}\n\n"
    except AdvisorError as error:
        told = {"code": error.code, "zh": error.zh, "en": error.en}
        yield f"event: error\ndata: {json.dumps({'error': told}, ensure_ascii=False)}\n\n"
