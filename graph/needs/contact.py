"""Whether the bank may speak of a foreseen need unasked, and why not."""

from datetime import date
from typing import Final, NamedTuple

from graph.catalogue import LifeEvent, Text

RECENTLY: Final = 180
"""Days after an event during which its need counts as met."""

REASONS: Final = {
    "dismissed": Text(
        zh="客户表示不感兴趣，之后没有出现其他迹象",
        en="the customer said not interested and nothing has been seen since",
    ),
    "sensitive_event": Text(
        zh="敏感事项：客户主动提出时才回应",
        en="a sensitive matter: answered only when the customer raises it",
    ),
    "already_happened": Text(zh="该事项近期已经发生", en="the event came to pass recently"),
    "no_marketing_contact_consent": Text(
        zh="客户没有同意营销联系", en="no consent to marketing contact"
    ),
}
"""What each reason not to make contact says."""


class Circumstances(NamedTuple):
    """What decides about contact beside the event itself."""

    reachable: bool
    """Whether a consent to marketing contact is in force."""
    happened_on: date | None
    dismissed: bool

    def recent(self, today: date) -> bool:
        """Whether the event came to pass so lately that its need counts as met."""
        return self.happened_on is not None and (today - self.happened_on).days <= RECENTLY


def contact_reason(event: LifeEvent, about: Circumstances, today: date) -> str | None:
    """Why the bank keeps silent, a key of `REASONS`; None where it may speak."""
    if not event.proactive:
        return "sensitive_event"
    if about.recent(today):
        return "already_happened"
    if about.dismissed:
        return "dismissed"
    return None if about.reachable else "no_marketing_contact_consent"
