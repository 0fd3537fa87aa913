"""The judges of the rules, a file a subject; importing this enrols them all."""

from typing import Final

from assistant.compliance.rules import (
    ai,
    credit,
    foreign_exchange,
    insurance,
    loans,
    marketing,
    money_laundering,
    mortgages,
    privacy,
    records,
    rights,
    suitability,
    trust,
)

SUBJECTS: Final = tuple(
    one.__name__.rpartition(".")[2]
    for one in (
        ai, credit, foreign_exchange, insurance, loans, marketing, money_laundering, mortgages,
        privacy, records, rights, suitability, trust,
    )
)  # fmt: skip
"""The files of this room."""
