"""Documents after the day: notice of conclusions, written answer (thông báo kết luận, công văn)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogue.core.clock import local_day
from dialogue.core.documents import (
    BLANK,
    Align,
    Block,
    Column,
    Table,
    filled,
    heading,
    paragraph,
)
from dialogue.core.i18n import number
from meetings.conferences.documents.common import (
    Issued,
    Paper,
    bare,
    dotted,
    made,
    recipients,
    short,
    signed,
    told,
)
from meetings.conferences.documents.minutes import wrong_sums
from meetings.conferences.record import Concluded, Heard, Record
from meetings.conferences.states import Outcome

TASKS = (
    Column("TT", 0.6, Align.CENTRE),
    Column("Việc", 4),
    Column("Đơn vị chủ trì", 2),
    Column("Phối hợp", 1.6),
    Column("Hạn", 1.4, Align.CENTRE),
    Column("Kết quả phải có", 2.4),
)


def notice(
    record: Record, address: str, publish_by: date | None, issued: Issued | None = None
) -> Paper:
    """address: where progress is told. publish_by: the last day the law gives; None: no rule."""
    ward, card = record.ward, record.card
    role = filled(_role(record))
    return Paper(
        made(
            ward,
            card,
            kind="THÔNG BÁO",
            summary=f"Kết luận của {role} tại Hội nghị đối thoại ngày {short(card.day)}",
            blocks=list(_blocks(record, role, address, publish_by)),
            symbol="TB-UBND",
            issued=issued,
            signatures=signed(card),
            recipients=recipients(
                "TT Đảng ủy, TT HĐND (để b/c);",
                "Ủy ban MTTQ, Ban Thanh tra nhân dân (để giám sát);",
                f"Các đơn vị, {ward.head_word} (để thực hiện);",
            ),
        ),
        (*wrong_sums(record), *_lacking(record)),
    )


def _role(record: Record) -> str:
    return record.card.chair_title


def _blocks(record: Record, role: str, address: str, publish_by: date | None) -> Iterator[Block]:
    ward, card = record.ward, record.card
    fields = ", ".join(f"{name} {number(n)}" for name, n in record.by_field.most_common())
    yield paragraph(
        f"Ngày {short(card.day)}, UBND {ward.kind} tổ chức Hội nghị đối thoại; có "
        f"{told(record.came.total, record.came.total_word)} lượt người dự, "
        f"{number(len(record.in_hall))} lượt ý kiến"
        f"{f' ({fields})' if fields else ''}. {role} kết luận:"
    )
    yield paragraph(f"1. Đánh giá chung: {dotted(card.assessment)}")
    yield from _given(record)
    yield from _above(record)
    written = [each for each in record.in_hall if each.outcome is Outcome.WRITTEN]
    days = [each.due for each in written if each.due]
    yield paragraph(
        f"4. Trả lời bằng văn bản: {number(len(written))} ý kiến"
        f"{f', trước ngày {short(max(days, default=None))}' if written else ''}."
    )
    yield paragraph(
        f"5. Theo dõi: Văn phòng công khai tiến độ tại {filled(address)} và tại bảng tin; mời Ban "
        f"Thanh tra nhân dân, {ward.head_word} giám sát."
    )
    until = f" trước ngày {short(publish_by)}" if publish_by else ""
    yield paragraph(f"Thông báo này niêm yết tại trụ sở và gửi các {ward.group_word}{until}.")


def _given(record: Record) -> Iterator[Block]:
    yield heading("2. Việc giao các đơn vị:")
    rows = tuple(_row(place, each) for place, each in enumerate(record.tasks, 1))
    yield Table(TASKS, rows) if rows else paragraph("Không có.")


def _row(place: int, each: Concluded) -> tuple[str, ...]:
    return (
        str(place),
        each.text,
        filled(each.unit_name),
        each.together,
        short(each.due),
        filled(each.product),
    )


def _above(record: Record) -> Iterator[Block]:
    above = [each for each in record.conclusions if each.beyond and not each.why_no_task]
    if not above:
        yield paragraph("3. Việc vượt thẩm quyền: không có.")
        return
    yield heading("3. Việc vượt thẩm quyền:")
    for each in above:
        until = f" trước ngày {short(each.due)}" if each.due else ""
        yield paragraph(f"{bare(each.text)}, gửi {bare(each.receiver)}{until}.")


def _lacking(record: Record) -> Iterator[str]:
    late = [each.text for each in record.tasks if each.due and each.due < record.card.day]
    for text in late:
        yield f"hạn của việc “{text}” sớm hơn ngày hội nghị."


def written_answer(
    record: Record, each: Heard, address: str, issued: Issued | None = None
) -> Paper:
    """To who asked at the conference. address: of the page where the answer is judged.

    What was looked at, on what it rests and what the asker has to do stays for who writes it.
    """
    ward, card = record.ward, record.card
    whom = each.asker or each.organisation or "Người dân"
    place = each.group_name if each.group_name and not each.organisation else ""
    to = f"{whom} ({place})" if place else whom
    tasks = [one for one in record.conclusions if each.id in one.opinions]
    unit = bare(each.unit_name)
    phone = filled(ward.phone)
    lines = (
        f"UBND {ward.kind} {ward.name} nhận ý kiến của ông/bà ngày {short(local_day(each.at))} "
        f"về: “{bare(each.words)}”. Sau khi {unit} xem xét, UBND {ward.kind} trả lời như sau:",
        f"1. Tình hình, kết quả kiểm tra: {BLANK}",
        f"2. Căn cứ: {BLANK}",
        f"3. Trả lời: {dotted(each.said)}",
        f"4. {_will_do(tasks)}",
        f"5. Ông/bà cần làm: {BLANK}",
        f"Nếu chưa rõ, ông/bà liên hệ {unit}, điện thoại {phone}"
        f"{f', hoặc cho biết câu trả lời đã rõ chưa tại {address}' if address else ''}. "
        f"UBND {ward.kind} cảm ơn ông/bà.",
    )
    document = made(
        ward,
        card,
        kind="",
        summary=f"trả lời ý kiến mã {each.code}",
        blocks=[paragraph(line) for line in lines],
        symbol="UBND-VP",
        issued=issued,
        to=(to,),
        signatures=signed(card),
        recipients=recipients("Như trên;"),
    )
    return Paper(document)


def _will_do(tasks: list[Concluded]) -> str:
    """What the conclusions give to somebody, or pass up."""
    if not tasks:
        return "Việc phường sẽ làm: không phát sinh việc mới."
    told = []
    for each in tasks:
        if each.is_task:
            told.append(
                f"{bare(each.text)}; đơn vị {filled(each.unit_name)}; xong trước ngày "
                f"{short(each.due)}"
            )
        elif each.beyond:
            told.append(f"{bare(each.text)}: thuộc thẩm quyền {bare(each.receiver)}")
        else:
            told.append(f"{bare(each.text)}: {bare(each.why_no_task)}")
    return f"Việc phường sẽ làm: {'. '.join(told)}."
