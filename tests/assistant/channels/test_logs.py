import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from assistant.channels.logs import close_logs, open_logs


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    yield open_logs(tmp_path, "info")
    close_logs()
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_json_with_its_time_and_level(log_file: Path) -> None:
    structlog.get_logger("x").info("turn", seconds=0.2)
    (line,) = lines(log_file)
    assert line["event"] == "turn"
    assert line["level"] == "info"
    assert line["seconds"] == 0.2
    assert line["timestamp"].endswith("Z")


def test_numbers_of_people_are_masked_whoever_writes(log_file: Path) -> None:
    structlog.get_logger("x").info("call 13812345678", phone="13812345678")
    logging.getLogger("library").warning("sent to %s", "13812345678")
    text = log_file.read_text(encoding="utf-8")
    assert "13812345678" not in text
    assert "138****5678" in text


def test_lines_below_the_level_are_left_out(log_file: Path) -> None:
    structlog.get_logger("x").debug("detail")
    assert lines(log_file) == []


def test_opening_again_writes_each_line_once(log_file: Path) -> None:
    again = open_logs(log_file.parent.parent, "info")
    structlog.get_logger("x").info("once")
    assert len(lines(again)) == 1
