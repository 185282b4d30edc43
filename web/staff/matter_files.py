"""The files of a matter, for staff: sent so that nothing in them can act in our name."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core.errors import NotFound
from dialogue.core.files import PDF, SUFFIXES
from dialogue.matters.actions.looking import find
from dialogue.matters.queries import attachments
from dialogue.matters.queries.attachments import FileContent
from dialogue.ward.rules import Actor
from web.access import staff
from web.render import NO_STORE
from web.staff.places import READERS

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@get("/van-de/{matter:int}/tep/{file:str}", opt=staff(*READERS))
async def send_file(
    request: Request[Actor, Any, Any], matter: FromPath[int], file: FromPath[str]
) -> Response[bytes]:
    """?xem=1 shows an image, which was made anew when it came in; all else is a download."""
    await find(request.user, matter)
    cards = await attachments.matter_files(request.user, matter)
    if file not in {card.public_id for card in cards}:
        raise NotFound("no such file of this matter")
    content = await attachments.read(request.user, file)
    shown = "xem" in request.query_params and content.media_type != PDF
    return Response(
        content.data,
        media_type=content.media_type,
        headers={
            **NO_STORE,
            "Content-Disposition": disposition(content, "inline" if shown else "attachment"),
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )


def disposition(content: FileContent, kind: str) -> str:
    """RFC 6266: a plain name for old programs, the true one beside it."""
    suffix = SUFFIXES.get(content.media_type, "")
    return f"{kind}; filename=\"tep{suffix}\"; filename*=UTF-8''{quote(content.name, safe='')}"


handlers = [send_file]
