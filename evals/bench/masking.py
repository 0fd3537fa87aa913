"""How much personal data the masks find in a text, and how much of what they find is some."""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from assistant.privacy.masking import CARD, ID_NUMBER, PHONE, is_card, is_id_number
from evals.bench.lines import lines_of
from evals.bench.spread import SEED, interval
from evals.errors import EvalError
from evals.machine import measured
from evals.tables import table

KINDS: Final = (
    "person_name", "id_number", "phone", "card", "account", "address", "employer", "email",
    "passport",
)  # fmt: skip
"""Every kind a case may mark; one that the masks do not know is simply never found."""


class Span(NamedTuple):
    """Characters of a text from `start` up to but not with `end`, and what they are."""

    start: int
    end: int
    kind: str


Finder = Callable[[str], list[Span]]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    wanted = "lines of {id, text, spans: [{start, end, kind}]}"
    parser.add_argument("--cases", type=Path, required=True, help=wanted)


def measure(asked: argparse.Namespace, tell: Callable[[str], None]) -> tuple[str, dict[str, Any]]:
    """Recall and precision by kind; found is what predictions of its kind cover whole."""
    cases = [
        (_text(asked.cases, number, one), _gold(asked.cases, number, one))
        for number, one in enumerate(lines_of(asked.cases), start=1)
    ]
    tell(f"{len(cases)} cases")
    found = score(cases, masked)
    by_digits = score(cases, digits)
    result = {**measured((SEED,)), **found, "baselines": {"long_numbers": by_digits}}
    rows = [[kind, *one.values()] for kind, one in found["kinds"].items()]
    rows.append(["all", *(found["all"][key] for key in ("n", "recall", "precision"))])
    return table(["kind", "n", "recall", "precision"], rows), result


def masked(text: str) -> list[Span]:
    """What the masks of the assistant take out of a text: ID numbers, then cards, then phones."""
    found = [_span(one, "id_number") for one in ID_NUMBER.finditer(text) if is_id_number(one[0])]
    found += [_span(one, "card") for one in CARD.finditer(text) if is_card(one[0])]
    taken = list(found)
    phones = [_span(one, "phone") for one in PHONE.finditer(text)]
    return found + [one for one in phones if not any(_meet(one, held) for held in taken)]


def digits(text: str) -> list[Span]:
    """The baseline: a mobile phone, a card, an ID number by its length alone."""
    found = [_span(one, "phone") for one in PHONE.finditer(text)]
    found += [_span(one, "id_number") for one in ID_NUMBER.finditer(text)]
    return found + [_span(one, "card") for one in CARD.finditer(text)]


def score(cases: Sequence[tuple[str, list[Span]]], find: Finder) -> dict[str, Any]:
    """Recall and precision of a finder, by kind and in all; None where there is nothing to ask."""
    hits: dict[str, list[float]] = {kind: [] for kind in KINDS}
    right: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for text, gold in cases:
        predicted = find(text)
        for one in gold:
            hits[one.kind].append(float(_covered(one, predicted)))
        for one in predicted:
            right[one.kind].append(
                float(any(_meet(one, held) for held in gold if held.kind == one.kind))
            )
    said = Counter({kind: len(hits[kind]) + len(right[kind]) for kind in KINDS})
    kinds = {kind: _rates(hits[kind], right[kind]) for kind in KINDS if said[kind]}
    whole = _rates(
        [hit for kind in KINDS for hit in hits[kind]],
        [hit for kind in KINDS for hit in right[kind]],
    )
    spread = {"recall": interval([hit for kind in KINDS for hit in hits[kind]])}
    return {"kinds": kinds, "all": {**whole, **({"intervals": spread} if whole["n"] else {})}}


def _rates(hits: Sequence[float], right: Sequence[float]) -> dict[str, Any]:
    return {"n": len(hits), "recall": _share(hits), "precision": _share(right)}


def _share(held: Sequence[float]) -> float | None:
    return round(sum(held) / len(held), 4) if held else None


def _covered(gold: Span, predicted: Sequence[Span]) -> bool:
    """Whether every character of the gold lies in predictions of its kind."""
    held = {at for one in predicted if one.kind == gold.kind for at in range(one.start, one.end)}
    return held.issuperset(range(gold.start, gold.end))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _span(match: Any, kind: str) -> Span:
    return Span(match.start(), match.end(), kind)


def _text(path: Path, number: int, case: dict[str, Any]) -> str:
    text = case.get("text")
    if not isinstance(text, str):
        message = f"{path}: entry {number} has no text"
        raise EvalError(message)
    return text


def _gold(path: Path, number: int, case: dict[str, Any]) -> list[Span]:
    """The marked spans of a case, each of a known kind and inside the text."""
    try:
        found = [Span(int(o["start"]), int(o["end"]), o["kind"]) for o in case["spans"]]
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path}: entry {number} has no spans of start, end and kind"
        raise EvalError(message) from error
    for one in found:
        if one.kind not in KINDS or not 0 <= one.start < one.end <= len(case["text"]):
            message = f"{path}: entry {number}: {one.kind} {one.start}–{one.end} is no span of it"
            raise EvalError(message)
    return found
