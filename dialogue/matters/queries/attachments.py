"""Reads of files: public ones by their address, all of a matter by right."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from dialogue.core import files
from dialogue.core.errors import Forbidden, NotFound
from dialogue.core.keys import decrypt_bytes, keys
from dialogue.matters.manners import covered
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.queries.masks import masks
from dialogue.matters.queries.sealed_words import NOT_SEALED, SealedWords, words_of_sealed
from dialogue.matters.rights import may_read_files
from dialogue.matters.rules import SEALED
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Attachment, Published
from dialogue.ward.rules import Actor


@dataclass(frozen=True, slots=True)
class FileCard:
    """public: an officer confirmed that it shows no person. size in bytes."""

    id: int
    public_id: str
    name: str
    media_type: str
    size: int
    public: bool


@dataclass(frozen=True, slots=True)
class FileContent:
    name: str
    media_type: str
    digest: str
    data: bytes


async def public_files(ward: int, matter: int) -> list[FileCard]:
    """Of an answer that stands on the board; names are masked."""
    if not await _on_board(ward, matter):
        return []
    hidden = (await masks(ward, [matter])).get(matter, [])
    rows = (
        await Attachment.select()
        .where(
            Attachment.ward == ward,
            Attachment.matter == matter,
            Attachment.public == True,  # noqa: E712  a column
        )
        .order_by(Attachment.id)
    )
    return [_card(row, covered(row["name"], hidden)) for row in rows]


async def read_public(ward: int, public_id: str) -> FileContent:
    """Raises NotFound, also for what is not public or was taken down."""
    row = await _row(ward, public_id)
    if not row["public"] or not await _on_board(ward, row["matter"]):
        raise NotFound("no such file")
    hidden = (await masks(ward, [row["matter"]])).get(row["matter"], [])
    return await _content(row, covered(row["name"], hidden))


async def matter_files(actor: Actor, matter: int) -> list[FileCard]:
    """All files of a matter, for who may read them. Raises NotFound, Forbidden."""
    await _require_right(actor, matter)
    return list(await files_of(actor.ward, matter, await words_of_sealed(actor.ward, matter)))


async def files_of(
    ward: int, matter: int, sealed: SealedWords = NOT_SEALED
) -> tuple[FileCard, ...]:
    """All files of a matter, names unmasked: for its asker, and for staff who may read them."""
    rows = (
        await Attachment.select()
        .where(Attachment.ward == ward, Attachment.matter == matter)
        .order_by(Attachment.id)
    )
    return tuple(_card(row, sealed.back(Attachment, row)["name"]) for row in rows)


async def read(actor: Actor, public_id: str) -> FileContent:
    """Any file, for who may read it. Raises NotFound, Forbidden."""
    row = await _row(actor.ward, public_id)
    await _require_right(actor, row["matter"])
    words = await words_of_sealed(actor.ward, row["matter"])
    content = await _content(row, words.back(Attachment, row)["name"])
    return content if words is NOT_SEALED else _opened(content, words)


async def _require_right(actor: Actor, matter: int) -> None:
    found = await facts_for(actor, matter)
    if not may_read_files(actor, found.unit, sealed=found.state in SEALED):
        raise Forbidden("the files of a matter are for who works on it")


async def _on_board(ward: int, matter: int) -> bool:
    return bool(
        await Published.exists().where(
            Published.ward == ward,
            Published.matter == matter,
            Published.state != MatterState.WITHDRAWN.value,
        )
    )


async def _row(ward: int, public_id: str) -> dict[str, Any]:
    row = (
        await Attachment.select()
        .where(Attachment.public_id == public_id, Attachment.ward == ward)
        .first()
    )
    if row is None:
        raise NotFound("no such file")
    return dict(row)


async def _content(row: dict[str, Any], name: str) -> FileContent:
    data = await asyncio.to_thread(files.read, row["digest"])
    return FileContent(name, row["media_type"], row["digest"], data)


def _opened(content: FileContent, words: SealedWords) -> FileContent:
    return replace(content, data=decrypt_bytes(keys(), words.key, content.data))


def _card(row: dict[str, Any], name: str) -> FileCard:
    return FileCard(
        row["id"], row["public_id"], name, row["media_type"], row["size"], row["public"]
    )
