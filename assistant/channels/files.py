"""Whose file a staff member has open: decided here once for every channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.conversation.model import Context
from assistant.privacy.model import Speaker, Subject
from graph.model import CustomerFile

if TYPE_CHECKING:
    from typing import Literal

    from assistant.bootstrap import Application

CLIENT_COOKIE: Final = "client"
"""Holds the id of the client a member of staff opened the chat about."""


def opened_file(application: Application, speaker: Speaker, customer_id: str) -> CustomerFile:
    """The customer's file, where the access policies let the speaker read it.

    Raises:
        CustomerNotFound: No customer has this id.
        NotAllowed: The policies refuse.
    """
    file = application.bank.customers.file(customer_id, application.clock())
    application.access.require(speaker, "customer.read", subject_of(file))
    return file


def subject_of(file: CustomerFile) -> Subject:
    """The customer as the access policies see them."""
    return Subject(customer_id=file.customer.id, advisor_id=file.customer.advisor_id)


def context(
    application: Application,
    speaker: Speaker,
    conversation_id: str,
    customer_id: str | None,
    channel: Literal["chat", "api", "desk"],
) -> Context:
    """The circumstances of a turn: a customer's own data, or the client whose file is open.

    Raises:
        CustomerNotFound: Staff named a customer there is not.
        NotAllowed: The policies refuse.
    """
    if speaker.is_customer:
        customer_id = speaker.person_id
    elif customer_id is not None:
        opened_file(application, speaker, customer_id)
    return Context(
        conversation_id=conversation_id,
        speaker=speaker,
        customer_id=customer_id,
        now=application.clock(),
        channel=channel,
    )
