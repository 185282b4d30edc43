"""What the register says of units in a review, in words: the same on the page and in the draft."""

from __future__ import annotations

from dialogue.core.documents import Align, Block, Column, Table, paragraph
from dialogue.core.i18n import day, decimal, number
from dialogue.matters.results import Share
from surveys.reviews.figures import Register, When
from web.i18n import gettext_lazy as _

TOO_FEW = _("chưa đủ để tính")
NONE = "Chưa có số liệu."
WHEN = {
    When.NOW: _("Kỳ này"),
    When.BEFORE: _("Kỳ trước"),
    When.LAST_YEAR: _("Cùng kỳ năm trước"),
}
REGISTER_HEADS = (
    _("Đơn vị"),
    _("Tiếp nhận"),
    _("Trả lời"),
    _("Đúng hạn"),
    _("Muộn"),
    _("Trung vị, ngày làm việc"),
    _("Người hỏi hài lòng"),
    _("Mở lại"),
    _("Việc đã hứa làm đúng hẹn"),
    _("Việc đã hứa muộn"),
)
REGISTER_NOTE = _(
    "Nhiều người hỏi một việc thì tính một. Đúng hạn và muộn: trong số trả lời lần đầu có hạn, "
    "cộng số đến hạn trong kỳ mà chưa trả lời. Việc đã hứa: việc công khai có hạn đầu tiên trong "
    "kỳ, tính đến hôm nay; dời hạn không đổi cách tính. Dưới %(least)s thì chỉ nêu số, "
    "không nêu tỷ lệ. Chưa có số liệu về đơn thư."
)
NOBODY = _("Chưa giao đơn vị nào")
PERCENT_FROM = 10  # below it a rate says little: only its two numbers are told


def register_name(found: Register) -> str:
    """`Kỳ này, từ 1/1/2027 đến 30/6/2027`."""
    return f"{WHEN[found.when]}, từ {day(found.since)} đến {day(found.until)}"


def register_note() -> str:
    return str(REGISTER_NOTE) % {"least": PERCENT_FROM}


def register_rows(found: Register) -> list[tuple[str, ...]]:
    return [
        (
            name or str(NOBODY),
            number(each.received),
            number(each.answered),
            _part(each.in_time),
            number(each.late),
            "–" if each.median_days is None else decimal(each.median_days),
            _part(each.clear) if each.clear.shown or not each.clear.n else str(TOO_FEW),
            number(each.reopened),
            _part(Share(each.promises.kept, each.promises.due, shown=True)),
            number(each.promises_late),
        )
        for name, each in found.units
    ]


def _part(found: Share) -> str:
    """`12/15 (80,0%)`; `3/4` of few; `–` of none."""
    if not found.n:
        return "–"
    told = f"{number(found.part)}/{number(found.n)}"
    if found.n < PERCENT_FROM:
        return told
    return f"{told} ({decimal(100 * found.part / found.n)}%)"


def register_table(found: Register) -> Block:
    if not found.units:
        return paragraph(NONE)
    columns = tuple(
        Column(str(text), 1.6 if place == 0 else 1.0, Align.LEFT)
        for place, text in enumerate(REGISTER_HEADS)
    )
    return Table(columns, tuple(register_rows(found)))
