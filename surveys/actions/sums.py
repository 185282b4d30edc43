"""The sums by day made again from the ratings, where ratings are left to make them from."""

from __future__ import annotations

from datetime import date

from dialogue.core import audit
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.core.memo import forget
from dialogue.core.server import ServerEngine
from dialogue.ward.cards import WardCard
from surveys.proofs.checks import first_fault
from surveys.proofs.queries import erased_until
from surveys.queries.sums import Difference, counted_marks, differences, kept_sums
from surveys.rollups import count
from surveys.tables import Rating, RatingDay


async def rebuild_sums(ward: WardCard) -> list[Difference]:
    """What differed from the ratings, the earliest first; it does not any more.

    Ratings that were erased by rule left their sums alone: those stay as they are. It may run
    beside the server, which waits meanwhile. Raises Conflict when the ratings themselves do not
    agree with their log: sums made of them would hide it.
    """
    fault = await first_fault(ward)
    if fault is not None and fault.table != RatingDay._meta.tablename:
        said = f"{fault.table} {fault.row} was {fault.how}"
        raise Conflict(f"the ratings of {ward.slug} do not agree with their log: {said}")
    async with DB.transaction():
        await _alone()
        found = await _made_again(ward.id, await erased_until(ward.id))
        if found:
            told = {"rows": len(found), "first": found[0].place.key}
            await audit.record(ward.id, None, "rebuild-sums", "rating", None, None, told)
            await note(ward.id, "sums", 0)  # a server beside it still shows the old ones
    forget()
    return found


async def _made_again(ward: int, erased: date) -> list[Difference]:
    kept = await kept_sums(ward, erased)
    await RatingDay.delete().where(RatingDay.ward == ward, RatingDay.day > erased)
    await count(await counted_marks(ward, erased))
    return differences(kept, await kept_sums(ward, erased))


async def _alone() -> None:
    """Nobody rates until the transaction ends, or what came between would be counted twice."""
    if isinstance(DB, ServerEngine):  # SQLite has one writer at a time anyway
        await Rating.raw("LOCK TABLE rating IN SHARE ROW EXCLUSIVE MODE")
