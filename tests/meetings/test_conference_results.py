"""What comes of a conference: conclusions, tasks, photographs, corrections, the months after."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.errors import Conflict, FileRefused, Forbidden, Invalid, NotFound
from dialogue.core.files import accept
from dialogue.matters.actions import tasks
from dialogue.matters.actions.judging import judge_as_inspector, judge_for_group
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.queries.promises import promises
from dialogue.matters.queries.tasks import task
from dialogue.matters.states import OriginKind, TaskState, TaskStep
from dialogue.ward.rules import GroupVisitor
from dialogue.ward.states import Role
from meetings.conferences.actions import concluding, following, publishing
from meetings.conferences.actions.concluding import NewConclusion
from meetings.conferences.lacks import Lack
from meetings.conferences.queries import results
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.records import record
from meetings.conferences.states import ConferenceState, Outcome, Posting
from tests.matters.test_attachments import photo
from tests.meetings import conference_rows as rows
from tests.meetings.conference_rows import DAY
from tests.meetings.results_build import AFTER, Hall, drafted, emptied, published, told
from tests.ward.builders import person, ward_with_defaults

pytestmark = pytest.mark.integration


@pytest.fixture
async def hall(db: None) -> Hall:
    return await emptied()


async def lacking(hall: Hall) -> list[tuple[Lack, str]]:
    found = await results.missing(hall.ward, await record(hall.ward, hall.number))
    return [(each.lack, each.of) for each in found]


async def test_publishing_is_refused_with_all_that_lacks(hall: Hall) -> None:
    with at(AFTER):
        await concluding.conclude(hall.keeper, hall.number, NewConclusion("Làm sạch ngõ"))
        await concluding.conclude(hall.keeper, hall.number, NewConclusion("Cầu mới", beyond=True))
        reason = NewConclusion("Xem lại đèn", why_no_task="Đã xong trước hội nghị")
        await concluding.conclude(hall.keeper, hall.number, reason)
        await rows.opinion(hall.ward, hall.number, "Còn đèn?", number=2, outcome="")
        await rows.opinion(
            hall.ward, hall.number, "Khi nào?", number=3, outcome=Outcome.WRITTEN.value
        )
        await rows.opinion(hall.ward, hall.number, "Ở đâu?", number=4, answer="")
        await concluding.write_minutes(
            hall.keeper, hall.number, await hall.version(), assessment="", report=""
        )
        assert await lacking(hall) == [
            (Lack.UNIT, "1"),
            (Lack.DUE, "1"),
            (Lack.RECEIVER, "2"),
            (Lack.OUTCOME, "2"),
            (Lack.ANSWER_DUE, "3"),
            (Lack.ANSWER, "4"),
            (Lack.ASSESSMENT, ""),
        ]
        with pytest.raises(Invalid) as refused:
            await publishing.publish(hall.chairman, hall.number, await hall.version())
    assert refused.value.errors == {"lacks": "7"}
    assert (await promises(hall.ward)).cards == []


async def test_a_unit_without_a_head_needs_a_person(hall: Hall) -> None:
    with at(AFTER):
        await concluding.conclude(hall.keeper, hall.number, hall.task(staff=None))
        found = await lacking(hall)
    assert (Lack.PERSON, "1") in found


async def test_a_published_conclusion_is_a_promise_and_knows_it(hall: Hall) -> None:
    await published(hall)
    (card,) = (await promises(hall.ward)).cards
    (concluded,) = (await hall.record()).conclusions
    assert card.origin_kind is OriginKind.CONCLUSION
    assert card.origin == concluded.public_id
    assert concluded.task is not None
    assert concluded.task.number == card.number == 1
    assert concluded.opinions == (hall.opinion,)
    assert card.officer == hall.keeper.staff
    assert (await conference(hall.ward, hall.number)).state is ConferenceState.RESULT_OUT


async def test_what_the_hall_gave_to_be_done_at_once_is_public_with_the_result(hall: Hall) -> None:
    unit, due = hall.unit, DAY + timedelta(days=9)
    with at(AFTER):
        done, private = [
            await tasks.open_task(hall.keeper, tasks.NewTask(text, unit, due, hall.keeper.staff))
            for text in ("Dọn rác ngõ 9", "Việc của riêng tôi")
        ]
    settled = {"outcome": Outcome.TASK.value, "due": due, "unit": unit}
    asked = await rows.opinion(
        hall.ward, hall.number, "Ai dọn rác ngõ 9?", number=2, task=done, **settled
    )
    await rows.opinion(
        hall.ward, hall.number, "Việc riêng", number=3, task=private, state="not-shown", **settled
    )
    assert not (await promises(hall.ward)).cards
    await published(hall)
    cards = {card.text: card for card in (await promises(hall.ward)).cards}
    assert sorted(cards) == ["Dọn rác ngõ 9", "Nạo vét cống ngõ 12"]
    heard = {each.id: each.promise for each in (await hall.record()).heard}
    promise = heard[asked]
    assert promise is not None
    assert promise.number == cards["Dọn rác ngõ 9"].number
    steps = [line.step for line in (await task(hall.chairman, done)).lines]
    assert steps == [TaskStep.OPEN, TaskStep.SHOW]
    await tasks.show_task(hall.chairman, done)  # again changes nothing
    assert len((await task(hall.chairman, done)).lines) == 2


async def test_the_group_that_asked_judges_it(hall: Hall) -> None:
    await published(hall)
    (card,) = (await promises(hall.ward)).cards
    with at(AFTER + timedelta(days=10)):
        await claim_done(hall.keeper, card.id, Proof(document="12/BB-UBND"))
        ends = AFTER + timedelta(days=300)
        visitor = GroupVisitor(hall.ward, hall.group, "Tổ dân phố số 12", "ông Bảy", 1, ends)
        await judge_for_group(visitor, card.public_id, kept=False, reason="Cống vẫn tắc")
    (concluded,) = (await hall.record()).conclusions
    assert concluded.task is not None
    assert (concluded.task.state, concluded.task.disputed) == (TaskState.OPEN, True)
    assert [each.task.id for each in results.to_review(await hall.record())] == [card.id]


async def test_only_who_chairs_publishes_and_only_once(hall: Hall) -> None:
    await drafted(hall)
    with at(AFTER):
        with pytest.raises(Forbidden):
            await publishing.publish(hall.keeper, hall.number, await hall.version())
        await publishing.publish(hall.chairman, hall.number, await hall.version())
        with pytest.raises(Conflict):
            await publishing.publish(hall.chairman, hall.number, await hall.version())
        with pytest.raises(Conflict):
            await concluding.conclude(hall.keeper, hall.number, hall.task())
    assert len((await promises(hall.ward)).cards) == 1


async def test_before_the_minutes_nothing_is_published(hall: Hall) -> None:
    with at(AFTER):
        await concluding.conclude(hall.keeper, hall.number, hall.task())
        with pytest.raises(Conflict):
            await publishing.publish(hall.chairman, hall.number, await hall.version())


async def test_a_conclusion_sent_twice_is_one(hall: Hall) -> None:
    with at(AFTER):
        at_once = (concluding.conclude(hall.keeper, hall.number, hall.task()) for _ in range(2))
        (once,) = set(await asyncio.gather(*at_once))
        assert await concluding.conclude(hall.keeper, hall.number, hall.task()) == once
        other = await concluding.conclude(hall.keeper, hall.number, hall.task(opinions=()))
    assert [each.id for each in (await hall.record()).conclusions] == [once, other]


async def test_two_at_one_conclusion_lose_nothing(hall: Hall) -> None:
    made = await drafted(hall)
    with at(AFTER):
        first = hall.task(text="Nạo vét cống ngõ 12 và 14")
        await concluding.change_conclusion(hall.keeper, hall.number, made, first, 1)
        with pytest.raises(Conflict):
            await concluding.change_conclusion(hall.keeper, hall.number, made, hall.task(), 1)
        await concluding.remove_conclusion(hall.keeper, hall.number, made, 2)
    assert (await hall.record()).conclusions == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "  "}, "text"),
        ({"unit": 9_999}, "unit"),
        ({"opinions": (9_999,)}, "opinions"),
        ({"beyond": True, "why_no_task": "không"}, "why_no_task"),
    ],
)
async def test_a_wrong_conclusion_is_told_by_field(
    hall: Hall, wrong: dict[str, object], field: str
) -> None:
    with at(AFTER), pytest.raises(Invalid) as refused:
        await concluding.conclude(hall.keeper, hall.number, hall.task(**wrong))
    assert list(refused.value.errors) == [field]


async def test_a_photo_needs_words_and_is_a_photo(hall: Hall) -> None:
    with at(AFTER):
        made = await publishing.add_photo(hall.keeper, hall.number, photo(), "Hội trường đông")
        with pytest.raises(Invalid):
            await publishing.add_photo(hall.keeper, hall.number, photo(), " ")
        paper = replace(photo(), media_type="application/pdf")
        with pytest.raises(Invalid) as refused:
            await publishing.add_photo(hall.keeper, hall.number, paper, "Giấy")
        assert refused.value.errors == {"photo": "not-a-photo"}
        assert [each.alt for each in (await hall.record()).photos] == ["Hội trường đông"]
        await publishing.remove_photo(hall.keeper, hall.number, made)
        with pytest.raises(NotFound):
            await publishing.remove_photo(hall.keeper, hall.number, made)
    assert (await hall.record()).photos == ()


async def test_a_correction_keeps_the_old_words_with_day_and_reason(hall: Hall) -> None:
    made = await published(hall)
    with at(AFTER + timedelta(days=1)):
        with pytest.raises(Invalid):
            await publishing.correct(
                hall.chairman, hall.number, "conclusion", made, text="Khác", reason=" "
            )
        await publishing.correct(
            hall.chairman,
            hall.number,
            "conclusion",
            made,
            text="Nạo vét cống ngõ 21",
            reason="Ghi nhầm số ngõ",
        )
    (found,) = await results.corrections(hall.ward, hall.number)
    assert (found.old, found.new) == ("Nạo vét cống ngõ 12", "Nạo vét cống ngõ 21")
    assert (found.on, found.reason) == (DAY + timedelta(days=2), "Ghi nhầm số ngõ")
    assert [each.text for each in (await hall.record()).conclusions] == ["Nạo vét cống ngõ 21"]


async def test_after_three_places_it_is_followed(hall: Hall) -> None:
    await published(hall)
    assert results.untold(await hall.record()) == results.TOLD
    early = (Posting.MEDIA, "Loa", DAY - timedelta(days=1), "Băng ghi")
    with at(AFTER), pytest.raises(Invalid):
        await following.tell_result(hall.keeper, hall.number, *early)
    await told(hall)
    assert (await conference(hall.ward, hall.number)).state is ConferenceState.FOLLOWING


async def test_none_is_left_without_a_word(hall: Hall) -> None:
    await published(hall)
    await told(hall)
    (card,) = (await promises(hall.ward)).cards
    end = AFTER + timedelta(days=90)
    with at(end):
        with pytest.raises(Invalid) as refused:
            await following.close(hall.chairman, hall.number, "Xong", await hall.version())
        assert refused.value.errors == {"promises": "1"}
        await following.say(hall.inspector, hall.number, card.id, "Đã đến xem: còn tắc một đoạn")
        await following.close(hall.chairman, hall.number, "Còn một việc", await hall.version())
    assert (await conference(hall.ward, hall.number)).state is ConferenceState.CLOSED
    (word,) = await results.words(hall.ward, hall.number)
    assert word.task == card.id


async def test_a_promise_kept_needs_no_word(hall: Hall) -> None:
    await published(hall)
    await told(hall)
    (card,) = (await promises(hall.ward)).cards
    with at(AFTER + timedelta(days=10)):
        await claim_done(hall.keeper, card.id, Proof(document="12/BB-UBND"))
        await judge_as_inspector(hall.inspector, card.id, kept=True)
    with at(AFTER + timedelta(days=90)):
        await following.close(hall.chairman, hall.number, "Xong cả", await hall.version())
    assert (await conference(hall.ward, hall.number)).state is ConferenceState.CLOSED
    assert await results.words(hall.ward, hall.number) == ()


async def test_another_wards_conference_is_not_there(hall: Hall) -> None:
    other = await ward_with_defaults("sai-gon", "Sài Gòn")
    stranger = await person(other, "chu-tich", Role.CHAIRMAN)
    with at(AFTER), pytest.raises(NotFound):
        await concluding.conclude(stranger, hall.number, NewConclusion("Việc"))


def test_bytes_that_are_no_photo_are_refused() -> None:
    with pytest.raises(FileRefused):
        accept(b"GIF89a not one of ours", "anh.gif", 1_000_000)
