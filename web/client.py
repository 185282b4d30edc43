"""Whose request it is, as far as slowing guesses goes. Never stored, never logged."""

from __future__ import annotations

from typing import Any

from litestar import Request

from dialogue.core.settings import SETTINGS


def address_of(request: Request[Any, Any, Any]) -> str:
    """The browser's address: behind LANGNGHE_PROXIES proxies, what the outermost one saw."""
    if SETTINGS.proxies:
        seen = request.headers.get("x-forwarded-for", "").split(",")
        if len(seen) >= SETTINGS.proxies and (address := seen[-SETTINGS.proxies].strip()):
            return address
    return request.client.host if request.client else ""
