"""The minutes (biên bản hội nghị đối thoại), from the hall's own record: nothing is retyped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dialogue.core.documents import (
    BLANK,
    Block,
    Paragraph,
    Run,
    Signature,
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
    modes,
    o_clock,
    person,
    short,
    told,
)
from meetings.conferences.record import Concluded, Heard, Record
from meetings.conferences.states import Outcome

NOT_TOLD = "(nội dung đang được xem xét theo quy định, không nêu tại đây)"


def minutes(record: Record, issued: Issued | None = None) -> Paper:
    ward, card = record.ward, record.card
    blocks = [*_opening(record), *_opinions(record), *_end(record)]
    return Paper(
        made(
            ward,
            card,
            kind="BIÊN BẢN",
            summary=f"Hội nghị đối thoại với Nhân dân ngày {short(card.day)}",
            blocks=blocks,
            symbol="BB-UBND",
            issued=issued,
            signatures=(
                Signature(("THƯ KÝ",), filled(card.secretary)),
                Signature(("CHỦ TRÌ",), filled(card.chair)),
            ),
        ),
        tuple(wrong_sums(record)),
    )


def _opening(record: Record) -> Iterator[Block]:
    card, came, guests = record.card, record.came, record.guests
    yield paragraph(
        f"1. Thời gian bắt đầu: {o_clock(card.opened_at or card.starts_at)}, ngày "
        f"{short(card.day)}; địa điểm: {bare(card.place)}; hình thức: {modes(card)}."
    )
    others = "; ".join(guests.others)
    yield paragraph(
        f"2. Thành phần: chủ trì {person(card.chair, card.chair_title)}; đồng chủ trì "
        f"{person(card.co_chair, card.co_chair_title)}; thư ký {filled(card.secretary)}; "
        f"đại diện {filled(others)}; {number(guests.groups)} {record.ward.group_word}; "
        f"{told(came.total, came.total_word)} lượt người dự, trong đó trực tuyến "
        f"{told(came.online, came.online_word)}."
    )
    yield paragraph(f"3. Nội dung báo cáo: {dotted(card.report)}")


def _opinions(record: Record) -> Iterator[Block]:
    yield heading("4. Ý kiến và trả lời:")
    if not record.in_hall:
        yield paragraph("Không có ý kiến nào.")
    for place, each in enumerate(record.in_hall, 1):
        yield _asked(place, each)
        yield from _answered(each)


def _asked(place: int, each: Heard) -> Paragraph:
    who = ", ".join(
        part
        for part in (
            each.asker or "Người dân",
            each.organisation or each.group_name,
            f"lĩnh vực {each.field_name}" if each.field_name else "",
            f"cùng {number(each.askers - 1)} người hỏi khác" if each.askers > 1 else "",
        )
        if part
    )
    words = NOT_TOLD if each.withheld else each.words
    return paragraph(Run(f"4.{place}. {who}: ", bold=True), words)


def _answered(each: Heard) -> Iterator[Paragraph]:
    """What was said in the hall; beside it what is still to come, or went elsewhere."""
    if each.withheld:
        return
    if each.answer:
        by = f" ({each.answered_by})" if each.answered_by else ""
        yield paragraph(f"Trả lời của {filled(each.unit_name)}{by}: {dotted(each.answer)}")
    match each.outcome:
        case Outcome.ANSWERED if not each.answer:
            yield paragraph(f"Trả lời của {filled(each.unit_name)}: {BLANK}")
        case Outcome.WRITTEN:
            yield paragraph(
                f"{bare(each.unit_name)} hẹn trả lời bằng văn bản trước ngày {short(each.due)}."
            )
        case Outcome.FORWARDED:
            yield paragraph(f"Chuyển {bare(each.receiver)} giải quyết theo thẩm quyền.")
        case Outcome.TASK:
            yield paragraph(
                f"Giao {bare(each.unit_name)} thực hiện, hạn {short(each.due)}."
                if each.due
                else f"Giao {bare(each.unit_name)} thực hiện ngay."
            )
        case _:
            if each.outcome is None:
                yield paragraph(f"Cách xử lý: {BLANK}")


def _end(record: Record) -> Iterator[Block]:
    card, told = record.card, record.outcomes
    yield heading("5. Kết luận của chủ trì:")
    for place, each in enumerate(record.conclusions, 1):
        yield paragraph(f"{place}) {concluded(each)}")
    if not record.conclusions:
        yield paragraph(BLANK)
    yield paragraph(
        f"6. Ý kiến khác ghi theo đề nghị của người dự: {dotted(card.other_remarks or 'không có')}"
    )
    yield paragraph(
        f"Hội nghị kết thúc lúc {o_clock(card.closed_at)}. Tổng số {number(len(record.in_hall))} "
        f"lượt ý kiến, trả lời tại chỗ {number(told[Outcome.ANSWERED])}, hẹn trả lời "
        f"{number(told[Outcome.WRITTEN])}{_elsewhere(told)}. Biên bản đã đọc lại cho hội nghị "
        "nghe và thống nhất."
    )


def _elsewhere(told: Counter[Outcome]) -> str:
    """The ways out that the form does not name, where somebody took them."""
    words = ((Outcome.FORWARDED, "chuyển cơ quan khác"), (Outcome.TASK, "giao làm ngay"))
    return "".join(f", {text} {number(told[which])}" for which, text in words if told[which])


def concluded(each: Concluded) -> str:
    """`Nạo vét cống – Phòng Kinh tế – hạn 15/7/2020.`"""
    if each.why_no_task:
        return f"{dotted(each.text)} (Không giao việc: {bare(each.why_no_task)}.)"
    if each.beyond:
        until = f" trước ngày {short(each.due)}" if each.due else ""
        return f"{bare(each.text)} – kiến nghị {bare(each.receiver)}{until}."
    return f"{bare(each.text)} – {filled(each.unit_name)} – hạn {short(each.due)}."


def wrong_sums(record: Record) -> Iterator[str]:
    """What does not add up, in words."""
    whole, told = len(record.in_hall), sum(record.outcomes.values())
    if told != whole:
        yield f"{whole} ý kiến mà chỉ {told} ý kiến có cách xử lý, còn {whole - told}."
    by_group = sum(record.came.by_group.values())
    if by_group != record.came.total:
        yield f"cộng theo tổ được {by_group} lượt người, mà tổng số ghi {record.came.total}."
