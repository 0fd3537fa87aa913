"""What changed from one version of a plan to the next."""

from assistant.planning.figures import Figure
from assistant.planning.model import Plan
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
