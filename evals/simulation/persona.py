"""Who a simulated customer is: read from a file like a script's, with a goal instead of turns."""

from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError

from evals.errors import BadScript
from evals.script import Part, Script, files_of, script_of
from evals.source import Source

OWN: Final = ("persona", "goal", "opening", "hidden", "must_say", "never_says", "most_turns")
"""The keys a persona has beside those of a script."""


class Hidden(Part):
    """Something the customer knows and says only when asked.

    `asked` are words (or /regular expressions/) of the assistant that ask for it; `told` are the
    words by which one hears that it was said.
    """

    knows: str = Field(min_length=1)
    asked: tuple[str, ...] = Field(min_length=1)
    told: tuple[str, ...] = Field(min_length=1)


class Persona(Part):
    """A simulated customer; `script` holds the world, the first words, the checks at the end."""

    persona: str = Field(min_length=1)
    goal: str = Field(min_length=1)
    opening: str = Field(min_length=1)
    hidden: tuple[Hidden, ...] = ()
    must_say: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    most_turns: int = Field(default=8, ge=1, le=30)
    script: Script

    @property
    def known(self) -> str:
        """All that the customer may take words and numbers from."""
        return "\n".join([self.persona, self.goal, self.opening, *(o.knows for o in self.hidden)])


def load_personas(folder: Path) -> tuple[list[Persona], list[BadScript]]:
    """The personas below the folder (or the one file), by path; and what cannot be read of them."""
    found: list[Persona] = []
    errors: list[BadScript] = []
    for path in files_of(folder):
        try:
            found.append(load_persona(path))
        except BadScript as error:
            errors.append(error)
    if not found and not errors:
        errors.append(BadScript(folder, 1, "no persona (*.yaml) stands here"))
    return found, errors


def load_persona(path: Path) -> Persona:
    """The persona in the file.

    Raises:
        BadScript: It does not hold to the format; the sentence names file and line.
    """
    source = Source(path)
    if not isinstance(source.data, dict):
        raise BadScript(path, 1, "a persona is a mapping of persona, goal, opening, world, end …")
    data: dict[str, Any] = source.data
    if "turns" in data:
        raise source.error(("turns",), "a persona has an opening and a goal, no turns")
    own = {key: data[key] for key in OWN if key in data}
    rest = {key: held for key, held in data.items() if key not in OWN}
    script = script_of(rest | {"turns": [{"say": own.get("opening") or "…"}]}, source)
    try:
        return Persona.model_validate(own | {"script": script})
    except ValidationError as error:
        first = error.errors()[0]
        raise source.error(tuple(first["loc"]), _sentence(first["loc"], first["msg"])) from error


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, place))}: {message}"
