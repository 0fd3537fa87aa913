"""Logs: JSON lines in a file of the home folder, without anybody's personal data."""

import logging
from collections.abc import MutableMapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

import structlog

from assistant.privacy.masking import mask_text

LOG_FILE: Final = "advisor.log"
LARGEST: Final = 10_000_000
"""Bytes after which a file is put aside."""
KEPT: Final = 5
"""Files put aside that are kept."""
TALKATIVE: Final = ("chainlit", "httpx", "socketio", "engineio", "neo4j")
"""Libraries heard only from warnings on."""

Event = MutableMapping[str, Any]


def open_logs(home: Path, level: str) -> Path:
    """Send every log line of the process to a file below `home`; the file."""
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOG_FILE
    handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *_SHARED],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    _replace_handlers(handler, level)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    return path


def close_logs() -> None:
    """Close the file; later lines go nowhere."""
    _replace_handlers(logging.NullHandler(), "warning")


def _replace_handlers(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old, RotatingFileHandler | logging.NullHandler):
            root.removeHandler(old)
            old.close()
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _masked(_logger: object, _method: str, event: Event) -> Event:
    """Numbers of people are masked, whoever wrote the line."""
    return {
        key: mask_text(value) if isinstance(value, str) else value for key, value in event.items()
    }


_SHARED: Final[list[structlog.typing.Processor]] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    _masked,
]
