"""A command's own view of the bank: the application opened, and the person it acts as."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, ClassVar, Final
from uuid import uuid4

from assistant.channels.claims import SetupFailed
from assistant.channels.errors import DocumentNotFound
from assistant.errors import AdvisorError
from assistant.settings import read_settings

if TYPE_CHECKING:
    from assistant.bootstrap import Application
    from assistant.conversation.model import Context
    from assistant.privacy.model import AuditAction, Speaker


BANK_ZONE: Final = timezone(timedelta(hours=8))
OPERATOR: Final = "operator"
"""Who acts in the ledger where no user was named."""


class NoSuchUser(AdvisorError):
    """Nobody signs in under this name."""

    code: ClassVar[str] = "no_such_user"


def now() -> datetime:
    """The moment, in the bank's zone."""
    return datetime.now(BANK_ZONE)


def at_ten(day: datetime) -> datetime:
    """Ten in the morning of a day that was typed, in the bank's zone."""
    return datetime.combine(day.date(), time(10), BANK_ZONE)


@contextmanager
def opened() -> Generator[Application]:
    """The application, closed afterwards; the graph server is the running one where one runs.

    Raises:
        SetupFailed: Nothing has been built in the home folder.
    """
    from assistant.bootstrap import open_application
    from assistant.founding import is_founded

    settings = read_settings()
    if settings.demo and not is_founded(settings.home):
        raise SetupFailed(
            f"数据目录 {settings.home} 里还没有数据。请先运行一次 make run（或 advisor serve）。",
            f"Nothing has been built in {settings.home}. "
            "Run make run (or advisor serve) once first.",
        )
    with closing(open_application(settings)) as application:
        yield application


@contextmanager
def shelved() -> Generator[Application]:
    """The application, for a command that names a document.

    Raises:
        DocumentNotFound: The library keeps nothing under the name.
        SetupFailed: Nothing has been built in the home folder.
    """
    from knowledge.errors import NoSuchPolicy

    with opened() as application:
        try:
            yield application
        except NoSuchPolicy as error:
            raise DocumentNotFound(error.name) from error


def note(application: Application, action: AuditAction, subject: str) -> None:
    """Put what the operator of this machine did into the ledger."""
    from assistant.privacy.model import AuditEntry

    application.ledger.append(
        AuditEntry(at=application.clock(), actor=OPERATOR, action=action, subject=subject)
    )


@dataclass(frozen=True)
class Seat:
    """The application, and who the command speaks for."""

    application: Application
    speaker: Speaker

    def context(self, customer_id: str | None, conversation_id: str | None) -> Context:
        """The circumstances of a turn; a customer's data are always their own."""
        from assistant.conversation.model import Context

        own = self.speaker.person_id if self.speaker.is_customer else customer_id
        return Context(
            conversation_id=conversation_id or f"cli-{uuid4().hex[:12]}",
            speaker=self.speaker,
            customer_id=own,
            now=self.application.clock(),
            channel="cli",
        )


@contextmanager
def seated(username: str) -> Generator[Seat]:
    """The application, acting as `username`.

    Raises:
        NoSuchUser: Nobody signs in under this name.
        SetupFailed: Nothing has been built in the home folder.
    """
    with opened() as application:
        yield Seat(application, known_user(application, username))


def known_user(application: Application, username: str) -> Speaker:
    """The person who signs in under this name.

    Raises:
        NoSuchUser: Nobody does.
    """
    speaker = application.identity.speaker(username)
    if speaker is None:
        known = ", ".join(application.identity.usernames())
        raise NoSuchUser(
            f"没有用户 {username}。可用的用户：{known}。",
            f"There is no user {username}. The users are: {known}.",
        )
    return speaker
