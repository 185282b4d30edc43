"""What is promised with each reply, and how the log grows by it at the end of the half-day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from random import SystemRandom
from typing import Any

from dialogue.core.bulk import insert_many
from dialogue.core.clock import local_day, local_half, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.core.jobs import Work, every
from dialogue.core.keys import keys, lock, unlock
from dialogue.core.workdays import DAY
from dialogue.ward import queries as ward_queries
from surveys.proofs.leaves import Entry, Pending, leaf_data, mask, opening, unpacked
from surveys.proofs.log import NewLeaf, append, sign_head
from surveys.proofs.queries import newest_commitment
from surveys.proofs.salts import PURPOSE, mac_for, mac_of
from surveys.proofs.tables import LedgerHead, LedgerPending
from surveys.proofs.tokens import leaf_token, pending_ids, pending_token
from surveys.rows import NewRating

SETTLED = timedelta(minutes=10)  # after a half-day: whoever was late is among the others


async def pend(
    fresh: Sequence[NewRating], rows: Sequence[Mapping[str, Any]], when: tuple[date, int]
) -> None:
    """In the ratings' transaction; rows: what is saved of each, in the same order.

    when: day and half in which they are accepted; what a device kept may count on the day before,
    whose root is signed.
    """
    macs = {(row["ward"], row["day"]): None for row in rows}
    made = {place: await mac_for(*place) for place in macs}
    waiting = [
        _waiting_row(
            pending_token(each.receipt),
            _pending(row, opening(made[row["ward"], row["day"]], row).commitment),
            row["ward"],
            when,
        )
        for each, row in zip(fresh, rows, strict=True)
    ]
    await insert_many(LedgerPending, sorted(waiting, key=itemgetter("id")))


async def pend_change(receipt: str, row: Mapping[str, Any], moment: datetime) -> None:
    """In the transaction that changed the reply. row: of the rating, as it is now."""
    replaces = await newest_commitment(row["ward"], receipt)
    mac = await mac_for(row["ward"], row["day"])
    made = _pending(row, opening(mac, row, replaces).commitment, replaces)
    when = (local_day(moment), local_half(moment))
    token = pending_token(receipt)
    waiting = _waiting_row(token, made, row["ward"], when)
    await insert_many(LedgerPending, [waiting | {"id": await _free_id(token)}])


async def _free_id(token: str) -> int:
    """For one more version of a reply. Raises Conflict."""
    ids = pending_ids(token)
    taken = await LedgerPending.select(LedgerPending.id).where(
        LedgerPending.id >= ids[0], LedgerPending.id <= ids[-1]
    )
    free = max((row["id"] for row in taken), default=ids[0] - 1) + 1
    if free not in ids:
        raise Conflict("the reply was changed too often in this half-day")
    return free


def _pending(row: Mapping[str, Any], commitment: str, replaces: str = "") -> Pending:
    return Pending(row["id"], row["counter"], row["form"], str(row["day"]), commitment, replaces)


def _waiting_row(token: str, made: Pending, ward: int, when: tuple[date, int]) -> dict[str, Any]:
    """Of the first version of a reply."""
    return {
        "id": pending_ids(token)[0],
        "ward": ward,
        "token": token,
        "day": when[0],
        "half": when[1],
        "sealed": lock(keys(), PURPOSE, made.packed),
    }


@every(minutes=30, kind="sequence-ledger")
async def sequence(work: Work) -> None:
    await enter_due()


async def enter_due() -> None:
    """Half-days that are over enter the log in random order; days that are over are signed."""
    settled = now() - SETTLED
    today, half = local_day(settled), local_half(settled)
    over = (LedgerPending.day < today) | (
        (LedgerPending.day == today) & (LedgerPending.half < half)
    )
    slots = {
        (row["ward"], row["day"], row["half"])
        for row in await LedgerPending.select(
            LedgerPending.ward, LedgerPending.day, LedgerPending.half
        )
        .where(over)
        .group_by(LedgerPending.ward, LedgerPending.day, LedgerPending.half)
    }
    signed = await LedgerHead.select(LedgerHead.ward).where(LedgerHead.day == today - DAY)
    done = {row["ward"] for row in signed} - {slot[0] for slot in slots}
    wards = {card.id: card.slug for card in await ward_queries.wards() if card.id not in done}
    for ward, slug in sorted(wards.items()):
        mine = sorted(slot[1:] for slot in slots if slot[0] == ward)
        await _sequence_ward(ward, slug, mine, today)
    if slots:
        await DB.wipe(LedgerPending._meta.tablename)


async def _sequence_ward(
    ward: int, slug: str, slots: Sequence[tuple[date, int]], today: date
) -> None:
    for day in sorted({day for day, _half in slots} | {today - DAY}):
        async with DB.transaction():
            for half in (half for each, half in slots if each == day):
                await _enter(ward, slug, day, half)
            if day < today:
                await sign_head(ward, slug, day)


async def _enter(ward: int, slug: str, day: date, half: int) -> None:
    """In one transaction with the end of the waiting rows: whoever deletes a row enters it."""
    gone = (
        await LedgerPending.delete()
        .where(LedgerPending.ward == ward, LedgerPending.day == day, LedgerPending.half == half)
        .returning(LedgerPending.token, LedgerPending.sealed)
    )
    leaves = [await _leaf(ward, slug, row) for row in gone]
    SystemRandom().shuffle(leaves)
    await append(ward, leaves, day)


async def _leaf(ward: int, slug: str, row: Mapping[str, Any]) -> NewLeaf:
    made = unpacked(unlock(keys(), PURPOSE, row["sealed"]))
    mac = await mac_of(ward, date.fromisoformat(made.day))
    return NewLeaf(
        leaf_data(slug, made),
        Entry.RATING,
        made.commitment,
        made.replaces or None,
        leaf_token(row["token"]),
        made.rating ^ mask(mac, made.commitment),
    )
