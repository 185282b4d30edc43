"""From the staff area's cookie to the person who acts."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from dialogue.core.settings import SETTINGS
from dialogue.ward import known_devices
from dialogue.ward.actions.signing_in import session
from web.sign_in import PATH

COOKIE = "langnghe-can-bo"
DEVICE_COOKIE = "langnghe-may"


class StaffMiddleware(ASGIMiddleware):
    """Sets scope["user"] to the Actor of the cookie, or None. `request.user` gives it."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        token = cookie_of(Request(scope))
        scope["user"] = await session(token) if token else None
        await next_app(scope, receive, send)


def cookie_of(request: Request[Any, Any, Any]) -> str:
    """The session's token, for signing out; empty without one."""
    return request.cookies.get(COOKIE, "")


def session_cookie(token: str, seconds: int) -> Cookie:
    """What sign-in sets. An empty token with 0 seconds takes it away."""
    return Cookie(
        key=COOKIE,
        value=token,
        path=PATH,
        max_age=seconds,
        httponly=True,
        secure=SETTINGS.secure,
        samesite="lax",
    )


def marks_of(request: Request[Any, Any, Any]) -> str:
    """The marks of earlier sign-ins with this browser; empty without any."""
    return request.cookies.get(DEVICE_COOKIE, "")


def device_cookie(marks: str) -> Cookie:
    """What sign-in leaves, also after signing out. It opens nothing."""
    return Cookie(
        key=DEVICE_COOKIE,
        value=marks,
        path=PATH,
        max_age=int(known_devices.LIFE.total_seconds()),
        httponly=True,
        secure=SETTINGS.secure,
        samesite="strict",
    )
