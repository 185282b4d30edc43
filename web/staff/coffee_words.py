"""Coffee sessions in staff's words: states, ways out, what is wrong with what was typed."""

from __future__ import annotations

from dialogue.core.clock import local_time
from dialogue.core.i18n import moment
from dialogue.matters.states import MatterState
from meetings.coffee.queries.history import Line
from meetings.coffee.queries.items import ItemView
from meetings.coffee.states import SessionState, Step, WayOut
from web.i18n import gettext_lazy as _
from web.shapes import Event
from web.staff.parts import FIELD, Words
from web.words import STATE as MATTER_STATE
from web.words import TASK

STATE: Words = {
    SessionState.ANNOUNCED: _("đã báo"),
    SessionState.RUNNING: _("đang ghi"),
    SessionState.HELD: _("đã gặp, chờ báo cáo"),
    SessionState.REPORTED: _("đã đăng báo cáo"),
    SessionState.CANCELLED: _("đã hủy"),
}
WAY: Words = {
    WayOut.NONE: _("chưa có hướng"),
    WayOut.ANSWERED: _("trả lời tại chỗ"),
    WayOut.TAKEN: _("đã mang về"),
    WayOut.REDIRECTED: _("chuyển nơi khác"),
    WayOut.THANKS: _("đã cảm ơn"),
    WayOut.SEPARATE: _("gửi riêng"),
    WayOut.DROPPED: _("đã bỏ"),
}
STEP: Words = {
    Step.ANNOUNCE: _("Báo buổi gặp"),
    Step.MOVE: _("Đổi ngày, giờ, nơi"),
    Step.CANCEL: _("Hủy buổi gặp"),
    Step.OPEN: _("Mở trang ghi"),
    Step.CLOSE: _("Kết thúc buổi gặp"),
    Step.PROMISE: _("Mở việc đã hứa"),
    Step.ADD_PHOTO: _("Thêm ảnh"),
    Step.DROP_PHOTO: _("Bỏ ảnh"),
    Step.PUBLISH: _("Đăng báo cáo"),
}
WRONG = dict(FIELD) | {
    "short": _("Ghi ngắn quá: cần ít nhất 10 chữ cái."),
    "past": _("Ngày này đã qua."),
    "holidays": _("Các ngày này đều là ngày nghỉ."),
    "personal": _("Có số điện thoại, số nhà hoặc tên riêng. Xóa rồi đăng lại."),
    "required": _("Cần đánh dấu ô này."),
    "wrong": _("Mục này chưa đúng. Ông bà xem lại giúp."),
    "no-head": _("Đơn vị này chưa có trưởng đơn vị để nhận việc. Ông bà chọn đơn vị khác."),
    "in-the-future": _("Ngày này chưa tới."),
    "not-a-number": _("Không phải số nguyên. Ví dụ: 45 hoặc hơn 1.000."),
}


def told(line: Line) -> Event:
    """A line of the session's history."""
    note = " · ".join(filter(None, (line.who, str(line.data.get("reason", "")))))
    at = local_time(line.at).isoformat(timespec="minutes")
    return Event(str(STEP[line.step]), at, moment(line.at), note=note)


def standing(item: ItemView) -> str:
    """Where an item is now: its promise first, then the register, then its way out."""
    if item.task is not None:
        return str(TASK[item.task.state])
    if item.matter is not None and item.matter.state is not MatterState.RECEIVED:
        return str(MATTER_STATE[item.matter.state])
    return str(WAY[item.way])
