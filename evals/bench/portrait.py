"""The bench of the portrait: how right it is, or how fast."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from evals.bench import portrait_accuracy, portrait_speed

Tell = Callable[[str], None]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    parser.add_argument("--feeds", type=Path, help="a folder of feeds")
    parser.add_argument("--truth", type=Path, help="a folder with attributes.csv, or that file")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the day; else the feeds' last")
    parser.add_argument(
        "--customers", type=int, nargs="+", help="measure speed on invented towns of these sizes"
    )
    parser.add_argument("--months", type=int, help="months of feeds of such a town")


def measure(asked: argparse.Namespace, tell: Tell) -> tuple[str, dict[str, Any]]:
    """Speed where sizes are named, else accuracy against the truth.

    Raises:
        EvalError: The options do not say what to measure, or it cannot be measured.
    """
    if asked.customers:
        return portrait_speed.measure(asked, tell)
    return portrait_accuracy.measure(asked, tell)
