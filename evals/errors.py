"""What keeps a script from being played.

EvalError
├─ BadScript  a script, or the check in it, does not hold to the format
├─ BadWorld   rows of a script's world were refused by the hub
└─ BadCases   a file of cases cannot be read
"""

from pathlib import Path


class EvalError(Exception):
    """Root of the errors of the evals."""


class BadScript(EvalError):
    """A script cannot be read; the sentence names its file and line."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class BadWorld(EvalError):
    """The hub refused rows of a script's world."""

    def __init__(self, path: Path, reasons: str) -> None:
        super().__init__(f"{path}: the hub refused rows of its world: {reasons}")
        self.path = path


class BadCases(EvalError):
    """A file of cases cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
