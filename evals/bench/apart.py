"""Work done in a process of its own, so that its memory and its seconds are its own."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple


class Work(NamedTuple):
    """What it found, how long it took, and the most memory the process held."""

    figures: dict[str, Any]
    seconds: float
    peak_bytes: int


def apart(work: Callable[..., dict[str, Any]], *given: object) -> Work:
    """Do it in a process of its own; `work` and what it is given must be picklable."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(timed, work, given).result()


def timed(work: Callable[..., dict[str, Any]], given: Sequence[object]) -> Work:
    """Do it here."""
    began = time.perf_counter()
    figures = work(*given)
    seconds = time.perf_counter() - began
    return Work(figures, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
