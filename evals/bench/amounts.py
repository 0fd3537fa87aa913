"""How exactly amounts, ratios, terms and days are read."""

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from assistant.conversation.understanding import Spoken, values
from evals.bench.lines import lines_of
from evals.bench.spread import SEED, interval
from evals.machine import measured
from evals.tables import table


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    wanted = "lines of {id, lang, text, today, values}"
    parser.add_argument("--cases", type=Path, required=True, help=wanted)


def measure(asked: argparse.Namespace, tell: Callable[[str], None]) -> tuple[str, dict[str, Any]]:
    """Cases whose values are all read, in order; by kind, values read of those wanted."""
    cases = lines_of(asked.cases)
    tell(f"{len(cases)} cases")
    wanted, right = Counter[str](), Counter[str]()
    exact: list[float] = []
    for case in cases:
        gold = [_key(one) for one in case["values"]]
        today = date.fromisoformat(case["today"])
        read = [_read(one) for one in values(case["text"], today, case.get("lang"))]
        exact.append(float(gold == read))
        wanted.update(kind for kind, _, _ in gold)
        right.update(kind for kind, _, _ in (Counter(gold) & Counter(read)).elements())
    kinds = {
        kind: {"n": count, "exact": round(right[kind] / count, 4)}
        for kind, count in sorted(wanted.items())
    }
    result = {
        **measured((SEED,)), "n": len(cases), "exact": round(sum(exact) / len(cases), 4),
        "intervals": {"exact": interval(exact)}, "kinds": kinds,
    }  # fmt: skip
    rows = [[kind, one["n"], one["exact"]] for kind, one in kinds.items()]
    return table(["kind", "n", "exact"], [*rows, ["cases", len(cases), result["exact"]]]), result


def _key(value: dict[str, Any]) -> tuple[str, str, str | None]:
    return value["kind"], str(value["value"]), value.get("currency")


def _read(one: Spoken) -> tuple[str, str, str | None]:
    printed = int(one.printed) if one.kind == "months" else one.printed
    return one.kind, str(printed), one.currency
