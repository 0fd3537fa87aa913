"""What can go wrong in the hub, beside a folder without feeds.

GraphError
├─ HubBusy          another process is loading
├─ HubFull          there is no room for what is loaded
├─ UnreadableFeed   a file is no CSV or Parquet
└─ BadMapping       a mapping does not fit the contract or the files
"""

from pathlib import Path

from graph.errors import GraphError


class HubBusy(GraphError):
    """The store of the feeds is held by another process."""

    def __init__(self, path: Path, holder: str | None = None) -> None:
        number = f" ({holder})" if holder else ""
        super().__init__(
            f"另一个进程{number} 正在使用 {path}，多半是一次载入还没有结束。请等它结束后再试。\n"
            f"{path} is held by another process{number}, most likely a load that is still running. "
            "Wait for it to end, then try again."
        )
        self.path = path


class HubFull(GraphError):
    """There is no room for what is loaded; the tables are as they were before the batch."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} 所在的磁盘或允许的空间已满，这一批没有写入，已有的数据不变（{reason}）。"
            "请腾出空间后再次载入，已载入的部分不会重做。\n"
            f"There is no room left where {path} stands: this batch was not written, and what was "
            f"known stays as it was ({reason}). Make room and load again; what was loaded is not "
            "done over."
        )
        self.path = path


class UnreadableFeed(GraphError):
    """A file of a feed can be read neither as CSV nor as Parquet."""

    def __init__(self, feed: str, path: Path, reason: str) -> None:
        super().__init__(
            f"数据 {feed} 的文件 {path.name} 无法读取：{reason}。"
            "请重新导出为带表头的 UTF-8 CSV 或 Parquet，再次载入。\n"
            f"The feed {feed} cannot be read, its file {path.name}: {reason}. "
            "Export it again as UTF-8 CSV with a header line, or as Parquet, and load again."
        )
        self.feed = feed
        self.path = path


class BadMapping(GraphError):
    """A mapping does not fit the contract of the feeds, or the files it names."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"映射文件 {path.name} 有误：{reason}。\n"
            f"The mapping {path.name} does not fit: {reason}."
        )
        self.path = path
