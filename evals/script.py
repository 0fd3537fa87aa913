"""A scripted conversation: who speaks, over which world, and what must hold after each turn."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.privacy.model import Lang
from evals.checks import CHECKS, Check
from evals.errors import BadScript
from evals.source import Place, Source
from graph.hub import feeds

Kind = Literal[
    "happy_path", "correction", "digression", "cancellation", "clarification", "policy_question",
    "proactive", "review", "handoff", "out_of_scope", "adversarial",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Speaking = Literal["customer", "advisor", "second_approver"]

Do = Literal[
    "approve", "return", "accept", "decline", "not_interested", "grant_consent",
    "withdraw_consent", "reveal", "contest", "not_so", "dont_use",
    "safety_mine", "safety_help",
]  # fmt: skip

Row = dict[str, Any]

WAYS: Final = ("say", "advance", "upload", "do")


class Part(BaseModel):
    """A part of a script: closed to keys nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Turn(Part):
    """One turn: words, time that passes, a file beside the script, or a click by somebody."""

    say: str | None = None
    advance: timedelta | None = Field(default=None, gt=timedelta(0))
    upload: str | None = None
    speaker: str | None = None
    """Who writes or sends this, where it is not the speaker of the script."""
    by: str | None = None
    do: Do | None = None
    expect: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> "Turn":
        ways = [one for one in WAYS if getattr(self, one) is not None]
        if len(ways) != 1:
            message = "a turn has exactly one of say, advance, upload, or by with do"
            raise ValueError(message)
        if (self.by is None) != (self.do is None):
            message = "by and do go together: who clicks, and on what"
            raise ValueError(message)
        if self.speaker is not None and self.say is None and self.upload is None:
            message = "a turn has a speaker where something is said or uploaded"
            raise ValueError(message)
        return self

    @property
    def words(self) -> str:
        """The turn in one line, for a transcript."""
        if self.say is not None:
            return self.say
        if self.advance is not None:
            return f"(+{self.advance})"
        return f"[{self.upload}]" if self.upload is not None else f"[{self.by}: {self.do}]"


class Script(Part):
    """A conversation with its checks; `world` holds rows by feed, in the feeds' own columns."""

    title: str = Field(min_length=1)
    kind: Kind
    speaking: Speaking = Field(default="customer", alias="as")
    lang: Lang = "zh"
    today: date
    base: Literal["empty", "sample"] = "empty"
    world: dict[str, tuple[Row, ...]] = {}
    speaker: str | None = None
    waits_for: str | None = Field(default=None, min_length=1)
    """What the assistant cannot do yet; the conversation is played, and counts, all the same."""
    turns: tuple[Turn, ...] = Field(min_length=1)
    end: tuple[Check, ...] = ()
    path: Path

    def rows(self, feed: str) -> tuple[Row, ...]:
        """The rows of a feed; () where the world has none."""
        return self.world.get(feed, ())

    @property
    def speaker_id(self) -> str:
        """Who speaks: the one named, else the first of the world in that part."""
        if self.speaker is not None:
            return self.speaker
        return _candidates(self)[0]


def load_script(path: Path) -> Script:
    """The script in the file.

    Raises:
        BadScript: It does not hold to the format; the sentence names file and line.
    """
    source = Source(path)
    if not isinstance(source.data, dict):
        raise BadScript(path, 1, "a script is a mapping of title, kind, today, world, turns …")
    script = script_of(source.data, source)
    _agrees(script, source)
    return script


def script_of(data: dict[str, Any], source: Source) -> Script:
    """The script that the data of a file says.

    Raises:
        BadScript: It does not hold to the format.
    """
    path = source.path
    for name in ("base", "path"):
        if name in data:
            raise source.error((name,), f"there is no key {name} here")
    world = _world(data.get("world") or {}, source)
    base = world.pop("base", None) or "empty"
    checked = {**data, "base": base, "world": world, "path": path}
    _checks(checked, source)
    try:
        script = Script.model_validate(checked)
    except ValidationError as error:
        first = error.errors()[0]
        place = ("world", "base") if first["loc"][:1] == ("base",) else tuple(first["loc"])
        raise source.error(place, _complaint(first["loc"], first["msg"])) from error
    return script


def load_scripts(folder: Path) -> tuple[list[Script], list[BadScript]]:
    """The scripts below the folder (or the one file), by path; and what cannot be read of them."""
    paths = files_of(folder)
    scripts: list[Script] = []
    errors: list[BadScript] = []
    for path in paths:
        try:
            scripts.append(load_script(path))
        except BadScript as error:
            errors.append(error)
    if not paths:
        errors.append(BadScript(folder, 1, "no script (*.yaml) stands here"))
    return scripts, errors


def files_of(folder: Path) -> list[Path]:
    """The YAML files below the folder, or the one file, by path."""
    if folder.is_file():
        return [folder]
    return sorted(path for suffix in ("yaml", "yml") for path in folder.rglob(f"*.{suffix}"))


def _world(raw: object, source: Source) -> dict[str, Any]:
    """The world's rows, each feed and column one of the contract's."""
    if not isinstance(raw, dict):
        raise source.error(("world",), "world is a mapping of feeds to rows")
    world: dict[str, Any] = dict(raw)
    for name, rows in world.items():
        if name == "base":
            continue
        if name not in feeds():
            raise source.error(("world", name), f"world.{name} is no feed")
        columns = {one.name for one in feeds()[name].columns}
        world[name] = _rows(rows, columns, ("world", name), source)
    return world


def _rows(rows: object, columns: set[str], place: Place, source: Source) -> list[Row]:
    if not isinstance(rows, list):
        raise source.error(place, f"{'.'.join(map(str, place))} is a list of rows")
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise source.error((*place, number), "a row is a mapping of columns")
        for column in row:
            if column not in columns:
                where = (*place, number, column)
                raise source.error(where, f"{place[-1]} has no column {column}")
    return rows


def _checks(data: dict[str, Any], source: Source) -> None:
    """Turn every check into what it does; `data` is changed."""
    data["end"] = _parsed(data.get("end") or [], ("end",), source)
    turns = data.get("turns")
    if not isinstance(turns, list):
        return
    data["turns"] = [
        {**turn, "expect": _parsed(turn.get("expect") or [], ("turns", at, "expect"), source)}
        if isinstance(turn, dict)
        else turn
        for at, turn in enumerate(turns)
    ]


def _parsed(raw: object, place: Place, source: Source) -> list[Check]:
    if not isinstance(raw, list):
        raise source.error(place, "checks are a list")
    return [_check(one, (*place, at), source) for at, one in enumerate(raw)]


def _check(raw: object, place: Place, source: Source) -> Check:
    if not isinstance(raw, dict) or len(raw) != 1:
        raise source.error(place, "a check is one name with its argument")
    name, argument = next(iter(raw.items()))
    if name not in CHECKS:
        known = ", ".join(CHECKS)
        raise source.error((*place, name), f"there is no check {name}; there are {known}")
    try:
        return CHECKS[name](argument)
    except ValidationError as error:
        first = error.errors()[0]
        where = (*place, name, *first["loc"])
        raise source.error(where, _complaint((name, *first["loc"]), first["msg"])) from error
    except ValueError as error:
        raise source.error((*place, name), f"{name}: {error}") from error


def _agrees(script: Script, source: Source) -> None:
    """What one part of a script says of another."""
    folder = script.path.parent.name
    if folder in KINDS and folder != script.kind:
        raise source.error(("kind",), f"kind is {script.kind}, its folder {folder}")
    if script.speaker is None and not _candidates(script):
        raise source.error((), f"speaker is missing: who is the {script.speaking}?")
    for at, turn in enumerate(script.turns):
        if turn.upload is not None and not (script.path.parent / turn.upload).is_file():
            raise source.error(("turns", at, "upload"), f"there is no file {turn.upload}")


def _candidates(script: Script) -> list[str]:
    """Who may be meant where no speaker is named: those of the world in that part."""
    if script.speaking == "customer":
        return [str(one.get("customer_id")) for one in script.rows("customers")]
    return [
        str(one.get("advisor_id"))
        for one in script.rows("advisors")
        if str(one.get("role") or "advisor") == script.speaking
    ]


def _complaint(place: Place, message: str) -> str:
    return f"{'.'.join(map(str, place))}: {message}"
