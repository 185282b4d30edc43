"""langnghe some days later: `DAYS_LATER=30 python -m tests.e2e.later serve`.

A conference takes months, and its server is a process of its own: there the one clock of the
product is put forward. A worker that is spawned imports this module again, a forked one has it.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from dialogue.core import clock

AHEAD = timedelta(days=int(os.environ["DAYS_LATER"]))
_now = clock.now


def later() -> datetime:
    return _now() + AHEAD


clock.now = later  # before anything else takes it by name

if __name__ == "__main__":
    from web.cli import main

    main(prog_name="langnghe")
