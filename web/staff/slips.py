"""Dossier slips at the counter: who is invited, one slip with the result, or a sheet of many.

A dossier's number is never stored, so pages that print it are the answer to a form, and a list
goes from the preview to the sheet in the form itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from markupsafe import Markup
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid, SlipUsed
from dialogue.core.text import clean
from dialogue.letters.rules import may_propose
from dialogue.ward import queries as wards
from dialogue.ward.dossiers import dossier_number
from dialogue.ward.rules import Actor
from surveys.posters import qr_svg
from surveys.queries.counters import counter_of_ward, counter_staff, counters
from surveys.slips import actions
from surveys.slips.queries import (
    SlipCard,
    asked_on,
    businesses,
    counter_of_slip,
    sheet_rows,
    slip_of,
)
from surveys.slips.rules import GIVERS, MOST_NUMBERS
from surveys.slips.states import SlipState
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.pages.slip import slip_url, slip_words
from web.pages.slip_draws import method_words
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import FIELD, finished, onward, upload_of

PATH = "/quan-tri/phieu-danh-gia"
WHO = staff(*GIVERS)
BODY = 1024 * 1024  # bytes of a form with a list of numbers
DONE = {"tu-choi": _("Đã ghi: người dân không nhận phiếu.")}
WORDS = {
    **FIELD,
    "odd": _("Số hồ sơ có chữ số, chữ cái không dấu, gạch và chấm. Ví dụ: H26.29-250703-0012."),
    "never": _(
        "Không mời đánh giá và không in phiếu cho hồ sơ khai tử (quy định SLIP-NEVER): gia đình "
        "đang có tang."
    ),
    "quiet": _(
        "Gia đình này vừa nhận thư chia buồn, nên không mời đánh giá trong những ngày này (quy "
        "định LTR-QUIET)."
    ),
    "unknown": _("Quầy này không làm việc đã chọn. Ông bà chọn lại."),
    "too-many": _("Mỗi lần nhiều nhất %(most)s dòng. Ông bà chia thành nhiều lần."),
    "none": _("Không có dòng nào đưa phiếu được. Ông bà xem từng dòng ở dưới."),
}
NAME_IT = _("Lĩnh vực này có khai tử, nên phải chọn đúng thủ tục; hồ sơ khai tử không được mời.")
CHANGED = _("Hồ sơ này không được mời, hoặc phiếu vừa được người khác xử lý. Ông bà nhập lại số.")
RATED = _("Hồ sơ này đã được đánh giá, nên không cấp phiếu nữa.")
OTHER = _("Số hồ sơ không khớp với phiếu. Ông bà nhập lại số hồ sơ.")
PROBLEM = {
    "": _("đưa phiếu được"),
    "missing": _("trống"),
    "odd": _("không phải số hồ sơ"),
    "twice": _("trùng dòng trên"),
    "spent": _("đã được đánh giá"),
    "quiet": _("gia đình có tang, không mời"),
}
STATE = {
    SlipState.OUT: _("không mời"),
    SlipState.DRAWN: _("mời"),
    SlipState.HANDED: _("đã đưa phiếu"),
    SlipState.REFUSED: _("không nhận phiếu"),
    SlipState.REPLACED: _("đã thay phiếu khác"),
}
Number = Annotated[str, BeforeValidator(clean), Field(max_length=80)]


class EnterForm(BaseModel):
    counter: str
    about: str = ""
    number: Number


class PrintForm(BaseModel):
    number: Number
    paper: Literal["a5", "80"] = "a5"


class SheetForm(BaseModel):
    counter: str
    about: str = ""
    numbers: Annotated[str, Field(max_length=60_000)] = ""
    paper: Literal["a4", "80"] = "a4"


@dataclass(frozen=True, slots=True)
class Printed:
    """One slip on paper. about: the procedure, in both languages."""

    number: str
    counter: str
    about: str
    about_en: str
    qr: Markup
    address: str
    code: str
    ends: Any


@get("/phieu-danh-gia", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    kept = {"counter": request.query_params.get("quay", "") or await _own(request.user)}
    return await _page(request, form_of(kept), done=finished(request, DONE))


async def _own(actor: Actor) -> str:
    """The code of the counter where the actor works; the first one for who works at none."""
    known = await counters(actor.ward)
    for card in known:
        if actor.staff in await counter_staff(actor.ward, card.id):
            return card.code
    return known[0].code if known else ""


async def _page(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200, **shown: Any
) -> Template:
    today = local_day(now())
    return await staff_page(
        request,
        "staff/slips.html",
        status=status,
        form=form,
        today=today,
        draw=method_words(await actions.publish_draw(request.user.ward, today)),
        asked=await asked_on(request.user, today),
        **await _choices(request.user.ward, form.values["counter"]),
        **{"problem": "", "done": "", "mourning": False, **shown},
    )


async def _choices(ward: int, counter: str) -> dict[str, Any]:
    """Counters, and what the chosen one is for."""
    known = await counters(ward)
    card = next((each for each in known if each.code == counter), known[0] if known else None)
    found = [] if card is None else await businesses(card)
    return {
        "counter": card,
        "counters": [(each.title, f"?quay={each.code}", each is card) for each in known],
        "abouts": [(each.key, each.name) for each in found],
    }


@post("/phieu-danh-gia", opt=WHO)
async def enter(request: Request[Actor, Any, Any]) -> Template:
    """Says at once whether this dossier is invited. The page is the reply: no number is kept."""
    form = await read_form(request, EnterForm)
    if form.data is None:
        return await _page(request, form, 422)
    try:
        slip = await actions.enter(
            request.user, form.data.counter, form.data.number, form.data.about
        )
    except Invalid as error:
        mourning = error.errors.get("procedure") == "never" and may_propose(request.user)
        return await _page(request, _told(form, error), 422, mourning=mourning)
    return await _invited(request, slip, dossier_number(form.data.number))


def _told(form: Form[Any], error: Invalid) -> Form[Any]:
    """An excluded procedure is told beside the choice of procedure."""
    why = error.errors.get("procedure")
    if why is not None:
        return form.refuse(about=WORDS["never"] if why == "never" else NAME_IT)
    words = WORDS | {"too-many": str(WORDS["too-many"]) % {"most": MOST_NUMBERS}}
    return form.refuse_all(error, words)


async def _invited(
    request: Request[Actor, Any, Any],
    slip: SlipCard,
    number: str,
    problem: object = "",
    status: int = 200,
) -> Template:
    card = await counter_of_slip(slip)
    return await staff_page(
        request,
        "staff/slip_invite.html",
        status=status,
        slip=slip,
        number=number,
        counter=card,
        about=(await _names(slip))[0],
        state=STATE[slip.state],
        problem=problem,
    )


async def _names(slip: SlipCard) -> tuple[str, str]:
    """Of the procedure, or of the field alone."""
    known = {each.id: each for each in await wards.procedures(slip.ward, past=True)}
    fields = {each.id: each for each in await wards.fields(slip.ward, past=True)}
    found = known.get(slip.procedure or 0) or fields.get(slip.field or 0)
    return ("", "") if found is None else (found.name, found.name_en)


@post("/phieu-danh-gia/{item:int}/phat", opt=WHO)
async def hand(request: Request[Actor, Any, Any], item: FromPath[int]) -> Template:
    """Handed out and printed; printed again when it was already."""
    return await _printed(request, item, actions.hand)


@post("/phieu-danh-gia/{item:int}/thay", opt=WHO)
async def reissue(request: Request[Actor, Any, Any], item: FromPath[int]) -> Template:
    return await _printed(request, item, actions.reissue)


async def _printed(request: Request[Actor, Any, Any], item: int, act: Any) -> Template:
    slip = await slip_of(request.user, item)
    form = await read_form(request, PrintForm)
    number = _number_of(form.values["number"])
    if form.data is None or not slip.is_of(number):
        return await _page(request, form_of({}).refuse(number=OTHER), 422)
    try:
        given = await act(request.user, item)
    except (SlipUsed, Conflict, Invalid) as error:
        told = {SlipUsed: RATED, Invalid: WORDS["quiet"]}
        problem = told.get(type(error), CHANGED)
        return await _invited(request, await slip_of(request.user, item), number, problem, 409)
    return await _sheet(request, [(number, given)], form.data.paper)


def _number_of(typed: str) -> str:
    try:
        return dossier_number(typed)
    except Invalid:
        return ""


@post("/phieu-danh-gia/{item:int}/tu-choi", opt=WHO)
async def refuse(request: Request[Actor, Any, Any], item: FromPath[int]) -> Template | Redirect:
    try:
        await actions.refuse(request.user, item)
    except Conflict:
        return await _page(request, form_of({}), 409, problem=CHANGED)
    return onward(PATH, "tu-choi")


async def _sheet(
    request: Request[Actor, Any, Any], given: list[tuple[str, SlipCard]], paper: str
) -> Template:
    return await staff_page(
        request,
        "staff/slip_print.html",
        slips=[await _on_paper(number, slip) for number, slip in given],
        paper=paper,
    )


async def _on_paper(number: str, slip: SlipCard) -> Printed:
    address, code = slip_words(slip)
    qr = qr_svg.__wrapped__(slip_url(slip))
    return Printed(
        number,
        (await counter_of_slip(slip)).title,
        *await _names(slip),
        Markup(qr),  # noqa: S704  our own SVG; a secret is not cached
        address,
        code,
        slip.ends,
    )


# A sheet of many


@get("/phieu-danh-gia/nhieu", opt=WHO)
async def show_many(request: Request[Actor, Any, Any]) -> Template:
    counter = request.query_params.get("quay", "") or await _own(request.user)
    return await _many(request, form_of({"counter": counter, "paper": "a4"}))


async def _many(
    request: Request[Actor, Any, Any], form: Form[Any], status: int = 200, **shown: Any
) -> Template:
    return await staff_page(
        request,
        "staff/slip_many.html",
        status=status,
        form=form,
        most=MOST_NUMBERS,
        words=PROBLEM,
        states=STATE,
        **await _choices(request.user.ward, form.values["counter"]),
        **{"rows": [], "nobody": False, **shown},
    )


@post("/phieu-danh-gia/nhieu", opt=WHO, request_max_body_size=BODY)
async def preview(request: Request[Actor, Any, Any]) -> Template:
    """Each line by itself; nothing is written yet."""
    form = await read_form(request, SheetForm)
    data = await upload_of(form)
    if data:
        form.values["numbers"] = "\n".join((form.values["numbers"], first_column(data))).strip()
    lines = form.values["numbers"].splitlines()
    if form.data is None or not any(line.strip() for line in lines):
        return await _many(request, form.refuse(numbers=WORDS["missing"]), 422)
    if len(lines) > MOST_NUMBERS:
        wrong = str(WORDS["too-many"]) % {"most": MOST_NUMBERS}
        return await _many(request, form.refuse(numbers=wrong), 422)
    await counter_of_ward(request.user.ward, form.data.counter)
    return await _many(request, form, rows=await sheet_rows(request.user.ward, lines))


def first_column(data: bytes) -> str:
    """Of a CSV file, without a heading that is no number."""
    text = data.decode("utf-8-sig", errors="replace").replace("\x00", "")
    cells = [line.replace(";", ",").split(",")[0].strip(' "\t') for line in text.splitlines()]
    kept = [cell for cell in cells if cell]
    if kept and not any(each.isdigit() for each in kept[0]):
        kept = kept[1:]
    return "\n".join(kept)


@post("/phieu-danh-gia/nhieu/phat", opt=WHO)
async def hand_many(request: Request[Actor, Any, Any]) -> Template:
    form = await read_form(request, SheetForm)
    if form.data is None:
        return await _many(request, form, 422)
    lines = form.data.numbers.splitlines()
    try:
        made = await actions.hand_many(request.user, form.data.counter, lines, form.data.about)
    except Invalid as error:
        rows = await sheet_rows(request.user.ward, lines[:MOST_NUMBERS])
        return await _many(request, _told(form, error), 422, rows=rows)
    given = [(row.number, slip) for row, slip in made if slip.state is SlipState.HANDED]
    if not given:
        rows = await sheet_rows(request.user.ward, lines)
        return await _many(request, form, rows=rows, nobody=True)
    return await _sheet(request, given, form.data.paper)


handlers = [show, enter, hand, reissue, refuse, show_many, preview, hand_many]
rail = [RailItem("slips", PATH, "tag", _("Phiếu đánh giá"), WHO["who"], 59)]
