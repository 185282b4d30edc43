"""The audit log: in the act's own transaction, by ward, never changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dialogue.core.audit import entries, record
from dialogue.core.clock import at
from dialogue.core.database import DB
from dialogue.core.tables import AuditEntry

pytestmark = pytest.mark.integration
MOMENT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


async def recorded(ward: int, action: str) -> None:
    with at(MOMENT):
        async with DB.transaction():
            await record(
                ward, 5, action, "rule", 9, {"value": 10}, {"value": 12, "since": date(2026, 1, 1)}
            )


async def test_it_says_who_did_what_when(db: None) -> None:
    await recorded(1, "set-rule")
    (entry,) = await entries(1)
    assert (entry.ward, entry.staff, entry.action, entry.at) == (1, 5, "set-rule", MOMENT)
    assert (entry.subject_kind, entry.subject) == ("rule", 9)
    assert (entry.before, entry.after) == ({"value": 10}, {"value": 12, "since": "2026-01-01"})


async def test_the_system_acts_too(db: None) -> None:
    async with DB.transaction():
        await record(1, None, "close-silent", "matter")
    (entry,) = await entries(1)
    assert (entry.staff, entry.subject, entry.before, entry.after) == (None, None, {}, {})


async def test_newest_first_by_ward_and_page(db: None) -> None:
    for number in range(5):
        await recorded(1, f"act {number}")
    await recorded(2, "elsewhere")
    page = await entries(1, limit=2)
    assert [entry.action for entry in page] == ["act 4", "act 3"]
    assert [entry.action for entry in await entries(1, page[-1].id)] == ["act 2", "act 1", "act 0"]


async def test_only_with_the_act_itself(db: None) -> None:
    with pytest.raises(RuntimeError):
        await record(1, 5, "act", "rule")
    assert await entries(1) == []


async def test_the_database_refuses_to_change_or_remove_it(db: None) -> None:
    await recorded(1, "act")
    with pytest.raises(Exception, match="append-only"):
        await AuditEntry.update({AuditEntry.staff: 6}).where(AuditEntry.ward == 1)
    with pytest.raises(Exception, match="append-only"):
        await AuditEntry.delete().where(AuditEntry.ward == 1)
    assert [entry.staff for entry in await entries(1)] == [5]
