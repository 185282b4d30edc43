"""The briefing book on paper: the ward's own, for who takes the chair; it has no number."""

from __future__ import annotations

from collections.abc import Iterator

from dialogue.core.clock import local_day
from dialogue.core.documents import (
    Align,
    Block,
    Column,
    Paragraph,
    Run,
    Table,
    filled,
    heading,
    paragraph,
)
from dialogue.core.i18n import decimal, number
from dialogue.matters.states import TaskState
from dialogue.ward.cards import WardCard
from dialogue.ward.figures import COUNTS, Figures
from meetings.conferences.briefing import Briefing, Contentment, LastTime, Prepared
from meetings.conferences.documents.common import Paper, made, short, when
from meetings.conferences.documents.half_year import said
from meetings.conferences.record import Promised

STATE = {
    TaskState.OPEN: "đang làm",
    TaskState.DONE_CLAIMED: "đơn vị báo xong, chờ xác nhận",
    TaskState.DONE: "đã xong",
    TaskState.STOPPED: "không thực hiện được",
}
COUNT = {
    "opening": "kỳ trước chuyển sang",
    "received": "tiếp nhận",
    "received_direct": "trực tiếp",
    "received_online": "trực tuyến",
    "received_post": "bưu chính",
    "returned": "đã trả",
    "early": "trước hạn",
    "on_time": "đúng hạn",
    "late": "trễ",
    "in_progress": "đang giải quyết",
}
PROMISES = (
    Column("TT", 0.5, Align.CENTRE),
    Column("Đã hứa", 4),
    Column("Đơn vị", 2),
    Column("Hạn", 1.3, Align.CENTRE),
    Column("Nay", 2.6),
)
CONTENT = (
    Column("Lĩnh vực", 3),
    Column("Số phiếu", 1, Align.RIGHT),
    Column("Hài lòng", 1.2, Align.RIGHT),
    Column("Khoảng tin cậy 95%", 1.8, Align.CENTRE),
    Column("So với kỳ trước", 1.6, Align.CENTRE),
)
GROUPS = (
    Column("Nơi", 3),
    Column("Đang mở", 1, Align.RIGHT),
    Column("Quá hạn", 1, Align.RIGHT),
)


def briefing_paper(ward: WardCard, found: Briefing) -> Paper:
    card = found.card
    return Paper(
        made(
            ward,
            card,
            kind="TÀI LIỆU CHUẨN BỊ",
            summary=f"{card.title}: {when(card.starts_at)}",
            blocks=[
                *_last(found.last),
                *_figures(found),
                *_content(found.contentment),
                *_groups(ward, found),
                *_prepared(found),
                *_hall(found),
                *_law(found),
            ],
        )
    )


def _last(last: LastTime | None) -> Iterator[Block]:
    yield heading("I. Lần trước đã hứa")
    if last is None:
        yield paragraph("Chưa có hội nghị nào trước đây đã công bố kết quả.")
        return
    yield paragraph(
        f"{last.card.title}, ngày {short(last.card.day)}: {number(len(last.promised))} việc đã "
        f"hứa, {number(last.done)} việc đã xong."
    )
    rows = tuple(
        (str(place), each.text, each.unit_name, short(each.task.due), state_of(each.task))
        for place, each in enumerate(last.promised, 1)
    )
    if rows:
        yield Table(PROMISES, rows)


def state_of(task: Promised) -> str:
    """`đang làm, chậm 3 ngày làm việc`."""
    told = STATE[task.state]
    if task.days_late:
        told += f", chậm {number(task.days_late)} ngày làm việc"
    if task.disputed:
        told += ", có ý kiến chưa xong"
    if task.state is TaskState.DONE and task.done_on:
        told += f" ngày {short(task.done_on)}"
    return told


def _figures(found: Briefing) -> Iterator[Block]:
    yield heading("II. Số liệu hồ sơ trong kỳ")
    if found.cases is None:
        yield paragraph("Chưa có số liệu hồ sơ của kỳ này.")
        return
    cases = found.cases
    yield paragraph(f"{found.card.period_label}: {_told(cases)}.")
    for wrong in found.wrong:
        yield paragraph(Run(wrong, red=True))


def _told(cases: Figures) -> str:
    known = [name for name in COUNTS if cases.get(name) is not None]
    return "; ".join(f"{COUNT[name]} {said(cases, name)}" for name in known)


def _content(found: tuple[Contentment, ...] | None) -> Iterator[Block]:
    if found is None:
        return
    yield heading("III. Mức hài lòng tại quầy, theo lĩnh vực")
    if not found:
        yield paragraph("Chưa đủ phiếu để nêu.")
        return
    yield Table(
        CONTENT,
        tuple(
            (each.name, number(each.n), _percent(each.percent), _between(each), change_of(each))
            for each in found
        ),
    )


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{decimal(value)}%"


def _between(each: Contentment) -> str:
    if each.low is None or each.high is None:
        return "–"
    return f"{decimal(each.low)}–{decimal(each.high)}%"


def change_of(each: Contentment) -> str:
    """`tăng 2,5 điểm`, or that it cannot be told."""
    if each.percent is None or each.before is None:
        return "chưa so được với kỳ trước"
    by = each.percent - each.before
    if abs(by) < 0.05:
        return "như trước"
    return f"{'tăng' if by > 0 else 'giảm'} {decimal(abs(by))} điểm"


def _groups(ward: WardCard, found: Briefing) -> Iterator[Block]:
    yield heading(f"IV. Ý kiến đang mở theo {ward.group_word}")
    rows = tuple((each.name, number(each.open), number(each.late)) for each in found.groups)
    yield Table(GROUPS, rows) if rows else paragraph("Không có ý kiến nào đang mở.")


def _prepared(found: Briefing) -> Iterator[Block]:
    yield heading("V. Câu hỏi gửi trước và dự thảo trả lời")
    if not found.prepared:
        yield paragraph("Chưa có câu hỏi gửi trước.")
    for place, each in enumerate(found.prepared, 1):
        yield from _question(place, each)
    if found.apart:
        yield paragraph(f"{number(found.apart)} câu hỏi được xem xét riêng, không nêu tại đây.")


def _question(place: int, each: Prepared) -> Iterator[Paragraph]:
    asked = each.question
    again = f", hỏi lại lần {asked.again}" if asked.again > 1 else ""
    who = "; ".join(name for name in each.askers if name) or "Người dân"
    parts = ", ".join(part for part in (who, each.field_name, each.unit_name) if part)
    yield paragraph(Run(f"{place}. ({parts}{again}) ", bold=True), asked.words)
    yield paragraph(f"Dự thảo trả lời: {filled(each.draft)}")
    if each.similar:
        told = "; ".join(f"số {one.number} “{one.title}”" for one in each.similar)
        yield paragraph(Run(f"Đã trả lời tương tự: {told}.", italic=True))


def _hall(found: Briefing) -> Iterator[Block]:
    seats = found.seats
    yield heading("VI. Ai dự, ai nói trước")
    yield paragraph(
        f"Mời {number(seats.invited)}, nhận lời {number(seats.seats)} chỗ, chưa trả lời "
        f"{number(seats.silent)}. Sẽ dự: {'; '.join(seats.coming) or 'chưa ai trả lời'}."
    )
    if seats.unread:
        yield paragraph(f"Chưa xác nhận đã đọc thông báo: {'; '.join(seats.unread)}.")
    yield paragraph(f"Thứ tự mời nói: {'; '.join(found.turns) or 'theo thứ tự giơ tay'}.")


def _law(found: Briefing) -> Iterator[Block]:
    yield heading("VII. Đối chiếu quy định")
    yield from (paragraph(line) for line in law_lines(found))


def law_lines(found: Briefing) -> tuple[str, ...]:
    """The legal check in words; `chưa có quy định` where no rule was in force."""
    card, legal = found.card, found.legal
    told = "chưa thông báo"
    if card.announced_at:
        told = f"đã thông báo ngày {short(local_day(card.announced_at))}"
    if legal.notice_latest is None:
        notice = f"Thông báo trước: chưa có quy định vào ngày hội nghị; {told}."
    else:
        notice = f"Thông báo chậm nhất {short(legal.notice_latest)}; {told}."
    if card.override_reason:
        notice += f" Lý do muộn: {card.override_reason}"
    if legal.result is None:
        result = "Công bố kết quả: chưa có quy định vào ngày hội nghị."
    else:
        result = f"Công bố kết quả chậm nhất {short(legal.result.nominal)}."
    chairs = f"Chủ trì {filled(card.chair)}; đồng chủ trì {filled(card.co_chair)}."
    return notice, result, chairs
