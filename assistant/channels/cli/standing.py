"""How fresh the bank's feeds are, for people and for programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from assistant.channels.cli.words import say, say_json, say_table

if TYPE_CHECKING:
    from graph.hub import FeedStanding, Status

HOUR: Final = timedelta(hours=1)


def age_of(one: FeedStanding, now: datetime) -> tuple[str, str]:
    """The newest instant of a feed and how long ago it was; "" where there is none."""
    age = one.age(now)
    if one.newest is None or age is None:
        return "", ""
    return f"{one.newest:%Y-%m-%d %H:%M}", _span(age)


def say_status(status: Status, now: datetime, as_json: bool) -> None:
    """Feeds, loads and the last refresh, with its lag behind the hour."""
    lag = None if status.refreshed is None else max(now - status.refreshed.at - HOUR, timedelta())
    if as_json:
        rows = {one.feed: one.rows for one in status.feeds}
        stale = [one.feed for one in status.feeds if one.is_stale(now)]
        late = None if lag is None else lag.total_seconds()
        say_json(rows | {"status": status, "lag_seconds": late, "stale": stale})
        return
    say_table(
        "数据 Feeds",
        ("数据 Feed", "行数 Rows", "最新 Newest", "距今 Age", "到过 Arrived", "完整 Complete",
         "拒收 Rejected", "约定 Promised", "是否逾期 Stale"),
        [(one.feed, one.rows, *age_of(one, now),
          "" if one.arrived_at is None else f"{one.arrived_at:%Y-%m-%d %H:%M}",
          None if one.complete is None else f"{one.complete:.0%}",
          status.rejected.get(one.feed), _span(one.rhythm), _lateness(one, now))
         for one in status.feeds],
    )  # fmt: skip
    say_table(
        "最近的载入 Last loads",
        ("开始 Began", "文件夹 Folder", "行数 Rows", "新增 New", "变更 Changed", "拒收 Rejected",
         "秒 Seconds", "结果 Ended"),
        [(f"{one.began_at:%Y-%m-%d %H:%M}", one.folder, one.rows, one.new, one.changed,
          one.rejected, f"{one.seconds:.1f}", "完成 done" if one.ended else "中断 cut off")
         for one in status.loads],
    )  # fmt: skip
    say(_lag(status, now, lag))


def _lateness(one: FeedStanding, now: datetime) -> str:
    if not one.rows:
        return "没有 none"
    return "逾期 stale" if one.is_stale(now) else ""


def _lag(status: Status, now: datetime, lag: timedelta | None) -> str:
    if status.refreshed is None or lag is None:
        never = "Never refreshed: run advisor hub refresh."
        return f"还没有刷新过：请运行 advisor hub refresh。\n  {never}"
    ago = _span(now - status.refreshed.at)
    if not lag:
        return f"上次刷新在 {ago} 前，未超过一小时。\n  Refreshed {ago} ago, within the hour."
    late = _span(lag)
    return (
        f"上次刷新在 {ago} 前，比每小时晚了 {late}。\n"
        f"  Refreshed {ago} ago, {late} later than hourly."
    )


def _span(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days}d" if days else "", f"{hours}h" if hours else ""]
    parts.append(f"{minutes}min" if not days else "")
    return " ".join(filter(None, parts))
