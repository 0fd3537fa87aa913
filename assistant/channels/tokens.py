"""The token of a signed-in person: one cookie for the pages, the programs' interface and the chat.

The claims are those Chainlit reads, so that one sign-in opens all three.
"""

from datetime import datetime, timedelta
from typing import Any, Final

import jwt
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from assistant.privacy.model import Speaker

COOKIE: Final = "access_token"
LIFETIME: Final = timedelta(hours=12)
ALGORITHM: Final = "HS256"


def issued(speaker: Speaker, secret: str, now: datetime) -> str:
    """A token for `speaker`, good for `LIFETIME`."""
    claims: dict[str, Any] = {
        "identifier": speaker.username,
        "display_name": speaker.name,
        "metadata": {"role": speaker.role},
        "iat": now,
        "exp": now + LIFETIME,
    }
    return jwt.encode(claims, secret, algorithm=ALGORITHM)


def username(token: str, secret: str) -> str | None:
    """Whose token it is; None where it is forged, damaged or expired."""
    try:
        claims = jwt.decode(token, secret, algorithms=[ALGORITHM], options={"require": ["exp"]})
    except jwt.InvalidTokenError:
        return None
    found = claims.get("identifier")
    return found if isinstance(found, str) else None


def presented(connection: HTTPConnection) -> str | None:
    """The token a request carries: `Authorization: Bearer` first, then the cookie."""
    scheme, _, value = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value
    return connection.cookies.get(COOKIE)


def keep(response: Response, token: str, request: Request) -> None:
    """Set the cookie; it travels to this site only, and only encrypted where the page was."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="strict",
    )


def forget(response: Response) -> None:
    """Remove the cookie."""
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
