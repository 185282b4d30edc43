"""Who may keep targets, and what a secret is. Pure."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Collection
from urllib.parse import urlsplit

import httpx

from dialogue.webhooks.states import HookEvent

KIND = "webhook"  # of messages
NAME_MOST, URL_MOST = 60, 300  # letters
SECRET_BYTES = 32
MARK = "whsec_"  # Standard Webhooks
MOST_RULE, MOST = "HOOK-MOST", 5
TELL_RULE, TELL_HOURS = "HOOK-TELL", 24


def secret_text(secret: bytes) -> str:
    return MARK + b64encode(secret).decode()


def read_secret(text: str) -> bytes:
    """Raises ValueError."""
    try:
        return b64decode(text.removeprefix(MARK), validate=True)
    except binascii.Error as error:
        raise ValueError("no secret") from error


def url_problem(url: str) -> str:
    """missing, too-long, https, wrong; or empty. Where it leads is for the adapter to look at."""
    if not url:
        return "missing"
    if len(url) > URL_MOST:
        return "too-long"
    try:
        parts = urlsplit(url)
        _ = parts.port, httpx.URL(url).host  # as it is read when it is called
    except (ValueError, httpx.InvalidURL):
        return "wrong"
    if parts.scheme != "https":
        return "https"
    odd = parts.username is not None or parts.fragment or not url.isascii() or " " in url
    return "wrong" if odd or not parts.hostname or not url.isprintable() else ""


def events_kept(text: str) -> frozenset[HookEvent]:
    return frozenset(HookEvent(each) for each in text.split(",") if each)


def events_text(events: Collection[HookEvent]) -> str:
    return ",".join(sorted(events))
