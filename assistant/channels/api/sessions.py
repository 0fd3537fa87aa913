"""Sign-in and who is signed in."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from assistant.channels import tokens
from assistant.channels.gate import Signed, application
from assistant.privacy.model import Speaker
from graph.values import Value

router = APIRouter(tags=["登录 · Sign-in"])


class SignIn(Value):
    """A user name and its password."""

    username: Annotated[str, Field(min_length=1, max_length=200, examples=["chenjing"])]
    password: Annotated[str, Field(min_length=1, max_length=200, examples=["启动时打印的密码"])]


class SignedIn(Value):
    """The token to send as `Authorization: Bearer …`, its lifetime in seconds, and who it is."""

    token: str
    expires_in: int
    speaker: Speaker


@router.post("/sign-in", summary="登录，取得令牌 · Sign in, get a token")
def sign_in(body: SignIn, request: Request, response: Response) -> SignedIn:
    """返回令牌，同时写入页面用的 Cookie。 · Gives the token and sets the cookie of the pages."""
    app = application(request)
    now = app.clock()
    speaker = app.identity.sign_in(body.username, body.password, now)
    token = tokens.issued(speaker, app.secret, now)
    tokens.keep(response, token, request)
    lifetime = int(tokens.LIFETIME.total_seconds())
    return SignedIn(token=token, expires_in=lifetime, speaker=speaker)


@router.get("/me", summary="当前登录者 · Who is signed in")
def me(speaker: Signed) -> Speaker:
    """登录者的用户名、姓名与角色。 · The user name, name and role behind the token."""
    return speaker
