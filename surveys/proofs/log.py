"""The log itself: entries are appended, heads are signed, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from dialogue.core.bulk import insert_many
from dialogue.core.clock import local_day, now
from dialogue.core.ledger import Growing, leaf_hash, peaks
from dialogue.core.signed_notes import checkpoint
from surveys.proofs.leaves import Entry, leaf_id
from surveys.proofs.signing import origin, signed, signers
from surveys.proofs.tables import LedgerHead, LedgerLeaf, LedgerNode


@dataclass(frozen=True, slots=True)
class NewLeaf:
    """data: canonical JSON. rating: its id, masked; token: of its receipt."""

    data: bytes
    kind: Entry = Entry.RATING
    commitment: str = ""
    replaces: str | None = None
    token: str = ""
    rating: int = 0


async def append(ward: int, leaves: Sequence[NewLeaf], day: date | None = None) -> None:
    """day: whose entries these are; None: today's. Two at once: one fails on a leaf's key."""
    log = await grown(ward)
    rows, nodes = [], []
    for leaf in leaves:
        rows.append(
            {
                "id": leaf_id(ward, log.size),
                "ward": ward,
                "number": log.size,
                "kind": leaf.kind.value,
                "day": day or local_day(now()),
                "data": leaf.data.decode(),
                "commitment": leaf.commitment,
                "replaces": leaf.replaces,
                "token": leaf.token,
                "rating": leaf.rating,
            }
        )
        nodes += log.append(leaf_hash(leaf.data))
    await insert_many(LedgerLeaf, rows)
    await insert_many(
        LedgerNode,
        [{"id": leaf_id(ward, place), "ward": ward, "hash": made.hex()} for place, made in nodes],
    )


async def sign_head(ward: int, slug: str, day: date) -> None:
    """Of a day that is over; once. Nothing to sign in a log without entries."""
    log = await grown(ward)
    if not log.size:
        return
    text = checkpoint(origin(slug), log.size, log.root, f"day {day}")
    head = LedgerHead(
        key=f"{ward}|{day}",
        ward=ward,
        day=day,
        size=log.size,
        root=log.root.hex(),
        note=signed(slug, text),
        verifier=signers(slug)[0].verifier,
    )
    await LedgerHead.insert(head).on_conflict(target=LedgerHead.key, action="DO NOTHING")


async def grown(ward: int) -> Growing:
    """The log as it stands, ready to grow."""
    size = await size_of(ward)
    places = peaks((0, size))
    kept = await hashes(ward, places)
    return Growing(size, [kept[place] for place in places])


async def size_of(ward: int) -> int:
    """Leaves from the first to the last that is there."""
    last = (
        await LedgerLeaf.select(LedgerLeaf.number)
        .where(LedgerLeaf.id >= leaf_id(ward, 0), LedgerLeaf.id < leaf_id(ward + 1, 0))
        .order_by(LedgerLeaf.id, ascending=False)
        .first()
    )
    return 0 if last is None else int(last["number"]) + 1


async def hashes(ward: int, places: Collection[int]) -> dict[int, bytes]:
    """By position. Raises KeyError for one that the log lacks, where it is asked for."""
    if not places:
        return {}  # of one leaf, or of a day on which nothing came
    start = leaf_id(ward, 0)
    rows = await LedgerNode.select().where(
        LedgerNode.id.is_in([start + place for place in set(places)])
    )
    return {row["id"] - start: bytes.fromhex(row["hash"]) for row in rows}
