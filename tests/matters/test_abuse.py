"""Bad input and abuse at the register, by the numbers of the cases that the project answers for."""

from __future__ import annotations

import asyncio
import unicodedata
from datetime import timedelta

import pytest

from dialogue.core import clock
from dialogue.core.errors import (
    AlreadySent,
    Conflict,
    DraftConflict,
    Forbidden,
    Invalid,
    NotFound,
)
from dialogue.matters import search
from dialogue.matters.actions import approval, drafting, personal_data, publishing, triage
from dialogue.matters.actions.campaigns import mark_campaign
from dialogue.matters.actions.intake import NewMatter, receive
from dialogue.matters.actions.verdicts import decide, give_verdict
from dialogue.matters.manners import heed
from dialogue.matters.quality import Hint, quality
from dialogue.matters.queries import board
from dialogue.matters.queries.askers import asker_count
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.history import events
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.notices import inbox
from dialogue.matters.queries.queue import queue
from dialogue.matters.queries.tracking import tracking
from dialogue.matters.states import (
    Exposure,
    Kind,
    MatterState,
    Outcome,
    Rejection,
    Source,
    Step,
    VerdictLevel,
)
from dialogue.matters.tables import Matter, Published
from tests.matters import builders
from tests.matters.builders import hash_of

pytestmark = pytest.mark.integration
S = MatterState
RUDE = "Vỉa hè trước chợ vỡ hết, đi không nổi. Đám cán bộ ngu xuẩn có thấy không?"


async def test_case_03_a_whole_hall_behind_one_address_is_taken(db: None) -> None:
    place = await builders.scene()
    for number in range(40):
        await receive(NewMatter(place.ward, f"Câu hỏi trong hội trường, người số {number}."))
    assert len(await queue(place.keeper)) == 40


async def test_case_05_another_groups_link_is_no_error(db: None) -> None:
    place = await builders.scene()
    new = await receive(NewMatter(place.ward, builders.words(), group=None))
    assert (await facts(place.ward, new.id)).state is S.RECEIVED


async def test_case_07_five_groups_one_matter_five_askers_and_one_reopens_for_all(
    db: None,
) -> None:
    place = await builders.scene()
    lead = await builders.approving(place)
    others = [await builders.received(place, source=Source.WEB) for _ in range(4)]
    for each in others:
        await triage.merge(place.keeper, each.id, lead.id)
    number = await approval.approve(place.deputy, lead.id)
    assert number is not None
    assert (await board.answer(place.ward, number)).item.askers == 5
    judged = await give_verdict(hash_of(others[2]), VerdictLevel.NOT, "Vẫn ngập.", reopens=True)
    assert judged.state is S.DRAFTING
    for each in (lead, *others):
        seen = await tracking(hash_of(each))
        assert (seen.state, seen.round) == (S.DRAFTING, 2)
        told = [line for line in seen.journey if line.step is Step.REOPEN]
        assert [bool(line.data.get("others")) for line in told] == [each is not others[2]]


async def test_case_08_the_same_words_again_are_told_and_later_ones_rejected(db: None) -> None:
    place = await builders.scene()
    first = await builders.received(place, builders.QUESTION)
    with pytest.raises(AlreadySent):
        await builders.received(place, f"  {builders.QUESTION.upper()} ")
    with clock.at(clock.now() + timedelta(minutes=11)):
        later = await builders.received(place, builders.QUESTION)
        await triage.reject(place.keeper, later.id, Rejection.REPEATED)
    assert (await tracking(hash_of(later))).outcome is Outcome.NOT_ACCEPTED
    assert (await tracking(hash_of(first))).state is S.RECEIVED


async def test_case_12_an_insult_is_masked_and_the_point_goes_on(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, RUDE)
    given = triage.Assignment(Kind.REPORT, "Vỉa hè trước chợ", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await drafting.save_draft(place.officer, new.id, 0, builders.GOOD)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff, "Đã xem.", leave=True)
    (hit,) = await personal_data.undecided(place.ward, new.id)
    assert (hit.kind, hit.fragment) == (personal_data.RUDE, "ngu xuẩn")
    await personal_data.decide(place.keeper, new.id, hit.part, hit.fragment, Exposure.MASK)
    number = await approval.approve(place.deputy, new.id)
    assert number is not None
    body = (await board.answer(place.ward, number)).body
    assert body == RUDE.replace("ngu xuẩn", "[…]")
    found = await search.find(place.ward, "ngu xuẩn")
    assert found.places == []
    (item,) = (await board.board(place.ward, "vỉa hè trước chợ")).items
    assert item.number == number
    assert (await matter_for(place.officer, new.id)).body == body  # staff who did not open it
    (row,) = await Matter.select(Matter.body).where(Matter.id == new.id)
    assert row["body"] == RUDE


async def test_case_12_pure_insult_is_rejected_by_two(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, "Toàn đồ ngu, đồ ngu, đồ ngu.")
    await triage.reject(place.keeper, new.id, Rejection.INSULT)
    assert (await facts(place.ward, new.id)).state is S.RECEIVED
    with pytest.raises(Forbidden):
        await triage.agree(place.keeper, new.id)
    await triage.agree(place.head, new.id)
    assert (await facts(place.ward, new.id)).state is S.REJECTED


@pytest.mark.parametrize(
    "text",
    [
        "Con chó nhà hàng xóm thả rông cắn người.",
        "Tôi ngủ không được vì quán hát mở loa.",
        "Xin hỏi điên khùng có được hưởng trợ cấp không, mẹ tôi bị tâm thần?",
    ],
)
def test_case_12_ordinary_words_are_no_insult(text: str) -> None:
    assert heed(text).rude == ()


async def test_case_13_a_threat_alerts_the_chairman_at_once(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, "Không giải quyết thì tôi sẽ đốt trụ sở cho mà xem.")
    assert (await inbox(place.chairman))[0].subject.matter == new.id
    assert (await matter_for(place.keeper, new.id)).urgent


async def test_case_14_an_emergency_is_flagged_and_says_whom_to_call(db: None) -> None:
    place = await builders.scene()
    for body in ("Cháy nhà ở hẻm 12, cứu với!", "Tôi không muốn sống nữa, chán lắm rồi."):
        assert (await builders.received(place, body)).urgent


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Xem www.shop.vn, a.com, b.net, c.xyz, d.top để mua hàng giá rẻ.", True),
        ("Vào w88vn.com nhận thưởng nhé bà con.", True),
        ("Tôi đọc trên https://thachban.vn/tin và www.hanoi.gov.vn thấy khác nhau.", False),
        ("Phí là 1.270 đồng, quá hạn 3.2 ngày, theo QĐ 15/2025.", False),
    ],
)
def test_case_15_many_links_or_a_known_one_are_shown_to_the_keeper(text: str, held: bool) -> None:
    assert heed(text).too_many_links is held


async def test_case_19_script_in_a_text_is_kept_as_typed(db: None) -> None:
    place = await builders.scene()
    body = '<script>alert(1)</script> "><img onerror=alert(1)> =HYPERLINK("http://a.b")'
    new = await builders.received(place, body)
    assert (await matter_for(place.keeper, new.id)).body == body


async def test_case_21_a_late_edit_stands_beside_the_old_text(db: None) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    await give_verdict(hash_of(new), VerdictLevel.SATISFIED)
    text = builders.GOOD.replace("30/11/2026", "15/12/2026")
    await publishing.correct(place.deputy, new.id, text, "Đội thi công lùi ngày.")
    texts = (await board.answer(place.ward, 1)).texts
    assert [each.text for each in texts] == [builders.GOOD, text]
    assert (await tracking(hash_of(new))).may_judge


async def test_case_22_a_silent_edit_is_refused_by_the_database(db: None) -> None:
    place = await builders.scene()
    await builders.published(place)
    with pytest.raises(Exception, match="changes by a correction alone"):
        await Published.update({Published.answer: "Khác hẳn."}).where(Published.number == 1)
    assert (await board.answer(place.ward, 1)).answer == builders.GOOD
    assert await board.altered(place.ward) == []


async def test_case_23_two_officers_lose_nothing(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await drafting.save_draft(place.officer, new.id, 0, "Bản của người thứ nhất, dài hơn mười chữ.")
    with pytest.raises(DraftConflict) as met:
        await drafting.save_draft(place.colleague, new.id, 0, "Bản của người thứ hai.")
    assert (met.value.mine, met.value.author) == ("Bản của người thứ hai.", place.officer.name)
    shown = await matter_for(place.officer, new.id)
    assert [draft.version for draft in shown.drafts] == [1]


async def test_case_23_a_draft_from_two_devices_after_a_night_offline(db: None) -> None:
    """One person, two devices, both begun on version 1: the later one is offered, not lost."""
    place = await builders.scene()
    new = await builders.drafted(place)
    await drafting.save_draft(place.officer, new.id, 1, f"{builders.GOOD} Từ máy bàn.")
    with clock.at(clock.now() + timedelta(hours=14)):
        with pytest.raises(DraftConflict) as met:
            await drafting.save_draft(place.officer, new.id, 1, f"{builders.GOOD} Từ điện thoại.")
        assert met.value.mine.endswith("Từ điện thoại.")
        await drafting.save_draft(place.officer, new.id, met.value.version, met.value.mine)
    texts = [draft.text for draft in (await matter_for(place.officer, new.id)).drafts]
    ends = [text.removeprefix(builders.GOOD) for text in texts]
    assert ends == [" Từ điện thoại.", " Từ máy bàn.", ""]


async def test_case_24_who_drafted_does_not_approve_while_another_may(db: None) -> None:
    place = await builders.scene()
    new = await builders.drafting_(place)
    await Matter.update({Matter.officer: place.chairman.staff}).where(Matter.id == new.id)
    await drafting.save_draft(place.chairman, new.id, 0, builders.GOOD)
    await drafting.send_for_check(place.chairman, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    with pytest.raises(Forbidden):
        await approval.approve(place.chairman, new.id)


async def test_case_31_a_double_click_is_one_matter(db: None) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    ends = await asyncio.gather(
        *(give_verdict(hash_of(new), VerdictLevel.SATISFIED) for _ in range(3)),
        return_exceptions=True,
    )
    assert sorted(type(end).__name__ for end in ends) == ["Conflict", "Conflict", "Judged"]


async def test_case_33_a_campaign_is_one_matter_with_one_answer(db: None) -> None:
    place = await builders.scene()
    lead = await builders.received(place)
    for number in range(30):
        one = await builders.received(place, f"Yêu cầu dừng dự án số {number} ngay lập tức.")
        await triage.merge(place.keeper, one.id, lead.id)
    assert await asker_count(place.ward, lead.id) == 31
    assert [(item.id, item.askers) for item in await queue(place.keeper)] == [(lead.id, 31)]


async def test_case_33_a_keeper_marks_it_and_takes_that_back(db: None) -> None:
    place = await builders.scene()
    lead, one = await builders.received(place), await builders.received(place)
    await triage.merge(place.keeper, one.id, lead.id)
    for on in (True, True, False):
        await mark_campaign(place.keeper, lead.id, on=on)
        assert (await matter_for(place.keeper, lead.id)).campaign is on
    await mark_campaign(place.keeper, one.id, on=True)  # it has a lead
    assert not (await matter_for(place.keeper, one.id)).campaign
    steps = [(line.step, line.data) for line in await events(place.ward, lead.id)][1:]
    assert steps == [(Step.CAMPAIGN, {"on": True}), (Step.CAMPAIGN, {"on": False})]
    with pytest.raises(Forbidden):
        await mark_campaign(place.head, lead.id, on=True)


def test_case_34_personal_data_is_told_before_sending() -> None:
    assert heed("Nhà bà Lan, CCCD 079300012345, gọi 0912 345 678.").personal == (
        "079300012345",
        "0912 345 678",
    )


def test_case_40_an_empty_promise_gets_its_hints() -> None:
    seen = quality(builders.QUESTION, "Phường sẽ xem xét trong thời gian tới.")
    assert {Hint.NO_DATE, Hint.NO_UNIT, Hint.NO_ACTION, Hint.EMPTY_PHRASE} <= set(seen.hints)
    assert not seen.enough


# Faults that the triage must bear


async def test_a_merge_of_merged_ones_is_refused_by_name(db: None) -> None:
    place = await builders.scene()
    one, two, three = [await builders.received(place) for _ in range(3)]
    await triage.merge(place.keeper, one.id, two.id)
    with pytest.raises(Conflict):
        await triage.merge(place.keeper, one.id, three.id)
    with pytest.raises(Invalid):
        await triage.merge(place.keeper, three.id, one.id)


async def test_a_wrong_unit_hands_back_twice_and_then_the_chairman_decides(db: None) -> None:
    place = await builders.scene()
    new = await builders.assigned(place)
    given = triage.Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
    due = (await matter_for(place.keeper, new.id)).publish_due
    for _ in range(2):
        await drafting.hand_back(place.head, new.id, "Không phải việc của phòng.")
        await triage.assign(place.keeper, new.id, given)
    with pytest.raises(Conflict):
        await drafting.hand_back(place.head, new.id, "Vẫn không phải.")
    await approval.move_to_unit(place.chairman, new.id, place.other_unit, "Giao Văn phòng.")
    shown = await matter_for(place.chairman, new.id)
    assert (shown.state, shown.publish_due) == (S.ASSIGNED, due)


async def test_one_missing_fact_is_asked_once(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    await triage.ask_back(place.keeper, new.id, "Ngập ở đoạn nào?")
    await triage.reply(place.ward, hash_of(new), "Đoạn đầu hẻm.")
    with pytest.raises(Conflict):
        await triage.ask_back(place.keeper, new.id, "Còn từ bao giờ?")


async def test_the_third_reopening_is_the_chairmans_and_both_words_reach_the_asker(
    db: None,
) -> None:
    place = await builders.scene()
    for day in (None, clock.local_day(clock.now()) + timedelta(days=5)):
        new = await builders.reopened(place)
        with pytest.raises(Forbidden):
            await decide(place.deputy, new.id, "Phường đã làm hết phần việc của mình.")
        await decide(place.chairman, new.id, "Phường đã làm hết phần việc của mình.", day)
        seen = await tracking(hash_of(new))
        assert (seen.state, seen.outcome) == (S.CLOSED_FINAL, Outcome.FINAL)
        last = seen.journey[-1]
        assert (last.step, last.note) == (Step.DECIDE, "Phường đã làm hết phần việc của mình.")
        assert last.data.get("invited_on") == (None if day is None else day.isoformat())


@pytest.mark.parametrize(
    "body",
    [
        unicodedata.normalize("NFD", builders.QUESTION),
        "Đường n\u200bgập\u200d quá,\ufeff xin phường xem giúp tôi.",
        "\u202eđường ngập quá\u202c, xin phường xem giúp \u0627\u0644\u0633\u0644\u0627\u0645",
        "Ng" + "ậ" + "\u0300\u0301\u0323" * 40 + "p đường, xin phường xem giúp tôi.",
    ],
)
async def test_strange_letters_are_kept_and_found(db: None, body: str) -> None:
    """Stacked marks, zero-width signs, right-to-left text: taken, composed, never lost."""
    place = await builders.scene()
    new = await builders.received(place, body)
    shown = (await matter_for(place.keeper, new.id)).body
    assert unicodedata.is_normalized("NFC", shown)
    assert not {"\u200b", "\u200d", "\ufeff"} & set(shown)
    assert "phường" in shown or "nạo vét" in shown


async def test_another_wards_matter_leads_nothing(db: None) -> None:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    mine, theirs = await builders.received(place), await builders.received(other)
    with pytest.raises(NotFound):
        await triage.merge(place.keeper, mine.id, theirs.id)
