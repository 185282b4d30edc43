"""Log against table: which row was altered, removed or added. Reads alone, in small pieces."""

from __future__ import annotations

from array import array
from base64 import b64decode
from bisect import bisect_left
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dialogue.core import signed_notes
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.keys import keys, unlock
from dialogue.core.ledger import Growing, leaf_hash
from dialogue.ward.cards import WardCard
from surveys.proofs.leaves import Entry, entry_data, leaf_id, mask, read, unpacked
from surveys.proofs.log import hashes, size_of
from surveys.proofs.queries import erased_until, tells
from surveys.proofs.salts import PURPOSE, mac_of
from surveys.proofs.signing import signers
from surveys.proofs.sums import wrong_sums
from surveys.proofs.tables import LedgerHead, LedgerLeaf, LedgerPending
from surveys.tables import Rating

PIECE = 2000  # rows read at once
TRIES = 3  # while people rate, what is read first is older than what is read last


Promise = tuple[int, dict[str, Any]]  # a rating's id, and what its leaf says


@dataclass(frozen=True, slots=True)
class Fault:
    """table: where the row is, or was. row: its key there. how: altered, removed, added."""

    ward: str
    table: str
    row: str
    day: date | None
    how: str


@dataclass(slots=True)
class _Seen:
    """What the walk along a ward's log has met so far.

    live: ids of ratings that a leaf, or a reply that waits, stands for. earlier: of those whose
    reply was changed. replaced: commitments with a later one.
    """

    ward: WardCard
    erased: date
    replaced: set[str] = field(default_factory=set)
    live: array[int] = field(default_factory=lambda: array("q"))
    earlier: set[int] = field(default_factory=set)
    log: Growing = field(default_factory=Growing)

    def fault(self, table: str, row: object, day: date | None, how: str) -> Fault:
        return Fault(self.ward.slug, table, str(row), day, how)


async def first_fault(ward: WardCard) -> Fault | None:
    """The first that is still there when looked at again; None: all is well."""
    known: Fault | None = None
    for _ in range(TRIES):
        found = await anext(_faults(ward), None)
        if found is None or found == known:
            return found
        known = found
    return None


async def _faults(ward: WardCard) -> AsyncIterator[Fault]:
    seen = _Seen(ward, await erased_until(ward.id))
    waiting: list[Promise] = []
    for row in await LedgerPending.select().where(LedgerPending.ward == ward.id):
        try:
            waiting.append(_promise(row))
        except Invalid:
            yield seen.fault("ledger_pending", row["id"], row["day"], "altered")
    rows = await LedgerLeaf.select(LedgerLeaf.replaces).where(
        LedgerLeaf.ward == ward.id, LedgerLeaf.replaces.is_not_null()
    )
    seen.replaced = {row["replaces"] for row in rows} | {data["replaces"] for _, data in waiting}
    for part in (_log(seen), _compared(seen, waiting), _added(seen), _sums(seen)):
        async for fault in part:
            yield fault


def _promise(row: Mapping[str, Any]) -> Promise:
    """Of a reply that waits for the end of its half-day. Raises Invalid."""
    made = unpacked(unlock(keys(), PURPOSE, row["sealed"]))
    return made.rating, made.fields


# The log: hashes, heads, and the rating behind each leaf


async def _log(seen: _Seen) -> AsyncIterator[Fault]:
    heads = (
        await LedgerHead.select().where(LedgerHead.ward == seen.ward.id).order_by(LedgerHead.day)
    )
    size = await size_of(seen.ward.id)
    for head in heads:
        if head["size"] > size:  # told first: a lost leaf makes its rating look altered
            yield seen.fault("ledger_leaf", size, head["day"], "removed")
    last = leaf_id(seen.ward.id, 0) - 1
    while rows := await _leaves_after(seen.ward.id, last):
        last = rows[-1]["id"]
        for part in (_hashed(seen, rows, heads), _rated(seen, rows)):
            async for fault in part:
                yield fault
    if heads and not _is_ours(seen.ward, heads[-1]):
        yield seen.fault("ledger_head", heads[-1]["key"], heads[-1]["day"], "altered")


async def _leaves_after(ward: int, last: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        await LedgerLeaf.select()
        .where(LedgerLeaf.id > last, LedgerLeaf.id < leaf_id(ward + 1, 0))
        .order_by(LedgerLeaf.id)
        .limit(PIECE)
    )
    return rows


async def _hashed(
    seen: _Seen, rows: Sequence[Mapping[str, Any]], heads: Sequence[Mapping[str, Any]]
) -> AsyncIterator[Fault]:
    """Leaves without a gap, their hashes, and the roots of the days that were signed."""
    due = {head["size"]: head for head in heads}
    made: list[tuple[Mapping[str, Any], list[tuple[int, bytes]]]] = []
    signed = []
    for row in rows:
        if row["number"] != seen.log.size:
            yield seen.fault("ledger_leaf", seen.log.size, row["day"], "removed")
            return
        made.append((row, seen.log.append(leaf_hash(row["data"].encode()))))
        if seen.log.size in due:
            signed.append((seen.log.size, seen.log.root))
    kept = await hashes(seen.ward.id, [place for _row, each in made for place, _ in each])
    for row, each in made:
        if any(kept.get(place) != hash_ for place, hash_ in each) or not _is_itself(row):
            yield seen.fault("ledger_leaf", row["number"], row["day"], "altered")
    roots = dict(signed)
    for head in heads:
        if head["size"] in roots and not _holds(head, roots[head["size"]]):
            yield seen.fault("ledger_head", head["key"], head["day"], "altered")


def _is_itself(row: Mapping[str, Any]) -> bool:
    """What finds a leaf agrees with what is hashed."""
    try:
        data = read(row["data"])
    except ValueError:
        return False
    found = (data.get("commitment", ""), data.get("replaces"), data.get("entry", "rating"))
    return found == (row["commitment"], row["replaces"], row["kind"])


def _holds(head: Mapping[str, Any], root: bytes) -> bool:
    """Its words are these of the row, its root that of the leaves, its signature that of a key."""
    name = head["verifier"].split("+", 1)[0]
    text = signed_notes.checkpoint(name, head["size"], root, f"day {head['day']}")
    return (
        head["root"] == root.hex()
        and head["note"].startswith(f"{text}\n")
        and signed_notes.holds(head["note"], head["verifier"])
    )


def _is_ours(ward: WardCard, head: Mapping[str, Any]) -> bool:
    """Signed by a key that is held: the newest head speaks for all before it."""
    key = b64decode(head["verifier"].split("+", 2)[2])[1:]
    return key in {each.public for each in signers(ward.slug)}


async def _rated(seen: _Seen, rows: Sequence[Mapping[str, Any]]) -> AsyncIterator[Fault]:
    """The ratings behind these leaves; entries of another kind are signed by themselves."""
    promised: list[Promise] = []
    for row in rows:
        data = read(row["data"])
        if row["kind"] != Entry.RATING:
            if not is_signed_entry(seen.ward.slug, data):
                yield seen.fault("ledger_leaf", row["number"], row["day"], "altered")
            continue
        day = date.fromisoformat(data["day"])
        if day <= seen.erased:
            continue
        try:
            mac = await mac_of(seen.ward.id, day)
        except NotFound:
            yield seen.fault("ledger_salt", f"{seen.ward.id}|{day:%Y-%m}", day, "removed")
            return
        promised.append((row["rating"] ^ mask(mac, row["commitment"]), data))
    async for fault in _compared(seen, promised):
        yield fault


def is_signed_entry(slug: str, data: Mapping[str, Any]) -> bool:
    """An entry that is no rating carries a signature of its own, until its day's head does."""
    rest = {name: value for name, value in data.items() if name != "signature"}
    text = entry_data(slug, Entry(data["entry"]), rest)
    signature = bytes.fromhex(data["signature"])
    return any(signed_notes.is_signed(text, signature, each.public) for each in signers(slug))


async def _compared(seen: _Seen, promised: Sequence[Promise]) -> AsyncIterator[Fault]:
    ids = [id_ for id_, _data in promised]
    found = {row["id"]: row for row in await Rating.select().where(Rating.id.is_in(ids or [0]))}
    for id_, data in promised:
        day, row = date.fromisoformat(data["day"]), found.get(id_)
        if row is None or row["ward"] != seen.ward.id:
            yield seen.fault("rating", id_, day, "removed")
        elif data["commitment"] in seen.replaced:
            seen.earlier.add(id_)
        elif tells(await mac_of(seen.ward.id, day), row, data):
            seen.live.append(id_)
        else:
            yield seen.fault("rating", id_, day, "altered")


# Ratings that nobody promised, and the sums


async def _added(seen: _Seen) -> AsyncIterator[Fault]:
    live = array("q", sorted(seen.live))
    for id_ in sorted(seen.earlier):
        if not _among(live, id_):
            yield seen.fault("rating", id_, None, "altered")
    if await Rating.count().where(Rating.ward == seen.ward.id) == len(live):
        return
    last = -1
    while rows := await _ratings_after(seen.ward.id, last):
        last = rows[-1]["id"]
        for row in rows:
            if not _among(live, row["id"]):
                yield seen.fault("rating", row["id"], row["day"], "added")


async def _ratings_after(ward: int, last: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        await Rating.select(Rating.id, Rating.day)
        .where(Rating.id > last, Rating.ward == ward)
        .order_by(Rating.id)
        .limit(PIECE)
    )
    return rows


def _among(ordered: array[int], id_: int) -> bool:
    place = bisect_left(ordered, id_)
    return place < len(ordered) and ordered[place] == id_


async def _sums(seen: _Seen) -> AsyncIterator[Fault]:
    for key, day in await wrong_sums(seen.ward.id, seen.erased):
        yield seen.fault("rating_day", key, day, "altered")
