"""What the board would show were the draft approved now. Nothing is written."""

from __future__ import annotations

from typing import Any

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.matters.actions.public_copy import any_row, lasting, matter_row, shown
from dialogue.matters.queries import attachments, board, tasks
from dialogue.matters.queries.board import AnswerPage, AnswerText
from dialogue.matters.queries.matters import MatterView, matter_for
from dialogue.matters.queries.series import public_askings
from dialogue.matters.seals import answer_seal
from dialogue.matters.states import MatterState
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor

Row = dict[str, Any]
NOT_YET = ("verdict_on", "corrected_on", "withdrawn_on", "again_at")


async def preview(actor: Actor, matter: int) -> AnswerPage:
    """Of the newest draft, masked as decided so far. Raises NotFound (also without a draft, and
    for an answer that goes to the asker alone), Forbidden.
    """
    view = await matter_for(actor, matter)
    if view.draft is None or not view.public:
        raise NotFound(f"nothing of matter {matter} would be published")
    row = await _row(actor, view)
    return AnswerPage(
        item=board.item_of(row, await wards.calendar(actor.ward)),
        body=row["body"],
        answer=row["answer"],
        summary_en=row["summary_en"],
        texts=[*await _earlier(view), _text(row)],
        verdicts=await board.verdicts_of(actor.ward, matter),
        promises=await tasks.promises_to_be(actor.ward, matter),
        files=await attachments.public_files(actor.ward, matter),
        similar=[],
        changed=row["changed"],
        askings=await public_askings(actor.ward, matter),
        masked_on=None,
        withdrawn_on=None,
        withdrawn_reason="",
    )


async def _row(actor: Actor, view: MatterView) -> Row:
    """As put_on_board would keep it."""
    assert view.draft is not None  # noqa: S101  its caller looked
    row = await matter_row(actor.ward, view.id)
    former = await any_row(actor.ward, view.id)
    again = {"due_on": row["publish_due"], "again_at": clock.now()}
    lead = await _leader(actor, view)
    made: Row = {"version": 1, "verdict": "", "withdrawn_reason": ""} | dict.fromkeys(NOT_YET)
    made |= await lasting(row) if former is None else former | again
    made |= await shown(row, view.draft.text, view.draft.summary_en)
    made |= {"state": MatterState.PUBLISHED.value, **lead}
    return made | {"checksum": answer_seal(made)}


async def _leader(actor: Actor, view: MatterView) -> Row:
    """Who is to approve it: the one it was passed to, or nobody yet."""
    named = None if view.leader is None else await wards.actor(actor.ward, view.leader)
    return {
        "approver_name": named.name if named else "…",
        "approver_title": named.title if named else "",
    }


async def _earlier(view: MatterView) -> list[AnswerText]:
    return [] if view.number is None else (await board.answer(view.ward, view.number)).texts


def _text(row: Row) -> AnswerText:
    by = (row["approver_name"], row["approver_title"])
    texts = (row["answer"], row["summary_en"])
    return AnswerText(row["round"], 1, *texts, "", *by, clock.now())
