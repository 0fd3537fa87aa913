"""What SQL a mapping may say: one expression over its columns, which can do nothing but compute."""

import json
from collections.abc import Iterator
from typing import Any, Final, cast

import duckdb

CLASSES: Final = frozenset(
    {"COLUMN_REF", "CONSTANT", "FUNCTION", "OPERATOR", "COMPARISON", "CONJUNCTION", "CAST", "CASE",
     "BETWEEN", "COLLATE", "TYPE"}
)  # fmt: skip
FUNCTIONS: Final = frozenset(
    {"||", "+", "-", "*", "/", "//", "%", "~~", "!~~", "~~*", "!~~*", "^", "**", "abs", "ceil",
     "ceiling", "floor", "round", "sign", "greatest", "least", "trunc", "mod", "substr",
     "substring", "left", "right", "lpad", "rpad", "trim", "ltrim", "rtrim", "upper", "lower",
     "replace", "reverse", "repeat", "concat", "concat_ws", "length", "strlen", "strpos",
     "instr", "position", "contains", "starts_with", "ends_with", "prefix", "suffix",
     "split_part", "string_split", "regexp_matches", "regexp_full_match", "regexp_extract",
     "regexp_replace", "md5", "sha256", "hash", "printf", "format", "translate", "ascii", "chr",
     "like_escape", "not_like_escape", "strptime", "try_strptime", "strftime", "make_date",
     "make_timestamp", "date_part", "datepart", "year", "month", "day", "date_trunc",
     "date_diff", "datediff", "date_add", "last_day", "to_days", "to_months", "to_years",
     "to_seconds", "to_hours", "to_minutes", "epoch", "to_timestamp", "list_value",
     "list_contains", "array_to_string", "ifnull", "nullif", "if"}
)  # fmt: skip


class UnsafeExpression(ValueError):
    """The text is not one expression, or does more than compute."""


def checked(text: str) -> str:
    """The expression as the engine writes it.

    Raises:
        UnsafeExpression: It is more than one expression, asks elsewhere, or calls what it may not.
    """
    with duckdb.connect() as connection:
        try:
            row = connection.execute("SELECT json_serialize_sql(?)", [f"SELECT {text}"]).fetchone()
            tree = cast("dict[str, Any]", json.loads(row[0] if row else "{}"))
            _check(text, tree)
            found = connection.execute("SELECT json_deserialize_sql(?)", [json.dumps(tree)])
            return str(cast("tuple[str]", found.fetchone())[0]).removeprefix("SELECT ")
        except duckdb.Error as error:
            raise UnsafeExpression(f"{text}: {str(error).splitlines()[0]}") from error


def _check(text: str, tree: dict[str, Any]) -> None:
    if tree.get("error"):
        raise UnsafeExpression(f"{text}: {tree.get('error_message')}")
    nodes = [one["node"] for one in tree["statements"]]
    if len(nodes) != 1 or not _is_expression(nodes[0]):
        raise UnsafeExpression(f"{text}: 只能写一个表达式 (must be one expression)")
    for one in _expressions(nodes[0]["select_list"][0]):
        _allow(text, one)


def _is_expression(node: dict[str, Any]) -> bool:
    return (
        node["type"] == "SELECT_NODE"
        and len(node["select_list"]) == 1
        and node["from_table"]["type"] == "EMPTY"
        and not any(node.get(one) for one in ("modifiers", "where_clause", "group_expressions",
                                              "having", "qualify", "sample"))
        and not node["cte_map"]["map"]
    )  # fmt: skip


def _expressions(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        if "class" in held:
            yield held
        for one in held.values():
            yield from _expressions(one)
    elif isinstance(value, list):
        for one in cast("list[object]", value):
            yield from _expressions(one)


def _allow(text: str, one: dict[str, Any]) -> None:
    if one["class"] not in CLASSES:
        what = str(one["class"]).lower()
        raise UnsafeExpression(f"{text}: 不允许 {what} ({what} is not allowed here)")
    name = str(one.get("function_name", "")).lower()
    if one["class"] == "FUNCTION" and name not in FUNCTIONS:
        raise UnsafeExpression(f"{text}: 不允许函数 {name} (the function {name} is not allowed)")
