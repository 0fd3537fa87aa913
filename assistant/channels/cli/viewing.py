"""Who sees which tags: by the access policies, restricted ones by their role alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.channels.cli.opening import known_user
from assistant.privacy.errors import NotAllowed
from assistant.privacy.model import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.bootstrap import Application
    from graph.portrait import PortraitTag

MASKED = ("受限标签", "restricted")
"""What stands in the place of a tag that is not for the viewer."""


def seen_by(
    application: Application, username: str | None, customer_id: str, tags: Sequence[PortraitTag]
) -> list[PortraitTag]:
    """The tags as the user may see them; the operator sees all but what is restricted.

    Raises:
        NoSuchUser: Nobody signs in under this name.
        NotAllowed: The user may see none of them.
    """
    if username is None:
        return [_masked(one) for one in tags]
    speaker, access = known_user(application, username), application.access
    file = application.bank.customers.file(customer_id, application.clock())
    subject = Subject(customer_id=customer_id, advisor_id=file.customer.advisor_id)
    usual = access.decide(speaker, "portrait.read", subject)
    restricted = access.decide(speaker, "portrait.restricted", subject).allowed
    if not usual.allowed and not restricted:
        raise NotAllowed(usual.reason, usual.reason_en)
    own = speaker.is_customer
    mine = [one for one in tags if usual.allowed or one.role == speaker.role]
    return [one if own or one.role in {None, speaker.role} else _masked(one) for one in mine]


def _masked(one: PortraitTag) -> PortraitTag:
    if one.role is None:
        return one
    zh, en = MASKED
    changes = {"label": zh, "label_en": en, "value": "***", "explain": zh, "explain_en": en}
    return one.model_copy(update=changes | {"source": "***"})
