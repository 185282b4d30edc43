"""The demo's two wards of one province, seeded by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.core import clock
from dialogue.ward import queries
from dialogue.ward.provinces import province
from surveys.periods import holding
from surveys.rules import Series, final_day
from web.demo import neighbours
from web.province_rows import overview

pytestmark = pytest.mark.integration


async def test_both_wards_have_figures_beside_each_other(db: None) -> None:
    await neighbours.tell("no hash", clock.now())
    place = await province("quang-ninh")
    middle = final_day(clock.local_day(clock.now())) - timedelta(days=25)  # in January too
    year = holding(middle, 12)
    found = await overview(place, year, Series.GENERAL)
    assert [line.ward.slug for line in found.lines] == ["mong-duong", "quang-hanh"]
    assert all(line.satisfaction.n >= 10 for line in found.lines)
    cases = await queries.case_figures(found.lines[0].ward.id)
    assert cases[0].figures.received
