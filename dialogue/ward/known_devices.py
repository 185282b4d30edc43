"""The mark a browser keeps once somebody signed in with it: it tells the owner from a guesser.

A try with the mark of its account has a budget of its own, which nobody without that browser can
use up. A mark opens nothing. Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from dialogue.core.clock import local_day, now
from dialogue.core.keys import keys

LIFE = timedelta(days=180)  # since the browser last signed in
MOST = 6  # accounts of one browser, such as at a counter; the oldest is forgotten
_MARK = re.compile(r"(k\d+)\.([0-9a-f]{6})\.([0-9a-f]{16})\.([0-9a-f]{32})")  # key, day, nonce, MAC


def account_name(typed: str) -> str:
    """An account as it is compared: `chu-tich@thach-ban`."""
    return typed.strip().lower()


def device_of(account: str, marks: str) -> str | None:
    """The browser's nonce for this account; None: nobody signed in to it there, or long ago.

    marks: the cookie, one mark an account with `~` between; the accounts are not readable in it.
    """
    return next((found for mark in _split(marks) if (found := _nonce(account, mark))), None)


def with_mark(account: str, marks: str) -> str:
    """The cookie after signing in: a fresh mark of this account before those of others."""
    head = f"{local_day(now()).toordinal():06x}.{secrets.token_hex(8)}"
    key, mac = keys().seal("devices", f"{account} {head}", 16)
    others = [mark for mark in _split(marks) if _nonce(account, mark) is None]
    return "~".join([f"{key}.{head}.{mac}", *others][:MOST])


def _split(marks: str) -> list[str]:
    return [mark for mark in marks.split("~")[:MOST] if _MARK.fullmatch(mark)]


def _nonce(account: str, mark: str) -> str | None:
    key, day, nonce, mac = mark.split(".")
    age = local_day(now()).toordinal() - int(day, 16)
    ours = keys().holds("devices", key, f"{account} {day}.{nonce}", mac)
    return nonce if ours and age <= LIFE.days else None
