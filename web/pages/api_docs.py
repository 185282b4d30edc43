"""/api: what programs may ask and bring, on a page of this host, without a script."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Request, Response, get

from dialogue.ward.machines.rules import Scope
from web.access import PUBLIC
from web.api.described import MEANINGS, describe
from web.api.problems import catalogue
from web.api.reference import calls, shapes
from web.caching import Ready
from web.i18n import language
from web.render import render

PATH = "/api"


@get(PATH, opt=PUBLIC)
async def show_api(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Made once for an application and language: it changes with the program alone."""
    made: dict[str, Ready] = request.app.state.setdefault("api_pages", {})
    if language() not in made:
        made[language()] = Ready.of(_made(request.app))
    return made[language()].reply(request)


handlers = [show_api]


def _made(app: Litestar) -> str:
    doc = describe(app)
    found = calls(doc)
    return render(
        "pages/api.html",
        about=doc["info"]["description"].replace("`", ""),
        version=doc["openapi"],
        reads=[call for call in found if not call.writes],
        writes=[call for call in found if call.writes],
        shapes=shapes(doc),
        token=doc["components"]["securitySchemes"]["token"]["description"],
        scopes=[scope.value for scope in Scope],
        statuses=sorted(MEANINGS.items()),
        problems=sorted(catalogue().values(), key=lambda each: (each.status, each.code)),
    )
