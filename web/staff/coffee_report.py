"""One coffee session for staff: what comes of it, its photos, promises and short report."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, create_model

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, FileRefused, FileTooLarge, Invalid
from dialogue.matters.rights import may_open_task
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.coffee.actions import reporting
from meetings.coffee.actions.reporting import ALT_MOST, SUMMARY_MOST, NewPhoto, Promise
from meetings.coffee.queries.history import history
from meetings.coffee.queries.items import ItemView, items, last_time
from meetings.coffee.queries.photos import photos, read_photo
from meetings.coffee.queries.sessions import SessionCard, report_day, session
from meetings.coffee.rules import (
    LONGEST,
    MOST_PHOTOS,
    PUBLISHERS,
    READERS,
    may_note,
    may_plan,
    may_publish,
    opens,
)
from meetings.coffee.states import SessionState, WayOut
from web.access import staff
from web.days import Day
from web.forms import UPLOAD_BODY, Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.pages.files import sent
from web.render import NO_STORE, staff_page
from web.staff.coffee_notes import PATH, note_path
from web.staff.coffee_words import STATE, WAY, WRONG, standing, told
from web.staff.parts import finished, onward
from web.staff.places import names, units
from web.uploads import accepted, refusal

WHO, KEEP = staff(*READERS), staff(*PUBLISHERS)
CHANGED = _("Buổi gặp vừa được người khác thay đổi. Dưới đây là bản mới nhất.")
DONE = {
    "bao": _("Đã báo buổi gặp. Trang công khai và lịch đã có."),
    "doi": _("Đã đổi. Ai theo lịch sẽ thấy ngày mới."),
    "huy": _("Đã hủy. Trang công khai ghi lý do."),
    "ket-thuc": _("Đã kết thúc buổi gặp."),
    "anh": _("Đã thêm ảnh."),
    "bo-anh": _("Đã bỏ ảnh."),
    "hua": _("Đã mở việc đã hứa. Trang Lời hứa đã có."),
    "bao-cao": _("Đã đăng báo cáo."),
}


class PhotoForm(BaseModel):
    """The photo itself is among the form's files."""

    alt: Annotated[str, Field(max_length=ALT_MOST)]
    consent: Literal["", "1"] = ""


class PromiseForm(BaseModel):
    item: Id
    promise_text: Annotated[str, Field(max_length=LONGEST)]
    promise_unit: Id
    promise_due: Day


class ReportForm(BaseModel):
    """Beside these, text_{id} and said_{id} of each item."""

    summary: Annotated[str, Field(max_length=SUMMARY_MOST)] = ""
    looked: Literal["", "1"] = ""


@get("/ca-phe/buoi/{meeting:str}", opt=WHO)
async def show_session(request: Request[Actor, Any, Any], meeting: FromPath[str]) -> Template:
    return await session_page(request, await session(request.user, meeting))


async def session_page(
    request: Request[Actor, Any, Any],
    card: SessionCard,
    *,
    status: int = 200,
    problem: object = "",
    **forms: Form[Any],
) -> Template:
    """The page as it stands now. forms: move, cancel, photo, promise, report; what was refused."""
    actor, today = request.user, local_day(now())
    card = await session(actor, card.slug)
    every = await items(actor, card)
    return await staff_page(
        request,
        "staff/coffee_session.html",
        status=status,
        page="coffee",
        card=card,
        items=every,
        last=await last_time(actor.ward, card, public=False),
        photos=await photos(actor.ward, card.id),
        events=[told(line) for line in await history(actor.ward, card)],
        most_photos=MOST_PHOTOS,
        due=await report_day(actor.ward, card),
        today=today,
        names=await names(actor.ward),
        units=await units(actor.ward),
        states=STATE,
        ways=WAY,
        standing=standing,
        note_path=note_path(card.slug),
        may_plan=may_plan(actor) and card.state is SessionState.ANNOUNCED,
        may_open=may_note(actor) and opens(card.state, card.day, today),
        may_note=may_note(actor) and card.state is SessionState.RUNNING,
        may_publish=may_publish(actor),
        promisable=_promisable(actor, every),
        problem=problem or (CHANGED if status == 409 else ""),
        move=forms.get("move") or form_of(_as_typed(card)),
        cancel=forms.get("cancel") or form_of({}),
        photo=forms.get("photo") or form_of({}),
        promise=forms.get("promise") or form_of({}),
        report=forms.get("report") or _proposed(every),
        groups=[(each.id, each.label) for each in await ward_queries.groups(actor.ward)],
        done=finished(request, DONE),
    )


def _as_typed(card: SessionCard) -> dict[str, object]:
    return {
        "day": f"{card.day:%d/%m/%Y}",
        "starts": f"{card.starts:%H:%M}",
        "minutes": card.minutes,
        "place": card.place,
        "lead": card.lead,
        "groups": list(card.groups),
    }


def _proposed(every: list[ItemView]) -> Form[Any]:
    """The report as it was noted, to be read and made shorter."""
    told = [item for item in every if item.reportable]
    texts: dict[str, object] = {f"text_{item.id}": item.text for item in told}
    return form_of(texts | {f"said_{item.id}": item.said for item in told})


def _promisable(actor: Actor, every: list[ItemView]) -> list[tuple[int, str]]:
    """Items that may become a task, for who may open one."""
    if not may_open_task(actor, actor.unit):
        return []
    ways = (WayOut.ANSWERED, WayOut.TAKEN)
    return [
        (item.id, f"{item.number}. {item.text[:80]}")
        for item in every
        if item.way in ways and item.task is None and item.publishable
    ]


@post("/ca-phe/buoi/{meeting:str}/anh", opt=KEEP, request_max_body_size=UPLOAD_BODY)
async def add_photo(
    request: Request[Actor, Any, Any], meeting: FromPath[str]
) -> Template | Redirect:
    card = await session(request.user, meeting)
    form = await read_form(request, PhotoForm)
    chosen = form.files["photo"][:1]
    if not chosen:
        form = form.refuse(photo=_("Ông bà chưa chọn ảnh."))
    if form.data is None:
        return await session_page(request, card, status=422, photo=form)
    try:
        (file,) = await accepted(request.user.ward, chosen)
        new = NewPhoto(file, form.data.alt, consent=form.data.consent == "1")
        await reporting.add_photo(request.user, card.slug, new)
    except Invalid as error:
        return await session_page(request, card, status=422, photo=form.refuse_all(error, WRONG))
    except Conflict:
        return await session_page(request, card, status=409, photo=form)
    except (FileTooLarge, FileRefused) as error:
        status = 413 if isinstance(error, FileTooLarge) else 415
        refused = form.refuse(photo=refusal(error))
        return await session_page(request, card, status=status, photo=refused)
    return onward(f"{PATH}/buoi/{card.slug}", "anh")


@get("/ca-phe/buoi/{meeting:str}/anh/{public_id:str}", opt=WHO)
async def show_photo(
    request: Request[Actor, Any, Any], meeting: FromPath[str], public_id: FromPath[str]
) -> Response[bytes]:
    """Also before the report is published."""
    card = await session(request.user, meeting)
    found = await read_photo(request.user.ward, card.slug, public_id, public=False)
    reply = sent(request, found)
    reply.headers.update(NO_STORE)
    return reply


@post("/ca-phe/buoi/{meeting:str}/anh/{public_id:str}/bo", opt=KEEP)
async def drop_photo(
    request: Request[Actor, Any, Any], meeting: FromPath[str], public_id: FromPath[str]
) -> Template | Redirect:
    card = await session(request.user, meeting)
    try:
        await reporting.drop_photo(request.user, card.slug, public_id)
    except Conflict:
        return await session_page(request, card, status=409)
    return onward(f"{PATH}/buoi/{card.slug}", "bo-anh")


@post("/ca-phe/buoi/{meeting:str}/hua", opt=WHO)
async def promise(request: Request[Actor, Any, Any], meeting: FromPath[str]) -> Template | Redirect:
    card = await session(request.user, meeting)
    form = await read_form(request, PromiseForm)
    if form.data is None:
        return await session_page(request, card, status=422, promise=form)
    new = Promise(form.data.promise_text, form.data.promise_unit, form.data.promise_due)
    try:
        await reporting.promise(request.user, card.slug, form.data.item, new)
    except Invalid as error:
        wrong = {f"promise_{name}": key for name, key in error.errors.items()}
        if wrong.pop("promise_officer", ""):
            wrong["promise_unit"] = "no-head"
        refused = form.refuse_all(Invalid(str(error), **wrong), WRONG)
        return await session_page(request, card, status=422, promise=refused)
    except Conflict:
        return await session_page(request, card, status=409, promise=form)
    return onward(f"{PATH}/buoi/{card.slug}", "hua")


@post("/ca-phe/buoi/{meeting:str}/bao-cao", opt=KEEP)
async def publish(request: Request[Actor, Any, Any], meeting: FromPath[str]) -> Template | Redirect:
    card = await session(request.user, meeting)
    every = [item for item in await items(request.user, card) if item.reportable]
    form = await read_form(request, _report_form([item.id for item in every]))
    if form.data is None:
        return await session_page(request, card, status=422, report=form)
    said = form.values
    words = {each.id: (said[f"text_{each.id}"], said[f"said_{each.id}"]) for each in every}
    looked = form.data.looked == "1"  # type: ignore[attr-defined]
    try:
        await reporting.publish(request.user, card.slug, words, said["summary"], looked=looked)
    except Invalid as error:
        refused = form.refuse_all(error, WRONG)
        return await session_page(request, card, status=422, report=refused)
    except Conflict:
        return await session_page(request, card, status=409, report=form)
    return onward(f"{PATH}/buoi/{card.slug}", "bao-cao")


def _report_form(ids: list[int]) -> type[BaseModel]:
    """With two fields for each item."""
    line = (Annotated[str, Field(max_length=LONGEST)], "")
    fields = {f"{name}_{each}": line for each in ids for name in ("text", "said")}
    return create_model("Report", __base__=ReportForm, **fields)  # type: ignore[call-overload, no-any-return]


handlers = [show_session, add_photo, show_photo, drop_photo, promise, publish]
