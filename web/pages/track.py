"""The asker's own page, by the sixteen digits of the tracking code (/tra-cuu)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.clock import now
from dialogue.core.codes import read_tracking_code, tracking_hash
from dialogue.core.errors import Conflict, Invalid, NotFound, TooManyTries
from dialogue.core.keys import keys
from dialogue.matters.actions.contacts import erase_contact
from dialogue.matters.actions.triage import reply
from dialogue.matters.actions.verdicts import give_verdict
from dialogue.matters.queries.tracking import TrackingView, tracking
from dialogue.matters.states import ANSWERED, MatterState, VerdictLevel
from dialogue.ward import queries as wards
from meetings.conferences.queries.floor import asked
from meetings.conferences.queries.promises import promised_for
from surveys.mixing import waiting
from web.access import PUBLIC
from web.client import address_of
from web.english import said, unit_name
from web.forms import Form, form_of, read_form
from web.guesses import Guesses
from web.hall_slides import HIDING, OUTCOME
from web.history import told
from web.i18n import gettext as _
from web.i18n import gettext_lazy, url
from web.passes import make_pass, read_pass
from web.progress import progress
from web.render import page
from web.words import VERDICT

GUESSES = Guesses()
WORDS = {
    "required": gettext_lazy("Xin cho biết điều gì chưa rõ, để phường trả lời lại cho đúng."),
    "long": gettext_lazy("Nội dung dài quá. Quý vị rút gọn giúp."),
}
DONE = {
    "danh-gia": gettext_lazy("Phường đã ghi ý kiến của quý vị. Xin cảm ơn."),
    "tra-loi": gettext_lazy("Phường đã nhận thêm thông tin. Hạn trả lời được tính tiếp."),
    "rut-lai": gettext_lazy("Quý vị đã rút lại ý kiến này. Mã tra cứu vẫn dùng được."),
    "cam-ket-xong": gettext_lazy("Đã ghi: việc này đã xong. Xin cảm ơn."),
    "cam-ket-chua": gettext_lazy(
        "Đã ghi: việc này chưa xong. Việc trở lại đơn vị và cấp trên của đơn vị."
    ),
    "xoa-lien-he": gettext_lazy("Đã xóa tên và số liên hệ. Mã tra cứu vẫn dùng được."),
}


# The asker is not content, and wants no second answer; another asker of it may yet.
ENOUGH = frozenset({MatterState.CLOSED, *ANSWERED})


class CodeForm(BaseModel):
    code: Annotated[str, Field(max_length=60)]


class VerdictForm(BaseModel):
    level: VerdictLevel
    reason: Annotated[str, Field(max_length=2000)] = ""
    reopens: Literal["", "1"] = ""


class ReplyForm(BaseModel):
    text: Annotated[str, Field(max_length=4000)]


@get("/tra-cuu", opt=PUBLIC)
async def show_search() -> Template:
    return page("pages/track_search.html", page="track", form=form_of({}))


@post("/tra-cuu", opt=PUBLIC)
async def find(request: Request[Any, Any, Any]) -> Template | Redirect:
    """A code that is not found, not well formed, or somebody else's looks the same."""
    form = await read_form(request, CodeForm)
    if form.data is None:
        return _search(form, 422)
    try:
        found = await _look_up(form.data.code, address_of(request))
    except TooManyTries as error:
        text = _(
            "Nhiều mã sai quá. Quý vị chờ %(seconds)s giây rồi thử lại. Mã đúng vẫn dùng được."
        )
        wrong = form.refuse(code=text % {"seconds": error.seconds})
        return _search(wrong, 429, {"Retry-After": str(error.seconds)})
    if found is None:
        text = _("Không tìm thấy mã này. Mã có 16 chữ số, quý vị xem lại từng nhóm bốn số.")
        return _search(form.refuse(code=text), 404)
    return Redirect(url(f"/tra-cuu/{make_pass(found, now())}"), status_code=303)


@get("/tra-cuu/{key:str}", opt=PUBLIC)
async def show_matter(request: Request[Any, Any, Any], key: FromPath[str]) -> Template | Redirect:
    """key: the pass. When it is over, the code is asked for again."""
    try:
        tracked = read_pass(key)
    except NotFound:
        return Redirect(url("/tra-cuu"), status_code=303)
    here = await waiting(tracked)
    if here is not None:
        ward = await wards.ward_by_id(here.ward)
        return page("pages/track_waiting.html", ward=ward, page="track", sent=here.day)
    in_hall = await _only_in_the_hall(tracked)
    if in_hall is not None:
        return in_hall
    done = DONE.get(request.query_params.get("xong", ""), "")
    return await _matter(key, await tracking(tracked), form_of({"reopens": "1"}), done=str(done))


@post("/tra-cuu/{key:str}/danh-gia", opt=PUBLIC)
async def judge(request: Request[Any, Any, Any], key: FromPath[str]) -> Template | Redirect:
    tracked = read_pass(key)
    form = await read_form(request, VerdictForm)
    if form.data is None:
        return await _matter(key, await tracking(tracked), form, 422)
    try:
        await give_verdict(
            tracked, form.data.level, form.data.reason, reopens=bool(form.data.reopens)
        )
    except Invalid as error:
        return await _matter(key, await tracking(tracked), form.refuse_all(error, WORDS), 422)
    except Conflict:
        text = _("Câu trả lời này đã được đánh giá, hoặc đang được trả lời lại.")
        return await _matter(key, await tracking(tracked), form.refuse(level=text), 409)
    return _back(key, "danh-gia")


@post("/tra-cuu/{key:str}/tra-loi", opt=PUBLIC)
async def answer_question(
    request: Request[Any, Any, Any], key: FromPath[str]
) -> Template | Redirect:
    """The one missing fact that the ward has asked for."""
    tracked = read_pass(key)
    form = await read_form(request, ReplyForm)
    seen = await tracking(tracked)
    if form.data is None:
        return await _matter(key, seen, form, 422)
    try:
        await reply(seen.ward, tracked, form.data.text)
    except Invalid as error:
        return await _matter(key, seen, form.refuse_all(error, WORDS), 422)
    except Conflict:
        text = _("Phường không còn chờ thông tin này. Quý vị có thể gửi ý kiến mới.")
        return await _matter(key, seen, form.refuse(text=text), 409)
    return _back(key, "tra-loi")


@post("/tra-cuu/{key:str}/xoa-lien-he", opt=PUBLIC)
async def erase(key: FromPath[str]) -> Redirect:
    """The consent is withdrawn: name and contact are erased at once."""
    await erase_contact(read_pass(key))
    return _back(key, "xoa-lien-he")


def _back(key: str, done: str) -> Redirect:
    return Redirect(url(f"/tra-cuu/{key}") + f"?xong={done}", status_code=303)


async def _look_up(typed: str, address: str) -> str | None:
    """The code's hash when there is a matter of it. Raises TooManyTries."""
    code = read_tracking_code(typed)
    async with GUESSES.guarding(address) as verdict:
        # A code that cannot be one is looked up too, so that it takes the same time.
        # So are words that wait to be entered: first, as they may be entered between the two.
        tracked = tracking_hash(keys(), code or typed)
        here = await waiting(tracked)
        try:
            await tracking(tracked)
        except NotFound:
            if here is None and await asked(tracked) is None:
                return None
        verdict.right = True
    return tracked


async def _only_in_the_hall(tracked: str) -> Template | None:
    """A question that the hall dealt with: it is no matter of the register, or not yet."""
    found = await asked(tracked)
    if found is None or found.own.matter is not None:
        return None
    ward = await wards.ward_by_id(found.card.ward)
    return page(
        "pages/track_hall.html",
        ward=ward,
        page="track",
        found=found,
        promised=await promised_for(ward.id, tracked),
        outcomes=OUTCOME,
        hidings=HIDING,
    )


def _search(form: Form[Any], status: int, headers: dict[str, str] | None = None) -> Template:
    both = {"Cache-Control": "no-store"} | (headers or {})
    return page("pages/track_search.html", status=status, headers=both, page="track", form=form)


async def _matter(
    key: str, seen: TrackingView, form: Form[Any], status: int = 200, done: str = ""
) -> Template:
    ward = await wards.ward_by_id(seen.ward)
    units = {unit.id: unit_name(unit) for unit in await wards.units(seen.ward, past=True)}
    fields = {each.id: each for each in await wards.fields(seen.ward, past=True)}
    topics = {each.id: each for each in await wards.topics(seen.ward, past=True)}
    about = fields.get(seen.field or 0) or topics.get(seen.topic or 0)
    return page(
        "pages/track.html",
        status=status,
        ward=ward,
        page="track",
        key=key,
        matter=seen,
        progress=progress(seen, units.get(seen.unit or 0, "")),
        about=said(about.name, about.name_en) if about else "",
        events=[told(line, units) for line in seen.journey],
        levels=list(VERDICT.items()),
        not_again=_not_again(seen),
        hall=await asked(read_pass(key)),
        promised=[] if seen.separate else await promised_for(seen.ward, read_pass(key)),
        hall_outcomes=OUTCOME,
        hall_hidings=HIDING,
        form=form,
        done=done,
    )


def _not_again(seen: TrackingView) -> bool:
    """Did the asker miss something and still want no second answer?"""
    return seen.verdict in {VerdictLevel.PARTLY, VerdictLevel.NOT} and seen.state in ENOUGH


handlers = [show_search, find, show_matter, judge, answer_question, erase]
