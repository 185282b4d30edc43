"""What a conference keeps of a matter leaves it when that is sealed, in the sealing's transaction.

Nothing comes back by itself: an opinion set apart stays so, also when its matter is unsealed.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from dialogue.core.changes import note
from dialogue.matters.actions.vault import drops_copies
from meetings.conferences.actions.steps import KIND
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.loan_tables import HallLoan
from meetings.conferences.states import Hiding, OpinionState, Step
from meetings.conferences.tables import Conference, ConferenceEvent

Row = dict[str, Any]
APART: dict[Any, Any] = {
    Opinion.state: OpinionState.NOT_SHOWN.value,
    Opinion.reason: Hiding.SEPARATE.value,
    Opinion.position: None,
    **dict.fromkeys(
        (
            Opinion.words,
            Opinion.answer,
            Opinion.answered_by,
            Opinion.receiver,
            Opinion.organisation,
        ),
        "",
    ),
    **dict.fromkeys((Opinion.asker, Opinion.key), ""),
}
OLD_WORDS = (Step.CHANGE_OPINION, Step.CORRECT)  # lines of the history that keep what stood there


@drops_copies(Opinion, ConferenceEvent, HallLoan)
async def set_apart_in_halls(ward: int, matter: int) -> None:
    """Its opinions, and those merged into them: they say the same.

    One whose matter was parted from the sealed one goes on in the register, not in the hall.
    """
    rows = await Opinion.select().where(Opinion.ward == ward, Opinion.matter == matter)
    own = [row["id"] for row in rows]
    if not own:
        return
    rows += await Opinion.select().where(Opinion.ward == ward, Opinion.lead.is_in(own))
    ids = [row["id"] for row in rows]
    await Opinion.update({**APART, Opinion.version: Opinion.version + 1}).where(
        Opinion.id.is_in(ids), Opinion.ward == ward
    )
    for conference in sorted({row["conference"] for row in rows}):
        await _off_the_screen(conference, ids)
        await _out_of_the_history(conference, ids)
        await _out_of_the_loans(
            conference, [row for row in rows if row["conference"] == conference]
        )
        await note(ward, KIND, conference)


async def _off_the_screen(conference: int, opinions: Collection[int]) -> None:
    await Conference.update({Conference.on_screen: None}).where(
        Conference.id == conference, Conference.on_screen.is_in(list(opinions))
    )


async def _out_of_the_history(conference: int, opinions: Collection[int]) -> None:
    """The lines stay, without the words of before and after."""
    lines = await ConferenceEvent.select(ConferenceEvent.id, ConferenceEvent.data).where(
        ConferenceEvent.conference == conference,
        ConferenceEvent.step.is_in([step.value for step in OLD_WORDS]),
    )
    for line in lines:
        data = json.loads(line["data"])
        if not _of_opinion(data, opinions):
            continue
        blank = {name: type(it)() if name in {"old", "new"} else it for name, it in data.items()}
        await ConferenceEvent.update(
            {ConferenceEvent.data: json.dumps(blank), ConferenceEvent.reason: ""}
        ).where(ConferenceEvent.id == line["id"])


def _of_opinion(data: Row, opinions: Collection[int]) -> bool:
    if data.get("what") == "answer":
        return data["of"] in opinions
    return data.get("opinion") in opinions


async def _out_of_the_loans(conference: int, opinions: Collection[Row]) -> None:
    """What two sides have written differently: here and there."""
    called = {str(row["number"] or row["public_id"]) for row in opinions}
    loans = await HallLoan.select(HallLoan.id, HallLoan.conflicts).where(
        HallLoan.conference == conference
    )
    for loan in loans:
        clashes = json.loads(loan["conflicts"])
        kept = [each for each in clashes if each["what"].partition(":")[0] not in called]
        if kept != clashes:
            await HallLoan.update({HallLoan.conflicts: json.dumps(kept)}).where(
                HallLoan.id == loan["id"]
            )
