"""A spreadsheet on the page of a group's head: uploaded, looked at, confirmed once; the slips."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core.codes import grouped
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.i18n import day as short_day
from dialogue.core.settings import SETTINGS
from dialogue.matters.actions import batches as acts
from dialogue.matters.batch_rows import FOR_GROUP, heading
from dialogue.matters.queries.batches import batch_of, limit_of, owner_of, slips_of
from dialogue.matters.states import Source
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.rules import GroupVisitor
from web import batches
from web.access import GROUP
from web.forms import Form, form_of, read_form
from web.groups.conferences import theirs
from web.groups.questions import HIDDEN, has_entered
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.numbers import Id
from web.render import page

Asked = Request[Any, Any, Any]


NOT_TAKEN = _("Hội nghị này không còn nhận câu hỏi gửi trước. Ông bà chọn lại.")


class FileForm(BaseModel):
    """conference: id of the one that the questions are sent ahead of; the file is no text."""

    conference: Id | None = None


def _base(token: str) -> str:
    return url(f"/to-truong/{token}/bang-tinh")


def _door(token: str) -> Template:
    """The button that opens the page, as on the page itself."""
    return page("groups/enter.html", headers=HIDDEN, action=url(f"/to-truong/{token}"))


def _to_door(token: str) -> Redirect:
    return Redirect(url(f"/to-truong/{token}"), status_code=303)


@get("/to-truong/{token:str}/bang-tinh", opt=GROUP)
async def show_upload(request: Asked, token: FromPath[str]) -> Template:
    if not has_entered(request, token):
        return _door(token)
    return await _upload_page(await enter_group(token), token, form_of({}))


@post("/to-truong/{token:str}/bang-tinh", opt=GROUP, request_max_body_size=batches.BODY)
async def upload(request: Asked, token: FromPath[str]) -> Template | Redirect:
    if not has_entered(request, token):
        return _to_door(token)
    visitor = await enter_group(token)
    form = await read_form(request, FileForm)
    wanted = form.data.conference if form.data else None
    titles = {each.card.id: each.card.title for each in await theirs(visitor) if each.takes}
    if form.data is None or (wanted is not None and wanted not in titles):
        wrong = form.refuse(conference=NOT_TAKEN)
        return await _upload_page(visitor, token, wrong, 422)
    bound = batches.NOWHERE
    if wanted is not None:
        bound = batches.Bound(("conference", wanted), titles[wanted])
    try:
        made = await batches.receive_file(visitor, form.files["file"], Source.GROUP, bound)
    except Invalid as error:
        wrong = form.refuse(file=batches.refusal(error, await limit_of(visitor.ward)))
        return await _upload_page(visitor, token, wrong, 422)
    return Redirect(f"{_base(token)}/{made}", status_code=303)


@get("/to-truong/{token:str}/bang-tinh/mau.csv", opt=GROUP)
async def csv_template(request: Asked, token: FromPath[str]) -> Template | Response[bytes]:
    if not has_entered(request, token):
        return _door(token)
    return batches.template_csv(FOR_GROUP)


@get("/to-truong/{token:str}/bang-tinh/mau.xlsx", opt=GROUP)
async def xlsx_template(request: Asked, token: FromPath[str]) -> Template | Response[bytes]:
    if not has_entered(request, token):
        return _door(token)
    return batches.template_xlsx(FOR_GROUP)


@get("/to-truong/{token:str}/bang-tinh/{batch:str}", opt=GROUP)
async def show_batch(request: Asked, token: FromPath[str], batch: FromPath[str]) -> Template:
    if not has_entered(request, token):
        return _door(token)
    return await _batch_page(await enter_group(token), token, batch)


@post("/to-truong/{token:str}/bang-tinh/{batch:str}/ghi", opt=GROUP)
async def confirm(
    request: Asked, token: FromPath[str], batch: FromPath[str]
) -> Template | Redirect:
    if not has_entered(request, token):
        return _to_door(token)
    visitor = await enter_group(token)
    form = await read_form(request, batches.ConfirmForm)
    try:
        await batches.confirm(visitor, batch, form.values["alike"] or "skip")
    except Invalid as error:
        words = batches.NOT_CONFIRMED[error.errors["batch"]]
        return await _batch_page(visitor, token, batch, str(words), 422)
    return Redirect(f"{_base(token)}/{batch}", status_code=303)


@post("/to-truong/{token:str}/bang-tinh/{batch:str}/bo", opt=GROUP)
async def discard(request: Asked, token: FromPath[str], batch: FromPath[str]) -> Redirect:
    if not has_entered(request, token):
        return _to_door(token)
    try:
        await acts.discard(owner_of(await enter_group(token)), batch)
    except Conflict:  # it is being registered: the page says how far it is
        return Redirect(f"{_base(token)}/{batch}", status_code=303)
    return Redirect(_base(token), status_code=303)


@get("/to-truong/{token:str}/bang-tinh/{batch:str}/phieu", opt=GROUP)
async def show_slips(request: Asked, token: FromPath[str], batch: FromPath[str]) -> Template:
    if not has_entered(request, token):
        return _door(token)
    visitor = await enter_group(token)
    slips = await slips_of(owner_of(visitor), batch)
    return page(
        "groups/batch_slips.html",
        headers=HIDDEN,
        ward=await wards.ward_by_id(visitor.ward),
        base=_base(token),
        batch=batch,
        slips=[(slip, grouped(slip.code)) for slip in slips],
    )


@get("/to-truong/{token:str}/bang-tinh/{batch:str}/phieu.csv", opt=GROUP)
async def slips_file(
    request: Asked, token: FromPath[str], batch: FromPath[str]
) -> Template | Response[bytes]:
    if not has_entered(request, token):
        return _door(token)
    slips = await slips_of(owner_of(await enter_group(token)), batch)
    return batches.slips_csv(slips, SETTINGS.site)


async def _upload_page(
    visitor: GroupVisitor, token: str, form: Form[Any], status: int = 200
) -> Template:
    return page(
        "groups/batch_new.html",
        status=status,
        headers=HIDDEN,
        ward=await wards.ward_by_id(visitor.ward),
        visitor=visitor,
        home=url(f"/to-truong/{token}"),
        base=_base(token),
        form=form,
        limit=await limit_of(visitor.ward),
        columns=[heading(column) for column in FOR_GROUP],
        conferences=[
            (each.card.id, f"{each.card.title}, {short_day(each.card.day)}")
            for each in await theirs(visitor)
            if each.takes
        ],
    )


async def _batch_page(
    visitor: GroupVisitor, token: str, batch: str, wrong: str = "", status: int = 200
) -> Template:
    view = await batch_of(owner_of(visitor), batch)
    return page(
        "groups/batch.html",
        status=status,
        headers=HIDDEN,
        ward=await wards.ward_by_id(visitor.ward),
        home=url(f"/to-truong/{token}"),
        base=_base(token),
        wrong=wrong,
        matters="",
        **batches.parts(view),
    )


handlers = [
    show_upload,
    upload,
    csv_template,
    xlsx_template,
    show_batch,
    confirm,
    discard,
    show_slips,
    slips_file,
]
