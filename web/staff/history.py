"""The history of a matter as staff reads it: who did what, from step and data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from babel.support import LazyProxy

from dialogue.core.i18n import day, machine_moment, moment, weekday_day
from dialogue.matters.actions import approval
from dialogue.matters.queries.asides import Aside
from dialogue.matters.queries.history import Event as Line
from dialogue.matters.states import Redirection, Rejection, Step
from web.i18n import gettext_lazy as _
from web.shapes import Event
from web.staff import asides
from web.staff.checklist import CLEARED
from web.staff.places import Names
from web.told import Parts, parts, with_move
from web.words import SOURCE, VERDICT

REJECTION: Mapping[str, LazyProxy] = {
    Rejection.REPEATED: _("Trùng, cùng một người đã gửi"),
    Rejection.EMPTY: _("Không có nội dung để trả lời"),
    Rejection.INSULT: _("Xúc phạm (người thứ hai xem lại)"),
    Rejection.ADVERT: _("Quảng cáo"),
    Rejection.UNLAWFUL: _("Nội dung trái pháp luật"),
}
REDIRECTION: Mapping[str, LazyProxy] = {
    Redirection.NOT_OURS: _("Không thuộc thẩm quyền của phường"),
    Redirection.COMPLAINT: _("Khiếu nại, nộp theo Luật Khiếu nại"),
    Redirection.SERVICE: _("Việc của đơn vị cung cấp dịch vụ"),
}
REMARKS: Mapping[str, LazyProxy] = {
    approval.DRAFTER_CHECKED: _("Người soạn cũng là người xem."),
    approval.DRAFTER_APPROVED: _("Người soạn cũng là người duyệt, vì không còn lãnh đạo nào khác."),
    approval.CHECKER_APPROVED: _("Người xem cũng là người duyệt."),
}
# %(…)s: what `_known` makes of the line
SENTENCES: Mapping[str, LazyProxy] = {
    Step.RECEIVE: _("Nhận ý kiến: %(source)s"),
    Step.ASSIGN: _("%(who)s giao %(unit)s trả lời"),
    Step.REDIRECT: _("%(who)s chuyển %(receiver)s: %(why)s"),
    Step.REJECT: _("%(who)s ghi chưa xử lý: %(why)s"),
    Step.PROPOSE_REJECTION: _("%(who)s đề nghị không xử lý: %(why)s"),
    Step.KEEP: _("%(who)s không đồng ý, giữ lại để xử lý"),
    Step.NOT_DENUNCIATION: _("%(who)s đã đọc, ghi không phải tố cáo"),
    Step.MERGE: _("%(who)s ghép vào vấn đề mã nội bộ %(lead)s"),
    Step.PART: _("Tách khỏi vấn đề đã ghép, trở lại phân loại"),
    Step.ASK_BACK: _("%(who)s hỏi thêm người hỏi, chờ đến %(until)s"),
    Step.REPLY: _("Người hỏi trả lời thêm. Hạn tính tiếp: %(due)s"),
    Step.TIME_OVER: _("Hết thời gian chờ người hỏi. Hạn tính tiếp: %(due)s"),
    Step.SEAL: _("%(who)s chuyển sang xử lý riêng"),
    Step.UNSEAL: _("%(who)s đưa trở lại phân loại"),
    Step.HAND_OVER: _("%(who)s ghi đã bàn giao"),
    Step.GIVE: _("%(who)s giao cho %(officer)s"),
    Step.HAND_BACK: _("%(who)s trả lại vì không đúng đơn vị, lần %(times)s"),
    Step.SAVE_DRAFT: _("%(who)s lưu bản nháp %(version)s"),
    Step.SEND_FOR_CHECK: _("%(who)s gửi trưởng đơn vị xem"),
    Step.RETURN: _("%(who)s trả về để sửa"),
    Step.PASS_UP: _("%(who)s trình %(leader)s duyệt"),
    Step.CLEAR_STOP: _("%(who)s xác nhận với bản nháp %(version)s: %(stop)s"),
    Step.APPROVE: _("%(who)s duyệt"),
    Step.PROPOSE_EXTENSION: _("%(who)s xin lùi hạn %(days)s ngày làm việc"),
    Step.EXTEND: _("%(who)s cho lùi hạn từ %(old)s đến %(new)s"),
    Step.MOVE: _("%(who)s chuyển từ %(old_unit)s sang %(unit)s"),
    Step.VERDICT: _("Người hỏi đánh giá: %(level)s"),
    Step.REOPEN: _("Người hỏi đề nghị trả lời lại: %(level)s"),
    Step.ROUTE: _("Trả lời lại, hạn %(due)s"),
    Step.DECIDE: _("%(who)s ghi ý kiến cuối"),
    Step.SILENCE: _("Hết hạn đánh giá, người hỏi không có ý kiến thêm"),
    Step.CORRECT: _("%(who)s đính chính câu trả lời"),
    Step.TAKE_DOWN: _("%(who)s gỡ khỏi bảng công khai"),
    Step.NOTE: _("%(who)s ghi chú"),
    Step.COVER: _("%(who)s che thông tin riêng trong nội dung đã công khai"),
    Step.MOVE_DUE_DATE: _("Lịch làm việc thay đổi, hạn trả lời giữ nguyên"),
    Step.OVERDUE: _("Quá hạn trả lời"),
    Step.ERASE_CONTACT: _("Đã xóa tên và số liên hệ của người hỏi"),
    Step.RETRACT: _("Người hỏi rút lại ý kiến"),
    Step.ASKER_LEFT: _("Một người cùng hỏi rút lại, việc đi tiếp cho những người khác"),
    Step.SAME_QUESTION: _("%(who)s xác nhận là câu hỏi đã hỏi trước, mã nội bộ %(earlier)s"),
    Step.NOT_SAME: _("%(who)s bỏ xác nhận hỏi lại"),
    Step.SINCE_LAST: _("%(who)s ghi điều đã thay đổi kể từ lần trả lời trước"),
    Step.CAMPAIGN: _("%(who)s %(on)s là chiến dịch nhiều thư cùng nội dung"),
}
TAKEN = _("%(who)s lưu bản nháp %(version)s, theo %(sources)s")
MOVED = _("Lịch làm việc thay đổi, hạn chuyển từ %(old)s sang %(new)s")
SOMETHING = _("Thay đổi khác")
LATE = frozenset({Step.OVERDUE, Step.REOPEN, Step.HAND_BACK, Step.RETURN, Step.TAKE_DOWN})
DAYS = ("until", "due", "old", "new")


def timeline(lines: Sequence[Line], beside: Sequence[Aside], names: Names) -> list[Event]:
    """Every step and what was done beside the steps, oldest first."""
    steps = [(line.at, told(line, names)) for line in lines]
    others = [(line.at, asides.told(line, names)) for line in beside]
    return [event for _at, event in sorted(steps + others, key=lambda each: each[0])]


def told(line: Line, names: Names) -> Event:
    return Event(
        title=str(_text(line)) % _parts(line, names),
        at=machine_moment(line.at),
        when=moment(line.at),
        state="late" if line.step in LATE else "done",
        note=" · ".join(dict.fromkeys(filter(None, (line.reason, line.public_note)))),
    )


def _text(line: Line) -> LazyProxy:
    if line.step is Step.MOVE_DUE_DATE and "publish" in line.data:
        return MOVED
    if line.data.get("sources"):
        return TAKEN
    return SENTENCES.get(line.step, SOMETHING)


def _parts(line: Line, names: Names) -> Parts:
    shown = {**_SHOWN}
    for name in ("unit", "old_unit"):
        shown[name] = lambda value: names.units[int(value)]
    for name in ("officer", "leader"):
        shown[name] = lambda value: names.people[int(value)]
    said = parts(with_move(line.data), shown)
    said["who"] = line.staff_name or str(_("Hệ thống"))
    if "channel" in line.data:  # as the ward calls it
        said["source"] = f"{said['source']} ({line.data['channel']})"
    return said


def _sources(rows: list[Mapping[str, Any]]) -> str:
    return ", ".join(
        str(_("câu trả lời số %(number)s ngày %(day)s"))
        % {"number": row["number"], "day": day(date.fromisoformat(row["day"]))}
        for row in rows
    )


def _day(value: object) -> str:
    return weekday_day(date.fromisoformat(str(value)))


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(DAYS, _day),
    "why": lambda code: str((dict(REJECTION) | dict(REDIRECTION)).get(str(code), code)),
    "level": lambda code: str(VERDICT.get(str(code), code)).lower(),
    "sources": _sources,
    "stop": lambda code: str(CLEARED.get(str(code), code)).lower(),
    "on": lambda on: str(_("đánh dấu") if on is True else _("bỏ đánh dấu")),
    "source": lambda code: str(SOURCE.get(str(code), code)),
}
