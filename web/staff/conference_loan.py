"""Where a conference is while it is on the hall's laptop; calling it back when that is lost."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Conflict
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from meetings.conferences.actions import lending
from meetings.conferences.queries.loans import loans
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.staff.conference_parts import CHAIR, PATH, PREPARE, card_of, conference_page
from web.staff.parts import Words, finished, onward

DONE = {"thu-hoi": _("Đã mở lại hội nghị trên máy chủ.")}
KINDS: Words = {
    "opinion": _("Ý kiến số"),
    "number": _("Số ý kiến"),
    "speaker": _("Lượt phát biểu lúc"),
    "slip": _("Phiếu"),
    "conference": _("Hội nghị"),
    "task": _("Việc giao"),
    "agenda": _("Chương trình"),
    "tick": _("Danh mục việc"),
}
HERE_ALREADY = _("Hội nghị đã ở máy chủ. Dưới đây là bản mới nhất.")


class RecallForm(BaseModel):
    reason: Annotated[
        str, BeforeValidator(clean), Field(min_length=1, max_length=lending.REASON_MOST)
    ]


@get("/doi-thoai/{conference:int}/may-hoi-truong", opt=PREPARE)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, conference, form_of({}))


async def _page(
    request: Request[Actor, Any, Any], number: int, form: Form[Any], status: int = 200
) -> Template:
    card = await card_of(request, number)
    return await conference_page(
        request,
        "staff/conference_loan.html",
        card,
        "dieu-khien",
        status=status,
        form=form,
        loans=await loans(card.ward, card.id),
        kinds=KINDS,
        most=lending.REASON_MOST,
        done=finished(request, DONE),
    )


@post("/doi-thoai/{conference:int}/may-hoi-truong/thu-hoi", opt=CHAIR)
async def recall(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    await card_of(request, conference)
    form = await read_form(request, RecallForm)
    if form.data is None:
        return await _page(request, conference, form, 422)
    try:
        await lending.recall(request.user, conference, form.data.reason)
    except Conflict:
        return await _page(request, conference, form.refuse(reason=HERE_ALREADY), 409)
    return onward(f"{PATH}/{conference}/may-hoi-truong", "thu-hoi")


handlers = [show, recall]
