"""Every Cypher statement of the graph's rooms, as its module holds it."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from typing import cast

import graph

CLAUSE = re.compile(r"^\s*(MATCH|OPTIONAL MATCH|MERGE|UNWIND|CREATE|CALL|RETURN|WITH) ", re.M)
SQL = re.compile(r"\b(SELECT|TABLE|DELETE FROM)\b")
NODE = re.compile(r"\(\w*:([A-Za-z_|:& ]+)")
TIE = re.compile(r"\[\w*:([A-Za-z_|`]+)")


def statements() -> dict[str, str]:
    """Each statement by where it stands: module, constant and place in the constant."""
    found: dict[str, str] = {}
    for module in pkgutil.walk_packages(graph.__path__, "graph."):
        # The supervisor is a program, and holds none.
        if module.name == "graph.store.supervisor":
            continue
        for name, held in vars(importlib.import_module(module.name)).items():
            if name.isupper():
                found |= {f"{module.name}.{name}{at}": one for at, one in _texts(held)}
    return found


def labels(statement: str) -> set[str]:
    return {one for names in NODE.findall(statement) for one in re.split(r"[|:&\s]+", names) if one}


def relationships(statement: str) -> set[str]:
    return {one for names in TIE.findall(statement) for one in names.replace("`", "").split("|")}


def _texts(held: object) -> Iterator[tuple[str, str]]:
    """The statements in a constant: itself, or what a tuple, list or mapping holds."""
    if isinstance(held, str) and CLAUSE.search(held) and not SQL.search(held):
        yield "", held
    if isinstance(held, Mapping):
        held = list(cast("Mapping[object, object]", held).values())
    if isinstance(held, tuple | list):
        for place, one in enumerate(cast("list[object]", held)):
            yield from ((f"[{place}]{at}", text) for at, text in _texts(one))
