"""The only writers of ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dialogue.core.bulk import insert_many
from dialogue.core.clock import local_day, local_half, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, SlipUsed, TicketUsed
from dialogue.core.jobs import BATCH, Work, ask, every
from dialogue.core.server import ServerEngine
from dialogue.core.settings import SETTINGS
from dialogue.core.tables import UsedTicket
from surveys.alerts.marking import mark_earlier, patterns
from surveys.follow_ups import move
from surveys.mixing import KIND as ENTER_WORDS
from surveys.mixing import waiting_row
from surveys.proofs.actions import pend, pend_change
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import used_tickets
from surveys.receipts import changeable
from surveys.rollups import Mark, count
from surveys.rows import (
    NewRating,
    Receipt,
    change_rows,
    counted_on,
    follow_up_row,
    mark,
    rating_row,
    receipt_for,
    ticket_row,
)
from surveys.rules import Level, Series, opens_matter
from surveys.slips.spending import spend
from surveys.tables import (
    FollowUp,
    Rating,
    RatingChange,
    WaitingWords,
)

LEVELLED = timedelta(days=7)  # a missed night is made up for


async def rate(ratings: Sequence[NewRating]) -> Mapping[int, Receipt | Exception]:
    """Save ratings, and the words that surveys.mixing makes matters of. One transaction; at most
    500 at a time.

    Idempotent: a ticket counts once. Sent again with the same body it gets the same receipt,
    with another body TicketUsed. Two processes with one ticket: the second fails on the key of
    `used_ticket`, and finds the first when the batcher tries again. A slip counts once, too:
    who comes second with a ticket of their own gets SlipUsed, and nothing of theirs is saved.
    """
    first = {rating.nonce: rating for rating in reversed(ratings)}
    moment = now()
    async with DB.transaction():
        known = await used_tickets(first)
        fresh = [rating for nonce, rating in first.items() if nonce not in known]
        if refused := await _spend(fresh, moment):
            known |= await used_tickets(refused)  # the same message may have come elsewhere
            fresh = [rating for rating in fresh if rating.nonce not in refused]
        await _save(fresh, moment)
    known |= {rating.nonce: rating.body for rating in fresh}
    return {rating.id: _result(rating, known.get(rating.nonce)) for rating in ratings}


def _result(rating: NewRating, saved: str | None) -> Receipt | Exception:
    """saved: hash of what came with this ticket; None: nothing, since its slip was spent."""
    if saved is None:
        return SlipUsed("this dossier has been rated")
    if saved != rating.body:
        return TicketUsed("this ticket carried another message")
    return receipt_for(rating)


async def _spend(fresh: Sequence[NewRating], moment: datetime) -> set[str]:
    """Nonces of ratings whose slip was spent before, or by another one of this batch: `fresh` has
    the last one first, and the first one is to have it.
    """
    by_slip = {each.slip: each for each in fresh if each.slip is not None}
    if not by_slip:
        return set()
    wards = {slip: each.counter.ward for slip, each in by_slip.items()}
    taken = await spend(wards, local_day(moment))
    saved = {by_slip[slip].nonce for slip in taken}
    return {each.nonce for each in fresh if each.slip is not None} - saved


async def _save(fresh: Sequence[NewRating], moment: datetime) -> None:
    """Tickets, words and ratings each in an order of their own: no join by place.

    Nothing is noted in the change log: no page shows ratings before their day is over.
    """
    if not fresh:
        return
    day = local_day(moment)
    here = day, local_half(moment)
    places = [(each, counted_on(each, moment) if each.kept else here) for each in fresh]
    by_nonce = sorted(fresh, key=lambda each: each.nonce)
    await insert_many(UsedTicket, [ticket_row(each, moment) for each in by_nonce])
    await insert_many(RatingChange, change_rows(fresh, moment))
    spoken = [waiting_row(each, moment) for each in fresh if opens_matter(each.comment)]
    await insert_many(WaitingWords, _by_id(spoken))
    if spoken and not SETTINGS.mixing_minutes:
        await ask(ENTER_WORDS, f"{ENTER_WORDS} {spoken[0]['id']}")
    marks = await patterns(fresh, moment)
    rated = [rating_row(each, *place, marks.get(each.id)) for each, place in places]
    await insert_many(Rating, _by_id(rated))
    await pend(fresh, rated, here)
    await mark_earlier(marks, fresh)
    unhappy = [each for each in fresh if each.level is Level.NOT]
    rows = [follow_up_row(each.counter, each.field, each.reasons, day) for each in unhappy]
    await insert_many(FollowUp, _by_id(rows))
    await count(mark(each, *place) for each, place in places)


def _by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ids are random: what came together is shuffled."""
    return sorted(rows, key=lambda row: row["id"])


# A reply changed within 24 hours: the last one counts


async def change_rating(
    card: CounterCard, receipt: str, level: Level, reasons: tuple[str, ...]
) -> None:
    """Raises NotFound when the 24 hours are over or the receipt is not this ward's."""
    moment = now()
    async with DB.transaction():
        old = await changeable(card, receipt, moment)
        if (old["level"], old["reasons"]) == (level.value, ",".join(reasons)):
            return
        changed = await (
            Rating.update({Rating.level: level.value, Rating.reasons: ",".join(reasons)})
            .where(
                Rating.id == old["id"],
                Rating.ward == card.ward,
                Rating.level == old["level"],
                Rating.reasons == old["reasons"],
            )
            .returning(Rating.id)
        )
        if not changed:
            raise Conflict("the reply was changed at the same moment")
        (row,) = await Rating.select().where(Rating.id == old["id"])
        await pend_change(receipt, row, moment)
        await move(card, old, level, reasons)
        series = Series(old["series"])
        place = (card.ward, card.id, old["field"] or 0, series, old["day"], old["half"])
        before = tuple(each for each in old["reasons"].split(",") if each)
        await count(
            [
                Mark(*place, Level(old["level"]), before, -1),
                Mark(*place, level, reasons),
            ]
        )


@every(minutes=10, kind="erase-old-rating-changes")
async def erase_old_changes(work: Work | None = None) -> None:
    """The right to change a reply ends with its row."""
    ended = RatingChange.ends < now()
    while rows := await RatingChange.select(RatingChange.token).where(ended).limit(BATCH):
        await RatingChange.delete().where(RatingChange.token.is_in([r["token"] for r in rows]))


@every(minutes=24 * 60, kind="level-ratings")
async def level_ratings(work: Work | None = None) -> None:
    """PostgreSQL keeps with each row which transaction wrote it, and so in what order ratings came:
    those of the days that are over are written anew, all in one.
    """
    if not isinstance(DB, ServerEngine):
        return  # SQLite keeps no such thing
    today = local_day(now())
    async with DB.transaction():
        await Rating.update({Rating.half: Rating.half}).where(
            Rating.day >= today - LEVELLED, Rating.day < today
        )
    await DB.wipe(Rating._meta.tablename)
