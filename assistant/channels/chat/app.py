"""The Chainlit application: what happens when somebody opens the chat, writes, or clicks.

Chainlit loads this file by its path once the site has set its environment.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeVar, cast

import chainlit as cl
from chainlit.types import ThreadDict

from assistant.channels.chat import showing
from assistant.channels.chat.seat import in_thread, language, turn_context, username
from assistant.channels.chat.tabs import Tabs
from assistant.channels.chat.words import said
from assistant.channels.current import current, history
from assistant.channels.desk.words import said as word
from assistant.conversation.acting.safety import safety_acts
from assistant.conversation.model import Context, OfferedAct, Reply
from assistant.errors import AdvisorError
from assistant.planning.model import Plan
from assistant.privacy.model import Lang, Speaker
from assistant.service.model import Delivery
from graph.model import Need
from graph.portrait import PortraitTag, show

T = TypeVar("T")
ACTS: Final = (
    "approve", "return", "accept", "decline", "not_interested", "grant_consent",
    "withdraw_consent", "reveal", "contest", "export", "open_plan", "not_so", "dont_use",
    "safety_mine", "safety_help",
)  # fmt: skip
ANSWER_SECONDS: Final = 600
"""How long a form waits for its reason."""


@cl.data_layer
def kept() -> Any:
    """Where conversations are kept."""
    return history()


@cl.on_chat_start
async def started() -> None:
    """Greet with the need foreseen and its reasons, then show what waits in the inbox."""
    await _told(_greeted)


@cl.on_chat_resume
async def resumed(thread: ThreadDict) -> None:
    """Buttons vanish when a conversation is opened again: offer the last reply's once more."""
    del thread
    await _told(_offered_again)


@cl.on_chat_end
def ended() -> None:
    """The tab is closed."""
    TABS.leave(cl.context.session.id)


@cl.on_message
async def heard(message: cl.Message) -> None:
    """Answer a message."""
    await _told(partial(_answered, message.content))


async def asked(action: cl.Action) -> None:
    """A ready-made message: it is said as the speaker's own, then answered."""
    words = str(action.payload.get("message", ""))
    await _begin(words)
    await cl.Message(words, type="user_message", author=username()).send()
    await _told(partial(_answered, words))


async def clicked(action: cl.Action) -> None:
    """An offered act; where it needs a reason, the reason is asked for first."""
    await _begin(action.label)
    reason = None
    if action.payload.get("needs_reason"):
        answer = await cl.AskUserMessage(said("why", language()), timeout=ANSWER_SECONDS).send()
        reason = str(answer.get("output", "")).strip() if answer else ""
        if not reason:
            await cl.Message(said("no_reason", language())).send()
            return
    await _remove_buttons()
    target = str(action.payload.get("target", ""))
    await _told(partial(_acted, action.name, target, reason))


cl.action_callback(showing.ASK)(asked)
for act in ACTS:
    cl.action_callback(act)(clicked)


async def _told(doing: Callable[[], Any]) -> None:
    """Do it; what is refused is told in one sentence, and the conversation goes on.

    Chainlit logs what nobody foresaw and says nothing: that is told in one sentence, too.
    """
    is_told = False
    try:
        await doing()
        is_told = True
    except AdvisorError as error:
        is_told = True
        await cl.Message(error.sentence(language())).send()
    except asyncio.CancelledError:
        is_told = True
        raise
    finally:
        if not is_told:
            await cl.Message(said("unavailable", language())).send()


async def _greeted() -> None:
    turn = await turn_context()
    TABS.enter(cl.context.session.id, turn.speaker.person_id)
    if turn.customer_id is not None and not turn.speaker.is_customer:
        await cl.Message(said("client", language(), client=turn.customer_id)).send()
    reply = await in_thread(current().advisor.greet, turn)
    need = await in_thread(_offered_need, turn, reply)
    first = [] if need is None else showing.about(need, language())
    openers = showing.openers(turn.speaker.role, language(), need)
    await _shown(reply, turn, [*first, *showing.buttons(reply.acts), *openers])
    if turn.speaker.is_customer:
        for delivery in await in_thread(current().inbox.unseen, turn.speaker.person_id):
            await _delivered(delivery)


async def _offered_again() -> None:
    turn = await turn_context()
    TABS.enter(cl.context.session.id, turn.speaker.person_id)
    traces = await in_thread(
        current().traces.of_conversation, turn.conversation_id, turn.speaker.person_id
    )
    acts = traces[-1].reply.acts if traces else ()
    if acts:
        await _send(cl.Message("…", actions=showing.buttons(acts)))


async def _answered(words: str) -> None:
    turn = await turn_context()
    async with cl.Step(name=said("worked", language()), type="run"):
        reply, pieces = await _worked(words, turn)
    await _streamed(reply, pieces)
    await _with_plan(reply, turn)


async def _worked(words: str, turn: Context) -> tuple[Reply, list[str]]:
    """The reply and the pieces of its text, with the steps it took."""
    async with cl.Step(name=said("understand", language()), type="llm") as step:
        pieces = await in_thread(_pieces, turn, words)
        reply = cast("Reply", pieces[-1])
        trace = await in_thread(current().traces.trace, reply.trace_id)
        step.output = showing.understood(trace, language())
    for key, output in (
        ("look_up", showing.looked_up(trace, language())),
        ("check", showing.checked(trace, language())),
    ):
        async with cl.Step(name=said(key, language()), type="tool") as done:
            done.output = output
    return reply, [str(piece) for piece in pieces[:-1]]


async def _acted(act: str, target: str, reason: str | None) -> None:
    turn = await turn_context()
    reply = await in_thread(current().advisor.click, turn, act, target, reason)
    await _shown(reply, turn, showing.buttons(reply.acts))
    if act == "export" and reply.outcome == "answered" and turn.customer_id is not None:
        tags = await in_thread(_portrait, turn.customer_id)
        await cl.Message("", elements=showing.exports(turn.customer_id, tags)).send()


def _portrait(customer_id: str) -> list[PortraitTag]:
    app = current()
    return show(app.hub, app.graph, customer_id, app.clock())


async def _streamed(reply: Reply, pieces: list[str]) -> None:
    message = cl.Message("", actions=showing.buttons(reply.acts), elements=showing.elements(reply))
    for piece in (*pieces, showing.additions(reply)):
        await message.stream_token(piece)
    await _send(message)


async def _shown(reply: Reply, turn: Context, acts: list[cl.Action]) -> None:
    """A reply at once, with its buttons."""
    words = reply.text + showing.additions(reply)
    await _send(cl.Message(words, actions=acts, elements=showing.elements(reply)))
    await _with_plan(reply, turn)


async def _with_plan(reply: Reply, turn: Context) -> None:
    """The card of the plan a reply is about, where the speaker may see it."""
    if reply.plan_id is None:
        return
    plan = await in_thread(_plan, reply.plan_id, turn.speaker)
    if plan is None:
        return
    card = showing.plan_card(
        plan, reply.lang, word(plan.status, reply.lang), turn.speaker.is_customer
    )
    await cl.Message("", elements=[card]).send()


async def _delivered(delivery: Delivery) -> None:
    """Something from the inbox; it has been seen once it is shown."""
    lang = language()
    acts = _delivery_acts(delivery, lang)
    words = delivery.text if lang == "zh" else delivery.text_en
    await _send(cl.Message(words, actions=showing.buttons(tuple(acts))))
    await cl.context.emitter.send_toast(said("toast", lang), "info")
    await in_thread(current().inbox.mark_seen, delivery.id, current().clock())


def _delivery_acts(delivery: Delivery, lang: Lang) -> list[OfferedAct]:
    """What a customer may answer to what was delivered."""
    if delivery.kind == "plan":
        return _plan_acts(delivery.plan_id or "", lang)
    return list(safety_acts(lang)) if delivery.kind == "safety" else []


def _plan_acts(plan_id: str, lang: Lang) -> list[OfferedAct]:
    return [
        OfferedAct(act="open_plan", target=plan_id, label=said("view_plan", lang)),
        OfferedAct(act="accept", target=plan_id, label=said("accept", lang)),
        OfferedAct(act="decline", target=plan_id, label=said("decline", lang)),
    ]


async def _send(message: cl.Message) -> None:
    """Send, and remember its buttons so that a click can take them all away."""
    await message.send()
    cl.user_session.set("buttons", message.actions)
    if any(one.display == "side" for one in message.elements):
        # Clauses open at the side when their name is clicked, not by themselves.
        await cl.ElementSidebar.set_elements([])


async def _remove_buttons() -> None:
    buttons = cast("list[cl.Action]", cl.user_session.get("buttons") or [])
    cl.user_session.set("buttons", [])
    for button in buttons:
        await button.remove()


async def _begin(words: str) -> None:
    """A click begins a conversation as a message would: from here on it is kept."""
    session = cl.context.session
    if not session.has_first_interaction:
        session.has_first_interaction = True
        await cl.context.emitter.init_thread(words)


def _offered_need(turn: Context, reply: Reply) -> Need | None:
    """The foreseen need a greeting speaks of: the one it offers to wave off."""
    offered = {one.target for one in reply.acts if one.act == "not_interested"}
    if turn.customer_id is None or not offered:
        return None
    needs = current().bank.needs.of(turn.customer_id)
    return next((one for one in needs if offered & {one.id, one.event}), None)


def _plan(plan_id: str, speaker: Speaker) -> Plan | None:
    """The plan as the speaker may see it: a customer gets no content of one under review."""
    desk = current().desk
    if not speaker.is_customer:
        return desk.plan(plan_id, speaker)
    mine = desk.of_customer(speaker.person_id, speaker)
    return next((one for one in mine if one.id == plan_id), None)


def _pieces(turn: Context, words: str) -> list[str | Reply]:
    return list(current().advisor.stream(turn, words))


TABS: Final = Tabs(_delivered)
current().inbox.listen(TABS.arrived)
