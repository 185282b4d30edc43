"""The words of a sealed matter: encrypted in one row, read back for who may open the box."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from piccolo.table import Table

from dialogue.core.keys import decrypt, keys
from dialogue.matters.tables import (
    Attachment,
    Draft,
    InternalNote,
    Matter,
    MatterEvent,
    PersonalData,
    SealedCopy,
    SinceLast,
    Verdict,
)
from dialogue.matters.task_tables import Task, TaskEvent, TaskProof

# Every column in which somebody's words about a matter stand. What is public of it is another
# thing: its rows go as a whole (actions/sealing.py).
WORDS: Mapping[type[Table], tuple[str, ...]] = {
    Matter: ("title", "body", "receiver", "reason"),
    MatterEvent: ("reason", "public_note", "data"),
    Draft: ("text", "summary_en"),
    InternalNote: ("text",),
    SinceLast: ("text",),
    PersonalData: ("fragment",),
    Attachment: ("name", "digest"),
    Task: ("text", "evidence", "confirmed_by"),
    TaskEvent: ("text", "data"),
    TaskProof: ("text", "digest"),
    Verdict: ("reason",),
}
Kept = Mapping[str, Mapping[str, Mapping[str, str]]]  # table → id → column → text


@dataclass(frozen=True, slots=True)
class SealedWords:
    """rows: of WORDS. key: the record key, wrapped, under which the files lie too."""

    rows: Kept
    key: str = ""

    def back(self, table: type[Table], row: Mapping[str, Any]) -> dict[str, Any]:
        """The row with its words; as it is when none were put away. It needs its `id`."""
        kept = self.rows.get(table._meta.tablename, {}).get(str(row["id"]), {})
        return {**row, **{name: text for name, text in kept.items() if name in row}}


NOT_SEALED = SealedWords({})


async def sealed_words(ward: int, matters: Collection[int]) -> dict[int, SealedWords]:
    """Of those that are sealed. The caller has asked whether they may be read."""
    rows = await SealedCopy.select(SealedCopy.matter, SealedCopy.key, SealedCopy.content).where(
        SealedCopy.ward == ward, SealedCopy.matter.is_in(list(matters) or [0])
    )
    return {
        row["matter"]: SealedWords(opened(row["key"], row["content"])["rows"], row["key"])
        for row in rows
    }


async def words_of_sealed(ward: int, matter: int) -> SealedWords:
    return (await sealed_words(ward, [matter])).get(matter, NOT_SEALED)


async def sealed_body(ward: int, matter: int) -> str:
    """What its asker said. The caller has asked whether it may be read."""
    rows = await Matter.select(Matter.id, Matter.body).where(
        Matter.ward == ward, Matter.id == matter
    )
    words = await words_of_sealed(ward, matter)
    return "".join(words.back(Matter, row)["body"] for row in rows)


def opened(key: str, content: str) -> dict[str, Any]:
    """The content of a SealedCopy."""
    made: dict[str, Any] = json.loads(decrypt(keys(), key, content))
    return made
