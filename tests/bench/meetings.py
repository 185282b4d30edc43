"""Meetings at speed: a hall full of phones, its console, the briefing book; in `make bench`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import book, hall

GOALS: tuple[tuple[str, str, Callable[[float], bool]], ...] = (  # figure, goal, is it reached
    ("last phone, s", "≤ 1", lambda x: x <= 1),
    ("last phone ÷ bare fan-out", "≤ 3", lambda x: x <= 3),
    ("console save p95 ÷ bare insert p95", "≤ 3", lambda x: x <= 3),
    ("briefing book, page, s", "< 10", lambda x: x < 10),
    ("briefing book, PDF, s", "< 10", lambda x: x < 10),
)


def main() -> int:
    """The load of the machine stands beside the figures: other work is part of each of them."""
    found: dict[str, float] = {}
    for part in (hall.figures, book.figures):
        print(f"\nload {os.getloadavg()[0]:.1f}")
        with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as folder:
            found |= part(Path(folder))
    print()
    for name, goal, reached in GOALS:
        mark = "" if reached(found[name]) else "  MISSED"
        print(f"{name:36}{found[name]:>10.2f}  goal {goal}{mark}")
    print(json.dumps(found, ensure_ascii=False))
    return int(not all(reached(found[name]) for name, _, reached in GOALS))


if __name__ == "__main__":
    sys.exit(main())
