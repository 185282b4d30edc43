"""The history of a conference in people's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogue.core.clock import local_time
from dialogue.core.i18n import moment
from meetings.conferences.queries.history import Happening
from meetings.conferences.states import Step
from web.i18n import gettext_lazy as _
from web.shapes import Event
from web.staff.parts import Words

STEP: Words = {
    Step.PLAN: _("Lập kế hoạch"),
    Step.CHANGE: _("Sửa kế hoạch"),
    Step.OPEN_COLLECTION: _("Mở nhận câu hỏi gửi trước"),
    Step.ANNOUNCE: _("Thông báo"),
    Step.MOVE: _("Đổi ngày, giờ, nơi họp"),
    Step.CANCEL: _("Hủy"),
    Step.CLOSE_COLLECTION: _("Đóng nhận câu hỏi trước"),
    Step.MAKE_READY: _("Sẵn sàng khai mạc"),
    Step.TICK: _("Ghi một việc đã xong"),
    Step.UNTICK: _("Bỏ dấu một việc"),
    Step.POST: _("Ghi bằng chứng thông báo"),
    Step.ACKNOWLEDGE: _("Đã xem thông báo"),
    Step.CHANGE_AGENDA: _("Sửa chương trình"),
    Step.CHANGE_CLUSTERS: _("Sửa cụm"),
    Step.INVITE: _("Thêm khách mời"),
    Step.UNINVITE: _("Bỏ một khách mời"),
    Step.REMIND: _("Đến ngày nhắc khách chưa trả lời"),
    Step.REPLY: _("Khách mời trả lời"),
    Step.OPEN: _("Khai mạc"),
    Step.CLOSE: _("Bế mạc"),
    Step.CAPTURE: _("Nhận một câu hỏi"),
    Step.MERGE: _("Ghép câu trùng"),
    Step.CONCLUDE: _("Kết luận"),
    Step.WRITE_MINUTES: _("Lập biên bản"),
    Step.PUBLISH: _("Công bố kết quả"),
    Step.REVIEW: _("Ban Thanh tra nhân dân xem"),
    Step.END: _("Kết thúc"),
    Step.LOCK: _("Chuyển sang máy hội trường"),
    Step.UNLOCK: _("Nhận lại từ máy hội trường"),
}
WHO: Words = {
    "guest": _("khách mời"),
    "group": _("tổ trưởng, trưởng khu phố"),
    "phone": _("điện thoại trong hội trường"),
    "system": _("tự động"),
    "asker": _("người dân"),
}
OTHER = _("Việc khác")
LATE = {Step.MOVE, Step.CANCEL}
SHOWN = 60  # the newest lines


def lines(happened: Iterable[Happening]) -> list[Event]:
    """The newest first; of repeated replies and questions each is a line."""
    return [_event(each) for each in reversed(tuple(happened))][:SHOWN]


def _event(each: Happening) -> Event:
    who = each.who or str(WHO.get(each.kind, ""))
    override = each.data.get("override", {}).get("reason", "")
    said = [each.reason, f"{LATE_NOTICE}: {override}" if override else ""]
    note = " ".join(part for part in (f"{who}.", *said) if part.strip("."))
    state = "late" if each.step in LATE else "done"
    return Event(str(STEP.get(each.step, OTHER)), _iso(each.at), moment(each.at), state, note)


LATE_NOTICE = _("Lý do thông báo muộn")


def _iso(at: datetime) -> str:
    return local_time(at).isoformat(timespec="minutes")
