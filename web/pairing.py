"""A second console in the hall, let in by a code that the first one shows. Kept in memory alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogue.core.clock import now

DIGITS = 8
LIFE = timedelta(minutes=5)
TRIES = 5  # wrong ones; then every code is void and the console makes another


@dataclass(frozen=True, slots=True)
class Pass:
    """staff: as whom the other device works."""

    ward: int
    staff: int
    code: str
    ends: datetime


class Pairings:
    """One code at a time, for one device. The hall has one server with one worker."""

    def __init__(self) -> None:
        self._open: Pass | None = None
        self._wrong = 0

    def offer(self, ward: int, staff: int) -> Pass:
        """A new code; the one before is void."""
        code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        self._open, self._wrong = Pass(ward, staff, code, now() + LIFE), 0
        return self._open

    def take(self, typed: str) -> Pass | None:
        """Once. None: wrong, too late, or tried too often."""
        code = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
        offered = self._open
        if offered is None or offered.ends <= now():
            return None
        if not secrets.compare_digest(code, offered.code):
            self._wrong += 1
            if self._wrong >= TRIES:
                self._open = None
            return None
        self._open = None
        return offered


PAIRINGS = Pairings()
