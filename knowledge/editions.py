"""Two editions of a document compared clause by clause."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final
from unicodedata import normalize

from knowledge.documents import Policy
from knowledge.model import Change, Clause, Difference, Superseded

LIKE: Final = 0.45
"""The likeness from which two clauses with different numbers are one that was changed."""
LIKE_UNDER_ONE_NUMBER: Final = 0.15
"""The likeness from which two clauses with the same number are."""
SHORT: Final = 12
"""Letters below which sameness of words says nothing of clauses with different numbers."""

DASHES: Final = str.maketrans("—–−", "---")
POINTLESS: Final = re.compile(
    r"(?<!\d)(?:_|(?![%‰<>=≤≥+±×÷$¥€£°-])\W|-(?!\d))"
    r"|(?<=\d)(?:_|(?![%‰<>=≤≥+±×÷$¥€£°])\W)(?!\d)"
)
"""Characters that carry no figure: all but word characters, signs, and what stands in a number."""


def difference(older: Policy, newer: Policy) -> Difference:
    """What became of each clause from one edition to the next."""
    return Difference(
        title=newer.document.short_title,
        older=older.document,
        newer=newer.document,
        changes=changes(older.clauses, newer.clauses),
    )


def changes(older: Sequence[Clause], newer: Sequence[Clause]) -> tuple[Change, ...]:
    """What became of each clause; in the order of the later ones, each gone one at its place."""
    pairs = _pairs(older, newer)
    by_new = {new: old for old, new in pairs.items()}
    found = [
        _change(older[by_new[place]] if place in by_new else None, one)
        for place, one in enumerate(newer)
    ]
    gone = [one for place, one in enumerate(older) if place not in pairs]
    return _in_order(found, gone, older)


def summary(found: Difference) -> Superseded:
    """How many clauses fared how."""
    return Superseded(
        title=found.title,
        older=found.older.id,
        newer=found.newer.id,
        unchanged=found.count("unchanged"),
        changed=found.count("changed"),
        moved=found.count("moved"),
        new=found.count("new"),
        gone=found.count("gone"),
    )


def letters(text: str) -> str:
    """A text as words are compared: without blanks and punctuation, in one width and case.

    What makes a figure stays: the point of 3.5, the sign of -5, % and ‰.
    """
    plain = re.sub(r"\s+", "", normalize("NFKC", text)).translate(DASHES)
    return POINTLESS.sub("", plain).lower()


def _pairs(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """Places of clauses that belong together: the same words, then the most alike."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    numbers = {one.article: place for place, one in enumerate(new)}
    words: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(new):
        words[letters(one.text)].append(place)
    for place, one in enumerate(old):
        same = words[letters(one.text)]
        if numbers.get(one.article) in same:
            pairs[place] = numbers[one.article]
            taken.add(numbers[one.article])
    for place, one in enumerate(old):
        free = [other for other in words[letters(one.text)] if other not in taken]
        if place not in pairs and free and len(letters(one.text)) >= SHORT:
            pairs[place] = free[0]
            taken.add(free[0])
    for place, other in _alike(old, new, pairs, taken):
        if place not in pairs and other not in taken:
            pairs[place] = other
            taken.add(other)
    return pairs


def _alike(
    old: Sequence[Clause], new: Sequence[Clause], pairs: dict[int, int], taken: set[int]
) -> list[tuple[int, int]]:
    """Clauses left over that are alike enough, the most alike first; a like number helps."""
    holding: defaultdict[str, set[int]] = defaultdict(set)
    bags = {place: _bag(one.text) for place, one in enumerate(new) if place not in taken}
    for place, bag in bags.items():
        for pair in bag:
            holding[pair].add(place)
    found: list[tuple[float, int, int]] = []
    for place, one in enumerate(old):
        if place in pairs:
            continue
        bag = _bag(one.text)
        for other in set().union(*(holding[pair] for pair in bag if pair in holding)):
            like = _likeness(bag, bags[other])
            is_numbered = one.article == new[other].article
            if like >= (LIKE_UNDER_ONE_NUMBER if is_numbered else LIKE):
                found.append((like + 0.1 * is_numbered, place, other))
    return [(place, other) for _, place, other in sorted(found, key=lambda one: (-one[0], one[1:]))]


def _change(old: Clause | None, new: Clause) -> Change:
    if old is None:
        return Change(how="new", old=None, new=new, likeness=0.0)
    if letters(old.text) == letters(new.text):
        is_placed = old.article == new.article and old.heading == new.heading
        how = "unchanged" if is_placed else "moved"
        return Change(how=how, old=old, new=new, likeness=1.0)
    like = round(_likeness(_bag(old.text), _bag(new.text)), 3)
    return Change(how="changed", old=old, new=new, likeness=like)


def _in_order(
    found: Sequence[Change], gone: Sequence[Clause], old: Sequence[Clause]
) -> tuple[Change, ...]:
    places = {one.id: place for place, one in enumerate(old)}
    ordered: list[Change] = list(found)
    for one in gone:
        after = [
            at for at, change in enumerate(ordered)
            if change.old is not None and places[change.old.id] < places[one.id]
        ]  # fmt: skip
        at = after[-1] + 1 if after else 0
        ordered.insert(at, Change(how="gone", old=one, new=None, likeness=0.0))
    return tuple(ordered)


def _bag(text: str) -> frozenset[str]:
    plain = letters(text)
    return frozenset(plain[at : at + 2] for at in range(max(1, len(plain) - 1)))


def _likeness(one: Iterable[str], other: Iterable[str]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / max(1, len(first | second))
