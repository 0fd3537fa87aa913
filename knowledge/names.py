"""How a question names laws: titles, abbreviations, English names; and whether we hold them."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import BadVocabulary
from knowledge.model import Document, Value

TABLE: Final = Path(__file__).parent / "names.yaml"
BOOK_TITLE: Final = re.compile(r"《([^《》]{2,60})》")
LEGAL_TITLE: Final = re.compile(r"(?:法|法典|条例|办法|规定|解释|细则|指引|意见|通知|规则|决定)$")
DERIVED: Final = re.compile(r"(?:的)?(?:实施(?:条例|细则|办法|规定)|司法解释|配套规定|释义)")
"""What turns the title of a law, right after it, into the title of another document."""
PEOPLES_REPUBLIC: Final = "中华人民共和国"
PART: Final = "·"
SHORTEST: Final = 2
"""Letters a name must have to be looked for in questions."""


class _Spelling(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    also: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    families: Mapping[str, _Spelling]
    laws: Mapping[str, _Spelling]
    elsewhere: tuple[str, ...] = ()
    elsewhere_en: tuple[str, ...] = ()


class Mention(Value):
    """A law named in a question: where, and the short titles we hold under it ([] if none).

    A repealed law stands for the one that took over its matter, not its article numbers.
    """

    start: int
    end: int
    name: str
    titles: tuple[str, ...]
    is_repealed: bool = False


class Names:
    """Every way of naming the documents of a library."""

    def __init__(self, documents: Iterable[Document], table: Path = TABLE) -> None:
        spellings = _table(table)
        held = {one.short_title: one for one in documents}
        self._titles: dict[str, tuple[str, ...]] = {}
        self._spelled: dict[str, str] = {}
        self._repealed: set[str] = set()
        for name in (*spellings.elsewhere, *spellings.elsewhere_en):
            self._put(name, ())
        for title, spelling in spellings.laws.items():
            self._repealed |= set(map(_key, spelling.formerly))
            for name in (title, *spelling.also, *spelling.en, *spelling.formerly):
                self._put(name, (title,) if title in held else ())
        for title, document in held.items():
            for name in (title, document.title):
                self._put(name, (title,))
            self._titles.setdefault(_key(Path(document.source).stem), (title,))
        self._add_families(spellings.families, held)
        longest_first = sorted(self._spelled, key=len, reverse=True)
        patterns = (self._spelled[key] for key in longest_first)
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE)

    def _put(self, name: str, titles: tuple[str, ...]) -> None:
        key = _key(name)
        self._titles[key] = titles
        if len(key) >= SHORTEST:
            self._spelled[key] = _pattern(name)

    def _add_families(self, families: Mapping[str, _Spelling], held: Iterable[str]) -> None:
        for family, spelling in families.items():
            parts = tuple(title for title in held if title.startswith(family + PART))
            for name in (family, *spelling.also, *spelling.en):
                if _key(name) not in self._titles:
                    self._put(name, parts)

    def titles(self, name: str) -> tuple[str, ...]:
        """The short titles a name stands for: several for 民法典, () when nothing is held."""
        stem = re.sub(r"\.(md|markdown|txt|html?|docx|pdf)$", "", name.strip(), flags=re.IGNORECASE)
        return self._titles.get(_key(stem.strip("《》")), ())

    def mentions(self, question: str) -> list[Mention]:
        """The laws a question names, in order; a book title of a law we lack has no titles."""
        found = [
            self._whole(question, self._mention(one.start(), one.end(), one.group()))
            for one in self._pattern.finditer(question)
        ]
        return sorted([*self._bracketed(question, found)], key=lambda one: one.start)

    def _whole(self, question: str, mention: Mention) -> Mention:
        """The mention with what follows it, so 消费者权益保护法实施条例 does not name the law."""
        after = DERIVED.match(question, mention.end)
        if after is None:
            return mention
        name = mention.name + after.group()
        return self._mention(mention.start, after.end(), name)

    def _bracketed(self, question: str, found: list[Mention]) -> list[Mention]:
        """Mentions where a 《title》 counts as a whole, so 《社会保险法》 does not name 保险法."""
        kept = found
        for match in BOOK_TITLE.finditer(question):
            inside = match.group(1)
            is_known = _key(inside) in self._titles
            if not is_known and LEGAL_TITLE.search(inside) is None:
                continue
            kept = [one for one in kept if one.end <= match.start() or one.start >= match.end()]
            kept.append(self._mention(match.start(), match.end(), inside))
        return kept

    def _mention(self, start: int, end: int, name: str) -> Mention:
        return Mention(
            start=start,
            end=end,
            name=name,
            titles=self.titles(name),
            is_repealed=_key(name) in self._repealed,
        )


def _table(path: Path) -> _Table:
    try:
        return _Table.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadVocabulary(path, str(error)) from error


def _key(name: str) -> str:
    plain = name.removeprefix(PEOPLES_REPUBLIC).lower()
    return re.sub(r"[\s\-_·•（）()《》]|\bthe\b", "", plain)


def _pattern(name: str) -> str:
    """A pattern that finds a name as people write it: other spaces, hyphens and points."""
    plain = name.removeprefix(PEOPLES_REPUBLIC)
    words = [re.escape(part) for part in re.split(r"[\s\-_·•（）()]+", plain) if part]
    spelled = r"[\s\-_·•（(）)]*".join(words)
    if plain.isascii():
        return rf"(?<![A-Za-z]){spelled}(?![A-Za-z])"
    return rf"(?:{PEOPLES_REPUBLIC})?{spelled}[）)]?"
