"""The commands of the interface's page do what they say."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import bank_clock
from assistant.channels import tokens
from tests.assistant.channels.stage import PASSWORD, SECRET, opened, stage
from tests.assistant.channels.values import ADVISOR, CUSTOMER, plan, trace

IDS = {"$PLAN": "P-1", "$TRACE": "t-1", "$NEED": "n-1", "$TALK": "k-1", "$PASSWORD": PASSWORD}


@pytest.fixture
def staged(tmp_path: Path) -> Any:
    staged = stage(tmp_path)
    staged.traces.kept["t-1"] = trace()
    return staged


def commands(client: TestClient) -> list[str]:
    page = client.get("/docs").text
    return [unescape(one) for one in re.findall(r"<code>(curl [^<]+)</code>", page)]


def run(client: TestClient, command: str, signed: dict[str, str]) -> int:
    """What a shell would send."""
    for name, value in (IDS | signed).items():
        command = command.replace(f"'\"{name}\"'", value).replace(name, value)
    method = found[1] if (found := re.search(r"-X (\w+)", command)) else "GET"
    address = command.split('"$BASE', 1)[1].split('"', 1)[0]
    bearer = re.search(r"Bearer ([^\"]+)", command)
    body = re.search(r"-d '(.*)'$", command)
    answer = client.request(
        method,
        address,
        headers={"Authorization": bearer[0]} if bearer else {},
        json=json.loads(body[1]) if body else None,
    )
    client.cookies.clear()
    return answer.status_code


def test_every_command_is_carried_out(staged: Any) -> None:
    client = TestClient(opened(staged))
    signed = {
        name: tokens.issued(who, SECRET, bank_clock())
        for name, who in (("$TOKEN", CUSTOMER), ("$STAFF", ADVISOR))
    }
    answered: dict[str, int] = {}
    for command in commands(client):
        staged.desk.kept["P-1"] = [
            plan(status="delivered" if "/answer" in command else "in_review")
        ]
        answered[command] = run(client, command, signed)
    refused = {one: status for one, status in answered.items() if status != 200}
    assert refused == {}
    assert any("/answer" in one for one in answered)
