"""A spreadsheet at the desk: uploaded, looked at, confirmed once; then the slips, once."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core.codes import grouped
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.i18n import short_day
from dialogue.core.settings import SETTINGS
from dialogue.matters.actions import batches as acts
from dialogue.matters.actions.intake import ON_BEHALF
from dialogue.matters.batch_rows import FOR_STAFF, heading
from dialogue.matters.queries.batches import batch_of, limit_of, owner_of, slips_of
from dialogue.matters.states import Source
from dialogue.ward.rules import Actor
from meetings.conferences.queries.conferences import taking_questions
from web import batches
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.staff.entry import TYPISTS
from web.staff.queue import PATH as MATTERS
from web.words import SOURCE

PATH = f"{MATTERS}/bang-tinh"
WHO = staff(*TYPISTS)


NOT_TAKEN = _("Hội nghị này không còn nhận câu hỏi gửi trước. Ông bà chọn lại.")


class UploadForm(BaseModel):
    """conference: id of the one that the questions are sent ahead of."""

    source: Source
    conference: Id | None = None


@get("/van-de/bang-tinh", opt=WHO)
async def show_upload(request: Request[Actor, Any, Any]) -> Template:
    return await _upload_page(request, form_of({"source": Source.PAPER}))


@post("/van-de/bang-tinh", opt=WHO, request_max_body_size=batches.BODY)
async def upload(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, UploadForm)
    if form.data is None:
        return await _upload_page(request, form, 422)
    wanted, bound = form.data.conference, batches.NOWHERE
    titles = {card.id: card.title for card in await taking_questions(request.user.ward)}
    if wanted is not None:
        if wanted not in titles:
            return await _upload_page(request, form.refuse(conference=NOT_TAKEN), 422)
        bound = batches.Bound(("conference", wanted), titles[wanted])
    source = form.data.source
    try:
        made = await batches.receive_file(request.user, form.files["file"], source, bound)
    except Invalid as error:
        wrong = form.refuse(file=batches.refusal(error, await limit_of(request.user.ward)))
        return await _upload_page(request, wrong, 422)
    return Redirect(f"{PATH}/{made}", status_code=303)


@get("/van-de/bang-tinh/mau.csv", opt=WHO)
async def csv_template() -> Response[bytes]:
    return batches.template_csv(FOR_STAFF)


@get("/van-de/bang-tinh/mau.xlsx", opt=WHO)
async def xlsx_template() -> Response[bytes]:
    return batches.template_xlsx(FOR_STAFF)


@get("/van-de/bang-tinh/{batch:str}", opt=WHO)
async def show_batch(request: Request[Actor, Any, Any], batch: FromPath[str]) -> Template:
    return await _batch_page(request, batch)


@post("/van-de/bang-tinh/{batch:str}/ghi", opt=WHO)
async def confirm(request: Request[Actor, Any, Any], batch: FromPath[str]) -> Template | Redirect:
    form = await read_form(request, batches.ConfirmForm)
    try:
        await batches.confirm(request.user, batch, form.values["alike"] or "skip")
    except Invalid as error:
        words = batches.NOT_CONFIRMED[error.errors["batch"]]
        return await _batch_page(request, batch, str(words), 422)
    return Redirect(f"{PATH}/{batch}", status_code=303)


@post("/van-de/bang-tinh/{batch:str}/bo", opt=WHO)
async def discard(request: Request[Actor, Any, Any], batch: FromPath[str]) -> Redirect:
    try:
        await acts.discard(owner_of(request.user), batch)
    except Conflict:  # it is being registered: the page says how far it is
        return Redirect(f"{PATH}/{batch}", status_code=303)
    return Redirect(PATH, status_code=303)


@get("/van-de/bang-tinh/{batch:str}/phieu", opt=WHO)
async def show_slips(request: Request[Actor, Any, Any], batch: FromPath[str]) -> Template:
    slips = await slips_of(owner_of(request.user), batch)
    return await staff_page(
        request,
        "staff/batch_slips.html",
        page="matters",
        base=PATH,
        batch=batch,
        slips=[(slip, grouped(slip.code)) for slip in slips],
    )


@get("/van-de/bang-tinh/{batch:str}/phieu.csv", opt=WHO)
async def slips_file(request: Request[Actor, Any, Any], batch: FromPath[str]) -> Response[bytes]:
    return batches.slips_csv(await slips_of(owner_of(request.user), batch), SETTINGS.site)


async def _upload_page(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200
) -> Template:
    return await staff_page(
        request,
        "staff/batch_new.html",
        status=status,
        page="matters",
        base=PATH,
        form=form,
        limit=await limit_of(request.user.ward),
        columns=[heading(column) for column in FOR_STAFF],
        sources=[(source, text) for source, text in SOURCE.items() if source in ON_BEHALF],
        conferences=[
            (card.id, f"{card.title}, {short_day(card.day)}")
            for card in await taking_questions(request.user.ward)
        ],
    )


async def _batch_page(
    request: Request[Actor, Any, Any], batch: str, wrong: str = "", status: int = 200
) -> Template:
    view = await batch_of(owner_of(request.user), batch)
    return await staff_page(
        request,
        "staff/batch.html",
        status=status,
        page="matters",
        base=PATH,
        wrong=wrong,
        matters=MATTERS,
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
