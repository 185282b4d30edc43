"""What shows that a promise was kept: documents, photos, the words of group heads."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogue.core import files
from dialogue.core.errors import NotFound
from dialogue.core.keys import decrypt_bytes, keys
from dialogue.matters.queries.attachments import FileContent
from dialogue.matters.queries.sealed_words import NOT_SEALED, SealedWords, words_of_sealed
from dialogue.matters.states import ProofKind
from dialogue.matters.task_tables import TaskProof

SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True)
class ProofCard:
    """text: number of a document, what a photo shows, or the words of a group's head (group)."""

    public_id: str
    kind: ProofKind
    text: str
    group: int | None
    at: datetime


async def proofs_of(
    ward: int, tasks: Sequence[int], sealed: Mapping[int, SealedWords]
) -> dict[int, tuple[ProofCard, ...]]:
    """By task, oldest first; one without any is absent. sealed: words of sealed matters."""
    if not tasks:
        return {}
    rows = (
        await TaskProof.select(*TaskProof.all_columns(), TaskProof.task.matter.as_alias("matter"))
        .where(TaskProof.ward == ward, TaskProof.task.is_in(list(tasks)))
        .order_by(TaskProof.id)
    )
    made: dict[int, tuple[ProofCard, ...]] = {}
    for blank in rows:
        row = sealed.get(blank["matter"], NOT_SEALED).back(TaskProof, blank)
        card = ProofCard(
            row["public_id"], ProofKind(row["kind"]), row["text"], row["group"], row["at"]
        )
        made[row["task"]] = (*made.get(row["task"], ()), card)
    return made


async def read_photo(ward: int, task: int, public_id: str) -> FileContent:
    """The photo of a task that the caller may read. Raises NotFound."""
    row = (
        await TaskProof.select(*TaskProof.all_columns(), TaskProof.task.matter.as_alias("matter"))
        .where(
            TaskProof.ward == ward,
            TaskProof.task == task,
            TaskProof.public_id == public_id,
            TaskProof.kind == ProofKind.PHOTO.value,
        )
        .first()
    )
    if row is None:
        raise NotFound("no such photo")
    data = await asyncio.to_thread(files.read, row["digest"])
    sealed = NOT_SEALED if row["matter"] is None else await words_of_sealed(ward, row["matter"])
    if sealed is not NOT_SEALED:
        data = decrypt_bytes(keys(), sealed.key, data)
    name = f"minh-chung{SUFFIX.get(row['media_type'], '')}"
    return FileContent(name, row["media_type"], row["digest"], data)
