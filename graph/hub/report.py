"""What a load did, feed by feed."""

from datetime import datetime, timedelta
from typing import Literal

from graph.values import Value

Language = Literal["zh", "en"]


class RefusedRow(Value):
    """A row that was refused, by its number in the feed: in which column, and why."""

    row: int
    column: str
    reason: str


class FeedReport(Value):
    """One feed of a load; counts are rows.

    Of several rows with one key the last counts; the others are `repeated`.
    """

    feed: str
    rows: int
    new: int = 0
    changed: int = 0
    rejected: int = 0
    repeated: int = 0
    unknown_columns: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """What is worth knowing of its rows, in Chinese and in English."""
    first_rejects: tuple[RefusedRow, ...] = ()
    """The first of the rows refused; all of them are in the file of rejects."""

    @property
    def unchanged(self) -> int:
        """Rows the bank knew exactly so."""
        return self.rows - self.new - self.changed - self.rejected - self.repeated

    def sentence(self, language: Language) -> str:
        """The counts in one line."""
        zh = language == "zh"
        unknown = ("、" if zh else ", ").join(self.unknown_columns)
        if zh:
            said = (
                f"{self.feed}：共 {self.rows} 行，新增 {self.new}，变更 {self.changed}，"
                f"未变 {self.unchanged}，重复 {self.repeated}，拒收 {self.rejected}"
            )
            parts = [said, f"不认识的列：{unknown}" if unknown else ""]
            return "；".join(filter(None, (*parts, *(one for one, _ in self.notes))))
        said = (
            f"{self.feed}: {self.rows} rows, {self.new} new, {self.changed} changed, "
            f"{self.unchanged} as before, {self.repeated} repeated, {self.rejected} rejected"
        )
        parts = [said, f"unknown columns: {unknown}" if unknown else ""]
        return "; ".join(filter(None, (*parts, *(one for _, one in self.notes))))

    def refusal(self, language: Language) -> str:
        """Its first refused rows, and where all of them are; "" where none was."""
        if not self.first_rejects:
            return ""
        if language == "zh":
            named = "；".join(
                f"第 {one.row} 行 {one.column} {one.reason}" for one in self.first_rejects
            )
            return f"{self.feed} 拒收的前几行：{named}。全部见 rejected/{self.feed}.csv"
        named = "; ".join(f"row {one.row} {one.column} {one.reason}" for one in self.first_rejects)
        return f"First rows refused of {self.feed}: {named}. All are in rejected/{self.feed}.csv"


class FeedStanding(Value):
    """How a feed stands after a load: rows, how fresh, and how complete column by column."""

    feed: str
    rows: int
    newest: datetime | None
    """The newest instant a row tells of; of feeds without one, when a row was last learned."""
    learned_at: datetime | None
    arrived_at: datetime | None = None
    """When a load last found the feed."""
    rhythm: timedelta
    """Within which something newer is promised."""
    completeness: dict[str, float] = {}
    """The share of rows with a value, by column; {} where there are no rows."""

    @property
    def complete(self) -> float | None:
        """The share of cells with a value."""
        shares = self.completeness.values()
        return sum(shares) / len(shares) if shares else None

    def is_stale(self, now: datetime) -> bool:
        """Whether it told nothing newer for longer than promised."""
        told = max((one for one in (self.newest, self.learned_at) if one is not None), default=None)
        return told is None or now - told > self.rhythm

    def age(self, now: datetime) -> timedelta | None:
        """How old the newest instant is; None where there is none."""
        return None if self.newest is None else max(now - self.newest, timedelta())


class LoadReport(Value):
    """What a load did: each feed found, the feeds missing, and outside rows taken away."""

    feeds: tuple[FeedReport, ...]
    missing: tuple[str, ...]
    withdrawn: int = 0
    """Outside rows removed because their consent is no longer in force."""
    skipped: int = 0
    """Batches that were loaded before and not read again."""
    standings: tuple[FeedStanding, ...] = ()
    declared: tuple[tuple[str, str], ...] = ()
    """What a mapping declares of consents, in Chinese and in English."""
    seconds: float

    @property
    def changed_anything(self) -> bool:
        """Whether the bank knows more or other things than before."""
        return self.withdrawn > 0 or any(one.new or one.changed for one in self.feeds)

    @property
    def rejected(self) -> int:
        """Rows refused, over all feeds."""
        return sum(one.rejected for one in self.feeds)

    def sentences(self, language: Language) -> list[str]:
        """The report line by line, for people."""
        zh = language == "zh"
        lines = [one.sentence(language) for one in self.feeds]
        lines += [said for one in self.feeds if (said := one.refusal(language))]
        lines += [one if zh else other for one, other in self.declared]
        if self.missing:
            named = ("、" if zh else ", ").join(self.missing)
            lines.append(f"缺少的数据源：{named}" if zh else f"Missing feeds: {named}")
        if self.withdrawn:
            lines.append(
                f"授权已失效，删除外部数据 {self.withdrawn} 行"
                if zh
                else f"{self.withdrawn} outside rows removed: their consent is no longer in force"
            )
        if self.skipped:
            lines.append(
                f"内容与以前相同、未再读取的部分：{self.skipped}"
                if zh
                else f"Parts with the same content as before, not read again: {self.skipped}"
            )
        if not self.changed_anything:
            lines.append("没有任何变化。" if zh else "Nothing changed.")
        return lines
