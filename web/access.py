"""Who may enter which route: each handler says so in opt["who"], a guard obeys, a test reads.

who: "public", "group" (by personal link), "staff:any", "staff:chairman,deputy" (roles), or
"token:slips:write" (another system's machine, by the scope of its token: web.api.machines.door).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute
from litestar.status_codes import HTTP_403_FORBIDDEN
from litestar.types import Scope

from dialogue.core.errors import Forbidden, NotFound
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.numbers import LARGEST, LARGEST_LONG

PUBLIC = {"who": "public"}
BY_SCRIPT = {**PUBLIC, "errors": "json"}  # only our own scripts ask there: see web.errors
GROUP = {"who": "group"}
MACHINE = "token:"
OWN_PASSWORD = {"lent_password": True}  # open also while somebody else knows one's password
RANDOM = frozenset({"item"})  # places in addresses that hold a random id: wider columns


@dataclass(frozen=True, slots=True, order=True)
class Row:
    path: str
    method: str
    who: str


def staff(*roles: Role) -> dict[str, str]:
    """opt for a staff route; without roles any signed-in member of staff may enter."""
    return {"who": "staff:" + (",".join(roles) or "any")}


def is_for_machines(scope: Scope) -> bool:
    """Is it a route of other systems' machines? False where there is no such route."""
    handler = scope.get("route_handler")
    return handler is not None and str(handler.opt.get("who", "")).startswith(MACHINE)


def may_enter(who: str, actor: Actor | None) -> bool:
    """The rule itself. Whoever has no rule has no entry."""
    area, _, names = who.partition(":")
    if area in {"public", "group"}:
        return True
    if area != "staff" or actor is None:
        return False
    return names == "any" or actor.has(*(Role(name) for name in names.split(",")))


class PasswordLent(HTTPException):
    """The password was set by somebody else: first of all it is changed."""

    status_code = HTTP_403_FORBIDDEN


# Guards are async: a plain function would be called in a thread, at more cost than all it does.


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Raises NotAuthorizedException without a session, Forbidden without the role, PasswordLent.

    Raises NotFound for a number in the address that no table can hold.
    """
    who = str(handler.opt.get("who", ""))
    actor = connection.scope.get("user")
    if not may_enter(who, actor):
        if actor is None:
            raise NotAuthorizedException
        raise Forbidden(f"{connection.scope['path']} is for {who}")
    open_now = who == PUBLIC["who"] or "lent_password" in handler.opt
    if actor is not None and actor.must_change and not open_now:
        raise PasswordLent
    await known_ids(connection, handler)


async def known_ids(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: raises NotFound for a number in the address that no table can hold."""
    for name, value in connection.path_params.items():
        most = LARGEST_LONG if name in RANDOM else LARGEST
        if isinstance(value, int) and not 0 <= value <= most:
            raise NotFound(f"no id {value}")


def route_table(app: Litestar) -> list[Row]:
    """Every route that people or programs may ask, in the order of their paths."""
    rows = {
        Row(route.path_format, str(method), str(handler.opt.get("who", "")))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"  # made by the framework; tells the methods and nothing else
    }
    return sorted(rows)
