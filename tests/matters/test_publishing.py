"""What reaches the board, what of it stays for ever, and what is taken down."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dialogue.core import audit, clock, keys
from dialogue.core.changes import since
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, PersonalDataLeft
from dialogue.core.jobs import Runner
from dialogue.core.tables import Job
from dialogue.matters import chores
from dialogue.matters.actions import personal_data, publishing
from dialogue.matters.actions.public_copy import PURGE
from dialogue.matters.queries import board
from dialogue.matters.states import Exposure, MatterState, VerdictLevel
from dialogue.matters.tables import (
    InternalNote,
    Matter,
    MatterEvent,
    Published,
    PublishedAnswer,
)
from dialogue.ward.states import Role
from tests.matters.build import APPROVER, approve, draft, house, matter, published
from tests.matters.tampering import unguarded

pytestmark = pytest.mark.integration
START = datetime(2026, 11, 23, 2, tzinfo=UTC)  # a Monday, nine in the morning in Vietnam
ANSWER = "Có. Sáng thứ Bảy Quầy 1 nhận chứng thực.\n\nMang bản chính và bản chụp."


async def test_an_approved_answer_stands_on_the_board_with_its_journey(db: None) -> None:
    home = await house()
    with clock.at(START):
        wanted = await matter(home, "Sáng thứ Bảy có nhận chứng thực không?", source="phone")
    with clock.at(START + timedelta(days=3)):
        number = await approve(home, wanted, ANSWER, "Yes, on Saturday mornings.")
        page = await board.answer(home.ward, number)
    assert number == 1
    assert page.answer == ANSWER
    assert page.summary_en == "Yes, on Saturday mornings."
    assert [(text.round, text.version, text.text) for text in page.texts] == [(1, 1, ANSWER)]
    item = page.item
    assert item.excerpt == "Có. Sáng thứ Bảy Quầy 1 nhận chứng thực."
    assert (item.received_on, item.due_on) == (date(2026, 11, 23), date(2026, 12, 4))
    assert (item.in_time, item.days, item.days_early) == (True, 2, 6)  # 24/11 is a holiday
    assert (item.approver_name, item.approver_title) == ("Trần Thị Bình", "Chủ tịch UBND phường")
    assert (item.state, item.verdict, item.asker, item.intact) == ("published", "", "", True)
    assert [entry.kind for entry in await since(0)][-1] == "published"
    with pytest.raises(NotFound):
        await board.answer(home.ward + 1, number)


async def test_answered_after_five_on_the_due_day_is_late(db: None) -> None:
    home = await house()
    for hour, in_time in ((9, True), (10, False)):  # 16 and 17 in Vietnam
        with clock.at(datetime(2026, 12, 4, hour, 30, tzinfo=UTC)):
            number = await published(home, f"Hỏi lúc {hour}")
        assert (await board.answer(home.ward, number)).item.in_time is (hour == 9), in_time


async def test_numbers_follow_each_other_in_each_ward(db: None) -> None:
    home, other = await house(), await house("sai-gon")
    wanted = [await matter(home, f"Câu {number}") for number in range(6)]
    numbers = await asyncio.gather(*(approve(home, each) for each in wanted))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    assert await published(other, "Câu của phường khác") == 1
    places = await Published.select(Published.place).output(as_list=True)
    assert len(set(places)) == 7


async def test_masks_hold_in_title_question_answer_and_name(db: None) -> None:
    home = await house()
    officer = await home.person(Role.OFFICER, unit="VP")
    wanted = await matter(
        home, "Gọi 0912345678", "Tôi là An, số 0912345678", asker_name="x", contact_key="y"
    )
    await draft(home, wanted, "Phường đã gọi 0912345678.", officer)
    for part in ("title", "body", "answer"):
        await personal_data.decide(officer, wanted, part, "0912345678", Exposure.MASK)
    number = await approve(home, wanted, "Phường đã gọi 0912345678.")
    page = await board.answer(home.ward, number)
    assert page.item.title == "Gọi ••••5678"
    assert page.body == "Tôi là An, số ••••5678"
    assert page.answer == "Phường đã gọi ••••5678."
    assert page.item.asker == ""
    for row in [await Published.select().first(), await PublishedAnswer.select().first()]:
        assert row is not None
        assert "0912345678" not in str(row)


async def test_the_name_is_public_with_consent_alone(db: None) -> None:
    home = await house()
    wrapped = keys.new_record_key(keys.keys())
    name = keys.encrypt(keys.keys(), wrapped, "Nguyễn Văn Tám")
    shown = {}
    for allowed in (True, False):
        number = await published(
            home, "Hỏi", asker_name=name, contact_key=wrapped, names_allowed=allowed
        )
        shown[allowed] = (await board.answer(home.ward, number)).item.asker
    assert shown == {True: "Nguyễn Văn Tám", False: ""}


async def test_no_public_column_holds_an_internal_note(db: None) -> None:
    home = await house()
    officer = await home.person(Role.OFFICER, unit="VP")
    wanted = await matter(home, "Hỏi", reason="ghi chú nội bộ Xyzzy", receiver="Xyzzy")
    await InternalNote.insert(
        InternalNote(
            ward=home.ward, matter=wanted, author=officer.staff, text="Xyzzy", at=clock.now()
        )
    )
    await approve(home, wanted)
    tables = (Published, PublishedAnswer)
    rows = [row for table in tables for row in await table.select()]
    texts = [value for row in rows for value in row.values() if isinstance(value, str)]
    assert len(texts) > 10
    assert [text for text in texts if "xyzzy" in text.lower()] == []


async def test_a_second_answer_keeps_number_place_and_the_first_text(db: None) -> None:
    home = await house()
    with clock.at(START):
        wanted = await matter(home, "Hẻm 12 bị ngập")
        number = await approve(home, wanted, "Sẽ xem xét.")
    async with DB.transaction():
        await publishing.mark_verdict(home.ward, wanted, VerdictLevel.NOT, MatterState.REOPENED)
        await publishing.mark_reopened(home.ward, wanted, date(2026, 12, 11))
    item = (await board.answer(home.ward, number)).item
    assert (item.state, item.verdict) == ("reopened", "not")
    await Matter.update({Matter.round: 2}).where(Matter.id == wanted)
    with clock.at(START + timedelta(days=5)):
        assert await approve(home, wanted, "Nạo vét xong ngày 27/11.") == number
    page = await board.answer(home.ward, number)
    assert [(text.round, text.text) for text in page.texts] == [
        (1, "Sẽ xem xét."),
        (2, "Nạo vét xong ngày 27/11."),
    ]
    assert (page.item.published_at, page.item.verdict) == (START, "")
    assert page.item.answered_at == START + timedelta(days=5)


async def test_a_second_answer_has_its_own_due_day_beside_the_first_ones_record(db: None) -> None:
    home = await house()
    first, second = date(2026, 11, 27), date(2026, 12, 11)
    for days, in_time, early in ((2, True, 12), (20, False, -1)):
        with clock.at(START):
            wanted = await matter(home, f"Hẻm {days} bị ngập", publish_due=first)
            number = await approve(home, wanted, "Sẽ xem xét.")
            async with DB.transaction():
                await publishing.mark_reopened(home.ward, wanted, second)
        item = (await board.answer(home.ward, number)).item
        assert (item.due_on, item.again_in_time) == (second, None)
        assert (item.in_time, item.days_early) == (True, 3)
        changes: dict[Any, Any] = {Matter.round: 2, Matter.publish_due: second}
        await Matter.update(changes).where(Matter.id == wanted)
        with clock.at(START + timedelta(days=days)):
            await approve(home, wanted, "Nạo vét xong.")
        item = (await board.answer(home.ward, number)).item
        assert (item.due_on, item.again_in_time, item.again_early) == (second, in_time, early)
        assert (item.in_time, item.days_early, item.published_at) == (True, 3, START)


async def test_a_correction_shows_both_texts_and_lets_the_asker_judge_anew(db: None) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    wanted = await matter(home, "Hạn nộp là ngày nào?")
    number = await approve(home, wanted, "Hạn nộp 15/8.")
    async with DB.transaction():
        await publishing.mark_verdict(home.ward, wanted, VerdictLevel.SATISFIED, MatterState.CLOSED)
    await Matter.update({Matter.state: "closed", Matter.outcome: "satisfied"}).where(
        Matter.id == wanted
    )
    await publishing.correct(chairman, wanted, "Hạn nộp 15/9.", "Ghi nhầm tháng.")
    page = await board.answer(home.ward, number)
    assert [(text.version, text.text, text.reason) for text in page.texts] == [
        (1, "Hạn nộp 15/8.", ""),
        (2, "Hạn nộp 15/9.", "Ghi nhầm tháng."),
    ]
    assert page.answer == "Hạn nộp 15/9."
    assert (page.item.state, page.item.verdict) == ("published", "satisfied")
    assert page.item.corrected_on is not None
    assert await publishing.answer_version(home.ward, wanted) == 2
    row = await Matter.select().where(Matter.id == wanted).first()
    assert row is not None
    assert (row["state"], row["outcome"]) == ("published", "")
    assert row["verdict_due"] > clock.local_day(clock.now())
    event = await MatterEvent.select().first()
    assert event is not None
    assert (event["step"], event["new_state"]) == ("correct", "published")
    assert (await since(0))[-1].kind == "corrected"


async def test_a_correction_of_the_english_summary_keeps_the_earlier_one(db: None) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    wanted = await matter(home, "Hạn nộp là ngày nào?")
    number = await approve(home, wanted, "Hạn nộp 15/8.", en="By 15 June.")
    await publishing.correct(
        chairman, wanted, "Hạn nộp 15/8.", "Dịch sai.", summary_en="By 15 August."
    )
    await publishing.correct(chairman, wanted, "Hạn nộp 15/9.", "Ghi nhầm tháng.")
    await publishing.correct(chairman, wanted, "Hạn nộp 15/9.", "Chưa dịch lại.", summary_en="")
    page = await board.answer(home.ward, number)
    assert [(text.text, text.summary_en) for text in page.texts] == [
        ("Hạn nộp 15/8.", "By 15 June."),
        ("Hạn nộp 15/8.", "By 15 August."),
        ("Hạn nộp 15/9.", "By 15 August."),
        ("Hạn nộp 15/9.", ""),
    ]
    assert page.summary_en == ""
    with pytest.raises(Invalid):
        await publishing.correct(chairman, wanted, "Hạn nộp 15/9.", "Không đổi gì.", summary_en=" ")
    with pytest.raises(PersonalDataLeft):
        await publishing.correct(
            chairman, wanted, "Hạn nộp 15/9.", "Thiếu số.", summary_en="Call 0912345678."
        )


async def test_a_correction_needs_reason_change_and_decided_data(db: None) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    wanted = await matter(home, "Gọi số nào?")
    number = await approve(home, wanted, "Gọi phường.")
    with pytest.raises(Invalid):
        await publishing.correct(chairman, wanted, "Gọi lại phường.", " ")
    with pytest.raises(Invalid):
        await publishing.correct(chairman, wanted, "Gọi phường.", "Không đổi gì.")
    with pytest.raises(PersonalDataLeft):
        await publishing.correct(chairman, wanted, "Gọi 0912345678.", "Thiếu số.")
    decisions = {"0912345678": Exposure.KEEP}
    await publishing.correct(chairman, wanted, "Gọi 0912345678.", "Thiếu số.", decisions)
    assert (await board.answer(home.ward, number)).answer == "Gọi 0912345678."


async def test_who_may_correct_and_take_down(db: None) -> None:
    home, other = await house(), await house("sai-gon")
    wanted = await matter(home, "Hỏi về hộ tịch", field="TP-HT")
    await approve(home, wanted)
    stranger = await other.person(Role.CHAIRMAN)
    deputy = await home.person(Role.DEPUTY, fields=[home.fields["CT"]])
    keeper = await home.person(Role.REGISTER_KEEPER, Role.KEEPER, Role.OFFICER, unit="VP")
    for actor, error in ((stranger, NotFound), (deputy, Forbidden), (keeper, Forbidden)):
        with pytest.raises(error):
            await publishing.correct(actor, wanted, "Khác", "Vì sao")
        with pytest.raises(error):
            await publishing.take_down(actor, wanted, "Vì sao")
    in_charge = await home.person(Role.DEPUTY, fields=[home.fields["TP-HT"]])
    await publishing.correct(in_charge, wanted, "Khác", "Vì sao")


async def test_taking_down_leaves_the_address_with_reason_and_day(db: None) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    wanted = await matter(home, "Nhà ông Xyzzy lấn chiếm", asker_kind="person")
    number = await approve(home, wanted, "Phường đã kiểm tra nhà ông Xyzzy.")
    await publishing.take_down(chairman, wanted, "Có thông tin cá nhân.")
    page = await board.answer(home.ward, number)
    assert (page.item.title, page.body, page.answer, page.texts) == ("", "", "", [])
    assert page.withdrawn_reason == "Có thông tin cá nhân."
    assert page.withdrawn_on == clock.local_day(clock.now())
    assert page.item.state == "withdrawn"
    assert (await board.board(home.ward)).items == []
    for table in (Published, PublishedAnswer):
        assert "xyzzy" not in str(await table.select()).lower()
    assert await Job.exists().where(Job.kind == PURGE)
    with pytest.raises(Conflict):
        await publishing.take_down(chairman, wanted, "Lần nữa")
    with pytest.raises(Conflict):
        await publishing.put_on_board(home.ward, wanted, "x", "", APPROVER)


async def test_the_reason_of_taking_down_names_no_person(db: None) -> None:
    """Everybody reads it, and nobody decided it. What was cleared stays."""
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    wanted = await matter(home, "Đường dây nóng là số nào?", "Có phải 0987654321 không?")
    await personal_data.decide(chairman, wanted, "body", "0987654321", Exposure.KEEP)
    number = await approve(home, wanted, "Đúng.")
    reason = "Số 0912345678 của bà Lan, số nhà 12/5. Gọi 0987654321."
    await publishing.take_down(chairman, wanted, reason)
    page = await board.answer(home.ward, number)
    assert page.withdrawn_reason == "Số ••••5678 của bà Lan, ••••. Gọi 0987654321."
    assert "0912345678" not in str(await MatterEvent.select(MatterEvent.public_note))


async def test_a_text_goes_while_the_matter_is_answered_again(db: None) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    wanted = await matter(home, "Hẻm 12 bị ngập")
    number = await approve(home, wanted, "Câu trả lời cũ.")
    async with DB.transaction():
        await publishing.mark_reopened(home.ward, wanted, None)
    await Matter.update({Matter.state: "drafting", Matter.round: 2}).where(Matter.id == wanted)
    await publishing.correct(chairman, wanted, "Câu đã sửa.", "Ghi nhầm.")
    assert (await board.answer(home.ward, number)).item.state == "reopened"
    await publishing.take_down(chairman, wanted, "Có dữ liệu cá nhân.")
    row = await Matter.select(Matter.state, Matter.outcome).where(Matter.id == wanted).first()
    assert row == {"state": "drafting", "outcome": ""}
    assert await approve(home, wanted, "Câu trả lời mới.") == number
    page = await board.answer(home.ward, number)
    assert (page.answer, page.withdrawn_on, page.item.state) == (
        "Câu trả lời mới.",
        None,
        "published",
    )
    assert [text.text for text in page.texts] == ["Câu trả lời mới."]
    assert await board.altered(home.ward) == []


async def test_a_silent_edit_shows_and_is_reported_at_night(db: None) -> None:
    home = await house()
    wanted = [await matter(home, f"Câu {each}") for each in range(3)]
    numbers = [await approve(home, each) for each in wanted]
    assert await board.altered(home.ward) == []
    await unguarded()
    await Published.update({Published.answer: "Sửa lén."}).where(Published.number == numbers[1])
    await PublishedAnswer.update({PublishedAnswer.text: "Sửa lén."}).where(
        PublishedAnswer.matter == wanted[2]
    )
    assert await board.altered(home.ward) == numbers[1:]
    assert [item.intact for item in (await board.board(home.ward)).items] == [True, False, True]
    assert chores.check_texts is not None
    runner = Runner()
    while await runner.work_once():
        pass
    (entry,) = [e for e in await audit.entries(home.ward) if e.action == "text-altered"]
    assert entry.after == {"numbers": numbers[1:]}


async def test_the_database_refuses_a_change_that_is_no_correction(db: None) -> None:
    """Whatever code of ours might try it: title, question, answer, summary, earlier texts."""
    home = await house()
    await published(home, "Cống hẻm 7")
    for column in (Published.title, Published.body, Published.answer, Published.summary_en):
        with pytest.raises(Exception, match="correction alone"):
            await Published.update({column: "Sửa lén."}).where(Published.ward == home.ward)
    for column in (PublishedAnswer.text, PublishedAnswer.reason, PublishedAnswer.by_name):
        with pytest.raises(Exception, match="correction alone"):
            await PublishedAnswer.update({column: "Sửa lén."}).where(
                PublishedAnswer.ward == home.ward
            )
    assert (await board.answer(home.ward, 1)).item.intact
