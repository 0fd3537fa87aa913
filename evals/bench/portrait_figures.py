"""What share of the portrait, and of the file, is true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.bench.spread import interval
from evals.tables import table

Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Cases:
    """Of one family, for each consenting customer: what is true, relied on, and on file."""

    family: str
    true: Texts
    told: Texts
    filed: Texts | None

    def figures(self) -> dict[str, Any]:
        """Right of all cases; a case is a customer with a true value or with a tag."""
        cases = present(self.true) | present(self.told)
        said = present(self.told)
        right = cases & (self.told == self.true)
        figures = {
            "n": int(cases.sum()), "right": int(right.sum()), "accuracy": _part(right, cases),
            "interval": interval(right[cases].astype(float).tolist()),
            "precision": _part(right, said), "coverage": _part(said & cases, cases),
        }  # fmt: skip
        if self.filed is None:
            return figures
        stated = present(self.true) | present(self.filed)
        agrees = stated & (self.filed == self.true)
        return figures | {
            "filed_n": int(stated.sum()), "filed_right": int(agrees.sum()),
            "declared": _part(agrees, stated),
            "declared_precision": _part(agrees, present(self.filed)),
        }  # fmt: skip


def summed(cases: Sequence[Cases]) -> dict[str, Any]:
    """The figures of all families: right of all cases, and the same of the file beside."""
    details = {one.family: one.figures() for one in cases}
    filed = [one for one in details.values() if "declared" in one]
    return {
        "accuracy": {
            "all": _ratio(details.values(), "right", "n"),
            "repaired": _ratio(filed, "right", "n"),
            "families": {key: one["accuracy"] for key, one in details.items()},
        },
        "baseline_declared": _ratio(filed, "filed_right", "filed_n"),
        "baselines": {"declared": {"families": {
            key: one["declared"] for key, one in details.items() if "declared" in one
        }}},
        "coverage": {key: one["coverage"] for key, one in details.items()},
        "details": details,
    }  # fmt: skip


def _ratio(figures: Any, over: str, under: str) -> float | None:
    rows: list[Mapping[str, Any]] = list(figures)
    total = sum(one[under] for one in rows)
    return round(sum(one[over] for one in rows) / total, 4) if total else None


def columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[Texts]:
    """Rows turned into so many columns; also of no rows."""
    return [np.array([row[at] for row in rows], dtype=object) for at in range(count)]


def present(values: Texts) -> Flags:
    """Where there is a value."""
    return np.array([one is not None for one in values], dtype=bool)


def _part(some: Flags, of: Flags) -> float | None:
    return round(float(some.sum() / of.sum()), 4) if of.any() else None


def shown(result: Mapping[str, Any]) -> str:
    """The figures as a table for people."""
    names = ("n", "accuracy", "interval", "precision", "coverage", "declared")
    rows = [
        [key, *("–" if one.get(name) is None else one[name] for name in names)]
        for key, one in result["details"].items()
    ]
    whole = result["accuracy"]["all"], result["baseline_declared"]
    rows.append(["all", "", whole[0], "", "", "", whole[1]])
    bare = result["without_financial_consent"]
    rows.append(["of those without consent to financial data", "", bare["accuracy"]["all"], "", "",
                 "", bare["baseline_declared"]])  # fmt: skip
    return table(["family", *names], rows)
