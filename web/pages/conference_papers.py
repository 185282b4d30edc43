"""Documents and photographs of a conference that everybody may have."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from dialogue.core.errors import NotFound
from dialogue.ward import queries
from meetings.conferences.queries.conferences import conference_by_slug
from meetings.conferences.queries.records import public_record
from web.access import PUBLIC
from web.conference_papers import paper, public_kinds, read_name, reply
from web.conference_photos import read_photo
from web.pages.files import sent


@get("/{slug:str}/doi-thoai/{conference:str}/van-ban/{name:str}", opt=PUBLIC)
async def send_paper(
    slug: FromPath[str], conference: FromPath[str], name: FromPath[str]
) -> Response[bytes] | Template:
    ward = await queries.ward_id(slug)
    card = await conference_by_slug(ward, conference)
    asked = read_name(name)
    if asked.kind not in public_kinds(card) or asked.of:
        raise NotFound("not public, or not yet")
    known = await public_record(card)
    return await reply(known, await paper(None, known, asked), asked, public=True)


@get("/{slug:str}/doi-thoai/{conference:str}/anh/{public_id:str}", opt=PUBLIC)
async def show_photo(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    conference: FromPath[str],
    public_id: FromPath[str],
) -> Response[bytes]:
    ward = await queries.ward_id(slug)
    card = await conference_by_slug(ward, conference)
    if card.published_at is None:
        raise NotFound("not published")
    return sent(request, await read_photo(ward, card.id, public_id))


handlers = [send_paper, show_photo]
