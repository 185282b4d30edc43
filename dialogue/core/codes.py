"""Codes that people and addresses carry: public ids, tracking codes, link tokens, passwords."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dialogue.core.keys import Keys

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/l/i: read out and typed by people
TRACKING_DIGITS = 16
_hasher = PasswordHasher()


def public_id() -> str:
    """For public addresses. Never a secret."""
    return secrets.token_hex(8)


def counter_code() -> str:
    """Printed under the QR code; 8 letters, some 40 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def check_digit(digits: str) -> str:
    """Damm's algorithm: finds every single wrong digit and every swap of neighbours.

    Source: H. M. Damm, Total anti-symmetrische Quasigruppen (2004).
    """
    interim = 0
    for digit in digits:
        interim = DAMM[interim][int(digit)]
    return str(interim)


DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_tracking_code() -> str:
    """Fifteen random digits (49.8 bits) and the check digit."""
    return _checked(f"{secrets.randbelow(10**15):015}")


def derived_tracking_code(keys: Keys, secret: str) -> str:
    """The code that belongs to a receipt: made from it, so that it need not be stored."""
    mac = keys.fixed("receipts", f"tracking {secret}")  # the same after a key change
    return _checked(f"{int(mac, 16) % 10**15:015}")


def _checked(digits: str) -> str:
    return digits + check_digit(digits)


def read_tracking_code(typed: str) -> str | None:
    """The sixteen digits of what was typed; None when it cannot be a code."""
    digits = "".join(c for c in typed if c.isascii() and c.isdigit())
    if len(digits) != TRACKING_DIGITS or check_digit(digits[:-1]) != digits[-1]:
        return None
    return digits


def grouped(code: str) -> str:
    """`1234 5678 9012 3456`, as it is shown and read out."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def tracking_hash(keys: Keys, code: str) -> str:
    """What the database keeps of a tracking code: keyed, or 50 bits could be tried out.

    By the oldest key: a code is looked up by its hash and must be found after a key change.
    """
    return keys.fixed("tracking", code)


def new_token() -> str:
    """A personal link's or session's secret: 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of a token; it has enough bits to need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def password_hash(password: str) -> str:
    return _hasher.hash(password)


@cache
def _nobody() -> str:
    """Compared for unknown accounts: the same time. Made at the first one, not at import."""
    return _hasher.hash(secrets.token_hex(8))


def password_fits(stored: str | None, password: str) -> bool:
    """stored None: an unknown account; takes as long as a known one."""
    try:
        return _hasher.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
