"""What was planted, as a file beside the database: whoever checks the reports reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from web.simulation.plan import CounterPlan
from web.simulation.telling import Told

NAME = "truth.json"


def truth(told: Sequence[Told], seed: int) -> str:
    """JSON. Days as 2026-01-31; shares from 0 to 1; ids as in the database."""
    wards = [_ward(each) for each in told]
    return json.dumps({"seed": seed, "wards": wards}, ensure_ascii=False, indent=1, default=str)


def _ward(told: Told) -> dict[str, Any]:
    return {
        "ward": told.plan.slug,
        "counters": [_counter(each, told.given[each.label]) for each in told.plan.counters],
        "made_up_ratings": told.fakes,
        "dossiers_returned": {f"{month:%Y-%m}": n for month, n in sorted(told.returned.items())},
        "groups_merged_on": told.plan.merged,
        "same_question": told.asked,
        "denunciation": told.denounced,
    }


def _counter(plan: CounterPlan, given: int) -> dict[str, Any]:
    return {
        "label": plan.label,
        "satisfied": plan.satisfied,
        "honest_ratings": given,
        "bad_days": _days(plan.bad),
        "silent_days": _days(plan.silent),
        "pressed_on": _days(plan.games),
        "cable_cut_on": _days(plan.cut),
    }


def _days(days: Sequence[date]) -> list[str]:
    return [day.isoformat() for day in days]
