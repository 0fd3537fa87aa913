"""Clauses read back from the store, without what a hundred thousand of them need not hold."""

from functools import cache

from pydantic import BaseModel

from knowledge.model import Clause


def lean(body: str) -> Clause:
    """The clause of a stored body, without a set of field names of its own, nor its parts.

    Pydantic keeps with each value which of its fields were given, for writing out only those; of
    100,000 clauses these sets take more memory than their texts.
    """
    clause = Clause.model_validate_json(body)
    for one in (clause, *clause.parts):
        object.__setattr__(one, "__pydantic_fields_set__", _fields_of(type(one)))
    return clause


@cache
def _fields_of(kind: type[BaseModel]) -> set[str]:
    return set(kind.model_fields)
