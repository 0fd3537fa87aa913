"""The files to be read among the paths that were named: single, in folders, in archives."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from os import walk
from pathlib import Path

from knowledge.archives import ARCHIVES, Budget, members
from knowledge.beside import Beside
from knowledge.errors import Unreadable
from knowledge.limits import Limits
from knowledge.model import Note
from knowledge.reading import SUFFIXES


@dataclass(frozen=True)
class Source:
    """A file yet to be read; `name` says where it is, `beside` what a table says of it."""

    name: str
    read: Callable[[], bytes]
    beside: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def suffix(self) -> str:
        """The ending of its name, with its dot."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """Its name without folders and ending."""
        return Path(self.name).stem


def source(path: Path) -> Source:
    """One file, with what stands beside it."""
    return Source(path.name, lambda: _bytes(path), Beside(path.parent).of(path.name))


def sources(paths: Iterable[Path], limits: Limits) -> Iterator[Source | Note]:
    """The files of the paths in order; a note where something among them cannot be read."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path, limits)
        elif not path.exists():
            yield Note(place=str(path.name), reason="没有这个文件。 There is no such file.")
        else:
            yield from _file(path, path.name, Beside(path.parent), limits)


def _folder(folder: Path, limits: Limits) -> Iterator[Source | Note]:
    barred: list[str] = []
    root = folder.resolve()
    found: list[Path] = []
    for at, below, names in walk(folder, onerror=lambda error: barred.append(str(error.filename))):
        below.sort()
        found += [Path(at) / name for name in names if _is_wanted(Path(name))]
    for name in barred:
        yield Note(
            place=Path(name).name,
            reason="文件夹无法打开，请检查读取权限。"
            " The folder cannot be opened; check that it may be read.",
        )
    beside: dict[Path, Beside] = {}
    for path in sorted(found):
        name = path.relative_to(folder).as_posix()
        if not path.resolve().is_relative_to(root):
            yield Note(
                place=name,
                reason="这是指向文件夹之外的链接，未读取。"
                " This is a link out of the folder and was not read.",
            )
        else:
            own = beside.setdefault(path.parent, Beside(path.parent))
            yield from _file(path, name, own, limits)


def _is_wanted(name: Path) -> bool:
    is_hidden = name.name.startswith((".", "~$"))
    return not is_hidden and (
        name.suffix.lower() in SUFFIXES or name.name.lower().endswith(ARCHIVES)
    )


def _file(path: Path, name: str, beside: Beside, limits: Limits) -> Iterator[Source | Note]:
    if not path.is_file():
        yield Note(
            place=name, reason="这不是普通文件，未读取。 This is no regular file and was not read."
        )
    elif path.name.lower().endswith(ARCHIVES):
        yield from _archive(path, name, limits)
    elif path.stat().st_size > limits.file_bytes:
        yield Note(place=name, reason=limits.too_large(path.stat().st_size))
    else:
        yield Source(name, lambda: _bytes(path), beside.of(path.name))


def _archive(path: Path, name: str, limits: Limits) -> Iterator[Source | Note]:
    if path.stat().st_size > limits.archive_bytes:
        yield Note(place=name, reason=limits.too_large(path.stat().st_size))
        return
    try:
        raw = _bytes(path)
        for member in members(name, raw, Budget(limits)):
            if isinstance(member, Note):
                yield member
            else:
                inside, content, beside = member
                yield Source(f"{name}/{inside}", lambda content=content: content, beside)
    except Unreadable as error:
        yield Note(place=name, reason=error.reason)


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise Unreadable("没有这个文件。", "There is no such file.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(
            "文件无法读取，请检查读取权限。", "The file cannot be read; check that it may be read."
        ) from error
