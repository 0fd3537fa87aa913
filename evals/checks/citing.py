"""Checks of citations."""

from typing import Literal

from evals.checks.check import Argument, Check, brief, read
from evals.moment import Moment, Seen


class Article(Argument):
    """An article of a document, by its short title and number."""

    document: str
    article: str


def cites(argument: object) -> Check:
    """A citation of the reply is that article, or any of the list."""
    raw = argument if isinstance(argument, list) else [argument]
    articles: tuple[Article, ...] = read(tuple[Article, ...], raw)
    if not articles:
        message = "the list is empty"
        raise ValueError(message)
    wanted = {(_title(one.document), one.article.strip()) for one in articles}
    expected = " or ".join(f"《{one.document}》{one.article}" for one in articles)

    def look(moment: Moment) -> Seen:
        cited = () if moment.reply is None else moment.reply.citations
        found = any((_title(one.document), one.article) in wanted for one in cited)
        return Seen(found, expected, _labels(moment))

    return Check("cites", look)


def cites_nothing(argument: object) -> Check:
    """The reply cites no clause."""
    _true(argument)

    def look(moment: Moment) -> Seen:
        cited = () if moment.reply is None else moment.reply.citations
        return Seen(not cited, "no citation", _labels(moment))

    return Check("cites_nothing", look)


def abstains(argument: object) -> Check:
    """The reply says it found no ground, and a person takes over."""
    _true(argument)

    def look(moment: Moment) -> Seen:
        reply = moment.reply
        found = (
            reply is not None
            and reply.outcome == "abstained"
            and reply.task_reason is not None
            and not reply.citations
        )
        seen = "no reply" if reply is None else f"{reply.outcome}: {brief(reply.text)}"
        return Seen(found, "no ground found, and a person offered", seen)

    return Check("abstains", look)


def _true(argument: object) -> None:
    """Refuse anything but true: a check that is not wanted is left out."""
    read(Literal["true", True], argument)


def _title(document: str) -> str:
    """A short title however its parts are joined: 民法典·合同编, 民法典_合同编."""
    return document.strip().strip("《》").replace("_", "·")


def _labels(moment: Moment) -> str:
    cited = () if moment.reply is None else moment.reply.citations
    labels = ", ".join(f"《{one.document}》{one.article}" for one in cited)
    return labels or f"no citation in: {brief(moment.text)}"
