"""The history of a matter as the asker reads it: from step and data to a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel.support import LazyProxy

from dialogue.core.i18n import machine_moment, moment, weekday_day
from dialogue.matters.queries.journeys import Line
from dialogue.matters.states import Redirection, Rejection, Step
from web.english import joined, said
from web.english import title as title_in_words
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.shapes import Event
from web.told import Parts, parts, with_move
from web.words import SOURCE, VERDICT

REJECTION: Mapping[str, LazyProxy] = {
    Rejection.REPEATED: _("nội dung này quý vị đã gửi trước đó"),
    Rejection.EMPTY: _("chưa có nội dung để trả lời"),
    Rejection.INSULT: _("lời lẽ chưa phù hợp"),
    Rejection.ADVERT: _("nội dung là quảng cáo"),
    Rejection.UNLAWFUL: _("nội dung trái pháp luật"),
}
REDIRECTION: Mapping[str, LazyProxy] = {
    Redirection.NOT_OURS: _("việc này không thuộc thẩm quyền của phường"),
    Redirection.COMPLAINT: _("khiếu nại được nộp theo Luật Khiếu nại"),
    Redirection.SERVICE: _("việc của đơn vị cung cấp dịch vụ"),
}
WHY: Mapping[str, LazyProxy] = {**REJECTION, **REDIRECTION}
# %(…)s: what `_known` makes of the line's data
SENTENCES: Mapping[Step, LazyProxy] = {
    Step.RECEIVE: _("Phường đã nhận ý kiến"),
    Step.ASSIGN: _("Đã chuyển %(unit)s trả lời"),
    Step.REDIRECT: _("Đã chuyển %(receiver)s: %(why)s"),
    Step.REJECT: _("Phường chưa xử lý vì %(why)s. Quý vị có thể gửi lại"),
    Step.MERGE: _("Đã ghép với một ý kiến cùng nội dung. Quý vị nhận cùng câu trả lời"),
    Step.ASK_BACK: _("Phường hỏi thêm, chờ đến %(until)s"),
    Step.REPLY: _("Quý vị đã trả lời thêm. Hạn tính tiếp: %(due)s"),
    Step.TIME_OVER: _("Hết thời gian chờ, phường xử lý tiếp. Hạn: %(due)s"),
    Step.GIVE: _("Đang chuẩn bị trả lời"),
    Step.PART: _("Được xem xét riêng, đang xác định đơn vị trả lời"),
    Step.HAND_BACK: _("Đang xác định đơn vị trả lời"),
    Step.MOVE: _("Đã chuyển sang %(unit)s"),
    Step.EXTEND: _("Phường xin lùi hạn từ %(old)s đến %(new)s"),
    Step.APPROVE: _("Đã có trả lời, người duyệt: %(title)s %(name)s"),
    Step.VERDICT: _("Quý vị đánh giá: %(level)s"),
    Step.REOPEN: _("Quý vị đề nghị trả lời lại"),
    Step.ROUTE: _("Phường sẽ trả lời lại trước %(due)s"),
    Step.DECIDE: _("Ý kiến cuối của %(title)s %(name)s"),
    Step.SILENCE: _("Đã kết thúc, không có ý kiến thêm"),
    Step.CORRECT: _("Câu trả lời được đính chính"),
    Step.TAKE_DOWN: _("Nội dung đã được gỡ khỏi bảng công khai"),
    Step.COVER: _("Thông tin riêng của cá nhân trong nội dung công khai đã được che"),
    Step.MOVE_DUE_DATE: _("Lịch làm việc thay đổi, hạn trả lời giữ nguyên"),
    Step.ERASE_CONTACT: _("Đã xóa tên và số liên hệ"),
    Step.RETRACT: _("Quý vị đã rút lại ý kiến"),
    Step.ASKER_LEFT: _("Quý vị đã rút lại ý kiến"),
}
ASSIGNED = _("Đã chuyển %(unit)s trả lời. Hạn: %(due)s")
MOVED = _("Lịch làm việc thay đổi, hạn chuyển từ %(old)s sang %(new)s")
OTHERS = _("Một người khác cùng hỏi đề nghị trả lời lại")
SOMETHING = _("Phường cập nhật việc này")
LATE = frozenset({Step.EXTEND, Step.REOPEN})
DAYS = ("until", "due", "old", "new")


def told(line: Line, units: Mapping[int, str]) -> Event:
    """One line of the timeline. units: names by id."""
    return Event(
        title=joined(_text(line), _parts(line, units)),
        at=machine_moment(line.at),
        when=moment(line.at, language()),
        state="late" if line.step in LATE else "done",
        note=line.note,
    )


def _text(line: Line) -> LazyProxy:
    if line.data.get("others"):
        return OTHERS
    if line.step is Step.ASSIGN and line.data.get("due"):
        return ASSIGNED
    if line.step is Step.MOVE_DUE_DATE and "publish" in line.data:
        return MOVED
    return SENTENCES.get(line.step, SOMETHING)


def _parts(line: Line, units: Mapping[int, str]) -> Parts:
    return parts(with_move(line.data), {**_SHOWN, "unit": lambda unit: units[int(unit)]})


def _day(value: object) -> str:
    return weekday_day(date.fromisoformat(str(value)), language())


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(DAYS, _day),
    "why": lambda code: str(WHY.get(str(code), code)),
    "level": lambda code: str(VERDICT.get(str(code), code)).lower(),
    "source": lambda code: str(SOURCE.get(str(code), code)),
    "title": lambda text: title_in_words(str(text)),
    "receiver": lambda text: said(str(text)),
}
