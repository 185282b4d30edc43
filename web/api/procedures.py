"""The ward's list of procedures for programs: time limit, papers and fee, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Response, get
from litestar.params import FromPath

from dialogue.core.errors import NotFound
from dialogue.ward import queries
from dialogue.ward.cards import ProcedureCard
from web.access import PUBLIC
from web.api.cursors import cursor, place_of, portion
from web.api.parameters import After, Code, Limit
from web.api.shapes import Codes
from web.api.tags import Anything, tagged
from web.api.v1 import codes_of


@dataclass(frozen=True, slots=True)
class ProcedureOut:
    """code: of the national catalogue. limit_unit: working_day, day, hour, same_day; limit_value
    null: none is known. papers, fee: empty while the ward's own list has not said.
    certainty: high once somebody has checked the line, else medium or low.
    """

    code: str
    slug: str
    name: str
    name_en: str
    field: str | None
    official_field: str
    unit: str | None
    limit_value: int | None
    limit_unit: str
    limit_note: str
    channels: list[str]
    result: str
    papers: str
    fee: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class ProceduresOut:
    """next: for `after`; null at the end."""

    items: list[ProcedureOut]
    next: str | None


@get("/v1/wards/{ward:str}/procedures", opt=PUBLIC)
async def list_procedures(
    request: Anything,
    ward: FromPath[str],
    field: Code = "",
    after: After = "",
    limit: Limit = 20,
) -> Response[ProceduresOut]:
    """The procedures in force, in the order of the catalogue."""
    card = await queries.ward(ward)
    codes = await codes_of(card.id)
    wanted = codes.field_id(field) if field else None
    found = () if wanted == 0 else await queries.procedures(card.id, wanted)
    some, end = portion(found, _key, place_of(request, after), limit)
    items = [_procedure_out(each, codes) for each in some]
    return tagged(request, ProceduresOut(items, cursor(request, end)))


@get("/v1/wards/{ward:str}/procedures/{procedure:str}", opt=PUBLIC)
async def show_procedure(
    request: Anything, ward: FromPath[str], procedure: FromPath[str]
) -> Response[ProcedureOut]:
    """One procedure, also of former times, by its slug or its code."""
    card = await queries.ward(ward)
    every = await queries.procedures(card.id, past=True)
    found = next((each for each in every if procedure in {each.slug, each.code}), None)
    if found is None:
        raise NotFound(f"no procedure {procedure!r}")
    return tagged(request, _procedure_out(found, await codes_of(card.id)))


def _key(card: ProcedureCard) -> str:
    return f"{card.id:09}"


def _procedure_out(card: ProcedureCard, codes: Codes) -> ProcedureOut:
    return ProcedureOut(
        code=card.code,
        slug=card.slug,
        name=card.name,
        name_en=card.name_en,
        field=codes.fields.get(card.field),
        official_field=card.official_field,
        unit=codes.units.get(card.owner_unit),
        limit_value=card.limit_value,
        limit_unit=card.limit_unit,
        limit_note=card.limit_note,
        channels=list(card.channels),
        result=card.result,
        papers=card.papers,
        fee=card.fee,
        certainty=card.certainty,
        source=card.source,
    )


handlers = [list_procedures, show_procedure]
