"""Ranks of right articles into hits, reciprocal ranks and their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

CUTS: Final = (1, 5, 10)
"""Ranks down to which a found article counts as a hit."""
DRAWS: Final = 1000
SEED: Final = 20261124

Article = tuple[str, str]
"""A document's short title and an article's number."""


@dataclass(frozen=True)
class Answer:
    """What came back for a question: articles best first, each once, in how many seconds."""

    articles: tuple[Article, ...]
    seconds: float


@dataclass(frozen=True)
class Question:
    """A question with the articles that answer it; () where none does."""

    text: str
    type: str
    gold: frozenset[Article]

    def rank(self, answer: Answer) -> int | None:
        """The place of the first right article, from 1; None where none came back."""
        ranks = (at for at, one in enumerate(answer.articles, 1) if one in self.gold)
        return next(ranks, None)


def scores(questions: Sequence[Question], answers: Sequence[Answer]) -> dict[str, Any]:
    """Hits and mean reciprocal rank over the questions an article answers; {n: 0} for none.

    Each with the 95 % interval of a bootstrap over questions.
    """
    ranked = [one.rank(answer) for one, answer in zip(questions, answers, strict=True) if one.gold]
    if not ranked:
        return {"n": 0}
    marks = {
        f"hit_at_{cut}": np.array([rank is not None and rank <= cut for rank in ranked], float)
        for cut in CUTS
    }
    marks["mrr"] = np.array([1 / rank if rank else 0.0 for rank in ranked])
    draws = np.random.default_rng(SEED).integers(0, len(ranked), (DRAWS, len(ranked)))
    return {
        "n": len(ranked),
        **{name: round(float(one.mean()), 4) for name, one in marks.items()},
        "intervals": {
            name: [round(float(end), 4) for end in np.quantile(one[draws].mean(1), (0.025, 0.975))]
            for name, one in marks.items()
        },
    }


def by_type(questions: Sequence[Question], answers: Sequence[Answer]) -> dict[str, Any]:
    """The scores of each type of question, in the order the types are met."""
    pairs = list(zip(questions, answers, strict=True))
    return {
        name: scores(
            [one for one, _ in pairs if one.type == name],
            [answer for one, answer in pairs if one.type == name],
        )
        for name in dict.fromkeys(one.type for one in questions)
    }
