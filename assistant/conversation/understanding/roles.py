"""Which value of a message plays which part, told by the words beside it."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from assistant.conversation.understanding.amounts import Kind, Spoken
from assistant.conversation.understanding.lexicon import Roles, roles

_CLAUSE_END: Final = re.compile(r"[,，。;；!?、\n]|(?<!\d)\.|\.(?!\d)|\s(?:and|plus|with|but)\s")
_REACH: Final = 24


class _Said(NamedTuple):
    """A role's words at [start, end)."""

    role: str
    start: int
    end: int


class Cast(NamedTuple):
    """The values by their roles, in order of appearance, and those nothing beside them names."""

    named: tuple[tuple[str, Spoken], ...]
    nameless: tuple[Spoken, ...]
    far: frozenset[int] = frozenset()
    """Where the values start whose role was said in an earlier clause."""

    def first(self, role: str) -> Spoken | None:
        """The first value in this role."""
        return next((value for name, value in self.named if name == role), None)

    def is_far(self, value: Spoken) -> bool:
        """Whether the role of a value was said in an earlier clause than the value."""
        return value.start in self.far

    def all(self, role: str) -> list[Spoken]:
        """Every value in this role."""
        return [value for name, value in self.named if name == role]


def cast(text: str, spoken: Iterable[Spoken], topic: str, kind: Kind) -> Cast:
    """The values of `kind` by the roles `topic` knows, in a folded text.

    Each place a role is said serves one value: in "24k tuition and 14k living" tuition is taken
    when living is looked for.
    """
    everything = list(spoken)
    values = [one for one in everything if one.kind == kind]
    starts = sorted(one.start for one in everything)
    caster = _Caster(text, values, starts, roles(topic, kind))
    named: list[tuple[str, Spoken]] = []
    nameless: list[Spoken] = []
    for at, value in enumerate(values):
        role = caster.role(at)
        if role is None:
            nameless.append(value)
        else:
            named.append((role, value))
    return Cast(tuple(named), tuple(nameless), frozenset(caster.far))


class _Caster:
    """Looks for roles left and right of each value, never using the same words twice."""

    def __init__(self, text: str, values: list[Spoken], starts: list[int], known: Roles) -> None:
        self._text = text
        self._values = values
        self._starts = starts
        self._known = known
        self._used: set[tuple[int, int]] = set()
        self.far: set[int] = set()

    def role(self, at: int) -> str | None:
        """The role of the value `at`, None where no words say it."""
        value = self._values[at]
        before = self._values[at - 1].end if at else 0
        after = next((one for one in self._starts if one > value.start), len(self._text))
        begin = max(before, value.start - _REACH)
        near = self._last_clause(begin, value.start)
        left = self._best(near, value.start, is_left=True)
        right_end = self._first_clause(value.end, min(after, value.end + _REACH))
        right = self._best(value.end, right_end, is_left=False)
        found = _nearer(left, right, value)
        if found is None:
            found = self._best(begin, value.start, is_left=True)
            self.far.add(value.start)
        if found is None:
            return None
        self._used.add((found.start, found.end))
        return found.role

    def _last_clause(self, start: int, end: int) -> int:
        ends = [match.end() for match in _CLAUSE_END.finditer(self._text, start, end)]
        return ends[-1] if ends else start

    def _first_clause(self, start: int, end: int) -> int:
        match = _CLAUSE_END.search(self._text, start, end)
        return match.start() if match else end

    def _best(self, start: int, end: int, *, is_left: bool) -> _Said | None:
        said = [
            _Said(role, *match.span())
            for role, pattern in self._known.items()
            for match in pattern.finditer(self._text, start, end)
            if match.end() > match.start() and not self._is_used(match)
        ]
        if is_left:
            return max(said, key=lambda one: (one.end, one.end - one.start), default=None)
        return min(said, key=lambda one: (one.start, one.start - one.end), default=None)

    def _is_used(self, match: re.Match[str]) -> bool:
        return any(match.start() < end and start < match.end() for start, end in self._used)


def _nearer(left: _Said | None, right: _Said | None, value: Spoken) -> _Said | None:
    """What stands before a value wins, unless what follows is clearly closer."""
    if left is None or right is None:
        return left or right
    gap_left, gap_right = value.start - left.end, right.start - value.end
    return right if gap_right <= 1 and gap_left > gap_right + 1 else left
