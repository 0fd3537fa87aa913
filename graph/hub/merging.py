"""A staged batch checked and merged into the feed's table; what was replaced is kept."""

from datetime import datetime

import duckdb

from graph.hub.checks import Fault, condition, faults, typed
from graph.hub.feeds import Feed, Rule, quoted
from graph.hub.staging import Staged
from graph.values import Value


class Merged(Value):
    """What became of the rows of a batch."""

    rows: int
    new: int = 0
    changed: int = 0
    rejected: int = 0
    repeated: int = 0
    mendable: bool = False
    """Whether a row was refused that may be taken later as it stands."""
    notes: tuple[int, ...] = ()
    """How many of the rows taken each of the feed's `remarks` met, in their order."""


class Merger:
    """Merges batches of one feed at one moment, on the bank's wall clock."""

    def __init__(self, store: duckdb.DuckDBPyConnection, feed: Feed, now: datetime) -> None:
        self._store = store
        self.feed = feed
        self._now = now
        self._key = ", ".join(map(quoted, feed.key))

    def merge(self, staged: Staged, batch: str, *, filling: bool) -> Merged:
        """Merge the table `staged` into the feed's own; of rows with one key the last counts.

        Columns the files do not have keep what was known. Where a table is filled for the first
        time, nobody looks for what is known of a key: `settle` does so once at the end.
        """
        mendable = self._refuse(staged, batch)
        rejected = self._count("SELECT count(DISTINCT row_no) FROM refused")
        accepted = self._take(staged)
        new, changed = (accepted, 0) if filling else self._merge(staged)
        if filling:
            self._fill(staged)
        return Merged(
            rows=staged.rows, new=new, changed=changed, rejected=rejected,
            repeated=staged.rows - rejected - accepted, mendable=mendable,
            notes=self._notes(staged),
        )  # fmt: skip

    def settle(self) -> int:
        """Of rows with one key in a table that was filled, keep the last; how many went."""
        name, key = self.feed.name, self._key
        rows = self._count(f"SELECT count(*) FROM {name}")
        self._store.execute("CREATE OR REPLACE TEMP TABLE twice (mark UBIGINT)")
        steps = max(1, rows // 20_000_000)
        for step in range(steps):
            self._store.execute(
                f"INSERT INTO twice SELECT hash({key}) AS mark FROM {name} "
                f"WHERE hash({key}) % {steps} = {step} GROUP BY 1 HAVING count(*) > 1"
            )
        if not self._count("SELECT count(*) FROM twice"):
            return 0
        return self._count(
            f"DELETE FROM {name} WHERE rowid IN (SELECT rowid FROM {name} "
            f"WHERE hash({key}) IN (SELECT mark FROM twice) "
            f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY rowid DESC) > 1)"
        )

    def _refuse(self, staged: Staged, batch: str) -> bool:
        """Set aside every fault of every row; whether one of them may mend.

        The numbers of the rows stay in `refused`.
        """
        found = faults(self.feed, staged.native)
        # One statement here and below: after an insert of no rows, more than a row group inserted
        # in the same transaction reads wrong in DuckDB 2.0.0.
        marked = ", ".join(
            f"CASE WHEN {one.condition} THEN {at} END" for at, one in enumerate(found)
        )
        wrong = " OR ".join(f"coalesce({one.condition}, false)" for one in found)
        self._store.execute(
            "CREATE OR REPLACE TEMP TABLE refused AS "
            "SELECT row_no, NULL::INTEGER AS fault FROM broken UNION ALL "
            f"SELECT row_no, unnest(list_filter([{marked}], lambda one: one IS NOT NULL)) "
            f"FROM staged WHERE {wrong}",
            {"now": self._now} if "$now" in wrong else {},
        )
        self._set_aside(found, batch)
        mends = [at for at, one in enumerate(found) if one.mendable]
        return bool(
            self._count(
                "SELECT count(*) FROM refused WHERE list_contains($mends::INTEGER[], fault)",
                mends=mends,
            )
        )

    def _set_aside(self, found: list[Fault], batch: str) -> None:
        named = {"feed": self.feed.name, "batch": batch}
        self._store.execute("DELETE FROM rejects WHERE feed = $feed AND batch = $batch", named)
        words: dict[str, object] = {
            "columns": [one.column for one in found], "reasons": [one.reason for one in found]
        }  # fmt: skip
        self._store.execute(
            'INSERT INTO rejects SELECT $feed, $batch, row_no, "column", reason FROM broken '
            "UNION ALL SELECT $feed, $batch, row_no, ($columns::VARCHAR[])[fault + 1], "
            "($reasons::VARCHAR[])[fault + 1] FROM refused WHERE fault IS NOT NULL",
            named | words,
        )

    def _take(self, staged: Staged) -> int:
        """Make `incoming`, the rows that are in order, each key once; how many."""
        columns = [one for one in self.feed.columns if one.name in staged.present]
        selected = ", ".join(f"{typed(one, staged.native)} AS {one.sql}" for one in columns)
        sound = "row_no NOT IN (SELECT row_no FROM refused)"
        twice = self._count(
            f"SELECT count(*) - count(DISTINCT hash({self._key})) FROM staged WHERE {sound}"
        )
        last = f"QUALIFY row_number() OVER (PARTITION BY {self._key} ORDER BY row_no DESC) = 1"
        self._store.execute(
            f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {selected} FROM staged "
            f"WHERE {sound} {last if twice else ''}"
        )
        return self._count("SELECT count(*) FROM incoming")

    def _fill(self, staged: Staged) -> None:
        named = self._columns(staged)
        self._store.execute(
            f"INSERT INTO {self.feed.name} ({named}, learned_at) "
            f"SELECT {named}, $now FROM incoming",
            {"now": self._now},
        )

    def _merge(self, staged: Staged) -> tuple[int, int]:
        """Insert what is not known and replace what is known otherwise; how many of each."""
        name = self.feed.name
        same = " AND ".join(f"old.{quoted(one)} = fed.{quoted(one)}" for one in self.feed.key)
        others = [one for one in staged.present if one not in self.feed.key]
        differs = " OR ".join(
            f"old.{quoted(one)} IS DISTINCT FROM fed.{quoted(one)}" for one in others
        )
        self._store.execute(
            f"CREATE OR REPLACE TEMP TABLE met AS SELECT old.rowid AS place, fed.rowid AS came, "
            f"{differs or 'false'} AS differs FROM {name} old JOIN incoming fed ON {same}"
        )
        changed = self._replace(others)
        named = self._columns(staged)
        new = self._count(
            f"INSERT INTO {name} ({named}, learned_at) SELECT {named}, $now FROM incoming "
            "WHERE rowid NOT IN (SELECT came FROM met)",
            now=self._now,
        )
        return new, changed

    def _replace(self, others: list[str]) -> int:
        """Rows known otherwise take the incoming values; how they were goes to the history."""
        name = self.feed.name
        changed = self._count(
            f"INSERT INTO history.{name} BY NAME SELECT old.*, $now AS until FROM {name} old "
            "WHERE rowid IN (SELECT place FROM met WHERE differs)",
            now=self._now,
        )
        if changed:
            assigned = ", ".join(f"{quoted(one)} = fed.{quoted(one)}" for one in others)
            self._store.execute(
                f"UPDATE {name} SET {assigned}, learned_at = $now "
                "FROM (SELECT place, incoming.* FROM met JOIN incoming ON incoming.rowid = came "
                f"WHERE differs) fed WHERE {name}.rowid = fed.place",
                {"now": self._now},
            )
        return changed

    def _notes(self, staged: Staged) -> tuple[int, ...]:
        return tuple(self._met(one, staged) for one in self.feed.remarks)

    def _met(self, rule: Rule, staged: Staged) -> int:
        met = condition(self.feed, rule, staged.native)
        return self._count(
            "SELECT count(*) FROM staged "
            f"WHERE row_no NOT IN (SELECT row_no FROM refused) AND {met}",
            **({"now": self._now} if "$now" in met else {}),
        )

    def _columns(self, staged: Staged) -> str:
        return ", ".join(map(quoted, staged.present))

    def _count(self, sql: str, **parameters: object) -> int:
        row = self._store.execute(sql, parameters).fetchone()
        return int(row[0]) if row else 0
