"""What came to pass: the first day of each life event of each customer."""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.hub import Reader
from graph.needs.outcomes import came_to_pass

Days = npt.NDArray[np.datetime64]

LEARNED: Final = (
    "study_abroad", "home_purchase", "renovation", "vehicle_purchase", "childbirth", "retirement",
    "business_start", "farm_cycle", "pv_install", "overseas_travel",
)  # fmt: skip
"""Events whose outcome stands in the feeds, so that they can be learned."""

HORIZONS: Final = (30, 90, 180)
NEVER: Final = np.datetime64("NaT", "D")

Firsts = dict[str, dict[str, np.datetime64]]
"""By event: the first day of it by customer."""


def firsts(reader: Reader, until: date) -> Firsts:
    """The first day of each event up to `until`."""
    found: Firsts = {event: {} for event in LEARNED}
    for (customer_id, event), came in came_to_pass(reader, until).items():
        found[event][customer_id] = np.datetime64(came.first, "D")
    return found


def days_of(customers: npt.NDArray[np.object_], event: dict[str, np.datetime64]) -> Days:
    """The first day of the event for each customer, in their order; NaT where there is none."""
    return np.array([event.get(one, NEVER) for one in customers], dtype="datetime64[D]")


def came_within(first: Days, day: date, horizon: int) -> npt.NDArray[np.bool_]:
    """Whether the event came to pass in (day, day + horizon]."""
    ahead = (first - np.datetime64(day, "D")).astype("timedelta64[D]")
    known = ~np.isnat(first)
    return known & (ahead > np.timedelta64(0, "D")) & (ahead <= np.timedelta64(horizon, "D"))


def already(first: Days, day: date) -> npt.NDArray[np.bool_]:
    """Whether the event had come to pass by the day."""
    return ~np.isnat(first) & (first <= np.datetime64(day, "D"))
