"""The inbox: what came, what is due, what came back; each a sentence that leads to its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from babel.support import LazyProxy
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.errors import NotFound
from dialogue.core.i18n import weekday_day
from dialogue.matters.actions import notices as acts
from dialogue.matters.queries.notices import (
    LAST,
    MorningList,
    NoticeItem,
    Place,
    Subject,
    inbox,
    newest,
    notice,
    switched_off,
    unread,
)
from dialogue.matters.states import Step
from dialogue.matters.telling import FIXED, NoticeKind
from dialogue.ward.rules import Actor
from web.access import staff
from web.forms import form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import LARGEST_LONG
from web.paging import after, slice_of
from web.render import staff_page
from web.shapes import Look, RailItem
from web.staff.accounts import PATH as ACCOUNTS
from web.staff.alerts import PATH as ALERTS
from web.staff.machines import PATH as MACHINES
from web.staff.queue import PATH as MATTERS
from web.staff.webhooks import PATH as HOOKS
from web.staff.work import TASKS

PATH = "/quan-tri/thong-bao"
SIZE = 30
PLACE = re.compile(r"(\d{1,17})\.(\d{1,18})", re.ASCII)  # microseconds since EPOCH, id
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALL, UNREAD = "tat-ca", ""
Words = Mapping[str, LazyProxy]

LOOK: Mapping[NoticeKind, tuple[LazyProxy, str, str]] = {  # words, tint, icon
    NoticeKind.ASSIGNED: (_("Việc giao"), "indigo", "inbox"),
    NoticeKind.SOON: (_("Sắp đến hạn"), "turmeric", "clock"),
    NoticeKind.OVERDUE: (_("Quá hạn"), "lacquer", "warn"),
    NoticeKind.RETURNED: (_("Trả về"), "turmeric", "refresh"),
    NoticeKind.APPROVED: (_("Đã duyệt"), "jade", "ok"),
    NoticeKind.REOPENED: (_("Trả lời lại"), "turmeric", "refresh"),
    NoticeKind.DISPUTED: (_("Chưa xong"), "lacquer", "flag"),
    NoticeKind.COMMENTED: (_("Ghi chú"), "", "bubble"),
    NoticeKind.RETRACTED: (_("Rút lại"), "", "x"),
    NoticeKind.URGENT: (_("Khẩn cấp"), "lacquer", "warn"),
    NoticeKind.SUPERVISION: (_("Giám sát"), "indigo", "search"),
    NoticeKind.MEETING: (_("Hội họp"), "turmeric", "mic"),
    NoticeKind.ALERT: (_("Cảnh báo"), "turmeric", "warn"),
    NoticeKind.ACCOUNT: (_("Tài khoản"), "lacquer", "users"),
    NoticeKind.MACHINE: (_("Máy kết nối"), "lacquer", "send"),
    NoticeKind.MORNING: (_("Đầu ngày"), "indigo", "calendar"),
}
ABOUT: Mapping[NoticeKind, LazyProxy] = {  # for the choice of kinds
    NoticeKind.ASSIGNED: _("Việc giao đến tay tôi"),
    NoticeKind.OVERDUE: _("Việc quá hạn"),
    NoticeKind.REOPENED: _("Người hỏi đề nghị trả lời lại"),
    NoticeKind.URGENT: _("Ý kiến khẩn cấp"),
    NoticeKind.SUPERVISION: _("Tổ trưởng ghi nhận ở quầy (báo Giám đốc Trung tâm, Ban Thanh tra)"),
    NoticeKind.SOON: _("Việc sắp đến hạn"),
    NoticeKind.RETURNED: _("Bản soạn bị trả về, việc bị trả lại"),
    NoticeKind.APPROVED: _("Câu trả lời được duyệt, được lùi hạn; lời hứa được xác nhận"),
    NoticeKind.DISPUTED: _("Lời hứa bị nói là chưa xong"),
    NoticeKind.COMMENTED: _("Ghi chú nội bộ của đồng nghiệp"),
    NoticeKind.RETRACTED: _("Người hỏi rút lại ý kiến"),
    NoticeKind.MEETING: _("Khách mời hội nghị cần nhắc, báo cáo cà phê sáng bị trễ"),
    NoticeKind.ACCOUNT: _("Quản trị tạo tài khoản, giao vai trò, đặt lại mật khẩu (báo Chủ tịch)"),
    NoticeKind.MACHINE: _("Mã máy kết nối dùng từ hai mạng; máy nhận tin không liên lạc được"),
    NoticeKind.ALERT: _("Cảnh báo về quầy (báo Giám đốc Trung tâm)"),
    NoticeKind.MORNING: _("Danh sách đầu ngày (dành cho lãnh đạo)"),
}
SENTENCES: Words = {  # by step; %(what)s is the link
    Step.ASSIGN: _("%(who)s giao đơn vị ông bà trả lời"),
    Step.MOVE: _("%(who)s chuyển việc này về đơn vị ông bà"),
    Step.GIVE: _("%(who)s giao ông bà soạn trả lời"),
    Step.SEND_FOR_CHECK: _("%(who)s gửi bản soạn để ông bà xem"),
    Step.PASS_UP: _("%(who)s trình ông bà duyệt"),
    Step.PROPOSE_EXTENSION: _("%(who)s xin lùi hạn"),
    Step.RETURN: _("%(who)s trả bản soạn về để sửa"),
    Step.HAND_BACK: _("%(who)s trả lại vì không đúng đơn vị"),
    Step.PART: _("Ý kiến đã ghép trở lại phân loại, vì vấn đề chính không nhận ghép nữa"),
    Step.EXTEND: _("%(who)s cho lùi hạn"),
    Step.APPROVE: _("%(who)s đã duyệt câu trả lời"),
    Step.REOPEN: _("Người hỏi chưa hài lòng, đề nghị trả lời lại"),
    Step.OVERDUE: _("Quá hạn trả lời từ %(due)s"),
    Step.NOTE: _("%(who)s ghi chú nội bộ"),
    Step.RETRACT: _("Người hỏi rút lại ý kiến, không cần trả lời nữa"),
    Step.ASKER_LEFT: _("Một người cùng hỏi rút lại, vẫn trả lời cho những người khác"),
    Step.RECEIVE: _("Ý kiến mới có dấu hiệu khẩn cấp, cần người xem ngay"),
    acts.SUPERVISED: _("Tổ trưởng ghi nhận việc tại quầy"),
    "open": _("%(who)s mở việc đã hứa, hạn %(due)s"),
    "remind-guests": _("Gần ngày họp mà có khách chưa trả lời, chưa xem thông báo: xin gọi nhắc"),
    "coffee-late": _("Báo cáo ngắn buổi cà phê sáng quá hạn từ %(due)s"),
    "elsewhere": _("Mã của máy kết nối được dùng từ hai mạng: có thể đã lộ, xin kiểm tra"),
    "hook-fails": _("Đã lâu không báo tin được cho máy nhận; vẫn tiếp tục thử lại"),
    "add-staff": _("%(who)s đã tạo tài khoản"),
    "set-roles": _("%(who)s đã giao lại vai trò của tài khoản"),
    "reset-password": _("%(who)s đã đặt lại mật khẩu tài khoản"),
    "give": _("%(who)s giao ông bà việc đã hứa, hạn %(due)s"),
    "propose-stop": _("%(who)s đề nghị dừng việc đã hứa, chờ lãnh đạo"),
    "confirm": _("Lời hứa được xác nhận đã xong"),
    "second-word": _("Tổ trưởng của tổ khác cũng nói về lời hứa này"),
    "stop": _("%(who)s dừng việc đã hứa"),
    "dispute": _("Lời hứa được báo là chưa xong, việc mở lại"),
}
BY_TIME: Mapping[NoticeKind, LazyProxy] = {  # what no step caused
    NoticeKind.SOON: _("Sắp đến hạn: %(due)s"),
    NoticeKind.OVERDUE: _("Lời hứa quá hạn từ %(due)s"),
}
ROOMS = {  # where a meeting of a notice is dealt with
    "conference": "/quan-tri/doi-thoai/%s/khach-moi/chua-tra-loi",
    "coffee": "/quan-tri/ca-phe/buoi/%s",
}
PARTS = (  # of a morning list: name, heading, what an empty one says
    ("late", _("Đang quá hạn"), _("Không có việc nào quá hạn.")),
    ("waiting", _("Chờ ông bà"), _("Không có việc nào chờ ông bà.")),
    ("today", _("Đến hạn hôm nay"), _("Không có việc nào đến hạn hôm nay.")),
    ("promises", _("Lời hứa đến hạn hoặc đã trễ"), _("Không có lời hứa nào đến hạn.")),
)
IN_SHORT = (
    ("late", _("%(num)s việc quá hạn")),
    ("waiting", _("%(num)s việc chờ ông bà")),
    ("today", _("%(num)s việc đến hạn hôm nay")),
    ("promises", _("%(num)s lời hứa đến hạn hoặc đã trễ")),
)
ALERT = _("Một quầy có dấu hiệu cần xem lại")
LOOK_AT = _("Xem cảnh báo")
SOMEBODY = _("Đồng nghiệp")
NOT_HERE = _("Nội dung không còn thuộc phần việc của ông bà.")
SEPARATE = _("Nội dung cần xử lý riêng")
DONE = {
    "da-doc": _("Đã đánh dấu là đã đọc."),
    "da-doc-het": _("Đã đánh dấu tất cả là đã đọc."),
    "da-luu": _("Đã ghi lựa chọn. Áp dụng cho thông báo từ bây giờ."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as it is shown. href empty: there is nothing for this reader to open."""

    id: int
    look: Look
    sentence: str
    words: str
    href: str
    item: NoticeItem


class ReadForm(BaseModel):
    loc: str = ""


class AllForm(BaseModel):
    newest: Annotated[int, Field(ge=0, le=LARGEST_LONG)]
    loc: str = ""


class ChoiceForm(BaseModel):
    """wanted: the kinds that stay on."""

    wanted: list[NoticeKind] = []


@get("/thong-bao", opt=staff())
async def show_inbox(request: Request[Actor, Any, Any]) -> Template:
    actor = request.user
    everything = request.query_params.get("loc") == ALL
    found = await inbox(
        actor, unread_only=not everything, before=_place(after(request)), limit=SIZE + 1
    )
    rows = slice_of(request, found, SIZE, _key)
    return await staff_page(
        request,
        "staff/notices.html",
        page="notices",
        rows=rows,
        lines=[line_of(item) for item in rows.items],
        count=await unread(actor),
        loc=ALL if everything else UNREAD,
        newest=await newest(actor),
        tabs=[
            (_("Chưa đọc"), PATH, not everything),
            (_("Tất cả"), f"{PATH}?loc={ALL}", everything),
        ],
        done=DONE.get(request.query_params.get("xong", ""), ""),
    )


@get("/thong-bao/sang/{item:int}", opt=staff())
async def show_morning(request: Request[Actor, Any, Any], item: FromPath[int]) -> Template:
    """A leader's list of one day. Raises NotFound for what is none."""
    found = await notice(request.user, item)
    if found.morning is None:
        raise NotFound(f"notice {item} is no morning list")
    return await staff_page(
        request,
        "staff/morning.html",
        page="notices",
        item=found,
        title=_morning_title(found),
        parts=[
            (heading, _links(getattr(found.morning, name)), none) for name, heading, none in PARTS
        ],
    )


@post("/thong-bao/{item:int}/doc", opt=staff())
async def read_one(request: Request[Actor, Any, Any], item: FromPath[int]) -> Redirect:
    form = await read_form(request, ReadForm)
    await acts.mark_read(request.user, item)
    return _back(form.values["loc"], "da-doc")


@post("/thong-bao/doc-het", opt=staff())
async def read_all(request: Request[Actor, Any, Any]) -> Redirect:
    """Up to the newest when the page was shown: what came since stays unread."""
    form = await read_form(request, AllForm)
    if form.data is not None:
        await acts.mark_all_read(request.user, form.data.newest)
    return _back(form.values["loc"], "da-doc-het")


@get("/thong-bao/tuy-chon", opt=staff())
async def show_choice(request: Request[Actor, Any, Any]) -> Template:
    off = await switched_off(request.user)
    wanted = [kind.value for kind in NoticeKind if kind not in off]
    return await staff_page(
        request,
        "staff/notice_choice.html",
        page="notices",
        form=form_of({"wanted": wanted}),
        kinds=[(kind.value, text) for kind, text in ABOUT.items() if kind not in FIXED],
        fixed=[text for kind, text in ABOUT.items() if kind in FIXED],
    )


@post("/thong-bao/tuy-chon", opt=staff())
async def choose(request: Request[Actor, Any, Any]) -> Redirect:
    form = await read_form(request, ChoiceForm)
    if form.data is not None:
        await acts.choose(request.user, set(NoticeKind) - set(form.data.wanted))
    return Redirect(f"{PATH}?xong=da-luu", status_code=303)


def _back(loc: str, done: str) -> Redirect:
    kept = f"loc={ALL}&" if loc == ALL else ""
    return Redirect(f"{PATH}?{kept}xong={done}", status_code=303)


def _key(item: NoticeItem) -> str:
    return f"{(item.at - EPOCH) // timedelta(microseconds=1)}.{item.id}"


def _place(key: str) -> Place:
    """LAST for nonsense."""
    found = PLACE.fullmatch(key)
    if found is None:
        return LAST
    return EPOCH + timedelta(microseconds=int(found[1])), int(found[2])


def line_of(item: NoticeItem) -> Line:
    words, tone, icon = LOOK[item.kind]
    look = Look(str(words), tone, icon)
    if item.morning is not None:
        return Line(
            item.id,
            look,
            _morning_title(item),
            _in_short(item.morning),
            f"{PATH}/sang/{item.id}",
            item,
        )
    if item.account is not None:
        return Line(
            item.id,
            look,
            _sentence(item),
            item.account_name,
            f"{ACCOUNTS}/{item.account}",
            item,
        )
    if item.kind is NoticeKind.MACHINE:
        href = MACHINES if item.hook is None else f"{HOOKS}/{item.hook}"
        return Line(item.id, look, _sentence(item), item.machine, href, item)
    if item.meeting is not None:
        room, of = item.meeting
        href = ROOMS[room] % of
        return Line(item.id, look, _sentence(item), item.meeting_name, href, item)
    if item.alert:
        return Line(item.id, look, str(ALERT), str(LOOK_AT), f"{ALERTS}/{item.alert}", item)
    return Line(item.id, look, _sentence(item), _words(item.subject), address(item.subject), item)


def _sentence(item: NoticeItem) -> str:
    text = SENTENCES.get(item.step) or BY_TIME[item.kind]
    due = weekday_day(item.due) if item.due else "–"
    return str(text) % {"who": item.by_name or str(SOMEBODY), "due": due}


def _words(subject: Subject) -> str:
    if subject.words:
        return subject.words
    return str(SEPARATE if address(subject) else NOT_HERE)


def address(subject: Subject) -> str:
    """Where it is dealt with; empty where the reader has no business."""
    if subject.task is not None:
        return f"{TASKS}/{subject.task}"
    return "" if subject.matter is None else f"{MATTERS}/{subject.matter}"


def _morning_title(item: NoticeItem) -> str:
    day = weekday_day(item.due) if item.due else "–"
    return str(_("Đầu ngày %(day)s")) % {"day": day}


def _in_short(morning: MorningList) -> str:
    parts = [
        str(text) % {"num": len(getattr(morning, name))}
        for name, text in IN_SHORT
        if getattr(morning, name)
    ]
    return ", ".join(parts) or str(_("Không có việc nào quá hạn hay chờ ông bà."))


def _links(subjects: tuple[Subject, ...]) -> list[tuple[str, str]]:
    return [(_words(each), address(each)) for each in subjects]


handlers = [show_inbox, show_morning, read_one, read_all, show_choice, choose]
rail = [RailItem("notices", PATH, "bell", _("Thông báo"), str(staff()["who"]), position=15)]
