"""What a template or a hurried writer left open in a text: `{ngày}`, `xxx`, `…/…/2026`. Pure.

The patterns are data, data/gaps.json.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "gaps.json"


@cache
def _gap() -> re.Pattern[str]:
    rows = json.loads(FILE.read_text("utf-8"))["gaps"]
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows), re.IGNORECASE)


def placeholders(text: str) -> list[str]:
    """In the order of the text. It is expected as `text.clean` leaves it."""
    return [found.group() for found in _gap().finditer(text)]
