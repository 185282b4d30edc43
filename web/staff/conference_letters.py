"""All invitations of a conference in one packed file, a letter each."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core.errors import NotFound
from dialogue.core.text import fold
from dialogue.ward.rules import Actor
from meetings.conferences.documents.common import Kind
from meetings.conferences.queries.letters import letters
from meetings.conferences.queries.records import record
from web.conference_papers import Asked, paper
from web.papers import drawn_all, sent
from web.staff.conference_parts import PREPARE


@get("/doi-thoai/{conference:int}/giay-moi.zip", opt=PREPARE)
async def send_all(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Response[bytes]:
    """DOCX, as the office prints them; named by the list's order and by who is invited."""
    known = await record(request.user.ward, conference)
    guests = await letters(known.card)
    if not guests:
        raise NotFound("nobody is invited yet")
    papers = [
        (await paper(request.user, known, Asked(Kind.INVITATION, of, "docx"))).document
        for of, _name in guests
    ]
    names = [f"{place:03}-{_plain(name)}.docx" for place, (_of, name) in enumerate(guests, 1)]
    packed = await asyncio.to_thread(pack, names, await drawn_all(papers, "docx"))
    return sent(packed, f"giay-moi-{known.card.slug}", "zip")


def _plain(name: str) -> str:
    """Letters and digits that any system has in a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60] or "khach"


def pack(names: Sequence[str], files: Sequence[bytes]) -> bytes:
    """A DOCX is packed already: it is stored as it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in zip(names, files, strict=True):
            archive.writestr(name, data)
    return made.getvalue()


handlers = [send_all]
