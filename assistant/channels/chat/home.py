"""The folder Chainlit runs from: made below the data folder from the files beside this module.

Chainlit writes into its root, so the root cannot be the package.
"""

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

ASSETS: Final = Path(__file__).parent / "assets"
CHECKOUT: Final = Path(__file__).parents[3]
"""The project's folder, where its front pages lie; a wheel carries them among the assets."""
LANGUAGES: Final = ("zh-CN", "en-US")


def furnish(root: Path) -> None:
    """Put configuration, words and pictures into `root`; what is there of them is replaced."""
    configuration = root / ".chainlit"
    (configuration / "translations").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ASSETS / "config.toml", configuration / "config.toml")
    for language in LANGUAGES:
        words = _merged(_shipped(language), _ours(language))
        target = configuration / "translations" / f"{language}.json"
        target.write_text(json.dumps(words, ensure_ascii=False, indent=2), encoding="utf-8")
    shutil.copytree(ASSETS / "public", root / "public", dirs_exist_ok=True)
    pages = CHECKOUT if (CHECKOUT / "chainlit.md").is_file() else ASSETS
    for page in pages.glob("chainlit*.md"):
        shutil.copyfile(page, root / page.name)


def _shipped(language: str) -> dict[str, Any]:
    """Chainlit's own words in a language, read without importing Chainlit."""
    found = find_spec("chainlit")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("chainlit")
    folder = Path(found.origin).parent / "translations"
    return json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))


def _ours(language: str) -> dict[str, Any]:
    return json.loads((ASSETS / f"words.{language}.json").read_text(encoding="utf-8"))


def _merged(shipped: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """`shipped` with our words in place of its own."""
    merged = dict(shipped)
    for key, value in ours.items():
        inner = merged.get(key)
        if isinstance(inner, dict) and isinstance(value, dict):
            merged[key] = _merged(cast("dict[str, Any]", inner), cast("dict[str, Any]", value))
        else:
            merged[key] = value
    return merged
