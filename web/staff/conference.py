"""One conference before its day: legal check, check-list, proofs, history, and its next steps."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, FileRefused, FileTooLarge, Forbidden, Invalid
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.conferences.actions import planning, ticks
from meetings.conferences.actions.ticks import NewProof
from meetings.conferences.checklist import items
from meetings.conferences.legal import last_new_day
from meetings.conferences.plans import LONGEST
from meetings.conferences.queries import checklist, law
from meetings.conferences.queries.agenda import parts, programme
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.guests import counts
from meetings.conferences.queries.history import history
from meetings.conferences.states import AHEAD, NOTICED, Posting, Subject
from web.conference_photos import read_proof
from web.days import Day
from web.forms import UPLOAD_BODY, Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.pages.files import sent
from web.staff.conference_days_off import explained
from web.staff.conference_forms import when
from web.staff.conference_history import lines as told_history
from web.staff.conference_parts import (
    CHAIR,
    PATH,
    PREPARE,
    READ,
    Hour,
    Step,
    Times,
    card_of,
    conference_page,
    moment,
    told,
    typed,
)
from web.staff.conference_ticks import next_line
from web.staff.parts import finished, onward
from web.uploads import accepted, refusal

Words = Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST)]
DONE = {
    "lap": _("Đã lập kế hoạch hội nghị."),
    "sua": _("Đã sửa kế hoạch."),
    "mo-cau-hoi": _("Đã mở nhận câu hỏi gửi trước."),
    "thong-bao": _("Đã thông báo hội nghị."),
    "doi-ngay": _("Đã thông báo lại với ngày, giờ, nơi họp mới."),
    "huy": _("Đã hủy hội nghị. Kế hoạch cho ngày mới ở dưới."),
    "dong-cau-hoi": _("Đã đóng nhận câu hỏi trước. Câu đến sau vẫn nhận, ghi là gửi sau."),
    "san-sang": _("Hội nghị đã sẵn sàng khai mạc."),
    "viec": _("Đã ghi vào danh mục việc."),
    "niem-yet": _("Đã ghi bằng chứng thông báo."),
}
TOO_LATE = _(
    "Thông báo hôm nay thì hội nghị sớm nhất được họp ngày %(first)s. "
    "Ông bà đổi ngày, hoặc lãnh đạo ghi lý do thông báo muộn."
)
FIRST_WORKING = _("%(first)s, là ngày nghỉ (ngày làm việc đầu tiên: %(working)s)")
LEADER = _("Chỉ Chủ tịch, Phó Chủ tịch được ghi lý do thông báo muộn.")
LAST_DAY = _("Ngày mới chậm nhất là %(last)s.")
UNDONE = _("Chưa sẵn sàng: còn thiếu “%(line)s”.")


class AnnounceForm(Step):
    override: Words = ""


class MoveForm(Step, Times):
    place: Annotated[str, BeforeValidator(clean), Field(max_length=200)] = ""
    reason: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=LONGEST)]
    override: Words = ""
    day_off_reason: Words = ""


class CancelForm(Step):
    reason: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=LONGEST)]
    new_start: Day | None = None
    starts: Hour = "8:00"
    day_off_reason: Words = ""


class ProofForm(BaseModel):
    subject: Subject = Subject.NOTICE
    kind: Posting
    place: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=200)]
    posted_on: Day
    evidence: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=1_000)]
    alt: Annotated[str, BeforeValidator(clean), Field(max_length=300)] = ""


@get("/doi-thoai/{conference:int}", opt=READ)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, await card_of(request, conference))


async def _page(
    request: Request[Actor, Any, Any],
    card: ConferenceCard,
    status: int = 200,
    problem: object = "",
    **forms: Form[Any],
) -> Template:
    """forms: announce, move, cancel, proof; those that were not sent are blank.

    What is wrong with a form is told by its summary; problem: what no form can tell.
    """
    today = local_day(now())
    found = await checklist.checklist(card)
    labels = {each.id: each.label for each in await ward_queries.groups(card.ward, past=True)}
    names = {each.id: each.name for each in await ward_queries.fields(card.ward, past=True)}
    version = {"version": card.version}
    blank = {
        "announce": form_of(version),
        "move": form_of(version | when(card) | {"place": card.place}),
        "cancel": form_of(version | {"starts": when(card)["starts"]}),
        "proof": form_of({"posted_on": typed(today), "subject": Subject.NOTICE.value}),
    }
    return await conference_page(
        request,
        "staff/conference.html",
        card,
        status=status,
        problem="" if any(form.wrong for form in forms.values()) else problem,
        forms=blank | forms,
        law=await law.check(card.ward, card.day),
        day_off=await law.day_off(card.ward, card.day),
        last_new_day=last_new_day(await ward_queries.rules(card.ward), card.day),
        lines=found,
        next_line=next_line(found),
        proofs=await checklist.proofs(card),
        programme=await programme(card),
        parts=await parts(card),
        groups=labels,
        fields=[names[each] for each in card.fields if each in names],
        guests=await counts(card),
        history=told_history(await history(card.ward, card.id)),
        is_ahead=card.state in AHEAD,
        is_noticed=card.state in NOTICED,
        done=finished(request, DONE),
    )


async def _taken(  # noqa: PLR0917  a sentence: what, of which, told how
    request: Request[Actor, Any, Any],
    number: int,
    key: str,
    act: Awaitable[object],
    name: str = "",
    form: Form[Any] | None = None,
) -> Template | Redirect:
    """Onward after the step; else the page again, with what was typed in the form `name`."""
    try:
        await act
    except (Invalid, Conflict, Forbidden) as error:
        card = await card_of(request, number)
        status, problem, wrong = _refused(error, form or form_of({}))
        forms = {name: wrong} if name else {}
        return await _page(request, card, status, problem, **forms)
    return onward(f"{PATH}/{number}", key)


def _refused(
    error: Invalid | Conflict | Forbidden, form: Form[Any]
) -> tuple[int, object, Form[Any]]:
    if isinstance(error, Forbidden):
        return 403, LEADER, form.refuse(override=LEADER)
    if isinstance(error, Conflict):
        status, wrong = told(form, error)
        return status, wrong.errors["form"], form
    errors = error.errors
    if errors.get("notice") == "too-late":
        text = str(TOO_LATE) % {"first": _first(errors)}
        return 422, text, form.refuse(override=text)
    if "last" in errors:
        text = str(LAST_DAY) % {"last": typed(date.fromisoformat(errors["last"]))}
        return 422, text, form.refuse(new_start=text)
    if "checklist" in errors:
        line = next(each for each in items() if each.key == errors["checklist"])
        return 422, str(UNDONE) % {"line": line.text}, form
    if "starts_at" in errors:
        errors["day"] = errors.pop("starts_at")
    status, wrong = told(explained(form, error), error)
    return status, next(text for _name, text in wrong.wrong), wrong


def _first(errors: dict[str, str]) -> str:
    """The first lawful day, with the first on which people work where that is another."""
    first, working = (typed(date.fromisoformat(errors[name])) for name in ("first", "working"))
    return first if first == working else str(FIRST_WORKING) % {"first": first, "working": working}


async def _button(
    request: Request[Actor, Any, Any], number: int, key: str, act: Any
) -> Template | Redirect:
    """A step that needs no words."""
    form = await read_form(request, Step)
    if form.data is None:
        return await _page(request, await card_of(request, number), 422, _("Xin bấm lại."))
    return await _taken(request, number, key, act(request.user, number, form.data.version))


@post("/doi-thoai/{conference:int}/mo-cau-hoi", opt=PREPARE)
async def open_questions(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    return await _button(request, conference, "mo-cau-hoi", planning.open_collection)


@post("/doi-thoai/{conference:int}/dong-cau-hoi", opt=PREPARE)
async def close_questions(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    return await _button(request, conference, "dong-cau-hoi", planning.close_collection)


@post("/doi-thoai/{conference:int}/san-sang", opt=PREPARE)
async def make_ready(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    return await _button(request, conference, "san-sang", planning.make_ready)


@post("/doi-thoai/{conference:int}/thong-bao", opt=PREPARE)
async def announce(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, AnnounceForm)
    if form.data is None:
        return await _page(request, await card_of(request, conference), 422, announce=form)
    act = planning.announce(request.user, conference, form.data.version, form.data.override)
    return await _taken(request, conference, "thong-bao", act, "announce", form)


@post("/doi-thoai/{conference:int}/doi-ngay", opt=PREPARE)
async def move(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template | Redirect:
    form = await read_form(request, MoveForm)
    if form.data is None:
        return await _page(request, await card_of(request, conference), 422, move=form)
    data = form.data
    starts_at, ends_at = data.at()
    act = planning.move(
        request.user,
        conference,
        data.version,
        starts_at,
        ends_at,
        data.place,
        data.reason,
        data.override,
        data.day_off_reason,
    )
    return await _taken(request, conference, "doi-ngay", act, "move", form)


@post("/doi-thoai/{conference:int}/huy", opt=CHAIR)
async def cancel(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    """Onward to the plan of the new day, where there is one."""
    form = await read_form(request, CancelForm)
    card = await card_of(request, conference)
    if form.data is None:
        return await _page(request, card, 422, cancel=form)
    data = form.data
    start = None if data.new_start is None else moment(data.new_start, data.starts)
    try:
        new = await planning.cancel(
            request.user, conference, data.version, data.reason, start, data.day_off_reason
        )
    except (Invalid, Conflict) as error:
        status, problem, wrong = _refused(error, form)
        return await _page(request, card, status, problem, cancel=wrong)
    return onward(f"{PATH}/{new or conference}", "huy" if new else "")


@get("/doi-thoai/{conference:int}/niem-yet/{public_id:str}", opt=READ)
async def show_proof(
    request: Request[Actor, Any, Any], conference: FromPath[int], public_id: FromPath[str]
) -> Response[bytes]:
    """The photo of a notice where it hangs."""
    return sent(request, await read_proof(await card_of(request, conference), public_id))


@post("/doi-thoai/{conference:int}/niem-yet", opt=PREPARE, request_max_body_size=UPLOAD_BODY)
async def prove(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, ProofForm)
    if form.data is None:
        return await _page(request, await card_of(request, conference), 422, proof=form)
    try:
        found = await accepted(request.user.ward, form.files["photo"][:1])
    except (FileTooLarge, FileRefused) as error:
        wrong = form.refuse(photo=refusal(error))
        return await _page(request, await card_of(request, conference), 422, proof=wrong)
    photo = found[0] if found else None
    act = ticks.prove(request.user, conference, NewProof(**form.data.model_dump(), photo=photo))
    return await _taken(request, conference, "niem-yet", act, "proof", form)


handlers = [
    show,
    open_questions,
    close_questions,
    make_ready,
    announce,
    move,
    cancel,
    prove,
    show_proof,
]
