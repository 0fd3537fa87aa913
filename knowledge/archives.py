"""Archives: their members in memory, within limits, nothing ever written to a disk."""

import tarfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import IO, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from knowledge.beside import TABLES, rows
from knowledge.errors import Unreadable
from knowledge.limits import Limits
from knowledge.model import Note
from knowledge.reading import SUFFIXES

ARCHIVES: Final = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
UTF8_NAMES: Final = 0x800
ENCRYPTED: Final = 0x1
CHUNK: Final = 1024 * 1024
DEEPEST: Final = 2
"""How deep an archive may lie in archives."""

Member = tuple[str, bytes, dict[str, str]]


class Budget:
    """What the members of one archive, those of archives in it included, may still unpack to."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = limits.unpacked_bytes
        self._members = limits.members

    def count(self) -> None:
        """One more member.

        Raises:
            Unreadable: There are too many.
        """
        self._members -= 1
        if self._members < 0:
            raise Unreadable(
                f"压缩包里的文件超过 {self.limits.members} 个，其余未读取。",
                f"The archive holds more than {self.limits.members} files; the rest was not read.",
            )

    def unpacked(self, stream: IO[bytes], packed: int | None) -> bytes:
        """A member's bytes, read piece by piece so that a bomb is noticed before it bursts.

        Raises:
            Unreadable: It unpacks to more than is left, or to suspiciously much.
        """
        content = bytearray()
        most = min(self.limits.file_bytes, self._bytes)
        while chunk := stream.read(CHUNK):
            content += chunk
            is_bomb = packed is not None and len(content) > max(CHUNK, self.limits.ratio * packed)
            if len(content) > most or is_bomb:
                raise Unreadable(
                    "解开后过大，可能是压缩炸弹，未读取。",
                    "It unpacks to too much, as a bomb does, and was not read.",
                )
        self._bytes -= len(content)
        return bytes(content)


def members(name: str, raw: bytes, budget: Budget, depth: int = 1) -> Iterator[Member | Note]:
    """The readable files in an archive in order of their names, and notes on what is not.

    Raises:
        Unreadable: The archive is damaged or holds too much.
    """
    is_zip = name.lower().endswith(".zip")
    found = list((_zipped if is_zip else _taped)(name, raw, budget))
    tables = {
        str(PurePosixPath(one[0]).parent): rows(one[1])
        for one in found
        if not isinstance(one, Note) and PurePosixPath(one[0]).name in TABLES
    }
    for one in sorted(found, key=lambda one: one.place if isinstance(one, Note) else one[0]):
        if isinstance(one, Note):
            yield one
            continue
        inside, content = one
        path = PurePosixPath(inside)
        if inside.lower().endswith(ARCHIVES):
            yield from _nested(f"{name}/{inside}", inside, content, budget, depth)
        elif path.suffix.lower() in SUFFIXES:
            yield inside, content, tables.get(str(path.parent), {}).get(path.name, {})


def _nested(
    place: str, inside: str, content: bytes, budget: Budget, depth: int
) -> Iterator[Member | Note]:
    if depth >= DEEPEST:
        yield Note(
            place=place,
            reason="压缩包套得太深，请先解开。 The archive lies too deep in others; unpack it.",
        )
        return
    try:
        for one in members(place, content, budget, depth + 1):
            yield one if isinstance(one, Note) else (f"{inside}/{one[0]}", one[1], one[2])
    except Unreadable as error:
        yield Note(place=place, reason=error.reason)


def _zipped(name: str, raw: bytes, budget: Budget) -> Iterator[tuple[str, bytes] | Note]:
    try:
        with ZipFile(BytesIO(raw)) as package:
            for one in package.infolist():
                if not one.is_dir():
                    yield from _zip_member(name, package, one, budget)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _damaged() from error


def _zip_member(
    name: str, package: ZipFile, one: ZipInfo, budget: Budget
) -> Iterator[tuple[str, bytes] | Note]:
    inside = _zip_name(one)
    place = f"{name}/{inside}"
    is_link = (one.external_attr >> 16) & 0o170000 == 0o120000
    if _escapes(inside) or is_link:
        yield _escape(place)
    elif one.flag_bits & ENCRYPTED:
        yield Note(
            place=place,
            reason="压缩包设有密码，请先解除密码。 The archive has a password; remove it first.",
        )
    elif _is_wanted(inside):
        budget.count()
        try:
            with package.open(one) as stream:
                yield inside, budget.unpacked(stream, one.compress_size)
        except (Unreadable, BadZipFile, zlib.error) as error:
            reason = error.reason if isinstance(error, Unreadable) else _damaged().reason
            yield Note(place=place, reason=reason)


def _zip_name(one: ZipInfo) -> str:
    """The member's name; older Chinese archivers write it in their own encoding, unmarked."""
    if one.flag_bits & UTF8_NAMES:
        return one.filename
    try:
        raw = one.filename.encode("cp437")
    except UnicodeEncodeError:
        return one.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return one.filename


def _taped(name: str, raw: bytes, budget: Budget) -> Iterator[tuple[str, bytes] | Note]:
    try:
        with tarfile.open(fileobj=BytesIO(raw), mode="r:*") as package:
            # One after another: a list of members first would unpack a bomb to find its end.
            for one in package:
                if not one.isdir():
                    yield from _tar_member(name, package, one, budget)
    except (tarfile.TarError, zlib.error, EOFError, LZMAError, OSError) as error:
        raise _damaged() from error


def _tar_member(
    name: str, package: tarfile.TarFile, one: tarfile.TarInfo, budget: Budget
) -> Iterator[tuple[str, bytes] | Note]:
    place = f"{name}/{one.name}"
    if _escapes(one.name) or not one.isfile():
        yield _escape(place)
    elif one.size > budget.limits.unpacked_bytes:
        raise Unreadable(
            "解开后过大，可能是压缩炸弹，未读取。",
            "It unpacks to too much, as a bomb does, and was not read.",
        )
    elif _is_wanted(one.name):
        budget.count()
        stream = package.extractfile(one)
        if stream is not None:
            try:
                yield one.name, budget.unpacked(stream, None)
            except Unreadable as error:
                yield Note(place=place, reason=error.reason)


def _is_wanted(inside: str) -> bool:
    path = PurePosixPath(inside)
    is_hidden = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
    is_kind = path.suffix.lower() in SUFFIXES or inside.lower().endswith(ARCHIVES)
    return not is_hidden and (is_kind or path.name in TABLES)


def _escapes(inside: str) -> bool:
    path = PurePosixPath(inside.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]


def _escape(place: str) -> Note:
    return Note(
        place=place,
        reason="指向压缩包之外，未读取。 It points out of the archive and was not read.",
    )


def _damaged() -> Unreadable:
    return Unreadable("压缩包已损坏，无法打开。", "The archive is damaged and cannot be opened.")
