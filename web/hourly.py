"""How often an address asks for something in the running hour: kept in memory alone."""

from __future__ import annotations

from collections import Counter

from dialogue.core.errors import TooManyTries

HOUR = 3600


class Hourly:
    """One for each thing that may be asked for. Each server process counts for itself."""

    def __init__(self) -> None:
        self._hour = 0
        self._asked: Counter[str] = Counter()

    def step(self, source: str, seconds: float, most: int) -> None:
        """seconds: since 1970. Raises TooManyTries with the seconds to the next hour."""
        hour = int(seconds // HOUR)
        if hour != self._hour:
            self._hour = hour
            self._asked.clear()
        self._asked[source] += 1
        if self._asked[source] > most:
            raise TooManyTries("too often in an hour", int((hour + 1) * HOUR - seconds) + 1)
