"""Codes of the domain as words for people. Each is lazy: translated when shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from babel.support import LazyProxy

from dialogue.matters.states import (
    AskerKind,
    Kind,
    MatterState,
    Outcome,
    Source,
    TaskState,
    VerdictLevel,
)
from dialogue.ward.states import DayKind, Role
from web.english import KIND as KIND_EN
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.shapes import Look

Words = Mapping[str, LazyProxy]


class Named(Protocol):
    """What we need of a ward to call it by name."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


def ward_name(ward: Named) -> str:
    """ "phường Thạch Bàn", "Thạch Bàn Ward"."""
    if language() == "en":
        return f"{ward.name} {KIND_EN.get(ward.kind, ward.kind)}"
    return f"{ward.kind} {ward.name}"


def ward_office(ward: Named) -> str:
    """ "UBND phường Thạch Bàn", "People's Committee of Thạch Bàn Ward"."""
    return str(_("UBND %(ward)s")) % {"ward": ward_name(ward)}


STATE: Words = {  # for staff: the name of the step
    MatterState.RECEIVED: _("Mới nhận"),
    MatterState.WAITING_FOR_ASKER: _("Chờ người hỏi nói thêm"),
    MatterState.ASSIGNED: _("Đã giao đơn vị"),
    MatterState.DRAFTING: _("Đang soạn trả lời"),
    MatterState.CHECKING: _("Chờ trưởng đơn vị xem"),
    MatterState.APPROVING: _("Chờ lãnh đạo duyệt"),
    MatterState.PUBLISHED: _("Đã trả lời công khai"),
    MatterState.ANSWERED: _("Đã trả lời riêng"),
    MatterState.REOPENED: _("Trả lời lại"),
    MatterState.CLOSED: _("Đã kết thúc"),
    MatterState.CLOSED_FINAL: _("Đã có ý kiến cuối của Chủ tịch"),
    MatterState.REDIRECTED: _("Đã chuyển cơ quan khác"),
    MatterState.MERGED: _("Đã ghép với ý kiến khác"),
    MatterState.REJECTED: _("Chưa xử lý"),
    MatterState.WITHDRAWN: _("Đã gỡ"),
    MatterState.SEALED: _("Xử lý riêng"),
    MatterState.SEALED_DONE: _("Đã hướng dẫn theo luật"),
    MatterState.RETRACTED: _("Người hỏi đã rút lại"),
}
_TONE = {  # state → tint and icon of its badge
    MatterState.RECEIVED: ("", "inbox"),
    MatterState.WAITING_FOR_ASKER: ("turmeric", "bubble"),
    MatterState.ASSIGNED: ("indigo", "clock"),
    MatterState.DRAFTING: ("indigo", "edit"),
    MatterState.CHECKING: ("indigo", "search"),
    MatterState.APPROVING: ("indigo", "check"),
    MatterState.PUBLISHED: ("jade", "ok"),
    MatterState.ANSWERED: ("jade", "ok"),
    MatterState.REOPENED: ("turmeric", "refresh"),
    MatterState.CLOSED: ("", "ok"),
    MatterState.CLOSED_FINAL: ("", "flag"),
    MatterState.REDIRECTED: ("", "right"),
    MatterState.MERGED: ("", "merge"),
    MatterState.REJECTED: ("", "x"),
    MatterState.WITHDRAWN: ("", "eyeoff"),
    MatterState.SEALED: ("", "lock"),
    MatterState.SEALED_DONE: ("", "lock"),
    MatterState.RETRACTED: ("", "x"),
}
# "Closed" is never "solved": each outcome says what the asker said, or that nothing was said.
OUTCOME: Words = {
    Outcome.SATISFIED: _("Người hỏi: đã rõ"),
    Outcome.PARTLY: _("Người hỏi: rõ một phần"),
    Outcome.NOT_SATISFIED: _("Người hỏi: chưa hài lòng"),
    Outcome.SILENT: _("Kết thúc, người hỏi không có ý kiến thêm"),
    Outcome.FINAL: _("Phường mời trao đổi trực tiếp"),
    Outcome.NOT_OURS: _("Việc của cơ quan khác"),
    Outcome.NOT_ACCEPTED: _("Chưa xử lý"),
    Outcome.DUPLICATE: _("Trả lời chung với ý kiến khác"),
    Outcome.TAKEN_DOWN: _("Nội dung đã gỡ"),
    Outcome.SEPARATE: _("Gửi theo trình tự khác của pháp luật"),
    Outcome.RETRACTED: _("Người hỏi đã rút lại"),
}
# What the asker reads on the tracking page (process.md §2); %(…)s from the matter.
CITIZEN_SEES: Words = {
    MatterState.RECEIVED: _("Phường đã nhận ý kiến lúc %(moment)s."),
    MatterState.WAITING_FOR_ASKER: _("Xin ông/bà cho biết thêm: %(question)s"),
    MatterState.ASSIGNED: _("Đã chuyển %(unit)s trả lời. Hạn: %(due)s."),
    MatterState.DRAFTING: _("Đang chuẩn bị trả lời. Hạn: %(due)s."),
    MatterState.CHECKING: _("Đang chuẩn bị trả lời. Hạn: %(due)s."),
    MatterState.APPROVING: _("Đang chuẩn bị trả lời. Hạn: %(due)s."),
    MatterState.PUBLISHED: _("Đã có trả lời ngày %(day)s, người duyệt: %(approver)s."),
    MatterState.ANSWERED: _("Đã có trả lời ngày %(day)s, người duyệt: %(approver)s."),
    MatterState.REOPENED: _("Phường sẽ trả lời lại trước ngày %(due)s."),
    MatterState.CLOSED: _("Đã kết thúc. Ông/bà vẫn xem lại được."),
    MatterState.CLOSED_FINAL: _("Phường mời ông/bà trao đổi trực tiếp ngày %(day)s."),
    MatterState.REDIRECTED: _("Việc này thuộc %(receiver)s. Phường đã chuyển ngày %(day)s."),
    MatterState.MERGED: _("Đã ghép với ý kiến %(lead)s. Ông/bà nhận cùng câu trả lời."),
    MatterState.REJECTED: _("Phường chưa xử lý vì: %(reason)s. Ông/bà có thể gửi lại."),
    MatterState.WITHDRAWN: _("Nội dung đã gỡ ngày %(day)s vì %(reason)s."),
    MatterState.SEALED: _("Nội dung này cần gửi theo trình tự tố cáo."),
    MatterState.SEALED_DONE: _("Phường đã hướng dẫn gửi đơn theo luật."),
    MatterState.RETRACTED: _("Ông/bà đã rút lại ý kiến này ngày %(day)s."),
}
KIND: Words = {
    Kind.QUESTION: _("Câu hỏi"),
    Kind.PETITION: _("Kiến nghị"),
    Kind.REPORT: _("Phản ánh"),
    Kind.SUGGESTION: _("Góp ý"),
    Kind.PRAISE: _("Lời khen"),
}
SOURCE: Words = {
    Source.WEB: _("Trang góp ý"),
    Source.RATING: _("Mã QR tại quầy"),
    Source.GROUP: _("Tổ trưởng gửi"),
    Source.CONFERENCE: _("Hội nghị đối thoại"),
    Source.COFFEE: _("Cà phê sáng"),
    Source.PAPER: _("Phiếu giấy"),
    Source.PHONE: _("Điện thoại"),
    Source.RECEPTION: _("Tiếp công dân"),
    Source.LETTER: _("Thư"),
    Source.CHANNEL: _("Kênh khác của phường"),
}
ASKER: Words = {
    AskerKind.PERSON: _("Cá nhân"),
    AskerKind.GROUP: _("Nhóm người, tổ dân phố"),
    AskerKind.ORGANISATION: _("Cơ quan, tổ chức"),
    AskerKind.BUSINESS: _("Doanh nghiệp, hộ kinh doanh"),
}
VERDICT: Words = {
    VerdictLevel.SATISFIED: _("Đã rõ"),
    VerdictLevel.PARTLY: _("Rõ một phần"),
    VerdictLevel.NOT: _("Chưa hài lòng"),
}
TASK: Words = {
    TaskState.OPEN: _("Đang làm"),
    TaskState.DONE_CLAIMED: _("Đơn vị báo đã xong"),
    TaskState.DONE: _("Đã xác nhận xong"),
    TaskState.STOPPED: _("Không thực hiện được"),
}
_TASK_TONE = {
    TaskState.OPEN: ("indigo", "clock"),
    TaskState.DONE_CLAIMED: ("turmeric", "check"),
    TaskState.DONE: ("jade", "ok"),
    TaskState.STOPPED: ("", "x"),
}
ROLE: Words = {
    Role.CHAIRMAN: _("Chủ tịch UBND"),
    Role.DEPUTY: _("Phó Chủ tịch UBND"),
    Role.DIRECTOR: _("Giám đốc Trung tâm Phục vụ hành chính công"),
    Role.UNIT_HEAD: _("Trưởng đơn vị"),
    Role.OFFICER: _("Công chức chuyên môn"),
    Role.COUNTER_OFFICER: _("Công chức một cửa"),
    Role.CLERK: _("Văn thư"),
    Role.REGISTER_KEEPER: _("Thư ký tổng hợp"),
    Role.INSPECTOR: _("Ban Thanh tra nhân dân"),
    Role.OBSERVER: _("Giám sát (HĐND, MTTQ, Đảng ủy)"),
    Role.KEEPER: _("Quản trị hệ thống"),
    Role.SEALED_READER: _("Người đọc hộp riêng"),
}
DAY_KIND: Words = {
    DayKind.HOLIDAY: _("Ngày nghỉ"),
    DayKind.MAKEUP_WORKDAY: _("Ngày làm bù"),
    DayKind.MORNING_OFF: _("Nghỉ buổi sáng"),
    DayKind.AFTERNOON_OFF: _("Nghỉ buổi chiều"),
    DayKind.MAKEUP_MORNING: _("Làm bù buổi sáng"),
}
LEVEL: Words = {  # counter-3, best first
    "very": _("Rất hài lòng"),
    "ok": _("Hài lòng"),
    "not": _("Không hài lòng"),
}

CODE_REASON: Words = {  # surveys.rules.CodeReason
    "worn": _("Áp phích cũ hỏng, mất hoặc sai"),
    "leaked": _("Mã bị phát tán cho người không đến quầy"),
    "other": _("Lý do khác"),
}


def state_look(state: str, outcome: str = "", round_: int = 1) -> Look:
    """The badge of a matter: its outcome where it has one, else its step.

    What is drafted for a second time is being answered again.
    """
    known = MatterState(state)
    if known is MatterState.DRAFTING and round_ > 1:
        known = MatterState.REOPENED
    tone, icon = _TONE[known]
    if outcome == Outcome.SATISFIED:
        tone = "jade"
    elif outcome in {Outcome.PARTLY, Outcome.NOT_SATISFIED}:
        tone, icon = "turmeric", "refresh"
    return Look(str(OUTCOME[outcome] if outcome else STATE[known]), tone, icon)


def task_look(state: str, late: bool = False) -> Look:
    if late and state == TaskState.OPEN:
        return Look(str(_("Quá hạn")), "lacquer", "warn")
    return Look(str(TASK[state]), *_TASK_TONE[TaskState(state)])
