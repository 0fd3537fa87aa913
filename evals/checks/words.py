"""Checks of wording."""

import re
from collections.abc import Callable

from evals.checks.check import Check, brief, listed
from evals.moment import Moment, Seen

Pattern = tuple[str, Callable[[str], bool]]


def says(argument: object) -> Check:
    """Any of the texts stands in the reply."""
    patterns = [_pattern(one) for one in listed(argument)]
    expected = f"any of {[name for name, _ in patterns]}"

    def look(moment: Moment) -> Seen:
        found = any(matches(moment.text) for _, matches in patterns)
        return Seen(found, expected, brief(moment.text) or "no reply")

    return Check("says", look)


def does_not_say(argument: object) -> Check:
    """None of the texts stands in the reply."""
    patterns = [_pattern(one) for one in listed(argument)]
    expected = f"none of {[name for name, _ in patterns]}"

    def look(moment: Moment) -> Seen:
        found = [name for name, matches in patterns if matches(moment.text)]
        return Seen(not found, expected, f"{found} in: {brief(moment.text)}")

    return Check("does_not_say", look)


def _pattern(text: str) -> Pattern:
    """`/…/` is a regular expression, anything else stands for itself."""
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        try:
            compiled = re.compile(text[1:-1])
        except re.error as error:
            message = f"{text} is no regular expression: {error}"
            raise ValueError(message) from error
        return text, lambda reply: compiled.search(reply) is not None
    if not text:
        message = "an empty text stands in every reply"
        raise ValueError(message)
    return text, lambda reply: text in reply
