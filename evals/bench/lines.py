"""Files of JSON lines."""

import json
from pathlib import Path
from typing import Any, cast

from evals.errors import EvalError


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line, in order.

    Raises:
        EvalError: The file cannot be read, is empty, or a line is no object; it names the line.
    """
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        message = f"{path} cannot be read: {error}"
        raise EvalError(message) from error
    found = [_object(path, number, text) for number, text in enumerate(texts, 1) if text.strip()]
    if not found:
        message = f"{path} holds no line"
        raise EvalError(message)
    return found


def _object(path: Path, number: int, text: str) -> dict[str, Any]:
    try:
        read: object = json.loads(text)
    except ValueError as error:
        message = f"{path}:{number}: {error}"
        raise EvalError(message) from error
    if not isinstance(read, dict):
        message = f"{path}:{number}: a line must be an object"
        raise EvalError(message)
    return cast("dict[str, Any]", read)
