"""A transaction that lasts too long is told with the action's name."""

from __future__ import annotations

import logging

import pytest

from dialogue.core import budget
from dialogue.core.database import DB
from dialogue.core.tables import UsedTicket

pytestmark = pytest.mark.integration


async def count_slowly() -> None:
    async with DB.transaction(), DB.transaction():  # an action inside another's transaction
        await UsedTicket.count()


@pytest.mark.parametrize(("most", "told"), [(0.0, 1), (60.0, 0)])
async def test_the_action_is_named_once(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    most: float,
    told: int,
) -> None:
    monkeypatch.setattr(budget, "MOST", most)
    with caplog.at_level(logging.DEBUG, budget.__name__):
        await count_slowly()
    lines = [each.getMessage() for each in caplog.records if each.name == budget.__name__]
    assert [line.rsplit(" took ", 1)[0] for line in lines] == [
        "transaction of tests.core.test_budget.count_slowly"
    ] * told
