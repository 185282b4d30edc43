"""Whose request it is, as far as slowing guesses goes. Never stored, never logged."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from litestar import Request

from dialogue.core.settings import SETTINGS


def address_of(request: Request[Any, Any, Any]) -> str:
    """The browser's address: behind LANGNGHE_PROXIES proxies, what the outermost one saw."""
    if SETTINGS.proxies:
        seen = request.headers.get("x-forwarded-for", "").split(",")
        if len(seen) >= SETTINGS.proxies and (address := seen[-SETTINGS.proxies].strip()):
            return one_subscriber(address)
    return one_subscriber(request.client.host if request.client else "")


def one_subscriber(address: str) -> str:
    """`2001:db8:1:2::/64` for each of its addresses: a line at home has all of them to itself."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(IPv6Network((known.packed[:8] + bytes(8), 64)))
