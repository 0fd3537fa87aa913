"""Every word said to a model, one Markdown file each."""

import re
from pathlib import Path
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{\{(\w+)\}\}")


class PromptError(Exception):
    """A prompt was given a value it does not use, or lacks one it needs."""


def render(name: str, **values: str) -> str:
    """The prompt `name` with `{{placeholders}}` filled.

    Raises:
        PromptError: There is no such prompt, or its placeholders are not exactly `values`.
    """
    path = Path(__file__).parent / f"{name}.md"
    if not path.is_file():
        raise PromptError(f"There is no prompt named {name}.")
    text = path.read_text(encoding="utf-8")
    wanted = set(PLACEHOLDER.findall(text))
    if wanted != set(values):
        raise PromptError(f"{name}: placeholders {sorted(wanted)}, values {sorted(values)}")
    return PLACEHOLDER.sub(lambda match: values[match.group(1)], text).strip()
