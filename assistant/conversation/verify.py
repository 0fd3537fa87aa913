"""Whether a reply may leave: every number and citation in it stands in the turn's evidence."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from assistant.conversation.model import Evidence

NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
CITED: Final = re.compile(r"《([^》]+)》\s*第?\s*([〇零一二三四五六七八九十百千\d.]+)\s*条?")
SCALES: Final = (Decimal(1), Decimal(10000), Decimal("0.0001"), Decimal(100), Decimal("0.01"))
"""A number may be said in 万, or a fraction as a percentage."""


def unsupported(text: str, evidence: Evidence, drafted: str, message: str) -> tuple[str, ...]:
    """Numbers and citations of `text` found neither in the evidence nor in what was said.

    `drafted` is the text code wrote from the same evidence. Empty when everything stands.
    """
    known = _numbers((*_sources(evidence), drafted, message))
    strange = [shown for shown, value in _shown(text) if not _stands(value, shown, known)]
    strange += [label for label in _labels(text) if not _cited(label, evidence, drafted)]
    return tuple(dict.fromkeys(strange))


def _sources(evidence: Evidence) -> Iterable[str]:
    """Every printed form the evidence holds."""
    for figure in evidence.figures:
        yield figure.printed
        yield f"{figure.value:f}"
        yield from figure.inputs.values()
    for cited in evidence.citations:
        yield cited.label
        yield cited.quote
    for verdict in evidence.verdicts:
        yield verdict.reason
        yield verdict.reason_en
    yield from evidence.facts


def _shown(text: str) -> list[tuple[str, Decimal]]:
    return [(shown, Decimal(shown.replace(",", ""))) for shown in NUMBER.findall(text)]


def _numbers(texts: Iterable[str]) -> set[Decimal]:
    return {value for text in texts for _, value in _shown(text)}


def _stands(value: Decimal, shown: str, known: set[Decimal]) -> bool:
    """Whether a number is a known one, at another scale, or rounded to the digits shown."""
    digits = len(shown.partition(".")[2])
    step = Decimal(1).scaleb(-digits)
    return any(
        abs(one * scale - value) * 2 <= step if digits else one * scale == value
        for one in known
        for scale in SCALES
    )


def _labels(text: str) -> list[str]:
    return [match.group(0) for match in CITED.finditer(text)]


def _cited(label: str, evidence: Evidence, drafted: str) -> bool:
    plain = re.sub(r"\s", "", label)
    return plain in re.sub(r"\s", "", drafted) or any(
        plain in one.label or one.label in plain for one in evidence.citations
    )
