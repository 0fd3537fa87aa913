"""A question to clauses: exact citations first, then words and meaning together."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from knowledge.citations import Citation, citations
from knowledge.conflicts import conflicts
from knowledge.corpus import Corpus
from knowledge.dense import DenseIndex
from knowledge.embedding import Embedder
from knowledge.glossary import Glossary, is_english
from knowledge.matters import Matters
from knowledge.model import Clause, Filters, Findings, Passage, Remark, Silence, Value
from knowledge.ranking import JUDGED, LEXICAL_WEIGHT, Query, Ranker, Ranking
from knowledge.scope import Scope
from knowledge.spans import nearest_sentence, paragraph_span

LEAST_WORDS: Final = 10
"""Letters of a question that must remain beside its citation to be searched for on their own."""
FEW: Final = 0.5
"""The share of clauses below which filters narrow what is asked of the vectors."""
CLEARLY: Final = 0.05
"""How much better an ended clause must fit than every clause in force to be spoken of."""
LEXICAL_ONLY: Final = (
    "目前只按字面检索条款，可能漏掉换了说法的内容。"
    " Clauses are searched by their words only at present; other wordings may be missed."
)


class Asked(Value):
    """A question, the day whose law answers it, how many passages, and what is kept to."""

    question: str
    as_of: date
    limit: int = 5
    filters: Filters = Filters()


class Search:
    """Searches one corpus; `dense` is None where no embedding model was found."""

    def __init__(
        self, corpus: Corpus, glossary: Glossary, dense: tuple[Embedder, DenseIndex] | None
    ) -> None:
        self.version = corpus.version
        self._corpus = corpus
        self._glossary = glossary
        self._matters = Matters(corpus.names, _manual_texts(corpus))
        self._scope = Scope(corpus)
        self._ranker = Ranker(corpus, dense)

    @property
    def is_damaged(self) -> bool:
        """Whether the vectors broke while they were asked; words alone answer since."""
        return self._ranker.is_damaged

    def findings(self, asked: Asked) -> Findings:
        """The clauses in force on the day that answer, best first, or why there are none."""
        cited = citations(asked.question, self._corpus.names)
        exact = self._exact(cited, asked)
        remarks = [] if exact else self._unknown(cited)
        rest = _without(asked.question, cited)
        if cited and (not exact or len(rest) < LEAST_WORDS):
            return self._found(asked, exact, remarks, _silence(cited))
        query = self._query(rest)
        if query is None or not query.meaning:
            return self._found(asked, exact, remarks, "nothing_fits" if query else "law_not_held")
        passages, superseded = self._fitting(query, asked)
        seen = {one.clause.id for one in exact}
        whole = [*exact, *(one for one in passages if one.clause.id not in seen)]
        return self._found(asked, whole[: asked.limit], [*remarks, *superseded], "nothing_fits")

    def margin(self, asked: Asked) -> float:
        """By how much the best clause passes the bar; 1 for a citation, -1 for a law we lack."""
        cited = citations(asked.question, self._corpus.names)
        if cited:
            return 1.0 if self._exact(cited, asked) else -1.0
        query = self._query(asked.question)
        if query is None or not query.meaning:
            return -1.0
        allowed = self._scope.allowed(asked.as_of, asked.filters, query.titles)
        ranking = self._ranker.ranked(query, self._narrowed(query, asked.filters))
        return self._ranker.margin(
            ranking, self._ranker.best(ranking, allowed, asked.as_of, JUDGED)
        )

    def _found(
        self, asked: Asked, passages: list[Passage], remarks: list[Remark], silence: Silence
    ) -> Findings:
        return Findings(
            question=asked.question, as_of=asked.as_of, passages=tuple(passages),
            notice=None if self._ranker.has_vectors else LEXICAL_ONLY,
            reason=None if passages else silence,
            remarks=(*remarks, *conflicts(passages)),
        )  # fmt: skip

    def _exact(self, cited: Sequence[Citation], asked: Asked) -> list[Passage]:
        audience = asked.filters.audience
        clauses = (
            (one, self._corpus.clause(one.titles, one.article, asked.as_of, audience))
            for one in cited
        )
        return [
            _cited(clause, one.paragraph)
            for one, clause in clauses
            if clause is not None and self._scope.passes(clause, asked.filters)
        ][: asked.limit]

    def _unknown(self, cited: Sequence[Citation]) -> list[Remark]:
        """What the laws hold whose article was not found."""
        return [_no_such(one.article, held) for one in cited if (held := self._held(one.titles))]

    def _held(self, titles: Sequence[str]) -> list[Clause]:
        return [
            one
            for one in self._corpus.clauses
            if one.document in titles and one.level != "appendix"
        ]

    def _query(self, question: str) -> Query | None:
        """The question as it is searched; None when it asks only about laws we do not hold."""
        mentions = self._corpus.names.mentions(question)
        titles = tuple(dict.fromkeys(title for one in mentions for title in one.titles))
        if mentions and not titles:
            return None
        words = question
        for one in reversed(mentions):
            words = words[: one.start] + " " + words[one.end :]
        words = words.strip(" 《》")
        if is_english(words):
            terms = self._glossary.chinese(words)
            return Query(words=terms, meaning=terms, text=f"{terms} {words}", titles=titles)
        legal = f"{words} {self._glossary.legal(words)}".strip()
        return Query(
            words=words, meaning=legal, text=legal, titles=titles,
            is_elsewhere=not titles and self._matters.are_elsewhere(words),
        )  # fmt: skip

    def _fitting(self, query: Query, asked: Asked) -> tuple[list[Passage], list[Remark]]:
        allowed = self._scope.allowed(asked.as_of, asked.filters, query.titles)
        ranking = self._ranker.ranked(query, self._narrowed(query, asked.filters))
        best = self._ranker.best(ranking, allowed, asked.as_of, max(asked.limit, JUDGED))
        if not self._ranker.answers(ranking, best):
            return [], self._superseded(ranking, asked, best)
        passages = [self._passage(place, ranking) for place in best[: asked.limit]]
        return passages, self._superseded(ranking, asked, best)

    def _narrowed(self, query: Query, filters: Filters) -> tuple[str, ...]:
        """The documents asked of the vectors: () for all of them."""
        if query.titles:
            return query.titles
        visible = self._scope.visible(filters)
        if not visible.size or visible.mean() >= FEW:
            return ()
        passing = (self._corpus.clauses[place] for place in visible.nonzero()[0])
        return tuple(dict.fromkeys(one.document for one in passing))

    def _superseded(self, ranking: Ranking, asked: Asked, best: Sequence[int]) -> list[Remark]:
        """A remark when a clause that has ended fits clearly better than every one in force."""
        ended = self._scope.ended(asked.as_of, asked.filters, ranking.query.titles)
        first = self._ranker.best(ranking, ended, asked.as_of, 1)
        if not first or not self._ranker.answers(ranking, first):
            return []
        rival = ranking.scores[best[0]] if best else 0.0
        if ranking.scores[first[0]] - rival < CLEARLY * (1 + LEXICAL_WEIGHT):
            return []
        return [_ended(self._corpus.clauses[first[0]])]

    def _passage(self, place: int, ranking: Ranking) -> Passage:
        found_by: Literal["hybrid", "lexical"] = "lexical" if ranking.similar is None else "hybrid"
        clause = self._corpus.clauses[place]
        rarities = self._corpus.lexical.rarities(ranking.query.text)
        start, end = nearest_sentence(clause.text, rarities)
        return Passage(
            clause=clause, score=ranking.fit(place), found_by=found_by, start=start, end=end
        )


def _manual_texts(corpus: Corpus) -> list[str]:
    return [corpus.clauses[place].text for place in corpus.is_manual.nonzero()[0]]


def _cited(clause: Clause, number: int | None) -> Passage:
    span = paragraph_span(clause.text, number) if number else None
    start, end = span or (0, len(clause.text))
    return Passage(clause=clause, score=1.0, found_by="citation", start=start, end=end)


def _silence(cited: Sequence[Citation]) -> Silence:
    return "no_such_article" if any(one.titles for one in cited) else "law_not_held"


def _no_such(article: str, held: Sequence[Clause]) -> Remark:
    first, last = held[0], held[-1]
    return Remark(
        kind="no_such_article",
        zh=f"《{first.document}》中没有查到第{article}条；库中收录的是{first.label}至{last.label}。",
        en=f"{first.document} has no article {article} in force on that day; "
        f"the library holds {first.article} to {last.article}.",
    )


def _ended(clause: Clause) -> Remark:
    return Remark(
        kind="superseded",
        zh=f"{clause.citation}与问题最接近，但已于{clause.effective_to}失效，不再适用。",
        en=f"{clause.citation} fits best, but it ended on {clause.effective_to} "
        "and no longer applies.",
        clause_ids=(clause.id,),
    )


def _without(question: str, cited: Sequence[Citation]) -> str:
    """What a question says beside its citations and the phrases that only ask for their words."""
    rest = question
    for one in sorted(cited, key=lambda one: -one.start):
        rest = rest[: one.start] + rest[one.end :]
    return rest.strip(" ，。？?！!：:、") if cited else question
