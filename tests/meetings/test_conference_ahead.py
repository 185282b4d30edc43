"""Questions ahead: each a matter of the register, the same one once, late ones marked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.codes import new_tracking_code, tracking_hash
from dialogue.core.errors import Conflict, Invalid, TicketUsed
from dialogue.core.keys import keys
from dialogue.matters.queries.tracking import tracking
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter
from dialogue.ward import queries as wards
from dialogue.ward.rules import GroupVisitor
from dialogue.ward.states import Role
from meetings.conferences.actions import ahead
from meetings.conferences.actions.ahead import Question, Sender, of_group
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.ahead import Ahead, questions
from meetings.conferences.queries.records import record
from tests.meetings.conference_build import DAY, Office, announced, office, on, planned
from tests.ward.builders import person

FLOOD = "Cống đầu ngõ đầy bùn, nước tràn vào nhà khi mưa."
SAME = "Mưa 30 phút là ngập, đề nghị nạo vét cống đầu ngõ."


@pytest.fixture
async def place(db: None) -> Office:
    return await office()


def head_of(place: Office, group: int) -> Sender:
    return of_group(GroupVisitor(place.ward, group, "Tổ", "Ông Bảy", 1, on(DAY)))


async def sent(
    place: Office, number: int, who: Sender, words: str = FLOOD, nonce: str = "a" * 64
) -> tuple[int, ...]:
    asked = Question(words, new_tracking_code())
    return await ahead.ask_ahead(place.ward, number, who, [asked], nonce, "vi")


async def listed(place: Office, number: int) -> Ahead:
    return await questions(place.clerk, await place.card(number))


async def test_it_is_a_matter_that_its_code_finds(place: Office) -> None:
    number = await announced(place)
    code = new_tracking_code()
    with at(on(DAY - timedelta(days=6))):
        await ahead.ask_ahead(place.ward, number, Sender(), [Question(FLOOD, code)], "b" * 64, "vi")
    assert (await tracking(tracking_hash(keys(), code))).body == FLOOD
    (card,) = (await listed(place, number)).cards
    assert (card.words, card.state, card.late) == (FLOOD, MatterState.RECEIVED, False)


async def test_the_papers_know_the_topic_and_the_unit_of_the_register(place: Office) -> None:
    number = await announced(place)
    topic, unit = (await wards.topics(place.ward))[0], (await wards.units(place.ward))[0]
    asked = Question(FLOOD, new_tracking_code(), topic=topic.id)
    await ahead.ask_ahead(place.ward, number, Sender(), [asked], "c" * 64, "vi")
    await Matter.update({Matter.unit: unit.id}).where(Matter.topic == topic.id)
    (heard,) = (await record(place.ward, number)).heard
    assert (heard.field_name, heard.unit_name) == (topic.name, unit.name)


async def test_sent_twice_it_is_one(place: Office) -> None:
    number = await announced(place)
    first = await sent(place, number, Sender())
    assert await sent(place, number, Sender()) == first
    with pytest.raises(TicketUsed):
        await sent(place, number, Sender(), SAME)
    assert await Matter.count() == 1


async def test_one_question_of_several_groups_has_several_askers(place: Office) -> None:
    number = await announced(place)
    made = [
        (await sent(place, number, head_of(place, group), words, nonce))[0]
        for group, words, nonce in zip(
            place.groups, (FLOOD, SAME, f"{SAME} Gấp."), ("a" * 64, "b" * 64, "c" * 64), strict=True
        )
    ]
    for other in made[1:]:
        await ahead.merge_ahead(place.clerk, number, other, made[0])
    found = await listed(place, number)
    (card,) = found.cards
    assert [each.group for each in card.askers] == list(place.groups)
    assert found.sent == 3
    rows = await Matter.select(Matter.state).where(Matter.lead == card.matter)
    assert [row["state"] for row in rows] == ["merged", "merged"]
    with pytest.raises(Invalid):
        await ahead.merge_ahead(place.clerk, number, made[0], made[1])


async def test_after_the_deadline_it_is_taken_and_late(place: Office) -> None:
    number = await announced(place)
    with at(on(DAY - timedelta(days=5), 23)):
        await sent(place, number, Sender(), FLOOD, "a" * 64)
    with at(on(DAY - timedelta(days=4), 1)):
        await sent(place, number, Sender(), SAME, "b" * 64)
    assert [card.late for card in (await listed(place, number)).cards] == [False, True]


async def test_before_the_collection_nothing_is_taken(place: Office) -> None:
    number = await planned(place)
    with pytest.raises(Conflict):
        await sent(place, number, Sender())
    assert await Matter.count() == 0


@pytest.mark.parametrize(("words", "key"), [("Ngắn", "short"), ("x" * 4001, "long")])
async def test_too_little_or_too_much_is_said(place: Office, words: str, key: str) -> None:
    number = await announced(place)
    with pytest.raises(Invalid) as told:
        await sent(place, number, Sender(), words)
    assert told.value.errors == {"body": key}


async def test_a_denunciation_leaves_no_words_in_the_hall(place: Office) -> None:
    number = await announced(place)
    words = "Tôi tố cáo ông Nguyễn Văn X cán bộ địa chính nhận hối lộ 20 triệu đồng."
    await sent(place, number, Sender(), words)
    (row,) = await Opinion.select(Opinion.words, Opinion.state)
    assert (row["words"], row["state"]) == ("", "not-shown")
    officer = await person(place.ward, "can-bo", Role.OFFICER)
    seen = await questions(officer, await place.card(number))
    assert (seen.cards, seen.apart) == ((), 1)
