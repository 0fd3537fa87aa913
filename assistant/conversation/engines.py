"""What turns words into commands, and what words a reply: with a model or without."""

from typing import Protocol

from assistant.conversation.model import Context, Evidence, Memory, Understanding
from assistant.privacy.model import Lang


class Understander(Protocol):
    """What turns words into commands."""

    def warm(self) -> None:
        """Get ready ahead of the first message."""
        ...

    def understand(self, message: str, memory: Memory, context: Context) -> Understanding:
        """The commands of a message; it never fails."""
        ...


class Phraser(Protocol):
    """What words a drafted reply more naturally."""

    def phrase(self, text: str, evidence: Evidence, lang: Lang, message: str) -> str | None:
        """The reply in other words; None where it has none to offer."""
        ...
