"""What comes of a conference: minutes, conclusions, photographs, the result and its corrections."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import (
    Conflict,
    FileRefused,
    FileTooLarge,
    Invalid,
    NotFound,
)
from dialogue.core.text import clean
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from meetings.conferences.actions import concluding, publishing
from meetings.conferences.actions.concluding import LONGEST, WRITING, NewConclusion
from meetings.conferences.queries import results
from meetings.conferences.record import Concluded, Record
from meetings.conferences.standing import standing
from meetings.conferences.states import ConferenceState
from web.conference_photos import read_photo
from web.conference_result_words import standing_look, told_lack
from web.days import Day
from web.forms import UPLOAD_BODY, Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.pages.files import sent
from web.staff.conference_papers import record_for
from web.staff.conference_parts import (
    CHAIR,
    PATH,
    PREPARE,
    READ,
    conference_page,
    told,
    typed,
)
from web.staff.parts import NO_FILE, finished, onward
from web.uploads import accepted, refusal

DONE = {
    "ket-luan": _("Đã ghi kết luận."),
    "sua-ket-luan": _("Đã sửa kết luận."),
    "bo-ket-luan": _("Đã bỏ kết luận. Nhật ký vẫn giữ."),
    "bien-ban": _("Đã lưu biên bản."),
    "anh": _("Đã thêm ảnh."),
    "bo-anh": _("Đã bỏ ảnh khỏi mọi trang."),
    "cong-bo": _("Đã công bố kết quả. Mỗi việc đã vào sổ lời hứa."),
    "dinh-chinh": _("Đã đính chính. Lời cũ, ngày và lý do vẫn hiện bên cạnh."),
}
EITHER = _("Chọn một: vượt thẩm quyền, hoặc lý do không giao việc.")
NOT_A_PHOTO = _("Chỉ nhận ảnh (JPG, PNG, WebP, HEIC).")
LACKING = _("Chưa công bố: còn chỗ chưa đủ, ghi ở cuối trang. Những gì đã ghi vẫn giữ nguyên.")
OUT = (ConferenceState.RESULT_OUT, ConferenceState.FOLLOWING, ConferenceState.CLOSED)

Line = Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST)]
Short = Annotated[str, BeforeValidator(clean), Field(max_length=200)]
Long = Annotated[str, BeforeValidator(clean), Field(max_length=8_000)]


class ConclusionForm(BaseModel):
    text: Annotated[Line, Field(min_length=1)]
    unit: Id | None = None
    staff: Id | None = None
    due: Day | None = None
    product: Line = ""
    field: Id | None = None
    together: Short = ""
    beyond: str = ""
    receiver: Short = ""
    why_no_task: Line = ""
    opinions: list[Id] = []
    version: Id = 1

    def new(self) -> NewConclusion:
        kept = self.model_dump(exclude={"version", "opinions", "beyond"})
        return NewConclusion(**kept, beyond=self.beyond == "1", opinions=tuple(self.opinions))


class VersionForm(BaseModel):
    version: Id


class MinutesForm(VersionForm):
    assessment: Long = ""
    report: Long = ""
    other_remarks: Long = ""
    secretary: Annotated[str, BeforeValidator(clean), Field(max_length=120)] = ""


class PhotoForm(BaseModel):
    alt: Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=300)]


class CorrectionForm(BaseModel):
    """what: "ket-luan-12", "tra-loi-7" or "danh-gia"."""

    what: Annotated[str, Field(max_length=40)]
    text: Annotated[Long, Field(min_length=1)]
    reason: Annotated[Line, Field(min_length=1)]


@get("/doi-thoai/{conference:int}/ket-luan", opt=READ)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    return await _page(request, conference)


async def _page(
    request: Request[Actor, Any, Any], number: int, status: int = 200, **forms: Any
) -> Template:
    """forms: new, minutes, photo, correction, result; changing: a conclusion's id and form."""
    known = await record_for(request.user, number)
    card = known.card
    today = local_day(now())
    return await conference_page(
        request,
        "staff/conference_outcome.html",
        card,
        "ket-luan",
        status=status,
        known=known,
        standing={each.id: standing_look(standing(each, today)) for each in known.leads},
        codes={each.id: each.code for each in known.leads},
        lacks=[told_lack(each) for each in await results.missing(card.ward, known)],
        corrections=await results.corrections(card.ward, card.id),
        writing=card.state in WRITING,
        drafting=card.state is ConferenceState.RESULT_DRAFT,
        after_hall=card.state in {ConferenceState.MINUTES, ConferenceState.RESULT_DRAFT},
        out=card.state in OUT,
        pictured=card.state in publishing.PICTURED,
        changing=forms.get("changing") or _changing(request, known),
        new=forms.get("new") or form_of({}),
        minutes=forms.get("minutes") or form_of(_minutes(known)),
        photo=forms.get("photo") or form_of({}),
        correction=forms.get("correction") or form_of({}),
        result=forms.get("result") or form_of({}),
        corrigible=_corrigible(known),
        done=finished(request, DONE),
        **await _choices(card.ward, known),
    )


def _minutes(known: Record) -> dict[str, object]:
    names = ("assessment", "report", "other_remarks", "secretary", "version")
    return {name: getattr(known.card, name) for name in names}


async def _choices(ward: int, known: Record) -> dict[str, Any]:
    people = [each for each in await wards.staff_list(ward) if each.active]
    return {
        "units": [(each.id, each.name) for each in await wards.units(ward)],
        "fields": [(each.id, each.name) for each in await wards.fields(ward)],
        "people": [(each.id, f"{each.name}, {each.title}") for each in people],
        "opinions": [
            (each.id, f"{each.code}: {_short(each.words)}")
            for each in known.in_hall
            if not each.withheld
        ],
    }


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _changing(request: Request[Actor, Any, Any], known: Record) -> tuple[int, Form[Any]] | None:
    """The conclusion that ?sua= names, with its form."""
    wanted = request.query_params.get("sua", "")
    found = next((each for each in known.conclusions if str(each.id) == wanted), None)
    return None if found is None else (found.id, form_of(_filled(found)))


def _filled(each: Concluded) -> dict[str, object]:
    names = ("text", "unit", "staff", "product", "field", "together", "receiver", "why_no_task")
    kept = {name: getattr(each, name) for name in names}
    return {
        **kept,
        "due": typed(each.due),
        "beyond": "1" if each.beyond else "",
        "opinions": list(each.opinions),
        "version": each.version,
    }


def _corrigible(known: Record) -> list[tuple[str, str]]:
    """What of the result may be put right."""
    return [
        ("danh-gia", str(_("Đánh giá chung"))),
        *(
            (f"ket-luan-{each.id}", str(_("Kết luận %(n)s")) % {"n": each.position})
            for each in known.conclusions
        ),
        *(
            (f"tra-loi-{each.id}", str(_("Trả lời ý kiến %(n)s")) % {"n": each.code})
            for each in known.in_hall
            if each.answer and not each.withheld
        ),
    ]


def _wrong(form: Form[Any], error: Invalid | Conflict) -> tuple[int, Form[Any]]:
    status, shown = told(form, error)
    if isinstance(error, Invalid) and error.errors.get("why_no_task") == "either":
        shown = form.refuse(why_no_task=EITHER)
    return status, shown


@post("/doi-thoai/{conference:int}/ket-luan", opt=PREPARE)
async def add(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template | Redirect:
    form = await read_form(request, ConclusionForm)
    if form.data is None:
        return await _page(request, conference, 422, new=form)
    try:
        await concluding.conclude(request.user, conference, form.data.new())
    except (Invalid, Conflict) as error:
        status, shown = _wrong(form, error)
        return await _page(request, conference, status, new=shown)
    return onward(f"{PATH}/{conference}/ket-luan", "ket-luan")


@post("/doi-thoai/{conference:int}/ket-luan/{conclusion:int}", opt=PREPARE)
async def change(
    request: Request[Actor, Any, Any], conference: FromPath[int], conclusion: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, ConclusionForm)
    if form.data is None:
        return await _page(request, conference, 422, changing=(conclusion, form))
    data = form.data
    try:
        await concluding.change_conclusion(
            request.user, conference, conclusion, data.new(), data.version
        )
    except (Invalid, Conflict) as error:
        status, shown = _wrong(form, error)
        return await _page(request, conference, status, changing=(conclusion, shown))
    return onward(f"{PATH}/{conference}/ket-luan", "sua-ket-luan")


@post("/doi-thoai/{conference:int}/ket-luan/{conclusion:int}/bo", opt=PREPARE)
async def remove(
    request: Request[Actor, Any, Any], conference: FromPath[int], conclusion: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, VersionForm)
    if form.data is None:
        return await _page(request, conference, 422, result=form)
    try:
        await concluding.remove_conclusion(request.user, conference, conclusion, form.data.version)
    except Conflict as error:
        status, shown = told(form, error)
        return await _page(request, conference, status, result=shown)
    return onward(f"{PATH}/{conference}/ket-luan", "bo-ket-luan")


@post("/doi-thoai/{conference:int}/bien-ban", opt=PREPARE)
async def save_minutes(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, MinutesForm)
    if form.data is None:
        return await _page(request, conference, 422, minutes=form)
    try:
        await concluding.write_minutes(request.user, conference, **form.data.model_dump())
    except (Invalid, Conflict) as error:
        status, shown = told(form, error)
        return await _page(request, conference, status, minutes=shown)
    return onward(f"{PATH}/{conference}/ket-luan", "bien-ban")


@post("/doi-thoai/{conference:int}/cong-bo", opt=CHAIR)
async def publish(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, VersionForm)
    if form.data is None:
        return await _page(request, conference, 422, result=form)
    try:
        await publishing.publish(request.user, conference, form.data.version)
    except Invalid:
        return await _page(request, conference, 422, result=form.refuse(form=LACKING))
    except Conflict as error:
        status, shown = told(form, error)
        return await _page(request, conference, status, result=shown)
    return onward(f"{PATH}/{conference}/ket-luan", "cong-bo")


@post("/doi-thoai/{conference:int}/anh", opt=PREPARE, request_max_body_size=UPLOAD_BODY)
async def add_photo(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, PhotoForm)
    if not form.files["photo"]:
        form = form.refuse(photo=NO_FILE)
    if form.data is None:
        return await _page(request, conference, 422, photo=form)
    try:
        (file,) = await accepted(request.user.ward, form.files["photo"][:1])
        await publishing.add_photo(request.user, conference, file, form.data.alt)
    except (FileTooLarge, FileRefused) as error:
        return await _page(request, conference, 422, photo=form.refuse(photo=refusal(error)))
    except Invalid as error:
        known = {"photo": NOT_A_PHOTO} if "photo" in error.errors else {}
        shown = form.refuse(**known) if known else told(form, error)[1]
        return await _page(request, conference, 422, photo=shown)
    except Conflict as error:
        status, shown = told(form, error)
        return await _page(request, conference, status, photo=shown)
    return onward(f"{PATH}/{conference}/ket-luan", "anh")


@get("/doi-thoai/{conference:int}/anh/{public_id:str}", opt=READ)
async def show_photo(
    request: Request[Actor, Any, Any], conference: FromPath[int], public_id: FromPath[str]
) -> Response[bytes]:
    return sent(request, await read_photo(request.user.ward, conference, public_id))


@post("/doi-thoai/{conference:int}/anh/{public_id:str}/bo", opt=PREPARE)
async def remove_photo(
    request: Request[Actor, Any, Any], conference: FromPath[int], public_id: FromPath[str]
) -> Template | Redirect:
    try:
        await publishing.remove_photo(request.user, conference, public_id)
    except Conflict as error:
        status, shown = told(form_of({}), error)
        return await _page(request, conference, status, photo=shown)
    return onward(f"{PATH}/{conference}/ket-luan", "bo-anh")


@post("/doi-thoai/{conference:int}/dinh-chinh", opt=CHAIR)
async def correct(
    request: Request[Actor, Any, Any], conference: FromPath[int]
) -> Template | Redirect:
    form = await read_form(request, CorrectionForm)
    if form.data is None:
        return await _page(request, conference, 422, correction=form)
    data = form.data
    what, of = read_what(data.what)
    try:
        await publishing.correct(
            request.user, conference, what, of, text=data.text, reason=data.reason
        )
    except (Invalid, Conflict) as error:
        status, shown = told(form, error)
        return await _page(request, conference, status, correction=shown)
    return onward(f"{PATH}/{conference}/ket-luan", "dinh-chinh")


def read_what(typed_: str) -> tuple[str, int]:
    """`ket-luan-12` → conclusion, 12. Raises NotFound."""
    names = {"ket-luan": "conclusion", "tra-loi": "answer", "danh-gia": "assessment"}
    stem, _dash, number = typed_.rpartition("-")
    if typed_ in names:
        return names[typed_], 0
    if stem not in names or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound(f"no {typed_!r} in a result")
    return names[stem], int(number)


handlers = [
    show,
    add,
    change,
    remove,
    save_minutes,
    publish,
    add_photo,
    show_photo,
    remove_photo,
    correct,
]
