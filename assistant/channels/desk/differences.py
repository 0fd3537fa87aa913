"""What changed from one version of a plan to the next."""

from assistant.planning.figures import Figure
from assistant.planning.model import Assumption, Plan
from graph.values import Value


class Difference(Value):
    """A figure that changed; None where a version does not have it."""

    before: Figure | None
    after: Figure | None

    @property
    def figure(self) -> Figure:
        """The figure by whose name the difference goes.

        Raises:
            ValueError: Neither version has it.
        """
        shown = self.after or self.before
        if shown is None:
            raise ValueError("A difference needs a figure.")
        return shown


def changed_figures(before: Plan, after: Plan) -> list[Difference]:
    """Figures printed differently, in the order of `after`, then those it no longer has."""
    old = {one.key: one for one in before.figures}
    keys = {one.key for one in after.figures}
    changed = [
        Difference(before=old.get(one.key), after=one)
        for one in after.figures
        if one.key not in old or old[one.key].printed != one.printed
    ]
    gone = [Difference(before=one, after=None) for one in before.figures if one.key not in keys]
    return changed + gone


def edited_assumptions(before: Plan, after: Plan) -> list[tuple[Assumption, str]]:
    """The assumptions with another value than before, each with the value it had."""
    old = {one.key: one.value for one in before.assumptions}
    return [
        (one, old[one.key]) for one in after.assumptions if old.get(one.key, one.value) != one.value
    ]
