"""The bytes of a conference's photographs, and of those that prove its notice."""

from __future__ import annotations

import asyncio

from dialogue.core import files
from dialogue.core.errors import NotFound
from dialogue.core.files import SUFFIXES
from dialogue.matters.queries.attachments import FileContent
from meetings.conferences.queries.checklist import proofs
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.records import photos


async def read_photo(ward: int, number: int, public_id: str) -> FileContent:
    """Raises NotFound, also for one that was taken away."""
    for each in await photos(ward, number):
        if each.public_id == public_id:
            data = await asyncio.to_thread(files.read, each.digest)
            name = f"hoi-nghi{SUFFIXES.get(each.media_type, '')}"
            return FileContent(name, each.media_type, each.digest, data)
    raise NotFound("no such photo")


async def read_proof(card: ConferenceCard, public_id: str) -> FileContent:
    """The photo that proves a notice. Raises NotFound, also for a proof without one."""
    for each in await proofs(card):
        if each.public_id == public_id and each.digest:
            data = await asyncio.to_thread(files.read, each.digest)
            name = f"thong-bao{SUFFIXES.get(each.media_type, '')}"
            return FileContent(name, each.media_type, each.digest, data)
    raise NotFound("no such photo")
