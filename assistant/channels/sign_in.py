"""The one sign-in of the site, its language switch, and where each role goes from the door."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from assistant.channels import tokens
from assistant.channels.desk.pages import page
from assistant.channels.errors import status_of
from assistant.channels.gate import LANG_COOKIE, application, speaker_of
from assistant.errors import AdvisorError
from assistant.privacy.model import Lang, Speaker

router = APIRouter(include_in_schema=False)
YEAR: Final = 365 * 24 * 3600
FIELD_LIMIT: Final = 200
"""Characters of a user name or a password."""


@router.get("/")
def door(request: Request) -> Response:
    """To the sign-in page, the chat, or the desk."""
    speaker = speaker_of(request)
    return RedirectResponse("/sign-in" if speaker is None else home_of(speaker), 303)


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """The sign-in page; those already signed in go on."""
    speaker = speaker_of(request)
    if speaker is not None:
        return RedirectResponse(home_of(speaker), 303)
    return page(request, "sign_in.html", {"error": None, "username": ""})


@router.post("/sign-in")
def sign_in(
    request: Request,
    username: Annotated[str, Form(max_length=FIELD_LIMIT)] = "",
    password: Annotated[str, Form(max_length=FIELD_LIMIT)] = "",
) -> Response:
    """Check the password; on to the speaker's home, or the page again with the reason."""
    app = application(request)
    now = app.clock()
    try:
        speaker = app.identity.sign_in(username.strip(), password, now)
    except AdvisorError as error:
        told = {"error": error, "username": username}
        return page(request, "sign_in.html", told, status_of(error))
    response = RedirectResponse(home_of(speaker), 303)
    tokens.keep(response, tokens.issued(speaker, app.secret, now), request)
    return response


@router.post("/sign-out")
def sign_out() -> Response:
    """Forget the cookie and go to the door."""
    response = RedirectResponse("/sign-in", 303)
    tokens.forget(response)
    return response


@router.post("/language")
def choose_language(
    lang: Annotated[Lang, Form()], back: Annotated[str, Form(max_length=FIELD_LIMIT)] = "/"
) -> Response:
    """Keep the language of the pages and return; only to a page of this site."""
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if is_ours else "/", 303)
    response.set_cookie(LANG_COOKIE, lang, max_age=YEAR, samesite="strict")
    return response


def home_of(speaker: Speaker) -> str:
    """Where a role works: customers in the chat, staff at the desk."""
    return "/chat" if speaker.is_customer else "/desk"
