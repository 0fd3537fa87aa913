"""Restricted tags stay masked but for the role they are for."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.bootstrap import Application
from assistant.channels.cli.viewing import seen_by
from assistant.privacy.access import Access
from assistant.privacy.errors import NotAllowed
from graph.portrait import PortraitTag
from tests.builders import NOW, TODAY, studying_family
from tests.desk_under_test import speaker
from tests.fakes import fake_bank


def tag(key: str, **changes: Any) -> PortraitTag:
    values: dict[str, Any] = {
        "key": key, "value": "repeated", "label": "争议记录：多次",
        "label_en": "Disputes: repeated",
        "origin": "inferred", "relied_on": True, "confidence": 0.6, "source": "contacts",
        "source_rows": 3, "legal_basis": "consent:k", "sensitivity": "S3", "as_of": TODAY,
        "expires_at": TODAY, "permitted_purposes": ("profiling",), "explain": "投诉",
        "explain_en": "complaints", "version": "v", "valid_from": NOW,
    }  # fmt: skip
    return PortraitTag(**(values | changes))


TAGS = (tag("basic.place.city"), tag("risk.guard.dispute_history_restricted", role="compliance"))


def application() -> Application:
    people = {
        "advisor": speaker("advisor", "a-1"), "compliance": speaker("compliance", "k-1"),
        "auditor": speaker("auditor", "k-2"), "customer": speaker(),
    }  # fmt: skip
    made = SimpleNamespace(
        identity=SimpleNamespace(speaker=people.get, usernames=lambda: list(people)),
        access=Access(), bank=fake_bank([studying_family()]), clock=lambda: NOW,
    )  # fmt: skip
    return cast("Application", made)


@pytest.mark.parametrize(
    ("who", "values"),
    [
        (None, ["repeated", "***"]),
        ("advisor", ["repeated", "***"]),
        ("compliance", ["repeated"]),
        ("customer", ["repeated", "repeated"]),
    ],
)
def test_each_sees_what_their_role_may(who: str | None, values: list[str]) -> None:
    assert [one.value for one in seen_by(application(), who, "c-1", TAGS)] == values


def test_an_auditor_sees_none() -> None:
    with pytest.raises(NotAllowed):
        seen_by(application(), "auditor", "c-1", TAGS)
