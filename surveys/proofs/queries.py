"""Reads of the log: what became of a commitment, heads, and the proofs that others check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.core import ledger
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.keys import keys, unlock
from surveys.proofs.leaves import Entry, leaf_data, mask, opening, read, unpacked
from surveys.proofs.log import hashes
from surveys.proofs.salts import PURPOSE, mac_of
from surveys.proofs.tables import LedgerHead, LedgerLeaf, LedgerPending
from surveys.proofs.tokens import leaf_token, pending_ids, pending_token
from surveys.tables import Rating

_COMMITMENT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Head:
    """note: the signed checkpoint. root: hexadecimal."""

    day: date
    size: int
    root: str
    note: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a reply. data: of its leaf. number None: it waits for its half-day's end.

    head: the first that holds it; None: its day is not signed yet. replaced_by: the commitment of
    a later reply. counted: its rating stands in the table, unchanged. erased: by rule, after its
    time.
    """

    commitment: str
    data: str
    number: int | None = None
    head: Head | None = None
    replaced_by: str = ""
    counted: bool = True
    erased: bool = False

    @property
    def fields(self) -> dict[str, Any]:
        return read(self.data)


async def newest_commitment(ward: int, receipt: str) -> str:
    """Of the last reply given with this receipt; empty for one from before there was a log."""
    made = {each["commitment"]: each for each in await _versions(ward, "", receipt)}
    replaced = {each.get("replaces") for each in made.values()}
    return next((each for each in made if each not in replaced), "")


async def of_receipt(ward: int, slug: str, receipt: str) -> Standing | None:
    """The last reply given with this receipt; None: from before there was a log."""
    commitment = await newest_commitment(ward, receipt)
    for data in await _versions(ward, slug, receipt):
        if data["commitment"] == commitment:
            known = await standing(ward, commitment)
            return known or Standing(commitment, ledger.canonical(data).decode())
    return None


async def _versions(ward: int, slug: str, receipt: str) -> list[dict[str, Any]]:
    """Leaves of a receipt, also those that wait."""
    token = pending_token(receipt)
    ids = pending_ids(token)
    waiting = await LedgerPending.select(LedgerPending.sealed).where(
        LedgerPending.id >= ids[0],
        LedgerPending.id <= ids[-1],
        LedgerPending.token == token,
        LedgerPending.ward == ward,
    )
    entered = await LedgerLeaf.select(LedgerLeaf.data).where(
        LedgerLeaf.token == leaf_token(token), LedgerLeaf.ward == ward
    )
    found = [leaf_data(slug, unpacked(unlock(keys(), PURPOSE, row["sealed"]))) for row in waiting]
    return [read(each.decode()) for each in found] + [read(row["data"]) for row in entered]


def is_commitment(typed: str) -> bool:
    """Could any log hold it? 64 hexadecimal digits, small letters."""
    return _COMMITMENT.fullmatch(typed) is not None


async def standing(ward: int, commitment: str) -> Standing | None:
    """None: the log of this ward does not hold it (yet)."""
    leaf = (
        await LedgerLeaf.select()
        .where(LedgerLeaf.commitment == commitment, LedgerLeaf.ward == ward)
        .first()
    )
    if leaf is None or not commitment:
        return None
    later = (
        await LedgerLeaf.select(LedgerLeaf.commitment)
        .where(LedgerLeaf.replaces == commitment, LedgerLeaf.ward == ward)
        .first()
    )
    erased = date.fromisoformat(read(leaf["data"])["day"]) <= await erased_until(ward)
    return Standing(
        commitment,
        leaf["data"],
        leaf["number"],
        await _first_head(ward, leaf["number"]),
        later["commitment"] if later else "",
        not erased and later is None and await _opens(ward, leaf),
        erased,
    )


async def _opens(ward: int, leaf: Mapping[str, Any]) -> bool:
    """Is there a rating that this commitment was made of?"""
    data = read(leaf["data"])
    try:
        mac = await mac_of(ward, date.fromisoformat(data["day"]))
    except NotFound:
        return False
    id_ = leaf["rating"] ^ mask(mac, leaf["commitment"])
    row = await Rating.select().where(Rating.id == id_, Rating.ward == ward).first()
    return row is not None and tells(mac, row, data)


def tells(mac: Any, row: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    """Does a leaf say of a rating what the table says of it?"""
    places = (row["counter"], row["form"], str(row["day"]))
    made = opening(mac, row, data.get("replaces", "")).commitment
    return (data["counter"], data["form"], data["day"]) == places and made == data["commitment"]


async def erased_until(ward: int) -> date:
    """The last day of which ratings were erased by rule."""
    row = (
        await LedgerLeaf.select(LedgerLeaf.data)
        .where(LedgerLeaf.kind == Entry.RETENTION.value, LedgerLeaf.ward == ward)
        .order_by(LedgerLeaf.id, ascending=False)
        .first()
    )
    return date.min if row is None else date.fromisoformat(read(row["data"])["until"])


async def _first_head(ward: int, number: int) -> Head | None:
    row = (
        await LedgerHead.select()
        .where(LedgerHead.ward == ward, LedgerHead.size > number)
        .order_by(LedgerHead.day)
        .first()
    )
    return None if row is None else _head(row)


async def heads(ward: int, before: date = date.max, most: int = 31) -> list[Head]:
    """The newest first."""
    rows = (
        await LedgerHead.select()
        .where(LedgerHead.ward == ward, LedgerHead.day < before)
        .order_by(LedgerHead.day, ascending=False)
        .limit(most)
    )
    return [_head(row) for row in rows]


async def head(ward: int, day: date) -> Head:
    """Raises NotFound."""
    row = await LedgerHead.select().where(LedgerHead.ward == ward, LedgerHead.day == day).first()
    if row is None:
        raise NotFound(f"no head of {day}")
    return _head(row)


async def newest_head(ward: int) -> Head:
    """Raises NotFound before the first."""
    found = await heads(ward, most=1)
    if not found:
        raise NotFound("nothing was signed yet")
    return found[0]


async def included(ward: int, number: int, size: int) -> list[bytes]:
    """The audit path of a leaf in the log of that size. Raises Invalid."""
    if not 0 <= number < size <= (await newest_head(ward)).size:
        raise Invalid("no such leaf in a log of this size", size="range")
    ranges = ledger.inclusion(number, size)
    return ledger.proof(ranges, await hashes(ward, ledger.needed(ranges)))


async def consistent(ward: int, first: int, second: int) -> list[bytes]:
    """What proves that one signed log is the beginning of the other. Raises Invalid."""
    if not 0 < first <= second <= (await newest_head(ward)).size:
        raise Invalid("no such sizes", first="range")
    ranges = ledger.consistency(first, second)
    return ledger.proof(ranges, await hashes(ward, ledger.needed(ranges)))


def _head(row: Mapping[str, Any]) -> Head:
    return Head(row["day"], row["size"], row["root"], row["note"], row["verifier"])
