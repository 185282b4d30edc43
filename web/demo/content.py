"""What the demo's wards say: JSON beside this file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")


@cache
def content(noun: str) -> Any:
    """One of the data files by its name without `.json`. Read only."""
    return json.loads((DATA / f"{noun}.json").read_text("utf-8"))


def slugs() -> tuple[str, ...]:
    """The demo's wards."""
    return tuple(each["slug"] for each in content("wards"))
