"""The same step sent twice, and what somebody else did meanwhile."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from dialogue.core.errors import Forbidden, NotFound
from dialogue.core.text import clean
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.history import Event, events
from dialogue.matters.queries.matters import MatterView, matter_for
from dialogue.matters.rules import may_see
from dialogue.matters.states import Step
from dialogue.ward.rules import Actor
from web.i18n import gettext_lazy as _
from web.staff.history import told
from web.staff.places import names, shown_about
from web.staff.steps import StepForm

OF_THE_FORM = {"draft_base", "draft_then", "draft_sources", "assign_unit", "correct_base"}
BY_ITSELF = (Step.OVERDUE, Step.MOVE_DUE_DATE)  # nobody's act
MEANWHILE = _(
    "Bước vừa rồi chưa được ghi, vì trong lúc ông bà mở trang việc này đã thay đổi: "
    "%(what)s, %(when)s. Trang dưới đây là bản mới nhất."
)


async def meanwhile(ward: int, matter: int) -> str:
    """What the matter's newest line says, as the reason that a step came too late."""
    last = _last(await events(ward, matter))
    line = told(last, await names(ward))
    return str(MEANWHILE) % {"what": line.title, "when": line.when}


async def done_before(actor: Actor, matter: int, step: StepForm, data: BaseModel) -> bool:
    """Did this very person take this very step just before? A second click changes nothing."""
    try:
        view = await matter_for(actor, matter)
    except (Forbidden, NotFound):  # it left this person's hands, maybe by the first click
        view = None
    if step.key in BESIDE:
        return view is not None and BESIDE[step.key](actor, view, data)
    last = _last(await events(actor.ward, matter))
    same_step = last.step in step.leaves and last.staff == actor.staff
    return same_step and _typed(data) <= _told(last) | _kept(view)


async def left_by_own_hand(actor: Actor, matter: int, step: StepForm) -> bool:
    """Did this very step of this person take the matter out of their sight? False for none."""
    history = await events(actor.ward, matter)
    if not history or may_see(actor, await facts(actor.ward, matter)):
        return False
    last = _last(history)
    return last.step in step.leaves and last.staff == actor.staff


def _last(history: tuple[Event, ...]) -> Event:
    return next(event for event in reversed(history) if event.step not in BY_ITSELF)


def _typed(data: BaseModel) -> set[str]:
    values = data.model_dump(exclude=OF_THE_FORM)
    return {clean(str(value)) for value in values.values() if value not in (None, "")}


def _told(last: Event) -> set[str]:
    """What the step's line says; boxes are ticked or not."""
    values = [last.reason, last.public_note, *last.data.values()]
    return {str(value) for value in values} | {"0", "1"}


def _kept(view: MatterView | None) -> set[str]:
    """What the matter holds since."""
    if view is None:
        return set()
    values: list[object] = [view.title, view.kind, shown_about(view), view.receiver, view.reason]
    values += [view.sealed_recipient, view.lead, view.officer]
    if view.draft is not None:
        values += [view.draft.text, view.draft.summary_en]
    return {str(value) for value in values}


def _same_note(actor: Actor, view: MatterView, data: Any) -> bool:
    last = view.notes[-1] if view.notes else None
    return last is not None and (last.author_name, last.text) == (
        actor.name,
        clean(data.note_text),
    )


def _same_task(_actor: Actor, view: MatterView, data: Any) -> bool:
    wanted = (clean(data.task_text), data.task_unit, data.task_due)
    return any((task.text, task.unit, task.first_due) == wanted for task in view.tasks)


BESIDE = {"note": _same_note, "task": _same_task}
