"""Sums over answers and promises."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dialogue.core.clock import HANOI
from dialogue.matters.results import is_late

pytestmark = pytest.mark.unit
DUE = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 11, 20, 16, 59, tzinfo=HANOI), False),
        (datetime(2026, 11, 20, 17, 0, tzinfo=HANOI), True),
        (datetime(2026, 11, 19, 23, 0, tzinfo=HANOI), False),
        (datetime(2026, 11, 21, 0, 0, tzinfo=HANOI), True),
    ],
)
def test_late_from_five_in_the_afternoon_of_the_due_day(moment: datetime, late: bool) -> None:
    assert is_late(DUE, moment) is late
