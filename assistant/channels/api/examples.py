"""A command for each endpoint that can be copied into a shell and runs."""

import json
from typing import Any, Final
from urllib.parse import quote

CUSTOMERS_OWN: Final = ("/v1/messages", "/v1/clicks", "/v1/greeting", "/v1/needs", "/v1/inbox",
                        "/v1/plans/{plan_id}/answer")  # fmt: skip
"""What a customer calls in the examples; the rest is called by an advisor."""
OPEN: Final = ("/healthz", "/readyz", "/v1/sign-in")
VARIABLES: Final = {"plan_id": "$PLAN", "trace_id": "$TRACE", "name": "mortgage"}
"""What stands for a part of a path."""
BODIES: Final = {
    "/v1/sign-in": '{"username": "chenjing", "password": "\'"$PASSWORD"\'"}',
    "/v1/clicks": '{"act": "not_interested", "target": "\'"$NEED"\'", '
    '"conversation_id": "\'"$TALK"\'"}',
    "/v1/plans/{plan_id}/answer": '{"answer": "accept"}',
}
"""Bodies that need what an earlier command printed."""
PREPARED: Final = """\
BASE={base}
PASSWORD={password}
JSON='Content-Type: application/json'
pick() {{ python3 -c "import json, sys; print(json.load(sys.stdin)$1)" 2>/dev/null; }}
token() {{ curl -s "$BASE/v1/sign-in" -H "$JSON" \
-d '{{"username": "'"$1"'", "password": "'"$PASSWORD"'"}}' | pick '["token"]'; }}
TOKEN=$(token chenjing); STAFF=$(token wangmin)
TALK=$(curl -s "$BASE/v1/greeting" -H "Authorization: Bearer $TOKEN" | pick '["conversation_id"]')
NEED=$(curl -s "$BASE/v1/needs" -H "Authorization: Bearer $TOKEN" | pick '[0]["id"]')
TRACE=$(curl -s "$BASE/v1/messages" -H "Authorization: Bearer $TOKEN" -H "$JSON" \
-d '{{"message": "{message}"}}' | pick '["reply"]["trace_id"]')
PLAN=$(curl -s "$BASE/v1/plans" -H "Authorization: Bearer $STAFF" | pick '[0]["id"]')"""
"""Sets what the other commands use."""


def prepared(base: str, password: str, message: str) -> str:
    """The commands to run first: who calls, and the plan and the record the others speak of."""
    return PREPARED.format(base=base.rstrip("/"), password=password, message=message)


def example(method: str, path: str, told: dict[str, Any], schemas: dict[str, Any]) -> str:
    """One call of an endpoint as the API describes it."""
    parts = ["curl -s"] if method == "get" else [f"curl -s -X {method.upper()}"]
    parts.append(f'"$BASE{_address(path, told)}"')
    if path not in OPEN:
        token = "$TOKEN" if path in CUSTOMERS_OWN else "$STAFF"
        parts.append(f'-H "Authorization: Bearer {token}"')
    if "requestBody" in told:
        parts.append(f"-H \"$JSON\" -d '{_body(path, told, schemas)}'")
    return " ".join(parts)


def _address(path: str, told: dict[str, Any]) -> str:
    for key, word in VARIABLES.items():
        path = path.replace(f"{{{key}}}", word)
    asked = [
        f"{one['name']}={quote(str(one['schema']['examples'][0]))}"
        for one in told.get("parameters", ())
        if one["in"] == "query" and one.get("required")
    ]
    return path + (f"?{'&'.join(asked)}" if asked else "")


def _body(path: str, told: dict[str, Any], schemas: dict[str, Any]) -> str:
    if path in BODIES:
        return BODIES[path]
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    if "examples" in schema:
        return json.dumps(schema["examples"][0], ensure_ascii=False)
    fields = schemas[schema["$ref"].rsplit("/", 1)[-1]]
    given = {name: fields["properties"][name]["examples"][0] for name in fields["required"]}
    return json.dumps(given, ensure_ascii=False)
