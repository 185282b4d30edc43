"""What happens to slips by itself: the day's draw is published, slips learn that they were spent,
old ones are erased.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from dialogue.core.bulk import run_many
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.jobs import Work, every
from dialogue.core.keys import keys
from dialogue.ward import queries as ward_queries
from surveys.slips.actions import publish_draw
from surveys.slips.codes import spent_key
from surveys.slips.states import SlipState
from surveys.slips.tables import DossierSlip, SpentSlip

ANSWERED = "UPDATE slip_day SET answered = answered + ? WHERE key = ?"
SPENT = "UPDATE dossier_slip SET spent = ? WHERE id = ?"
MONTH = timedelta(days=365) / 12


@every(minutes=30, kind="publish-draws")
async def publish_draws(work: Work | None = None) -> None:
    """Each ward's seed of the day, soon after midnight: before that nobody knows it."""
    today = local_day(now())
    for ward in await ward_queries.wards():
        await publish_draw(ward.id, today)


@every(minutes=24 * 60, kind="tell-spent-slips")
async def tell_spent(work: Work | None = None) -> None:
    """Slips learn that they were spent, all of a ward together: when is not kept."""
    today = local_day(now())
    for ward in await ward_queries.wards():
        await tell_spent_of(ward.id)
        await _erase_old(ward.id, today)
    await SpentSlip.delete().where(SpentSlip.ends < today)


async def tell_spent_of(ward: int) -> None:
    """All of one ward that were spent and do not know it yet."""
    rows = await SpentSlip.select(SpentSlip.key).where(SpentSlip.ward == ward)
    spent = {row["key"] for row in rows}
    if not spent:
        return
    rows = await DossierSlip.select(
        DossierSlip.id, DossierSlip.dossier, DossierSlip.counter, DossierSlip.day
    ).where(
        DossierSlip.ward == ward,
        DossierSlip.state == SlipState.HANDED.value,
        DossierSlip.spent.eq(False),
    )
    told = [row for row in rows if spent_key(keys(), row["dossier"]) in spent]
    places = Counter(f"{row['counter']}|{row['day']}" for row in told)
    if told:
        async with DB.transaction():
            await run_many(SPENT, sorted((True, row["id"]) for row in told))
            await run_many(ANSWERED, sorted((times, key) for key, times in places.items()))


async def _erase_old(ward: int, today: date) -> None:
    """PDP-RETAIN-RATING: after so many months only the sums of each day remain."""
    rule = await ward_queries.rule(ward, "PDP-RETAIN-RATING", today)
    if rule is not None:
        oldest = today - int(rule.value) * MONTH
        await DossierSlip.delete().where(DossierSlip.ward == ward, DossierSlip.day < oldest)
