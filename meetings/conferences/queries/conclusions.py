"""What the chair concluded, each with the opinions it settles and the task it became."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.matters.queries.tasks import TaskCard, cards_of
from dialogue.matters.task_tables import Task, TaskEvent
from dialogue.ward import queries as wards
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.outcome_tables import Conclusion, ConclusionOpinion
from meetings.conferences.record import Concluded, Promised

PLAIN = (
    *("id", "public_id", "position", "text", "unit", "staff", "together", "due", "product"),
    *("field", "beyond", "receiver", "why_no_task", "version"),
)


async def conclusions(ward: int, conference: int) -> tuple[Concluded, ...]:
    """In the order in which the chair read them out."""
    rows = (
        await Conclusion.select()
        .where(
            Conclusion.ward == ward,
            Conclusion.conference == conference,
            Conclusion.removed_at.is_null(),
        )
        .order_by(Conclusion.position, Conclusion.id)
    )
    settled = await _settled(ward, [row["id"] for row in rows])
    tasks = await promised(ward, [row["task"] for row in rows if row["task"]])
    units = {each.id: each.name for each in await wards.units(ward, past=True)}
    people = {each.id: each.name for each in await wards.staff_list(ward)}
    fields = {each.id: each.name for each in await wards.fields(ward, past=True)}
    return tuple(
        Concluded(
            **{name: row[name] for name in PLAIN},
            unit_name=units.get(row["unit"] or 0, ""),
            staff_name=people.get(row["staff"] or 0, ""),
            field_name=fields.get(row["field"] or 0, ""),
            opinions=settled.get(row["id"], ()),
            task=tasks.get(row["task"] or 0),
        )
        for row in rows
    )


async def _settled(ward: int, ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    rows = (
        await ConclusionOpinion.select(ConclusionOpinion.conclusion, ConclusionOpinion.opinion)
        .where(
            ConclusionOpinion.ward == ward,
            ConclusionOpinion.conclusion.is_in(list(ids) or [0]),
        )
        .order_by(ConclusionOpinion.id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for row in rows:
        found[row["conclusion"]] = (*found.get(row["conclusion"], ()), row["opinion"])
    return found


async def promised(ward: int, tasks: Sequence[int]) -> dict[int, Promised]:
    """By the id of the task, as it stands today."""
    if not tasks:
        return {}
    rows = await Task.select().where(Task.ward == ward, Task.id.is_in(list(tasks)))
    cards = await cards_of(ward, rows)
    words = await _last_words(ward, [card.id for card in cards])
    return {card.id: _promised(card, words.get(card.id, "")) for card in cards}


def _promised(card: TaskCard, words: str) -> Promised:
    names = [name for name in Promised.__dataclass_fields__ if name != "last_words"]
    return Promised(**{name: getattr(card, name) for name in names}, last_words=words)


async def _last_words(ward: int, tasks: Sequence[int]) -> dict[int, str]:
    """The newest line that somebody wrote on each."""
    rows = (
        await TaskEvent.select(TaskEvent.task, TaskEvent.text)
        .where(TaskEvent.ward == ward, TaskEvent.task.is_in(list(tasks)), TaskEvent.text != "")
        .order_by(TaskEvent.id)
    )
    return {row["task"]: row["text"] for row in rows}


async def hall_of_task(ward: int, task: int) -> int | None:
    """Id of the conference in whose hall a task was opened at once; None: in none."""
    row = (
        await Opinion.select(Opinion.conference)
        .where(Opinion.ward == ward, Opinion.task == task)
        .first()
    )
    return None if row is None else int(row["conference"])


async def place_of(ward: int, public_id: str) -> tuple[int, int] | None:
    """Ids of the conference and of the conclusion that a task calls its origin."""
    row = (
        await Conclusion.select(Conclusion.id, Conclusion.conference)
        .where(Conclusion.ward == ward, Conclusion.public_id == public_id)
        .first()
    )
    return None if row is None else (row["conference"], row["id"])
