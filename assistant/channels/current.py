"""The application this process serves, for code that a framework loads by path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.bootstrap import Application

_held: list[Application] = []
_histories: list[Any] = []


def hold(application: Application) -> None:
    """Make `application` the one `current` gives."""
    _held[:] = [application]


def current() -> Application:
    """The application being served.

    Raises:
        RuntimeError: Nothing is being served.
    """
    if not _held:
        raise RuntimeError("No application is being served; call web_app first.")
    return _held[0]


def hold_history(history: Any) -> None:
    """Make `history` the store of conversations the chat uses."""
    _histories[:] = [history]


def history() -> Any:
    """The store of conversations.

    Raises:
        RuntimeError: The chat is not mounted.
    """
    if not _histories:
        raise RuntimeError("The chat is not mounted; call web_app first.")
    return _histories[0]
