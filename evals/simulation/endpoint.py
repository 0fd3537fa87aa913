"""The model that plays a customer, at an endpoint that speaks the common protocol."""

from dataclasses import dataclass
from typing import Any, Final

import httpx

from evals.errors import EvalError

SECONDS: Final = 60.0


class EndpointFailed(EvalError):
    """The customer's model gave no answer."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"扮演客户的模型 {url} 没有给出回答：{reason}。"
            f" The customer's model at {url} gave no answer: {reason}"
        )


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers, which one, and the key it asks for."""

    url: str
    model: str
    key: str | None = None

    def answer(self, messages: list[dict[str, str]]) -> str:
        """What the model says next.

        Raises:
            EndpointFailed: It is down, slow, or does not speak the protocol.
        """
        headers = {} if self.key is None else {"Authorization": f"Bearer {self.key}"}
        asked = {"model": self.model, "messages": messages, "temperature": 0.7}
        try:
            reply = httpx.post(
                f"{self.url.rstrip('/')}/chat/completions",
                json=asked, headers=headers, timeout=SECONDS,
            )  # fmt: skip
            reply.raise_for_status()
            return _content(reply.json())
        except (httpx.HTTPError, ValueError) as error:
            raise EndpointFailed(self.url, str(error) or type(error).__name__) from error


def _content(answer: Any) -> str:
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        message = "no choices in the answer"
        raise ValueError(message) from error
    if not isinstance(content, str) or not content.strip():
        message = "an empty answer"
        raise ValueError(message)
    return content.strip()
