"""The words of a matter go into one encrypted row when it is sealed, and come back from there.

Titles, words, drafts, notes, reasons and what was public lie in `sealed_copy`, its files on the
disk, all under a record key of the matter's own. In the tables nothing is left but ids and dates.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from piccolo.table import Table

from dialogue.core import files
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.core.keys import decrypt_bytes, encrypt, encrypt_bytes, keys, new_record_key
from dialogue.core.local import LocalEngine
from dialogue.matters.queries.sealed_words import WORDS, opened, words_of_sealed
from dialogue.matters.tables import (
    Attachment,
    Matter,
    MatterEvent,
    PersonalData,
    Published,
    PublishedAnswer,
    SealedCopy,
)
from dialogue.matters.task_tables import Task, TaskEvent, TaskProof

FORGET = "forget-sealed"  # the job after which no file of the database has the plain words
FILES: tuple[type[Table], ...] = (Attachment, TaskProof)  # whose bytes lie under a digest
# What layers above keep of a matter's words: each drops its own by (ward, matter), and its tables.
Drop = Callable[[int, int], Awaitable[None]]
COPIES: dict[Drop, tuple[type[Table], ...]] = {}
_CODE = re.compile(r"[a-z0-9_:-]{0,40}")  # what our own program writes into a history


def drops_copies(*tables: type[Table]) -> Callable[[Drop], Drop]:
    """A decorator of what runs in the transaction of a sealing, and leaves no word in `tables`."""

    def register(drop: Drop) -> Drop:
        COPIES[drop] = tables
        return drop

    return register


@dataclass(frozen=True, slots=True)
class Locked:
    """The files of a matter, encrypted already. digests: of locked bytes, by those of the plain."""

    key: str
    digests: Mapping[str, str]


async def lock_files(ward: int, matter: int) -> Locked:
    """Encrypted copies beside the plain files, before the transaction: a disk is slow."""
    key = new_record_key(keys())
    digests = {row["digest"] for _, row in await _files(ward, matter)}
    made = {digest: await asyncio.to_thread(_lock_file, key, digest) for digest in digests}
    return Locked(key, made)


async def _files(ward: int, matter: int) -> list[tuple[type[Table], dict[str, Any]]]:
    """What was sent along, and the photos that prove a promise: table, id and digest of each."""
    found: list[tuple[type[Table], dict[str, Any]]] = []
    for table in FILES:
        columns = [_column(table, name) for name in ("id", "digest")]
        rows = await table.select(*columns).where(_of(table, ward, matter))
        found += [(table, row) for row in rows if row["digest"]]
    return found


def _lock_file(key: str, digest: str) -> str:
    data = encrypt_bytes(keys(), key, files.read(digest))
    locked = hashlib.sha256(data).hexdigest()
    files.store_bytes(locked, data)
    return locked


async def unlock_files(ward: int, matter: int) -> list[str]:
    """The plain files again, before the transaction that names them; digests of the locked ones,
    to be erased after it."""
    words = await words_of_sealed(ward, matter)
    rows = await _files(ward, matter)
    for table, row in rows:
        plain = words.back(table, row)["digest"]
        await asyncio.to_thread(_unlock_file, words.key, row["digest"], plain)
    return [row["digest"] for _, row in rows]


def _unlock_file(key: str, locked: str, digest: str) -> None:
    if locked != digest:
        files.store_bytes(digest, decrypt_bytes(keys(), key, files.read(locked)))


async def put_away(
    ward: int, matter: int, locked: Locked | None = None, public: Mapping[str, Any] | None = None
) -> None:
    """All words of the matter into its encrypted row, in the caller's transaction.

    The first time with its locked files and what was public of it; later for what was added.
    """
    row = await _copy(ward, matter)
    key = row["key"] if row else (locked.key if locked else new_record_key(keys()))
    content: dict[str, Any] = opened(key, row["content"]) if row else {"rows": {}, **(public or {})}
    for table in WORDS:
        kept = content["rows"].setdefault(table._meta.tablename, {})
        for found in await _rows(table, ward, matter):
            blank = _blank(table, found, locked)
            fresh = {name: found[name] for name, empty in blank.items() if found[name] != empty}
            if fresh:
                kept.setdefault(str(found["id"]), {}).update(fresh)
                await _set(table, found["id"], {name: blank[name] for name in fresh})
    text = encrypt(keys(), key, json.dumps(content, ensure_ascii=False, default=str))
    if row:
        await SealedCopy.update({SealedCopy.content: text}).where(SealedCopy.id == row["id"])
    else:
        await SealedCopy.insert(SealedCopy(ward=ward, matter=matter, key=key, content=text))


async def bring_back(ward: int, matter: int) -> dict[str, Any]:
    """Every word where it stood, in the caller's transaction; what else was kept of the matter."""
    row = await _copy(ward, matter)
    if row is None:
        raise Conflict(f"nothing was put away of matter {matter}")
    content = opened(row["key"], row["content"])
    for table in WORDS:
        for number, words in content["rows"].get(table._meta.tablename, {}).items():
            await _set(table, int(number), words)
    await SealedCopy.delete().where(SealedCopy.id == row["id"])
    return content


async def _copy(ward: int, matter: int) -> dict[str, Any] | None:
    mine = (SealedCopy.ward == ward) & (SealedCopy.matter == matter)
    columns = (SealedCopy.id, SealedCopy.key, SealedCopy.content)
    row: dict[str, Any] | None = await SealedCopy.select(*columns).where(mine).first()
    return row


async def _rows(table: type[Table], ward: int, matter: int) -> list[dict[str, Any]]:
    columns = [_column(table, name) for name in ("id", *WORDS[table])]
    made: list[dict[str, Any]] = await table.select(*columns).where(_of(table, ward, matter))
    return made


def _of(table: Any, ward: int, matter: int) -> Any:
    if table is Matter:
        return (Matter.ward == ward) & (Matter.id == matter)
    if table in (TaskEvent, TaskProof):
        tasks = Task.select(Task.id).where(Task.ward == ward, Task.matter == matter)
        return (table.ward == ward) & table.task.is_in(tasks)
    return (table.ward == ward) & (table.matter == matter)


def _blank(table: type[Table], row: Mapping[str, Any], locked: Locked | None) -> dict[str, str]:
    """What stands in the columns while the words are away."""
    made = dict.fromkeys(WORDS[table], "")
    if table in (MatterEvent, TaskEvent):
        made["data"] = _without_words(row["data"])
    if table is PersonalData:
        made["fragment"] = f"#{row['id']}"  # one a place: the table wants them different
    if table is Attachment:
        made["name"] = f"tep-{row['id']}"
    if table in FILES:
        made["digest"] = _locked(locked, row["digest"])
    return made


def _locked(locked: Locked | None, digest: str) -> str:
    """Raises Conflict for a file that came while the others were encrypted."""
    if locked is None or not digest:
        return digest
    if digest not in locked.digests:
        raise Conflict("a file has just come: seal it once more")
    return locked.digests[digest]


def _without_words(data: str) -> str:
    """A line's data with what a program reads of it: numbers, dates, codes."""
    given = json.loads(data)
    kept = {name: value for name, value in given.items() if not _says(value)}
    return data if kept == given else json.dumps(kept, ensure_ascii=False)


def _says(value: object) -> bool:
    if isinstance(value, str):
        return _CODE.fullmatch(value) is None
    if isinstance(value, dict):
        return any(_says(each) for each in (*value, *value.values()))
    return isinstance(value, list) and any(_says(each) for each in value)


async def _set(table: Any, number: int, words: Mapping[str, str]) -> None:
    changes = {_column(table, name): text for name, text in words.items()}
    await table.update(changes).where(table.id == number)


def _column(table: type[Table], name: str) -> Any:
    return getattr(table, name)


async def forget(ward: int, matter: int) -> None:
    """Outside any transaction, and again if it failed: the plain files and old rows go.

    SQLite blanked what it freed (secure_delete); its log is emptied. PostgreSQL takes dead rows
    out of the tables. Copies and backups are other files. Raises Conflict while readers keep the
    log from being emptied.
    """
    for digest in await _plain_digests(ward, matter):
        shown = await TaskProof.exists().where(TaskProof.digest == digest)
        if not shown and not await Attachment.exists().where(Attachment.digest == digest):
            await asyncio.to_thread(files.erase, digest)
    if isinstance(DB, LocalEngine):
        (result,) = await Matter.raw("PRAGMA wal_checkpoint(TRUNCATE)")
        if result["busy"]:
            raise Conflict("somebody is reading: the log is emptied later")
        return
    others = (table for tables in COPIES.values() for table in tables)
    tables: tuple[type[Table], ...] = (*WORDS, Published, PublishedAnswer, SealedCopy, *others)
    for table in tables:
        await DB.wipe(table._meta.tablename)


async def _plain_digests(ward: int, matter: int) -> list[str]:
    """What the files were called before; none when the matter is open again."""
    rows = (await words_of_sealed(ward, matter)).rows
    kept = [words for table in FILES for words in rows.get(table._meta.tablename, {}).values()]
    return [words["digest"] for words in kept if "digest" in words]
