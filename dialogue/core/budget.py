"""How long a transaction may last, and who is told when one lasts longer.

On SQLite a transaction keeps every other writer waiting, on PostgreSQL its rows.
"""

from __future__ import annotations

import logging
import sys
from time import monotonic

MOST = 0.05  # seconds from BEGIN to COMMIT
LOUD = 1.0  # seconds; then it is a warning: a busy machine is told apart from a wrong action
LOG = logging.getLogger(__name__)


class Clock:
    """Runs from BEGIN. action: who asked for the transaction, as module and function."""

    __slots__ = ("action", "began")

    def __init__(self, depth: int) -> None:
        """depth: frames between the action and here."""
        frame = sys._getframe(depth)
        self.action = f"{frame.f_globals['__name__']}.{frame.f_code.co_name}"

    def start(self) -> None:
        self.began = monotonic()

    def stop(self) -> None:
        took = monotonic() - self.began
        if took > MOST:
            level = logging.WARNING if took > LOUD else logging.DEBUG
            LOG.log(level, "transaction of %s took %.0f ms", self.action, 1000 * took)
