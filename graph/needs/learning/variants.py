"""The same customer many times over, each time without some rows: what would be foreseen then."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from graph.hub import Reader, feeds

MARK: Final = "#"
"""Between a customer's or an account's id and the number of the variant."""
NUMBERED: Final = ("customer_id", "account_id", "card_id")


class Row(NamedTuple):
    """A row of a feed by its key."""

    feed: str
    row_id: str


def make_variants(apart: Reader, without: Sequence[Sequence[Row]]) -> None:
    """Let the feeds of an excerpt show one customer so many times, the n-th without its n-th rows.

    Made again, they replace the ones before: the excerpt itself stays whole.
    """
    apart.select(
        "CREATE OR REPLACE TEMP TABLE gone AS SELECT unnest($feeds::VARCHAR[]) AS feed, "
        "unnest($rows::VARCHAR[]) AS row_id, unnest($numbers::INTEGER[]) AS n",
        feeds=[row.feed for those in without for row in those],
        rows=[row.row_id for those in without for row in those],
        numbers=[at for at, those in enumerate(without) for _ in those],
    )
    for feed in feeds().values():
        names = [one.name for one in feed.columns]
        if set(names) & set(NUMBERED):
            lacks = (
                f"NOT EXISTS (SELECT 1 FROM gone WHERE gone.feed = '{feed.name}' "
                f"AND gone.n = variant.n AND gone.row_id = fed.{feed.key[0]})"
            )
            _repeat(apart, feed.name, names, (len(without), lacks))
    _repeat(apart, "in_force", ["customer_id"], (len(without), "true"))


def variant_of(customer_id: str) -> int:
    """The number of the variant a customer of theirs is."""
    return int(customer_id.rsplit(MARK, 1)[1])


def _repeat(apart: Reader, table: str, names: Sequence[str], how: tuple[int, str]) -> None:
    times, where = how
    numbered = ", ".join(
        f"{one} || '{MARK}' || variant.n AS {one}" for one in NUMBERED if one in names
    )
    apart.select(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT fed.* REPLACE ({numbered}) "
        f"FROM memory.main.{table} AS fed, range({times}) AS variant(n) WHERE {where}"
    )
