"""What a load did, feed by feed."""

from typing import Literal

from graph.values import Value


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

    @property
    def unchanged(self) -> int:
        """Rows the bank knew exactly so."""
        return self.rows - self.new - self.changed - self.rejected - self.repeated

    def sentence(self, language: Literal["zh", "en"]) -> str:
        """The counts in one line."""
        unknown = (
            "、".join(self.unknown_columns) if language == "zh" else ", ".join(self.unknown_columns)
        )
        if language == "zh":
            said = (
                f"{self.feed}：共 {self.rows} 行，新增 {self.new}，变更 {self.changed}，"
                f"未变 {self.unchanged}，重复 {self.repeated}，拒收 {self.rejected}"
            )
            return said + (f"；不认识的列：{unknown}" if unknown else "")
        said = (
            f"{self.feed}: {self.rows} rows, {self.new} new, {self.changed} changed, "
            f"{self.unchanged} as before, {self.repeated} repeated, {self.rejected} rejected"
        )
        return said + (f"; unknown columns: {unknown}" if unknown else "")


class LoadReport(Value):
    """What a load did: each feed found, the feeds missing, and outside rows taken away."""

    feeds: tuple[FeedReport, ...]
    missing: tuple[str, ...]
    withdrawn: int = 0
    """Outside rows removed because their consent is no longer in force."""
    seconds: float

    @property
    def changed_anything(self) -> bool:
        """Whether the bank knows more or other things than before."""
        return self.withdrawn > 0 or any(one.new or one.changed for one in self.feeds)

    @property
    def rejected(self) -> int:
        """Rows refused, over all feeds."""
        return sum(one.rejected for one in self.feeds)

    def sentences(self, language: Literal["zh", "en"]) -> list[str]:
        """The report line by line, for people."""
        lines = [one.sentence(language) for one in self.feeds]
        zh = language == "zh"
        if self.missing:
            named = ("、" if zh else ", ").join(self.missing)
            lines.append(f"缺少的数据源：{named}" if zh else f"Missing feeds: {named}")
        if self.withdrawn:
            lines.append(
                f"授权已失效，删除外部数据 {self.withdrawn} 行"
                if zh
                else f"{self.withdrawn} outside rows removed: their consent is no longer in force"
            )
        if not self.changed_anything:
            lines.append("没有任何变化。" if zh else "Nothing changed.")
        return lines
