"""Guests of a conference: the list, one more, all residential groups, a table, replies, the QR."""

from __future__ import annotations

import json
from typing import Annotated, Any

import anyio
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from markupsafe import Markup
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.settings import SETTINGS
from dialogue.core.sheets import MOST_BYTES, read_sheet
from dialogue.core.text import clean, fold
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.conferences.actions import guests as acts
from meetings.conferences.actions.guests import SEATS_MOST, NewInvitee
from meetings.conferences.guest_rows import COLUMNS, MOST_ROWS, Fault, Read, heading, read_guests
from meetings.conferences.links import guest_path
from meetings.conferences.queries import guests as read
from meetings.conferences.queries.agenda import parts
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import AHEAD, NOTICED, ConferenceState, InviteeKind, Reply
from surveys.posters import qr_svg
from web import batches
from web import conference_words as words
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import NO_STORE
from web.staff.conference_parts import PATH, PREPARE, READ, WRONG, card_of, conference_page, told
from web.staff.parts import Words, finished, onward

DONE = {
    "them": _("Đã thêm vào danh sách mời."),
    "co-roi": _("Người này đã có trong danh sách."),
    "khu-dan-cu": _("Đã mời mọi khu dân cư."),
    "bang": _("Đã ghi bảng vào danh sách mời; ai có sẵn thì giữ nguyên."),
    "tra-loi": _("Đã ghi câu trả lời của khách."),
    "bo": _("Đã bỏ khỏi danh sách."),
}
FILE: Words = {
    "no-heading": _("Không thấy cột tên. Dòng đầu bảng phải ghi tên các cột như tệp mẫu."),
    "too-many-rows": _("Bảng dài hơn 500 dòng. Ông bà tách làm nhiều tệp."),
}
FAULT: Words = {
    "missing": _("còn trống"),
    "too-long": _("dài quá"),
    "out-of-range": _("“%(cell)s” không phải số từ 1 đến 100"),
    "unknown": _("“%(cell)s” không có trong danh sách"),
}
PLACE = _("Dòng %(line)s, cột %(column)s: %(what)s")
SHOWN = 200  # faults
Line = Annotated[str, BeforeValidator(clean), Field(max_length=200)]


class GuestForm(BaseModel):
    kind: InviteeKind
    name: Line = ""
    group: Id | None = None
    person: Annotated[str, BeforeValidator(clean), Field(max_length=120)] = ""
    contact: Line = ""
    seats: Annotated[int, Field(ge=1, le=SEATS_MOST)] = 1


class Nothing(BaseModel):
    """A button alone, or a file."""


class RowsForm(BaseModel):
    """rows: what the preview has read, as JSON."""

    rows: str


class ReplyForm(BaseModel):
    reply: Reply
    substitute: Annotated[str, BeforeValidator(clean), Field(max_length=120)] = ""


@get("/doi-thoai/{conference:int}/khach-moi", opt=READ)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    """Counts alone for who does not prepare it: names of guests are the office's."""
    return await _page(request, await card_of(request, conference))


async def _page(
    request: Request[Actor, Any, Any],
    card: ConferenceCard,
    status: int = 200,
    problem: object = "",
    form: Form[Any] | None = None,
) -> Template:
    office = may_prepare(request.user)
    listed = await read.guests(request.user, card) if office else ()
    counted = await read.counts(card)
    groups = await ward_queries.groups(card.ward)
    invited = {each.group for each in listed}
    return await conference_page(
        request,
        "staff/conference_guests.html",
        card,
        "khach-moi",
        status=status,
        problem=problem,
        form=form or form_of({"kind": InviteeKind.ORGANISATION.value, "seats": 1}),
        guests=listed,
        coming=counted,
        parts={each.id: each.name for each in await parts(card)},
        too_many=card.seats is not None and counted.seats > card.seats,
        groups=[(each.id, each.label) for each in groups],
        groups_left=sum(each.id not in invited for each in groups),
        open=office and card.state in {*AHEAD, ConferenceState.RUNNING},
        noticed=card.state in NOTICED,
        replies=[(reply.value, words.REPLY[reply]) for reply in Reply],
        columns=[heading(column) for column in COLUMNS],
        done=finished(request, DONE),
    )


@post("/doi-thoai/{conference:int}/khach-moi", opt=PREPARE)
async def add(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template | Redirect:
    form = await read_form(request, GuestForm)
    card = await card_of(request, conference)
    if form.data is None:
        return await _page(request, card, 422, form=form)
    try:
        new = await acts.invite(request.user, conference, [NewInvitee(**form.data.model_dump())])
    except NotFound:
        return await _page(request, card, 422, form=form.refuse(group=WRONG["unknown"]))
    except (Invalid, Conflict) as error:
        status, wrong = told(form, error)
        return await _page(request, card, status, wrong.errors["form"], wrong)
    return onward(f"{PATH}/{conference}/khach-moi", "them" if new else "co-roi")


@post("/doi-thoai/{conference:int}/khach-moi/khu-dan-cu", opt=PREPARE)
async def add_groups(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    return await _taken(
        request, conference, "khu-dan-cu", acts.invite_groups(request.user, conference)
    )


async def _taken(
    request: Request[Actor, Any, Any], number: int, key: str, act: Any
) -> Template | Redirect:
    try:
        await act
    except (Invalid, Conflict) as error:
        status, wrong = told(form_of({}), error)
        problem = next(text for _name, text in wrong.wrong)
        return await _page(request, await card_of(request, number), status, problem)
    return onward(f"{PATH}/{number}/khach-moi", key)


# A table


@get("/doi-thoai/khach-moi/mau.csv", opt=PREPARE)
async def template_file() -> Response[bytes]:
    """With a byte order mark, or Excel reads the letters wrong."""
    line = ";".join(heading(column) for column in COLUMNS) + "\r\n"
    headers = NO_STORE | {"Content-Disposition": 'attachment; filename="mau-khach-moi.csv"'}
    return Response(line.encode("utf-8-sig"), media_type=batches.CSV, headers=headers)


@post("/doi-thoai/{conference:int}/khach-moi/bang", opt=PREPARE, request_max_body_size=batches.BODY)
async def preview(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    """Nothing is stored: what was read goes along in the form that confirms it."""
    form = await read_form(request, Nothing)
    card = await card_of(request, conference)
    try:
        found = await _read(request, form)
    except Invalid as error:
        key = error.errors.get("file", "")
        text = FILE[key] if key in FILE else batches.refusal(error, None)
        return await _page(request, card, 422, text)
    kept = [
        [guest.kind, guest.name, guest.group, guest.person, guest.contact, guest.seats]
        for _line, guest in found.rows
    ]
    return await conference_page(
        request,
        "staff/conference_guest_rows.html",
        card,
        "khach-moi",
        found=found,
        faults=[_fault(fault) for fault in found.faults[:SHOWN]],
        rows=json.dumps(kept, ensure_ascii=False),
    )


async def _read(request: Request[Actor, Any, Any], form: Form[Any]) -> Read:
    if not form.files["file"]:
        raise Invalid("no file", file="missing")
    data = await form.files["file"][0].read(MOST_BYTES + 1)
    sheet = await anyio.to_thread.run_sync(read_sheet, data, MOST_ROWS + 5)
    groups = await ward_queries.groups(request.user.ward)
    named = {fold(each.label): each.id for each in groups}
    return await anyio.to_thread.run_sync(read_guests, sheet, named)


def _fault(fault: Fault) -> str:
    what = str(FAULT[fault.key]) % {"cell": fault.cell}
    return str(PLACE) % {"line": fault.number, "column": heading(fault.column), "what": what}


@post("/doi-thoai/{conference:int}/khach-moi/ghi", opt=PREPARE)
async def confirm(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, RowsForm)
    rows = _rows(form.data.rows if form.data else "")
    if not rows:
        card = await card_of(request, conference)
        return await _page(request, card, 422, _("Không có dòng nào để ghi."))
    return await _taken(request, conference, "bang", acts.invite(request.user, conference, rows))


def _rows(text: str) -> list[NewInvitee]:
    """Nothing for what no preview of ours has written."""
    try:
        return [
            NewInvitee(InviteeKind(kind), str(name), group, str(person), str(contact), int(seats))
            for kind, name, group, person, contact, seats in json.loads(text)[:MOST_ROWS]
            if group is None or isinstance(group, int)
        ]
    except (ValueError, TypeError, KeyError):
        return []


# One guest


@post("/doi-thoai/{conference:int}/khach-moi/{guest:int}/tra-loi", opt=PREPARE)
async def note_reply(
    request: Request[Actor, Any, Any], conference: FromPath[int], guest: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, ReplyForm)
    if form.data is None:
        return await _page(request, await card_of(request, conference), 422, WRONG["unknown"])
    data = form.data
    act = acts.note_reply(request.user, conference, guest, data.reply, data.substitute)
    return await _taken(request, conference, "tra-loi", act)


@post("/doi-thoai/{conference:int}/khach-moi/{guest:int}/bo", opt=PREPARE)
async def remove(
    request: Request[Actor, Any, Any], conference: FromPath[int], guest: FromPath[int]
) -> Template | Redirect:
    return await _taken(request, conference, "bo", acts.uninvite(request.user, conference, guest))


@get("/doi-thoai/{conference:int}/khach-moi/{guest:int}", opt=PREPARE)
async def show_link(
    request: Request[Actor, Any, Any], conference: FromPath[int], guest: FromPath[int]
) -> Template:
    """The personal link and its QR, to go with the letter."""
    card = await card_of(request, conference)
    found = next((each for each in await read.guests(request.user, card) if each.id == guest), None)
    if found is None:
        raise NotFound(f"no guest {guest}")
    link = f"{SETTINGS.site}{guest_path(found.public_id)}"
    return await conference_page(
        request,
        "staff/conference_guest.html",
        card,
        "khach-moi",
        guest=found,
        link=link,
        qr=Markup(qr_svg.__wrapped__(link)),  # noqa: S704  our own SVG; a secret is not cached
    )


@get("/doi-thoai/{conference:int}/khach-moi/chua-tra-loi", opt=PREPARE)
async def show_to_call(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    """Whom to telephone: to print."""
    card = await card_of(request, conference)
    return await conference_page(
        request,
        "staff/conference_to_call.html",
        card,
        "khach-moi",
        guests=await read.to_call(request.user, card),
        noticed=card.state in NOTICED,
    )


handlers = [
    show,
    show_to_call,
    add,
    add_groups,
    template_file,
    preview,
    confirm,
    note_reply,
    remove,
    show_link,
]
