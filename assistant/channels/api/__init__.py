"""The programs' interface, `/v1`, and its description."""

from typing import Final

from fastapi import APIRouter

from assistant.channels.api import calculators, customers, messages, plans, policies, sessions
from assistant.channels.api.reference import router as reference

DESCRIPTION: Final = (
    "大通顾问的程序接口：先用 POST /v1/sign-in 取得令牌，再以 `Authorization: Bearer …` 调用。"
    "身份只由令牌决定。错误统一为 `{error: {code, zh, en}}`。\n\n"
    "The programs' interface of Datong Advisor: take a token from POST /v1/sign-in and send it as "
    "`Authorization: Bearer …`. Identity comes from the token only. "
    "Errors are `{error: {code, zh, en}}`."
)

router = APIRouter(prefix="/v1")
for part in (sessions, messages, plans, customers, policies, calculators):
    router.include_router(part.router)

__all__ = ["DESCRIPTION", "reference", "router"]
