"""The public answer: put on the board, judged, corrected, taken down."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.core import clock
from dialogue.core.changes import note
from dialogue.core.errors import Conflict
from dialogue.matters.actions.public_copy import (
    Row,
    keep,
    keep_version,
    lasting,
    lock_board,
    matter_row,
    public_row,
    shown,
)
from dialogue.matters.states import MatterState, VerdictLevel
from dialogue.matters.tables import (
    Matter,
    Task,
)

SILENT_DAYS = 15  # working days to judge an answer (process.md §2)


@dataclass(frozen=True, slots=True)
class Approver:
    """Name and title as they stand under the answer: a record, not a reference."""

    name: str
    title: str


async def put_on_board(
    ward: int, matter: int, text: str, summary_en: str, approver: Approver
) -> int:
    """Publish the approved text in the caller's transaction; the answer's number on the board.

    Call it last: it notes "published". A reopened matter keeps number, place and first dates.
    Texts are masked as decided; the caller has seen that nothing is undecided (personal_data).
    Raises NotFound; Conflict when the answer was taken down.
    """
    await lock_board()
    row = await matter_row(ward, matter)
    if row["state"] == MatterState.WITHDRAWN.value:
        raise Conflict(f"matter {matter} was taken down")
    public: Row = await public_row(ward, matter) or await lasting(row)
    public |= await shown(row, text, summary_en)
    public |= {"state": MatterState.PUBLISHED.value, "version": 1, "verdict": ""}
    public |= {"verdict_on": None, "corrected_on": None}
    public |= {"approver_name": approver.name, "approver_title": approver.title}
    await keep(public)
    await keep_version(public, reason="", name=approver.name, title=approver.title)
    await Task.update({Task.public: True}).where(Task.ward == ward, Task.matter == matter)
    await Matter.update({Matter.number: public["number"]}).where(
        Matter.id == matter, Matter.ward == ward
    )
    await note(ward, "published", matter)
    return int(public["number"])


async def mark_verdict(
    ward: int, matter: int, level: VerdictLevel | None, state: MatterState
) -> None:
    """Show the asker's verdict (None: silence) and where it led, in the caller's transaction.

    Call it last: it notes "judged". Nothing happens when the answer is not on the board.
    """
    row = await public_row(ward, matter)
    if row is None:
        return
    if level is not None:
        row |= {"verdict": level.value, "verdict_on": clock.local_day(clock.now())}
    await keep(row | {"state": state.value})
    await note(ward, "judged", matter)


async def mark_reopened(ward: int, matter: int) -> None:
    """Show that it is being answered again, in the caller's transaction: last, it notes."""
    row = await public_row(ward, matter)
    if row is not None:
        await keep(row | {"state": MatterState.REOPENED.value})
        await note(ward, "reopened", matter)


async def answer_version(ward: int, matter: int) -> int:
    """Version of the answer in its round, which a verdict judges; 1 for a private answer."""
    row = await public_row(ward, matter)
    return 1 if row is None else int(row["version"])
