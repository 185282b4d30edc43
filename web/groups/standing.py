"""How a question of a group stands: what happened to it, or who answers until when."""

from __future__ import annotations

from babel.support import LazyProxy

from dialogue.core.i18n import weekday_day
from dialogue.matters.queries.tracking import GroupMatter
from dialogue.matters.states import MatterState
from web.english import joined, said
from web.history import WHY
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.render import first_down

OVER = {  # no answer comes any more: what happened, and what the head can do
    MatterState.REJECTED: _("Phường chưa xử lý vì %(why)s. Ông bà có thể ghi lại câu hỏi ở trên."),
    MatterState.REDIRECTED: _(
        "Việc này thuộc %(receiver)s: %(why)s. Phường đã chuyển; cần hỏi thêm, ông bà gọi phường."
    ),
    MatterState.RETRACTED: _("Ông bà đã rút lại câu này."),
    MatterState.WITHDRAWN: _("Phường đã gỡ nội dung này vì %(why)s."),
}
RECEIVED = _("Phường đang xếp việc cho đơn vị trả lời.")
GIVEN = _("Người trả lời: %(unit)s.")
DUE = _("Hạn: %(day)s.")
UNSAID = _("lý do ghi ở diễn biến")


def standing(matter: GroupMatter, unit: str) -> list[str]:
    """unit: the name of who answers, empty before it is known."""
    over = OVER.get(matter.state)
    if over is not None:
        return [joined(over, {"receiver": said(matter.receiver), "why": why(matter)})]
    told = [joined(GIVEN, {"unit": unit}) if unit else str(RECEIVED)]
    if matter.publish_due is not None and matter.answer is None and not matter.outcome:
        told.append(joined(DUE, {"day": weekday_day(matter.publish_due, language())}))
    return told


def why(matter: GroupMatter) -> str:
    """What the ward wrote; else the words of the reason that was chosen."""
    chosen: LazyProxy = WHY.get(matter.why, UNSAID)
    return first_down(matter.reason.rstrip(" .")) or str(chosen)
