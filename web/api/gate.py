"""The gate of what programs read: at a pace, as JSON, with the parameters that are described.

Pages of other sites may read it too (CORS); no cookie opens or sets anything here.
"""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import Parameter
from litestar.types import Message, Scope

from dialogue.core.clock import now
from dialogue.ward.machines.rules import Left
from web.client import address_of

BELOW = "/api/"
PACE = 600  # reads of one address in a minute
JSON = "application/json"
KEPT = "pace"  # in the state of a request
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, RateLimit, RateLimit-Policy, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


async def reading(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """A guard. Raises TooManyTries; HTTPException (406); ValidationException (400)."""
    readers = connection.app.state.readers
    address = address_of(Request(connection.scope))
    note_pace(connection, readers.step(address, now().timestamp(), PACE))
    given = str(handler.opt.get("gives", JSON))
    if not takes(connection.headers.get("accept", ""), given):
        raise HTTPException(status_code=406, detail=f"this is given as {given} alone")
    _check_names(connection)


def takes(accept: str, given: str) -> bool:
    """Does an Accept header allow this media type? The most exact range that fits it decides
    (RFC 9110 §12.5.1); an empty header allows all.
    """
    weights: dict[str, str] = {}
    for part in accept.lower().split(","):
        name, *more = (each.strip() for each in part.split(";"))
        weights[name] = next((each[2:].strip() for each in more if each.startswith("q=")), "1")
    ranges = (given, f"{given.partition('/')[0]}/*", "*/*")
    weight = next((weights[each] for each in ranges if each in weights), "0")
    return not accept.strip() or weight.strip("0.") != ""


def note_pace(connection: ASGIConnection[Any, Any, Any, Any], left: Left) -> None:
    """What the reply says of it."""
    connection.scope["state"][KEPT] = left


def _check_names(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    known = _names(connection.app, connection.scope["path_template"])
    seen: set[str] = set()
    for name, _value in connection.query_params.multi_items():
        if name not in known or name in seen:
            said = "given twice" if name in seen else f"unknown; known are: {', '.join(known)}"
            wrong = [{"key": name[:80], "message": said if known else "unknown", "source": "query"}]
            raise ValidationException("a parameter of the address is wrong", extra=wrong)
        seen.add(name)


def _names(app: Litestar, template: str) -> list[str]:
    """Of the parameters that the description of the API has for this address."""
    item = (app.openapi_schema.paths or {}).get(template)
    described = item.get.parameters if item and item.get and item.get.parameters else []
    return [
        each.name for each in described if isinstance(each, Parameter) and each.param_in == "query"
    ]


async def add_headers(message: Message, scope: Scope) -> None:
    """A `before_send` hook, so that problems carry them too."""
    if message["type"] != "http.response.start" or not scope["path"].startswith(BELOW):
        return
    headers = MutableScopeHeaders.from_message(message)
    if scope.get("method") in {"GET", "OPTIONS"}:
        headers.update(CORS)
    if scope.get("method") == "OPTIONS":
        headers.update(PREFLIGHT)
    left: Left | None = scope.get("state", {}).get(KEPT)
    if left is not None:  # draft-ietf-httpapi-ratelimit-headers
        headers["RateLimit-Policy"] = f'"minute";q={left.most};w=60'
        headers["RateLimit"] = f'"minute";r={left.calls};t={left.wait}'
