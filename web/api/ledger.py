"""The log of ratings for programs: what web/static/check_receipt.py reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.ward import queries as wards
from surveys.proofs import queries
from web.access import PUBLIC
from web.api.tags import Anything, tagged

TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class InclusionOut:
    """leaf: the exact text that is hashed. proof: hashes from the leaf up, hexadecimal.

    checkpoint: the newest signed one. replaced_by: the commitment of a later reply, or empty.
    """

    leaf: str
    number: int
    proof: list[str]
    checkpoint: str
    verifier: str
    replaced_by: str


@dataclass(frozen=True, slots=True)
class ConsistencyOut:
    """first, second: the signed checkpoints of the two days."""

    first: str
    second: str
    proof: list[str]
    verifier: str


@get("/v1/wards/{ward:str}/ledger/checkpoint", opt=PUBLIC | {"gives": TEXT}, media_type=TEXT)
async def show_checkpoint(
    request: Anything, ward: FromPath[str], day: FromQuery[date | None] = None
) -> Response[str]:
    """The signed head of the log of ratings, in the text form of C2SP tlog-checkpoint."""
    card = await wards.ward(ward)
    found = await (queries.head(card.id, day) if day else queries.newest_head(card.id))
    return tagged(request, found.note)


@get("/v1/wards/{ward:str}/ledger/inclusion", opt=PUBLIC)
async def show_inclusion(
    request: Anything, ward: FromPath[str], commitment: FromQuery[str] = ""
) -> Response[InclusionOut]:
    """Where the log holds the reply of a receipt, and the proof of it."""
    card = await wards.ward(ward)
    if not queries.is_commitment(commitment.lower()):
        raise Invalid("a commitment is 64 hexadecimal digits", commitment="odd")
    found = await queries.standing(card.id, commitment.lower())
    if found is None or found.number is None:
        raise NotFound("the log does not hold this commitment")
    if found.head is None:
        raise Conflict("its day is not signed yet")
    head = await queries.newest_head(card.id)
    proof = await queries.included(card.id, found.number, head.size)
    hashes = [each.hex() for each in proof]
    return tagged(
        request,
        InclusionOut(found.data, found.number, hashes, head.note, head.verifier, found.replaced_by),
    )


@get("/v1/wards/{ward:str}/ledger/consistency", opt=PUBLIC)
async def show_consistency(
    request: Anything, ward: FromPath[str], first: FromQuery[date], second: FromQuery[date]
) -> Response[ConsistencyOut]:
    """The proof that the log of the first day is the beginning of that of the second."""
    card = await wards.ward(ward)
    old, new = await queries.head(card.id, first), await queries.head(card.id, second)
    proof = await queries.consistent(card.id, old.size, new.size)
    hashes = [each.hex() for each in proof]
    return tagged(request, ConsistencyOut(old.note, new.note, hashes, new.verifier))


handlers = [show_checkpoint, show_inclusion, show_consistency]
