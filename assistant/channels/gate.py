"""Who is asking: what every route of the site depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from assistant.channels import tokens
from assistant.channels.errors import NotSignedIn, StaffOnly
from assistant.privacy.model import Lang, Speaker

if TYPE_CHECKING:
    from assistant.bootstrap import Application

LANG_COOKIE = "lang"


def application(connection: HTTPConnection) -> Application:
    """The application this site was made for."""
    served: Application = connection.app.state.application
    return served


def speaker_of(connection: HTTPConnection) -> Speaker | None:
    """The signed-in person behind a request; None where nobody is."""
    token = tokens.presented(connection)
    if token is None:
        return None
    who = tokens.username(token, application(connection).secret)
    return None if who is None else application(connection).identity.speaker(who)


def signed_in(request: Request) -> Speaker:
    """The signed-in person.

    Raises:
        NotSignedIn: Nobody is signed in, or the token is no longer good.
    """
    speaker = speaker_of(request)
    if speaker is None:
        raise NotSignedIn
    return speaker


def staff_only(speaker: Annotated[Speaker, Depends(signed_in)]) -> Speaker:
    """The signed-in member of staff.

    Raises:
        StaffOnly: The speaker is a customer.
    """
    if speaker.is_customer:
        raise StaffOnly
    return speaker


def language(request: Request) -> Lang:
    """The language of the pages: the query, else the choice kept, else the browser's first."""
    accepted = request.headers.get("accept-language", "zh")[:2].lower()
    for choice in (request.query_params.get("lang"), request.cookies.get(LANG_COOKIE), accepted):
        if choice == "en":
            return "en"
        if choice == "zh":
            return "zh"
    return "zh"


Signed = Annotated[Speaker, Depends(signed_in)]
Staff = Annotated[Speaker, Depends(staff_only)]
Language = Annotated[Lang, Depends(language)]
