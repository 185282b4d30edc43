"""The door of other systems' machines: a token, its scope, its pace; then one call, once.

No cookie opens it, and none is set. What stands in opt["who"] is the scope a token must have.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import Reference, SecurityScheme
from litestar.params import HeaderParameter

from dialogue.core.clock import now
from dialogue.core.errors import Forbidden, KeyInvalid, TokenRefused
from dialogue.ward import queries as wards
from dialogue.ward.machines.queries import machine_of, require
from dialogue.ward.machines.replies import Call, once
from dialogue.ward.machines.rules import KEY_LEAST, KEY_MOST, RATE_RULE, Scope
from dialogue.ward.queries import amount
from web.access import MACHINE
from web.api.gate import note_pace
from web.client import address_of

MOST_BODY = 256 * 1024  # bytes
RATE = 120  # calls in a minute, without a rule
BEARER = "bearer "
JSON = "application/json"
SCHEME = "token"
SECURITY: list[dict[str, list[str]]] = [{SCHEME: []}]
SCHEMES: dict[str, SecurityScheme | Reference] = {
    SCHEME: SecurityScheme(
        type="http",
        scheme="bearer",
        description="A token that the ward's register keeper or the centre's director makes. "
        "It opens its ward and the scopes it was given.",
    )
}
Anything: TypeAlias = Request[Any, Any, Any]
Key: TypeAlias = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=KEY_LEAST,
        max_length=KEY_MOST,
        description="Made anew for each call, the same when a call is repeated. The same key with "
        "the same body writes once and is answered alike; with another body: 422.",
    ),
]


def token(scope: Scope) -> dict[str, str]:
    """opt of a machine's route."""
    return {"who": f"{MACHINE}{scope}"}


async def machine_guard(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Before the body is read. The machine then is the request's user.

    Raises TokenRefused, TooManyTries, Forbidden, HTTPException (415), KeyInvalid.
    """
    sent = connection.headers.get("authorization", "")
    if sent[: len(BEARER)].lower() != BEARER:
        raise TokenRefused("no token")
    card = await machine_of(sent[len(BEARER) :].strip())
    if card is None:
        raise TokenRefused("no such token")
    most = await amount(card.ward, RATE_RULE, RATE)
    left = connection.app.state.paces.step(card.id, now().timestamp(), most)
    note_pace(connection, left)
    connection.app.state.machines.note(card, address_of(Request(connection.scope)))
    if (await wards.ward(connection.path_params["ward"])).id != card.ward:
        raise Forbidden("the token is another ward's")
    require(card, Scope(str(handler.opt["who"]).removeprefix(MACHINE)))
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise HTTPException(status_code=415, detail=f"no JSON: {kind or 'no content type'}")
    if not KEY_LEAST <= len(connection.headers.get("idempotency-key", "")) <= KEY_MOST:
        raise KeyInvalid(f"an Idempotency-Key has {KEY_LEAST} to {KEY_MOST} letters")
    connection.scope["user"] = card


def call_of(request: Anything, key: str, data: object) -> Call:
    """data: what was sent, as it was read."""
    door = str(request.route_handler.opt["who"])
    return Call(request.user, door, key, msgspec.json.encode(data))


async def take(
    request: Anything,
    key: str,
    data: object,
    write: Callable[[Call], Awaitable[dict[str, Any]]],
) -> dict[str, Any]:
    """What the call brought, or had brought before."""
    call = call_of(request, key, data)
    return await once(call, lambda: write(call))
