"""A conference's codes as words for people; shown on public pages and inside alike."""

from __future__ import annotations

from collections.abc import Mapping

from babel.support import LazyProxy

from meetings.conferences.states import (
    AgendaKind,
    ConferenceState,
    InviteeKind,
    Mode,
    Posting,
    Reason,
    Reply,
    Subject,
)
from web.i18n import gettext_lazy as _

Words = Mapping[str, LazyProxy]

STATE: Words = {
    ConferenceState.PLANNED: _("Đang lập kế hoạch"),
    ConferenceState.COLLECTING: _("Đang nhận câu hỏi"),
    ConferenceState.ANNOUNCED: _("Đã thông báo"),
    ConferenceState.PREPARING: _("Đang chuẩn bị trả lời"),
    ConferenceState.READY: _("Sẵn sàng"),
    ConferenceState.RUNNING: _("Đang diễn ra"),
    ConferenceState.MINUTES: _("Đã họp xong"),
    ConferenceState.RESULT_DRAFT: _("Đang hoàn thiện kết quả"),
    ConferenceState.RESULT_OUT: _("Đã công bố kết quả"),
    ConferenceState.FOLLOWING: _("Đang theo dõi lời hứa"),
    ConferenceState.CLOSED: _("Đã kết thúc"),
    ConferenceState.CANCELLED: _("Đã hủy"),
}
TONE: Mapping[str, str] = {
    ConferenceState.COLLECTING: "indigo",
    ConferenceState.ANNOUNCED: "turmeric",
    ConferenceState.PREPARING: "turmeric",
    ConferenceState.READY: "turmeric",
    ConferenceState.RUNNING: "lacquer",
    ConferenceState.CANCELLED: "lacquer",
    ConferenceState.RESULT_OUT: "jade",
    ConferenceState.FOLLOWING: "jade",
    ConferenceState.CLOSED: "jade",
}
REASON: Words = {
    Reason.REGULAR: _("Định kỳ"),
    Reason.VOTERS: _("Theo đề nghị của cử tri"),
    Reason.NEEDED: _("Khi cần thiết"),
}
MODE: Words = {
    Mode.IN_PERSON: _("Trực tiếp"),
    Mode.ONLINE: _("Trực tuyến"),
    Mode.SOCIAL_MEDIA: _("Qua mạng xã hội"),
}
AGENDA: Words = {
    AgendaKind.WELCOME: _("Đón đại biểu"),
    AgendaKind.OPENING: _("Khai mạc"),
    AgendaKind.REPORT: _("Báo cáo"),
    AgendaKind.EARLY: _("Trả lời câu hỏi gửi trước"),
    AgendaKind.FLOOR: _("Người dân phát biểu, hỏi"),
    AgendaKind.ANSWERS: _("Trả lời, làm rõ"),
    AgendaKind.CONCLUSION: _("Kết luận"),
    AgendaKind.CLOSING: _("Bế mạc"),
    AgendaKind.OTHER: _("Việc khác"),
}
GUEST: Words = {
    InviteeKind.GROUP: _("Khu dân cư"),
    InviteeKind.ORGANISATION: _("Tổ chức"),
    InviteeKind.BUSINESS: _("Doanh nghiệp, hộ kinh doanh"),
    InviteeKind.PERSON: _("Cá nhân"),
}
REPLY: Words = {
    Reply.NONE: _("Chưa trả lời"),
    Reply.COMES: _("Sẽ dự"),
    Reply.SUBSTITUTE: _("Cử người đi thay"),
    Reply.DECLINES: _("Không dự được"),
}
POSTING: Words = {
    Posting.MEDIA: _("Phương tiện thông tin đại chúng"),
    Posting.NOTICE_BOARD: _("Niêm yết tại trụ sở"),
    Posting.GROUP_HEADS: _("Gửi các tổ trưởng, trưởng khu phố"),
    Posting.LOUDSPEAKER: _("Loa truyền thanh"),
    Posting.OTHER: _("Cách khác"),
}
SUBJECT: Words = {
    Subject.NOTICE: _("Thông báo mời dự"),
    Subject.RESULT: _("Thông báo kết quả"),
}
