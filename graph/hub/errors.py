"""What can go wrong in the hub, beside a folder without feeds.

GraphError
├─ HubBusy          another process is loading
└─ UnreadableFeed   a file is no CSV or Parquet
"""

from pathlib import Path

from graph.errors import GraphError


class HubBusy(GraphError):
    """The store of the feeds is held by another process."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is held by another process, most likely a load that is still running. "
            "Wait for it to end, then try again."
        )
        self.path = path


class UnreadableFeed(GraphError):
    """A file of a feed can be read neither as CSV nor as Parquet."""

    def __init__(self, feed: str, reason: str) -> None:
        super().__init__(
            f"The feed {feed} cannot be read: {reason}. "
            "Export it as UTF-8 CSV with a header line, or as Parquet."
        )
        self.feed = feed
