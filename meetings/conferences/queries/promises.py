"""What an asker's own question led to at a conference: public promises, by the tracking code."""

from __future__ import annotations

from typing import Any

from dialogue.matters.queries.tasks import TaskCard, cards_of, is_public, masked
from dialogue.matters.tables import Matter
from dialogue.matters.task_tables import Task
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.outcome_tables import Conclusion, ConclusionOpinion
from meetings.conferences.states import OpinionState

Row = dict[str, Any]


async def promised_for(ward: int, tracking: str) -> list[TaskCard]:
    """Of the conclusions that settle the question, or one that it was merged into, and of what the
    hall gave to be done at once; as the public reads them. tracking: the hash of the code.

    What was set apart led to nothing that anybody may see.
    """
    opinions = await _opinions(ward, tracking)
    if not opinions:
        return []
    ids = [row["id"] for row in opinions]
    settled = ConclusionOpinion.select(ConclusionOpinion.conclusion).where(
        ConclusionOpinion.ward == ward, ConclusionOpinion.opinion.is_in(ids)
    )
    concluded = await Conclusion.select(Conclusion.task).where(
        Conclusion.ward == ward,
        Conclusion.id.is_in(settled),
        Conclusion.task.is_not_null(),
        Conclusion.removed_at.is_null(),
    )
    tasks = {row["task"] for row in (*concluded, *opinions)} - {None}
    rows = (
        await Task.select()
        .where(Task.ward == ward, Task.id.is_in(sorted(tasks) or [0]), is_public())
        .order_by(Task.id)
    )
    return await masked(ward, await cards_of(ward, rows))


async def _opinions(ward: int, tracking: str) -> list[Row]:
    """The asker's own, by its code or by that of its matter; and the leads it was merged into."""
    if not tracking:
        return []
    matter = (
        await Matter.select(Matter.id, Matter.lead)
        .where(Matter.ward == ward, Matter.tracking == tracking)
        .first()
    ) or {"id": None, "lead": None}
    matters = [each for each in matter.values() if each is not None] or [0]
    own = await _where(ward, (Opinion.tracking == tracking) | Opinion.matter.is_in(matters))
    leads = {row["lead"] for row in own} - {None}
    return [*own, *(await _where(ward, Opinion.id.is_in(sorted(leads) or [0])))]


async def _where(ward: int, which: Any) -> list[Row]:
    rows: list[Row] = await Opinion.select(Opinion.id, Opinion.lead, Opinion.task).where(
        Opinion.ward == ward, which, Opinion.state != OpinionState.NOT_SHOWN.value
    )
    return rows
