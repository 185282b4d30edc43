"""Photos of a session, each with the consent of who is seen in it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from dialogue.core import files
from dialogue.core.errors import NotFound
from dialogue.matters.queries.attachments import FileContent
from dialogue.matters.queries.proofs import SUFFIX
from meetings.coffee.states import SessionState
from meetings.coffee.tables import CoffeePhoto


@dataclass(frozen=True, slots=True)
class PhotoCard:
    public_id: str
    alt: str


async def photos(ward: int, session: int) -> list[PhotoCard]:
    rows = await (
        CoffeePhoto.select(CoffeePhoto.public_id, CoffeePhoto.alt)
        .where(
            CoffeePhoto.ward == ward,
            CoffeePhoto.session == session,
            CoffeePhoto.dropped == False,  # noqa: E712  a column
        )
        .order_by(CoffeePhoto.id)
    )
    return [PhotoCard(**row) for row in rows]


async def read_photo(ward: int, slug: str, public_id: str, *, public: bool) -> FileContent:
    """public: only once its session is reported. Raises NotFound."""
    row = (
        await CoffeePhoto.select(
            CoffeePhoto.media_type,
            CoffeePhoto.digest,
            CoffeePhoto.session.state.as_alias("state"),
        )
        .where(
            CoffeePhoto.ward == ward,
            CoffeePhoto.session.slug == slug,
            CoffeePhoto.public_id == public_id,
            CoffeePhoto.dropped == False,  # noqa: E712  a column
        )
        .first()
    )
    if row is None or (public and row["state"] != SessionState.REPORTED.value):
        raise NotFound("no such photo")
    data = await asyncio.to_thread(files.read, row["digest"])
    name = f"ca-phe-sang{SUFFIX.get(row['media_type'], '')}"
    return FileContent(name, row["media_type"], row["digest"], data)
