"""One page from a template, in the visitor's language."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.channels.desk.charts import drawing
from assistant.channels.desk.words import said, said_if_known
from assistant.channels.documents import with_unit
from assistant.channels.gate import application, language, speaker_of
from assistant.planning.choices import choices
from assistant.planning.figures import one_language
from assistant.privacy.masking import mask_name
from assistant.privacy.model import Lang

FOLDER: Final = Path(__file__).parent / "templates"


@cache
def templates(folder: Path = FOLDER) -> Environment:
    """The templates; an unknown name in one is an error, and every value is escaped."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shared: dict[str, Any] = {"drawing": drawing, "mask_name": mask_name, "with_unit": with_unit}
    shared |= {"one_language": one_language, "choices": choices}
    environment.globals.update(shared)
    environment.filters["moment"] = moment
    environment.filters["percent"] = percent
    environment.filters["share"] = share
    return environment


def page(
    request: Request, template: str, told: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """The page; templates see `t` (words by key), `lang`, `speaker`, `now` and what is told."""
    lang = language(request)
    shown: dict[str, Any] = {
        "lang": lang,
        "t": partial(said, lang=lang),
        "known": partial(said_if_known, lang=lang),
        "pick": partial(_picked, lang),
        "speaker": speaker_of(request),
        "now": application(request).clock(),
        "here": _here(request),
        **told,
    }
    response = HTMLResponse(templates().get_template(template).render(shown), status)
    asked = request.query_params.get("lang")
    if asked in {"zh", "en"}:
        response.set_cookie("lang", lang, samesite="strict")
    return response


def _picked(lang: Lang, zh: str, en: str) -> str:
    """The text in the page's language; the Chinese one where there is no English."""
    return en if lang == "en" and en else zh


def moment(at: datetime) -> str:
    """A moment as people read it: 2026-11-23 10:00."""
    return f"{at:%Y-%m-%d %H:%M}"


def percent(fraction: float) -> str:
    """A fraction in whole percent: 0.64 → 64%."""
    return f"{fraction * 100:.0f}%"


def share(fraction: str) -> str:
    """A fraction as kept, in percent with its digits: "0.035" → 3.5%; other words as they are."""
    try:
        return f"{(Decimal(fraction) * 100).normalize():f}%"
    except InvalidOperation:
        return fraction


def since(then: datetime, now: datetime, lang: Lang) -> str:
    """How long ago, in the largest whole unit."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    for size, zh, en in ((1440, "天", "d"), (60, "小时", "h")):
        if minutes >= size:
            return f"{minutes // size} {zh if lang == 'zh' else en}"
    return f"{minutes} {'分钟' if lang == 'zh' else 'min'}"


def _here(request: Request) -> str:
    """The path to come back to after a choice of language; a page that answers a form has none."""
    return request.url.path if request.method == "GET" else "/"
