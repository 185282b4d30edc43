"""Letters in staff's words: kinds, states, what was done, what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping

from dialogue.core.clock import local_time
from dialogue.core.i18n import moment
from dialogue.letters.queries import Happened
from dialogue.letters.states import Fault, LetterKind, LetterState, Step, Way
from web.i18n import gettext_lazy as _
from web.shapes import Event
from web.staff.parts import FIELD, Words

KIND: Words = {
    LetterKind.CONGRATULATION: _("Thư chúc mừng"),
    LetterKind.CONDOLENCE: _("Thư chia buồn"),
    LetterKind.THANKS: _("Thư cảm ơn"),
}
STATE: Words = {
    LetterState.PROPOSED: _("chờ soạn"),
    LetterState.DRAFTED: _("chờ ký"),
    LetterState.SIGNED: _("chờ trao"),
    LetterState.DELIVERED: _("đã trao"),
    LetterState.CANCELLED: _("thôi gửi"),
}
STEP: Words = {
    Step.PROPOSE: _("Đề nghị gửi thư"),
    Step.DRAFT: _("Soạn thư"),
    Step.SIGN: _("Ghi đã ký"),
    Step.DELIVER: _("Ghi đã trao"),
    Step.CANCEL: _("Gia đình không muốn nhận; đã xóa tên, lời thư"),
    Step.LAPSE: _("Quá lâu không ai làm tiếp; đã xóa tên, lời thư"),
    Step.ERASE: _("Hết thời gian giữ; đã xóa tên, lời thư"),
}
WAY: Words = {
    Way.RESULT: _("cùng kết quả hồ sơ"),
    Way.HOME: _("tại nhà"),
}
FAULT: Words = {
    Fault.EXCLAMATION: _("dấu chấm than"),
    Fault.CONGRATULATION: _("lời chúc mừng"),
    Fault.RATING: _("lời mời đánh giá, góp ý"),
    Fault.SLOGAN: _("khẩu hiệu"),
}
TONE = _("Loại thư này không dùng những chữ nêu ở trên.")
WRONG = dict(FIELD) | {
    "tone": TONE,
    "unfilled": _("Còn chỗ chưa điền: dấu ngoặc hoặc dấu chấm lửng."),
    "odd": _("Có số hồ sơ chưa đúng. Mỗi dòng một số, ví dụ H26.29-250703-0012."),
    "too-many": _("Nhiều số hồ sơ quá: nhiều nhất 10 số."),
    "in-the-future": _("Ngày này chưa tới."),
    "before-signing": _("Ngày trao sớm hơn ngày ký."),
    "unknown-place": _("Có chỗ điền không có trong danh sách bên dưới."),
}
CHECK = _("Ông bà đối chiếu họ tên với giấy tờ rồi đánh dấu ô này.")


def told(lines: list[Happened], people: Mapping[int | None, str]) -> list[Event]:
    """The history of a letter."""
    return [
        Event(
            str(STEP[Step(line.step)]),
            local_time(line.at).isoformat(timespec="minutes"),
            moment(line.at),
            note=people.get(line.staff, ""),
        )
        for line in lines
    ]
