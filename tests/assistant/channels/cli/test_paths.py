"""`advisor needs why` and `advisor needs like`."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.bootstrap import Application

pytestmark = pytest.mark.graph

Run = Callable[..., tuple[int, str]]
RunJson = Callable[..., list[dict[str, Any]]]


def test_the_way_to_an_offer_is_one_object_an_event(advisor: Run, advisor_json: RunJson) -> None:
    paths = advisor_json("needs", "why", "c-1001")
    assert [one["customer_id"] for one in paths] == ["c-1001"] * len(paths)
    event = paths[0]["event"]["id"]
    (path,) = advisor_json("needs", "why", "c-1001", event)
    assert path == paths[0]
    for part in ("signals", "products", "clauses"):
        assert path[part]
    said = advisor("needs", "why", "c-1001", event)[1]
    assert path["event"]["zh"] in said
    assert path["clauses"][0]["title"] in said


def test_others_of_the_pattern_are_masked(advisor: Run, advisor_json: RunJson) -> None:
    event = advisor_json("needs", "why", "c-1001")[0]["event"]["id"]
    (found,) = advisor_json("needs", "like", "c-1001", event)
    assert "c-1001" not in {one["customer_id"] for one in found["own"]}
    assert all("*" in one["name"] for one in found["own"])
    assert str(found["everywhere"]) in advisor("needs", "like", "c-1001", event)[1]


def test_what_is_not_foreseen_is_told(
    served: Application, advisor: Run, advisor_json: RunJson
) -> None:
    shown = {one["event"]["id"] for one in advisor_json("needs", "why", "c-1001")}
    event = next(one.key for one in served.catalogue.events if one.key not in shown)
    assert "Nothing to explain" in advisor("needs", "why", "c-1001", event)[1]
    assert "Nothing to explain" in advisor("needs", "like", "c-1001", event)[1]
    assert advisor_json("needs", "like", "c-1001", event) == []


@pytest.mark.parametrize("words", [("c-404", "study_abroad"), ("c-1001", "no_such_event")])
def test_an_unknown_customer_or_event_is_a_sentence(advisor: Run, words: tuple[str, str]) -> None:
    for command in ("why", "like"):
        code, said = advisor("needs", command, *words)
        assert code == 1
        assert words[0] in said or words[1] in said


def test_what_became_of_it_is_one_object_an_event_and_month(
    advisor: Run, advisor_json: RunJson
) -> None:
    rows = advisor_json("needs", "report", "--months", "2")
    assert rows
    assert all(one["foreseen"] > 0 for one in rows)
    said = advisor("needs", "report")[1]
    assert rows[0]["event_zh"] in said
    assert advisor("needs", "report", "--months", "0")[0] != 0
