"""The benchmarks by name, as the command line offers them."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from evals.bench import amounts, intents, masking, needs, paths, portrait, retrieval, speed

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Bench:
    """A benchmark: what it is for, its options, and the measurement to a table and JSON."""

    help: str
    add_options: Callable[[argparse.ArgumentParser], None]
    measure: Callable[[argparse.Namespace, Tell], tuple[str, dict[str, Any]]]


BENCHES: Final[dict[str, Bench]] = {
    "speed": Bench(
        "seconds of a turn, a draft and a start, and the memory of the whole service",
        speed.add_options,
        speed.measure,
    ),
    "retrieval": Bench("finding the clause that answers", retrieval.add_options, retrieval.measure),
    "amounts": Bench(
        "reading amounts, ratios, terms and days", amounts.add_options, amounts.measure
    ),
    "needs": Bench(
        "foreseeing needs, beside the declared rules and a line", needs.add_options, needs.measure
    ),
    "graph": Bench(
        "the path from signals to offers, asked of a graph of any size",
        paths.add_options,
        paths.measure,
    ),
    "portrait": Bench(
        "how right the portrait is beside the file, or how fast beside pandas",
        portrait.add_options,
        portrait.measure,
    ),
    "masking": Bench(
        "finding personal data before it leaves", masking.add_options, masking.measure
    ),
    "intents": Bench("understanding what is wanted", intents.add_options, intents.measure),
}
