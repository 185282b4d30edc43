"""Half-year review: satisfaction of the units and of the wards side by side, as page and draft,
with what each unit says of itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core import clock
from dialogue.core.errors import Conflict, Invalid
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from surveys.reviews.actions import publish, write_remark
from surveys.reviews.figures import Review, review
from surveys.reviews.published import published_review
from surveys.reviews.queries import Remark, most_words, remarks
from surveys.reviews.rules import APPROVERS, Words, has_begun, is_over, may_approve, may_remark
from surveys.reviews.rules import HEADS as WRITERS
from surveys.rules import READERS
from web.access import staff
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import LARGEST
from web.pages.reviews import public_path
from web.papers import drawn, sent
from web.render import NO_STORE, staff_page
from web.result_rows import SERIES
from web.staff.parts import FIELD, finished
from web.staff.review_register import (
    REGISTER_HEADS,
    register_name,
    register_note,
    register_rows,
)
from web.staff.review_terms import PATH, Asked, asked, query
from web.staff.review_words import (
    HEADS,
    KINDS,
    PARTS,
    TASK_HEADS,
    across_words,
    bars,
    report,
    rows,
    task_rows,
    term_name,
    told,
)
from web.staff.satisfaction import axis_start

DONE = {
    "da-ghi": _("Đã ghi nhận xét. Các bản trước vẫn giữ."),
    "da-cong-bo": _("Đã công bố. Số liệu của bản này không đổi nữa."),
}
NOT_OVER = _("Chưa công bố được: kỳ này chưa kết thúc, hoặc số liệu những ngày cuối chưa chốt.")
PERSONAL = _(
    "Chưa công bố được: nhận xét của %(unit)s, phần “%(part)s”, có số điện thoại, địa chỉ hoặc dữ "
    "liệu khác của một người. Đơn vị sửa lại rồi ông bà duyệt."
)
STALE = _(
    "Chưa công bố: số liệu hoặc nhận xét vừa đổi sau khi ông bà mở trang, hoặc có người vừa công "
    "bố. Bản mới hiện ở dưới; đọc lại rồi bấm lần nữa."
)
WORDS = {
    **FIELD,
    "missing": _("Ông bà chưa ghi phần nào."),
    "too-long": _("Phần này dài quá số tiếng cho phép."),
    "in-the-future": _("Kỳ này chưa bắt đầu."),
    "no-day": _("Mỗi việc một dòng, cuối dòng ghi hạn, ví dụ: Lắp thêm ghế chờ; 30/9/2027."),
    "too-early": _("Hạn của việc kỳ tới phải sau ngày cuối của kỳ đang xem."),
}
MOST_WORDS = _("Nhiều nhất %(words)s tiếng.")
HINTS = {"next_tasks": _("Mỗi việc một dòng, cuối dòng ghi hạn: Lắp thêm ghế chờ; 30/9/2027.")}
CHANGED = _(
    "Chưa ghi được: nhận xét vừa được sửa ở nơi khác, bản mới hiện ở trên. Chữ ông bà gõ vẫn còn ở "
    "dưới; bấm ghi lần nữa thì thành bản mới nhất."
)


class RemarkForm(BaseModel):
    """version: the one that was read; 0: none."""

    done_well: str = ""
    not_yet: str = ""
    reason: str = ""
    next_tasks: str = ""
    version: Annotated[int, Field(ge=0, le=LARGEST)] = 0


class ApprovalForm(BaseModel):
    """seen: of the content that was read. version: the newest that was published; 0: none."""

    seen: str = ""
    version: Annotated[int, Field(ge=0, le=LARGEST)] = 0


@get("/so-ket", opt=staff(*READERS))
async def show_review(request: Request[Actor, Any, Any]) -> Template:
    seen = await asked(request)
    return await _page(request, seen, 422 if seen.form.wrong else 200)


async def _page(
    request: Request[Actor, Any, Any],
    seen: Asked,
    status: int,
    remark: Form[Any] | None = None,
    problem: object = "",
) -> Template:
    """remark: the form of the actor's own unit, as it was sent."""
    actor, today = request.user, clock.local_day(clock.now())
    said = await remarks(actor, seen.term.span)
    own = next((each for each in said if each.unit == actor.unit), None)
    writes = may_remark(actor) and has_begun(seen.term.span, today)
    found = await review(actor, seen.term, seen.series)
    ward = await wards.ward_by_id(actor.ward)
    public = await published_review(actor.ward, seen.term.span)
    return await staff_page(
        request,
        "staff/review.html",
        status=status,
        page="satisfaction",
        path=PATH,
        form=seen.form,
        seen=seen,
        found=found,
        across=across_words(found.across),
        heads=HEADS,
        register_columns=[
            (head, "number" if place else "") for place, head in enumerate(REGISTER_HEADS)
        ],
        register_name=register_name,
        register_note=register_note(),
        register_rows=register_rows,
        kinds=KINDS,
        rows=rows,
        bars=bars,
        axis_start=axis_start,
        days=term_name(seen.term),
        series_names=SERIES,
        docx=f"{PATH}.docx?{seen.query}",
        tabs=seen.of_calendar(),
        reports=seen.of_reports(),
        others=[
            (str(SERIES[each]), f"{PATH}?{query(seen.term, each)}", each is seen.series)
            for each in SERIES
        ],
        parts=PARTS,
        remarks=said,
        tasks=task_rows(said),
        task_columns=[(head, "") for head in TASK_HEADS],
        published=public,
        public_path=public_path(ward, seen.term.span),
        approves=may_approve(actor),
        is_over=is_over(seen.term.span, found.final),
        mark=_mark(told(found, said)),
        own=(own.version if own else 0) if writes else None,
        own_unit=await _unit_name(actor),
        remark=remark or form_of(_written(own)),
        hints=await _hints(actor.ward, today),
        problem=problem,
        done=finished(request, DONE),
    )


async def _hints(ward: int, today: date) -> dict[str, str]:
    most = await most_words(ward, today)
    at_most = str(MOST_WORDS) % {"words": most} if most else ""
    return {name: f"{HINTS.get(name, '')} {at_most}".strip() for name in PARTS}


def _written(own: Remark | None) -> dict[str, object]:
    return dict(own.words.parts) if own else {}


async def _unit_name(actor: Actor) -> str:
    known = {each.id: each.name for each in await wards.units(actor.ward, past=True)}
    return known.get(actor.unit or 0, "")


@post("/so-ket/nhan-xet", opt=staff(*WRITERS))
async def save_remark(request: Request[Actor, Any, Any]) -> Template | Redirect:
    """The period stands in the address, as on the page."""
    seen, form = await asked(request), await read_form(request, RemarkForm)
    if form.data is None or seen.form.wrong:
        return await _page(request, seen, 422, form)
    words = Words(form.data.done_well, form.data.not_yet, form.data.reason, form.data.next_tasks)
    try:
        await write_remark(request.user, seen.term.span, words, form.data.version)
    except Invalid as error:
        return await _page(request, seen, 422, form.refuse_all(error, WORDS))
    except Conflict:
        return await _page(request, seen, 409, form, CHANGED)
    done = f"{PATH}?{seen.query}&xong=da-ghi#remarks"
    return Redirect(done, status_code=303, headers=dict(NO_STORE))


def _mark(content: dict[str, Any]) -> str:
    """Of what is to be approved: other figures or words have another one."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


@post("/so-ket/cong-bo", opt=staff(*APPROVERS))
async def approve(request: Request[Actor, Any, Any]) -> Template | Redirect:
    """What the chairman has read, and nothing else: the address names the period and series."""
    seen, form = await asked(request), await read_form(request, ApprovalForm)
    if form.data is None or seen.form.wrong:
        return await _page(request, seen, 422)
    found = await review(request.user, seen.term, seen.series)
    compose = partial(_as_seen, found, form.data.seen)
    try:
        await publish(request.user, seen.term.span, form.data.version, compose)
    except Invalid as error:
        return await _page(request, seen, 422, problem=_why_not(error))
    except Conflict:
        return await _page(request, seen, 409, problem=STALE)
    done = f"{PATH}?{seen.query}&xong=da-cong-bo#publish"
    return Redirect(done, status_code=303, headers=dict(NO_STORE))


def _as_seen(found: Review, mark: str, said: Sequence[Remark]) -> str:
    """What everybody will read. Raises Conflict when it is not what the chairman has read."""
    content = told(found, said)
    if mark != _mark(content):
        raise Conflict("a remark or a figure was changed meanwhile")
    return json.dumps(content, ensure_ascii=False)


def _why_not(error: Invalid) -> str:
    if "days" in error.errors:
        return str(NOT_OVER)
    return str(PERSONAL) % {
        "unit": error.errors["unit"],
        "part": str(PARTS[error.errors["part"]]).lower(),
    }


@get("/so-ket.docx", opt=staff(*READERS))
async def review_paper(request: Request[Actor, Any, Any]) -> Response[bytes] | Template:
    """A draft: the clerk gives its number, the chairman signs. Wrong days: the page says so."""
    seen = await asked(request)
    if seen.form.wrong:
        return await _page(request, seen, 422)
    found = await review(request.user, seen.term, seen.series)
    said = await remarks(request.user, seen.term.span)
    ward = await wards.ward_by_id(request.user.ward)
    made = await drawn(report(ward, found, said), "docx")
    days = f"{seen.term.since:%Y%m%d}-{seen.term.until:%Y%m%d}"
    return sent(made, f"so-ket-hai-long-{ward.slug}-{seen.term.key or days}", "docx")


handlers = [show_review, save_remark, approve, review_paper]
