"""The page behind a dossier's slip (/s/{code}): the counter's two taps, once for each dossier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.errors import SlipUsed, TicketInvalid, TicketUsed, TooManyTries
from dialogue.core.settings import SETTINGS
from dialogue.ward.queries import procedures, ward_by_id
from surveys.queries.counters import CounterCard
from surveys.rows import NewRating
from surveys.rules import Series, reasons_kept
from surveys.slips.codes import spelled
from surveys.slips.queries import SlipCard, counter_of_slip, slip_by_code
from surveys.slips.states import Standing
from web.access import PUBLIC
from web.client import address_of
from web.forms import Form, form_of, read_form
from web.guesses import Guesses
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.lifespan import save_rating
from web.pages.rating import AGAIN, RatingForm, checked, shown
from web.render import page
from web.tickets import fresh_ticket, new_rating, thanks_path

GUESSES = Guesses()
UNKNOWN = _(
    "Mã này không đúng, hoặc không phải mã phiếu do các phường dùng trang này cấp. Quý vị xem lại "
    "từng chữ trên phiếu; chữ O và số 0 gõ thế nào cũng được."
)
MANY = _("Nhiều mã sai quá. Quý vị chờ %(seconds)s giây rồi thử lại. Mã đúng vẫn dùng được.")
OVER = {
    Standing.SPENT: (
        _("Hồ sơ này đã được đánh giá"),
        _(
            "Mỗi hồ sơ được tính một lượt, và lượt ấy đã có. Nếu không phải quý vị đã gửi, xin báo "
            "cán bộ tại quầy."
        ),
    ),
    Standing.EXPIRED: (
        _("Phiếu này đã hết hạn"),
        _("Phiếu dùng được trong một số ngày sau khi nhận kết quả, và thời gian ấy đã qua."),
    ),
    Standing.REPLACED: (
        _("Phiếu này đã được thay"),
        _("Quầy đã đưa một phiếu khác cho hồ sơ này. Quý vị dùng mã trên phiếu mới nhất."),
    ),
}


class CodeForm(BaseModel):
    code: Annotated[str, Field(max_length=60)]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a code opens. Of UNKNOWN there is nothing more."""

    standing: Standing
    slip: SlipCard
    card: CounterCard

    @property
    def path(self) -> str:
        return f"/s/{self.slip.code}"


@get("/s", opt=PUBLIC)
async def show_search() -> Template:
    return _search(form_of({}))


@post("/s", opt=PUBLIC)
async def find(request: Request[Any, Any, Any]) -> Template | Redirect:
    form = await read_form(request, CodeForm)
    if form.data is None:
        return _search(form, 422)
    found = await _visit(request, form.data.code)
    if isinstance(found, Template):
        return found
    return Redirect(url(found.path), status_code=303)


@get("/s/{code:str}", opt=PUBLIC)
async def show_slip(request: Request[Any, Any, Any], code: FromPath[str]) -> Template:
    found = await _visit(request, code)
    if isinstance(found, Template):
        return found
    return await _over(found) or await _ask(found, form_of({}), 200)


@post("/s/{code:str}", opt=PUBLIC)
async def send_slip(request: Request[Any, Any, Any], code: FromPath[str]) -> Template | Redirect:
    """Sent again with the ticket that was taken, it leads to the same thank-you page."""
    found = await _visit(request, code)
    if isinstance(found, Template):
        return found
    form = checked(found.card, await read_form(request, RatingForm))
    if form.data is None:
        return await _over(found) or await _ask(found, form, 422)
    over = None if found.standing is Standing.SPENT else await _over(found)
    if over is not None:
        return over
    try:
        receipt = await save_rating(request.app, _rating(found, form.data))
    except SlipUsed:
        return await _gone(found, Standing.SPENT, 409)
    except (TicketUsed, TicketInvalid) as error:
        status, message = AGAIN[type(error)]
        return await _over(found) or await _ask(found, form.refuse(ticket=message), status)
    return Redirect(url(thanks_path(found.card, receipt)), status_code=303)


async def _visit(request: Request[Any, Any, Any], typed: str) -> Visit | Template:
    """A forged code, a mistyped one, another installation's: the same page, in the same time."""
    try:
        async with GUESSES.guarding(address_of(request)) as verdict:
            standing, slip = await slip_by_code(typed)
            verdict.right = slip is not None
    except TooManyTries as error:
        text = str(MANY) % {"seconds": error.seconds}
        return _search(form_of({"code": typed[:60]}).refuse(code=text), 429)
    if slip is None:
        return _search(form_of({"code": typed[:60]}).refuse(code=UNKNOWN), 404)
    return Visit(standing, slip, await counter_of_slip(slip))


def _search(form: Form[Any], status: int = 200) -> Template:
    return page("pages/slip_search.html", status=status, page="slip", form=form)


async def _over(visit: Visit) -> Template | None:
    """Why the slip is no longer good; None: it is."""
    return None if visit.standing not in OVER else await _gone(visit, visit.standing, 410)


async def _gone(visit: Visit, standing: Standing, status: int) -> Template:
    title, what = OVER[standing]
    return page(
        "pages/slip_gone.html",
        status=status,
        card=visit.card,
        path=visit.path,
        title=title,
        what=what,
        phone=(await ward_by_id(visit.card.ward)).phone,
    )


async def _ask(visit: Visit, form: Form[RatingForm], status: int) -> Template:
    context = shown(visit.card, form, fresh_ticket(visit.card, visit.path))
    own = {"path": visit.path, "here_path": url(visit.path), "about": await _about(visit.slip)}
    return page("pages/rate.html", status=status, **(context | own))


async def _about(slip: SlipCard) -> str:
    """What the slip is for, and that it says nothing of its bearer."""
    known = {each.id: each for each in await procedures(slip.ward, past=True)}
    found = known.get(slip.procedure or 0)
    name = "" if found is None else (found.name_en if language() == "en" else found.name)
    kept = str(
        _(
            "Mã trên phiếu chỉ để mỗi hồ sơ được tính một lần; không ai xem được hồ sơ nào "
            "đã chọn mức nào."
        )
    )
    return f"{name}. {kept}" if name else kept


def _rating(visit: Visit, data: RatingForm) -> NewRating:
    """Raises TicketInvalid."""
    rating = new_rating(
        visit.card,
        data.ticket,
        data.level,
        field=visit.slip.field,
        reasons=reasons_kept(data.level, data.reasons),
        comment=data.comment,
        wants_answer=data.answer == "1",
        phone=data.phone,
        language=language(),
        path=visit.path,
    )
    return replace(rating, series=Series.SLIP, slip=visit.slip.spent_key)


def slip_url(slip: SlipCard) -> str:
    """What its QR code holds."""
    return f"{SETTINGS.site}/s/{slip.code}"


def slip_words(slip: SlipCard) -> tuple[str, str]:
    """For who types: the short address, and the code as it is printed."""
    return f"{SETTINGS.site.split('://', 1)[-1]}/s", spelled(slip.code)


handlers = [show_search, find, show_slip, send_slip]
