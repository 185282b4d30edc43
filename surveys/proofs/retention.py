"""Ratings are erased by rule (PDP-RETAIN-RATING), month by month, with a signed entry that says so.

With the key of the month goes the last way from a leaf to what was answered. The sums by day stay.
"""

from __future__ import annotations

from datetime import date

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.jobs import Work, every
from dialogue.core.memo import forget
from dialogue.core.workdays import DAY
from dialogue.ward import queries as ward_queries
from surveys.proofs.entries import enter
from surveys.proofs.leaves import Entry
from surveys.proofs.tables import LedgerSalt
from surveys.tables import Rating

RULE = "PDP-RETAIN-RATING"  # months


@every(minutes=24 * 60, kind="erase-old-ratings")
async def erase_old_ratings(work: Work) -> None:
    await erase_due()


async def erase_due() -> None:
    """Whole months alone, when their last day is older than the rule's months."""
    today = local_day(now())
    for ward in await ward_queries.wards():
        rule = await ward_queries.rule(ward.id, RULE, today)
        if rule is None:
            continue
        oldest = _months_before(today, int(rule.value))
        months = await LedgerSalt.select(LedgerSalt.month).where(
            LedgerSalt.ward == ward.id, LedgerSalt.month < oldest
        )
        if months:
            await _erase(ward.id, ward.slug, oldest)


def _months_before(today: date, months: int) -> date:
    """The first day of that month."""
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


async def _erase(ward: int, slug: str, before: date) -> None:
    async with DB.transaction():
        old = (Rating.ward == ward) & (Rating.day < before)
        erased = await Rating.count().where(old)
        await Rating.delete().where(old)
        await LedgerSalt.delete().where(LedgerSalt.ward == ward, LedgerSalt.month < before)
        values = {"ratings": erased, "rule": RULE, "until": str(before - DAY)}
        await enter(ward, slug, Entry.RETENTION, values)
    forget()
    await DB.wipe(LedgerSalt._meta.tablename)
