"""The bank's wall clock: how instants stand in the hub's tables."""

from datetime import datetime, timedelta, timezone
from typing import Final

BANK_ZONE: Final = timezone(timedelta(hours=8))


def wall_clock(instant: datetime) -> datetime:
    """The instant on the bank's wall clock, without a zone."""
    return instant.astimezone(BANK_ZONE).replace(tzinfo=None)


def zoned(wall: datetime) -> datetime:
    """The instant of a wall-clock time of the bank."""
    return wall.replace(tzinfo=BANK_ZONE)
