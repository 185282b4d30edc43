"""The first page of the staff area: my work; for chairman and deputies, the day at a glance."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel

from dialogue.core import jobs
from dialogue.core.errors import Conflict, Forbidden, Invalid, NeedsTask, NotFound, PersonalDataLeft
from dialogue.matters.actions import approval
from dialogue.matters.queries.queue import MOST_LATE
from dialogue.matters.queries.waiting import MOST_WAITING
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.forms import read_form
from web.guides import guides_of
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.shapes import RailItem
from web.staff import forms, satisfaction
from web.staff.again import done_before, meanwhile
from web.staff.chief import altered, chief
from web.staff.queue import PATH as MATTERS
from web.staff.starts import start
from web.staff.steps import BY_PATH
from web.staff.work import address_of, work_of

PATH = "/quan-tri/"
LEADERS = (Role.CHAIRMAN, Role.DEPUTY)
DONE = {
    "duyet": _("Đã duyệt. Người hỏi đọc được câu trả lời ngay bây giờ."),
}
NEEDS_TASK = _("Câu trả lời có lời hứa nhưng chưa mở việc nào. Ông bà mở việc rồi duyệt.")
DATA_LEFT = _("Còn thông tin riêng chưa quyết định che hay giữ. Ông bà xem từng chỗ rồi duyệt.")
GAP_LEFT = _("Câu trả lời còn chỗ trống của mẫu. Ông bà trả về để điền nốt.")


JOBS = {  # what runs by itself
    "purge-search": _("Xóa chữ của câu trả lời đã gỡ khỏi phần tìm kiếm"),
    "task-silence": _("Xác nhận việc đã hứa khi không ai có ý kiến"),
    "check-texts": _("Kiểm tra câu trả lời công khai còn nguyên"),
    "erase-old-contacts": _("Xóa số liên hệ hết hạn lưu"),
    "calendar-changed": _("Tính lại hạn sau khi đổi lịch làm việc"),
    "watch-matters": _("Theo dõi hạn của các vấn đề"),
    "open-huddles": _("Mở buổi hội ý"),
    "erase-old-sign-ins": _("Xóa lần đăng nhập cũ"),
    "erase-old-tickets": _("Xóa vé gửi đã dùng"),
    "publish-draws": _("Công bố chuỗi rút thăm của ngày"),
    "tell-spent-slips": _("Ghi phiếu nào đã được trả lời, xóa phiếu quá hạn lưu"),
    "erase-old-machine-calls": _("Xóa kết quả đã giữ của máy kết nối"),
    "erase-old-jobs": _("Xóa việc tự động đã xong"),
    "erase-old-rating-changes": _("Xóa quyền sửa lượt đánh giá đã hết hạn"),
}


class ApproveForm(BaseModel):
    version: Id


@get("/", opt=staff())
async def show_home(request: Request[Actor, Any, Any]) -> Template:
    return await _page(request, done=DONE.get(request.query_params.get("xong", ""), ""))


@post("/duyet/{matter:int}", opt=staff(*LEADERS))
async def approve(request: Request[Actor, Any, Any], matter: FromPath[int]) -> Template | Redirect:
    """One click: the draft that was shown is published, or nothing happens and the page says why.

    Raises NotFound, Forbidden.
    """
    form = await read_form(request, ApproveForm)
    if form.data is None:
        raise NotFound(f"no draft of matter {matter}")
    try:
        await approval.approve(request.user, matter, form.data.version)
    except (Conflict, Forbidden) as error:
        if await done_before(request.user, matter, BY_PATH["duyet"], _as_step(form.data)):
            return Redirect(f"{PATH}?xong=duyet", status_code=303)
        if isinstance(error, Forbidden):
            raise
        what = await _why(request.user.ward, matter, error)
        return await _page(request, 409, what=what, about=f"{MATTERS}/{matter}")
    except Invalid:
        return await _page(request, 422, what=GAP_LEFT, about=f"{MATTERS}/{matter}")
    return Redirect(f"{PATH}?xong=duyet", status_code=303)


def _as_step(form: ApproveForm) -> forms.ApproveForm:
    """The same step on the matter's own page."""
    return forms.ApproveForm(approve_version=form.version)


async def _why(ward: int, matter: int, error: Conflict) -> object:
    if isinstance(error, NeedsTask):
        return NEEDS_TASK
    return DATA_LEFT if isinstance(error, PersonalDataLeft) else await meanwhile(ward, matter)


async def _page(
    request: Request[Actor, Any, Any],
    status: int = 200,
    *,
    done: object = "",
    what: object = "",
    about: str = "",
) -> Template:
    """what: why the last act was not done; about: where one goes on with it."""
    actor = request.user
    work = await work_of(actor)
    leads, keeps = actor.has(*LEADERS), actor.has(Role.KEEPER)
    address, given = await address_of(actor)
    return await staff_page(
        request,
        "staff/chief.html" if leads else "staff/home.html",
        status=status,
        page="home",
        work=work,
        you=address,
        given=given,
        chief=await chief(actor, work.today) if leads else None,
        most_waiting=MOST_WAITING,
        most_late=MOST_LATE,
        start=[] if leads else await start(actor, work.today),
        intervals=satisfaction.intervals,
        axis_start=satisfaction.axis_start,
        altered=await altered(actor.ward) if leads or keeps else [],
        dead=[job for job in await jobs.dead() if keeps and job.ward in {None, actor.ward}],
        jobs=JOBS,
        guides=guides_of(actor.roles),
        done=done,
        what=what,
        about=about,
    )


handlers = [show_home, approve]
rail = [RailItem("home", PATH, "home", _("Hôm nay"), str(staff()["who"]), position=10)]
