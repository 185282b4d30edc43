"""The only writers of forms: draft → review → published → retired, each with its audit line."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from dialogue.core import audit
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.ward.rules import Actor
from surveys.forms import queries
from surveys.forms.faults import faults
from surveys.forms.model import Form, Label, Scoring, written
from surveys.forms.queries import FormCard
from surveys.forms.rules import may_edit, may_publish
from surveys.forms.states import MOVES, FormState
from surveys.forms.tables import Survey, SurveyForm

PRIVACY = Label(
    "Không cần ghi họ tên. Ý kiến chỉ dùng để cải thiện phục vụ. Xin đừng ghi số giấy tờ, số điện "
    "thoại của ai trong ô góp ý.",
    "No name needed. Your view is used only to improve the service. Please do not write anyone's "
    "ID or phone number in the comment box.",
)


async def adopt(actor: Actor, name: str) -> int:
    """A form of the product becomes one of the ward, published, word for word; its id.

    Twice the same: the first one. Raises Forbidden, NotFound.
    """
    _editor(actor)
    house = queries.house_form(name)
    async with DB.transaction():
        known = (
            await SurveyForm.select(SurveyForm.id)
            .where(SurveyForm.ward == actor.ward, SurveyForm.house == name)
            .first()
        )
        if known is None:
            made = await _add(actor, house.code, house.form, FormState.PUBLISHED, house=name)
        else:
            made = int(known["id"])
    return made


async def begin(actor: Actor, title: str) -> int:
    """An empty draft of the ward's own; its id. Raises Forbidden, Invalid."""
    _editor(actor)
    if not title:
        raise Invalid("a form has a title", title="missing")
    form = Form(Label(title), privacy=PRIVACY, scoring=Scoring("top2", ("s", "vs")))
    async with DB.transaction():
        made = await _add(actor, f"mau-{secrets.token_hex(4)}", form, FormState.DRAFT)
        await note(actor.ward, "survey", made)
    return made


async def next_version(actor: Actor, id_: int) -> int:
    """A draft to follow the published one; its id. A draft that is there already is that draft.

    Raises Forbidden, NotFound, Conflict (it was never published).
    """
    _editor(actor)
    card = await queries.form(actor.ward, id_)
    if card.state in {FormState.DRAFT, FormState.REVIEW}:
        raise Conflict("it is still being written")
    async with DB.transaction():
        open_ = (
            await SurveyForm.select(SurveyForm.id)
            .where(
                SurveyForm.ward == actor.ward,
                SurveyForm.code == card.code,
                SurveyForm.state.is_in([FormState.DRAFT.value, FormState.REVIEW.value]),
            )
            .first()
        )
        if open_ is None:
            made = await _add(actor, card.code, card.form, FormState.DRAFT)
        else:
            made = int(open_["id"])
    return made


async def save(actor: Actor, id_: int, version: int, form: Form) -> None:
    """The draft as it shall be. Raises Forbidden, NotFound, Conflict (changed since, no draft)."""
    _editor(actor)
    async with DB.transaction():
        card = await queries.form(actor.ward, id_)
        if card.state is not FormState.DRAFT:
            raise Conflict("only a draft is edited")
        await _move(actor, card, version, FormState.DRAFT, {SurveyForm.content: _text(form)})
        await _record(actor, "edit-form", id_, {})


async def send(actor: Actor, id_: int, version: int) -> None:
    """For review. Raises Invalid while the check-list has a fault; as `save`."""
    _editor(actor)
    await _step(actor, id_, version, "send", {SurveyForm.sent_by: actor.recorded})


async def give_back(actor: Actor, id_: int, version: int) -> None:
    """From review to draft. Raises as `save`."""
    if not may_publish(actor, None):
        raise Forbidden("who may publish a form may give it back")
    await _step(actor, id_, version, "return", {})


async def publish(actor: Actor, id_: int, version: int) -> None:
    """By another than who sent it. The version before is retired, and surveys that are not over
    ask with this one; what was answered keeps the words it was asked with.

    Raises as `send`, and Forbidden for who sent it.
    """
    card = await queries.form(actor.ward, id_)
    if not may_publish(actor, card.sent_by):
        raise Forbidden("a form is published by somebody else than who sent it for review")
    await _step(actor, id_, version, "publish", {})


async def retire(actor: Actor, id_: int, version: int) -> None:
    """For new surveys it is gone; those that ask with it go on. Raises as `save`."""
    _editor(actor)
    await _step(actor, id_, version, "retire", {})


async def _step(
    actor: Actor, id_: int, version: int, step: str, changes: Mapping[Any, Any]
) -> None:
    async with DB.transaction():
        card = await queries.form(actor.ward, id_)
        wanted = MOVES[card.state].get(step)
        if wanted is None:
            raise Conflict(f"a form that is {card.state} is not to {step}")
        if step in {"send", "publish"} and faults(card.form):
            raise Invalid("the check-list has faults", form="faults")
        await _move(actor, card, version, wanted, changes)
        if wanted is FormState.PUBLISHED:
            await _replace(actor.ward, card)
        await _record(actor, f"{step}-form", id_, {"number": card.number})
        await note(actor.ward, "survey", id_)


async def _replace(ward: int, card: FormCard) -> None:
    rows = (
        await SurveyForm.update({SurveyForm.state: FormState.RETIRED.value})
        .where(
            SurveyForm.ward == ward,
            SurveyForm.code == card.code,
            SurveyForm.id != card.id,
            SurveyForm.state == FormState.PUBLISHED.value,
        )
        .returning(SurveyForm.id)
    )
    if rows:
        await Survey.update({Survey.form: card.id}).where(
            Survey.ward == ward,
            Survey.form.is_in([row["id"] for row in rows]),
            Survey.closed_on.is_null(),
        )


async def _move(
    actor: Actor, card: FormCard, version: int, state: FormState, changes: Mapping[Any, Any]
) -> None:
    """Guarded by state and version."""
    rows = (
        await SurveyForm.update(
            {**changes, SurveyForm.state: state.value, SurveyForm.version: version + 1}
        )
        .where(
            SurveyForm.id == card.id,
            SurveyForm.ward == actor.ward,
            SurveyForm.version == version,
            SurveyForm.state == card.state.value,
        )
        .returning(SurveyForm.id)
    )
    if not rows:
        raise Conflict("the form was changed meanwhile")


async def _add(actor: Actor, code: str, form: Form, state: FormState, *, house: str = "") -> int:
    newest = (
        await SurveyForm.select(SurveyForm.number)
        .where(SurveyForm.ward == actor.ward, SurveyForm.code == code)
        .order_by(SurveyForm.number, ascending=False)
        .first()
    )
    number = 1 if newest is None else newest["number"] + 1
    (row,) = await SurveyForm.insert(
        SurveyForm(
            ward=actor.ward,
            code=code,
            number=number,
            state=state.value,
            content=_text(form),
            house=house,
        )
    )
    await _record(actor, "add-form", row["id"], {"label": form.title.vi, "number": number})
    return int(row["id"])


def _text(form: Form) -> str:
    return json.dumps(written(form), ensure_ascii=False)


def _editor(actor: Actor) -> None:
    if not may_edit(actor):
        raise Forbidden("the centre's director and the keeper make forms")


async def _record(actor: Actor, action: str, subject: int, after: Mapping[str, Any]) -> None:
    await audit.record(actor.ward, actor.recorded, action, "survey_form", subject, None, after)
