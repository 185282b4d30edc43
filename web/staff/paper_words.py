"""Words of paper slips: states, sources, mistakes, and a slip as somebody would say it."""

from __future__ import annotations

from surveys.paper.slips import Slip
from surveys.paper.states import Source, StackState
from surveys.queries.counters import CounterCard
from web.i18n import gettext_lazy as _
from web.pages.rating import REASONS
from web.staff.parts import FIELD
from web.words import LEVEL

STATE = {
    StackState.READY: (_("chờ xác nhận"), "turmeric"),
    StackState.SECOND: (_("chờ người thứ hai nhập lại"), "turmeric"),
    StackState.DIFFERS: (_("hai lần nhập khác nhau, chờ quyết"), "lacquer"),
    StackState.COUNTED: (_("đã tính"), "jade"),
    StackState.DISCARDED: (_("đã bỏ"), "outline"),
}
SOURCE = {
    Source.PAPER: _("Phiếu giấy"),
    Source.PHONE: _("Hỏi qua điện thoại"),
    Source.FILE: _("Bảng tính"),
}
BY_HAND = (Source.PAPER, Source.PHONE)
SLIP = {
    "nonsense": _("không đọc được; ví dụ 1, hoặc 3 rồi số lý do"),
    "level": _("mức chỉ có 1, 2 hoặc 3"),
    "field": _("quầy không có lĩnh vực mang chữ này"),
    "no-reasons": _("mức 1 và 2 không kèm lý do"),
    "reason": _("không có lý do mang số này"),
    "too-many": _("nhiều nhất ba lý do; ghi ba lý do đầu trên phiếu"),
}
WORDS = dict(FIELD) | {
    "missing": _("Chưa có phiếu nào."),
    "too-many": _("Xấp dài quá mức của phường. Ông bà tách làm hai xấp."),
    "no-rule": _("Hiện không có quy định cho phiếu giấy."),
}
REASON = {
    "undecided": _("Còn chỗ khác nhau chưa chọn."),
    "missing": _("Xin ghi lý do."),
    "too-long": _("Lý do dài quá: nhiều nhất 500 chữ cái."),
}
WENT_ON = _("Xấp này vừa được người khác xử lý. Dưới đây là tình trạng mới.")


def in_words(slip: Slip, card: CounterCard) -> str:
    """“Không hài lòng · Chờ lâu · Hộ tịch”."""
    if slip.spoiled:
        return str(_("phiếu hỏng, không tính"))
    names = {each.code: each.short for each in card.fields}
    parts = [str(LEVEL[slip.level]), *(str(REASONS[each]) for each in slip.reasons)]
    return " · ".join([*parts, *([names[slip.field]] if slip.field in names else [])])
