"""A language model in front of the local engine: it hears more and says it better, or is left out.

It never decides: what it hears becomes the same typed commands, with every number read by us from
the words it quotes; what it says is checked by the turn against the evidence.
"""

from datetime import date
from typing import Any, Final, cast

from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware
from langchain.agents.structured_output import StructuredOutputError, ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.conversation.commands import Command
from assistant.conversation.engines import Understander
from assistant.conversation.model import Context, Evidence, Memory, Understanding
from assistant.conversation.model_calls import CallFailed, Calls, words_of
from assistant.conversation.model_hearing import (
    THOUGHT,
    Heard,
    Misheard,
    commands_of,
    described,
    read_heard,
)
from assistant.conversation.understanding.text import language_of
from assistant.privacy.masking import mask_text
from assistant.privacy.model import Lang
from prompts import render

MOST_TOKENS: Final = 1200
"""Tokens of one answer."""
ONE_CALL: Final = ModelCallLimitMiddleware(run_limit=1, exit_behavior="end")
"""The agent would ask again and again for its tool; a second try is ours, with the reason."""
CONFIDENCE: Final = 0.9
LONGEST_GROWTH: Final = 2.0
"""Times a wording may be as long as what it words."""
NO_KEY: Final = "none"
"""What an endpoint without a key is sent; the client insists on one."""
LANGUAGES: Final[dict[Lang, str]] = {"zh": "简体中文", "en": "English"}


def chat_model(url: str, name: str, key: str | None, timeout: float) -> ChatOpenAI:
    """A chat model behind an OpenAI-compatible endpoint; `timeout` in seconds."""
    return ChatOpenAI(
        base_url=url,
        model=name,
        api_key=SecretStr(key or NO_KEY),
        timeout=timeout,
        max_retries=0,
        temperature=0,
        max_completion_tokens=MOST_TOKENS,
    )


class ModelEngine:
    """Understands and words with a model; whenever the model is of no use, as without one."""

    def __init__(
        self,
        model: BaseChatModel,
        local: Understander,
        timeout: float,
        calls: Calls | None = None,
    ) -> None:
        self._model = model
        self._local = local
        self._calls = calls or Calls(timeout)
        strategy = ToolStrategy(Heard, handle_errors=False)
        self._agent: Any = create_agent(model, middleware=[ONE_CALL], response_format=strategy)

    def warm(self) -> None:
        """Get the local engine ready; the model is not asked."""
        self._local.warm()

    def understand(self, message: str, memory: Memory, context: Context) -> Understanding:
        """The commands of a message; the local engine's where the model gives none that stand."""
        local = self._local.understand(message, memory, context)
        masked = mask_text(message)
        try:
            heard, commands = self._heard(masked, memory, context.today)
        except (CallFailed, Misheard):
            return local
        if not commands and not heard.doubt:
            return local
        return Understanding(
            commands=tuple(_completed(one, local.commands) for one in commands),
            lang=local.lang,
            confidence=CONFIDENCE,
            engine="model",
            doubt=heard.doubt,
        )

    def phrase(self, text: str, evidence: Evidence, lang: Lang, message: str) -> str | None:
        """`text` in a model's words; None where it has none that could be said.

        Whether every number stands in the evidence is for the turn to check.
        """
        prompt = render(
            "phrase",
            language=LANGUAGES[lang],
            citations="\n".join(one.label for one in evidence.citations) or "—",
            draft=mask_text(text),
        )
        asked = [SystemMessage(prompt), HumanMessage(mask_text(message) or "—")]
        try:
            answer = self._calls.make(lambda: self._model.invoke(asked))
        except CallFailed:
            return None
        return _usable(words_of(answer.content), text, lang)

    def _heard(
        self, message: str, memory: Memory, today: date
    ) -> tuple[Heard, tuple[Command, ...]]:
        """What the model hears; told once what was wrong with it.

        Raises:
            CallFailed: The model gives no answer.
            Misheard: The second answer does not stand either.
        """
        asked: list[AnyMessage] = [
            SystemMessage(_instructions(memory, today)),
            HumanMessage(message),
        ]
        try:
            return self._once(asked, message, today)
        except Misheard as error:
            asked.append(HumanMessage(render("misheard", reason=str(error), message=message)))
        return self._once(asked, message, today)

    def _once(
        self, asked: list[AnyMessage], message: str, today: date
    ) -> tuple[Heard, tuple[Command, ...]]:
        heard = self._calls.make(lambda: _ask(self._agent, asked))
        if isinstance(heard, Misheard):
            raise heard
        return heard, commands_of(heard, message, today)


def _ask(agent: Any, asked: list[AnyMessage]) -> Heard | Misheard:
    """One question; an unreadable answer is a value, for the endpoint itself works."""
    try:
        state: dict[str, Any] = agent.invoke({"messages": asked})
        structured = state.get("structured_response")
        if isinstance(structured, Heard):
            return structured
        answer = cast("AIMessage", state["messages"][len(asked)])
        return read_heard(words_of(answer.content))
    except StructuredOutputError as error:
        return Misheard(str(error))
    except Misheard as error:
        return error


def _instructions(memory: Memory, today: date) -> str:
    return render(
        "understand",
        commands=described(),
        today=today.isoformat(),
        topic=memory.topic or "—",
        asked=memory.asked or "—",
    )


def _completed(command: Command, local: tuple[Command, ...]) -> Command:
    """The model's command with the slots only the local engine read."""
    same = next((one for one in local if one.name == command.name), None)
    if same is None:
        return command
    given = command.model_dump(exclude_none=True, exclude_defaults=True)
    return command.model_copy(
        update={
            key: value
            for key, value in same.model_dump(exclude_none=True, exclude_defaults=True).items()
            if key not in given
        }
    )


def _usable(words: str, text: str, lang: Lang) -> str | None:
    """The wording without thoughts and fences; None where it is empty, endless or foreign."""
    plain = THOUGHT.sub("", words).strip()
    if not plain or "```" in plain or len(plain) > LONGEST_GROWTH * len(text) + 200:
        return None
    return plain if language_of(plain, lang) == lang else None
