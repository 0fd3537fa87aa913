"""What a measurement was made on: machine, commit, date."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil

PROJECT: Final = Path(__file__).parents[1]
HOME: Final = PROJECT / "var" / "evals"
"""Where the evals keep what they need again: indexes and logs."""
LAWS: Final = PROJECT.parent / "shared" / "data" / "laws"
"""Where laws are looked for when nobody names a folder."""


def measured(seeds: tuple[int, ...] = (), repeats: int = 1) -> dict[str, Any]:
    """The circumstances of a measurement."""
    return {
        "machine": {
            "system": platform.platform(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "memory_bytes": psutil.virtual_memory().total,
            "python": platform.python_version(),
        },
        "commit": commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seeds": list(seeds),
        "repeats": repeats,
    }


def commit() -> str:
    """The commit of the project, with a plus where files differ from it; empty without git."""
    head = _git("rev-parse", "--short=12", "HEAD")
    if not head:
        return ""
    return f"{head}+" if _git("status", "--porcelain", "--untracked-files=no") else head


def is_ours(named: str) -> bool:
    """Whether a commit, as `commit` writes it, is in the history here; unknown without git."""
    if not _git("rev-parse", "HEAD"):
        return True
    bare = named.removesuffix("+")
    return bool(bare) and _git("cat-file", "-t", bare) == "commit"


def default_laws() -> Path | None:
    """The folder of laws beside the project, where there is one."""
    return LAWS if LAWS.is_dir() else None


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(PROJECT), *arguments],
            capture_output=True, text=True, check=False, timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
