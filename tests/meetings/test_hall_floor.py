"""The hall's console: the door, the turns, opinions and their outcomes. Each deed counts once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest

from dialogue.core.clock import at, local_day
from dialogue.core.codes import new_tracking_code
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.matters.queries.tasks import open_tasks
from dialogue.matters.states import MatterState, Source
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.states import Role
from meetings.conferences.actions import (
    ahead,
    capturing,
    moderating,
    opening,
    settling,
    slips,
    speaking,
)
from meetings.conferences.actions.ahead import Question, Sender
from meetings.conferences.actions.capturing import Captured, NewOpinion
from meetings.conferences.actions.holding import hash_of
from meetings.conferences.actions.settling import Settlement
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries import floor
from meetings.conferences.states import (
    ConferenceState,
    Hiding,
    OpinionSource,
    OpinionState,
    Outcome,
)
from tests.matters.builders import person as heading
from tests.meetings.hall_build import (
    ACCUSES,
    OTHER,
    QUESTION,
    START,
    Hall,
    hall,
    held,
    minutes,
    running,
)
from tests.ward.builders import bare_ward, person

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with at(START):
        yield


async def captured(place: Hall, words: str = QUESTION, **more: object) -> Captured:
    """The same words again are the same sending."""
    new = NewOpinion(words, **more)  # type: ignore[arg-type]
    sent = sha256(words.encode()).hexdigest()
    return await capturing.capture(place.clerk, place.number, sent, new)


async def settled(place: Hall, said: Captured, version: int, how: Settlement) -> None:
    await settling.settle(place.clerk, place.number, said.id, version, how)


async def asked_ahead(place: Hall) -> int:
    """A question that is a matter since before the day, let through by the moderator."""
    await ahead.ask_ahead(
        place.ward,
        place.number,
        Sender(),
        [Question(QUESTION, new_tracking_code())],
        "a" * 64,
        "vi",
    )
    await opening.open_hall(place.clerk, place.number)
    (row,) = await Opinion.select(Opinion.id, Opinion.version).where(
        Opinion.source == OpinionSource.AHEAD.value
    )
    await moderating.show(place.clerk, place.number, row["id"], row["version"])
    return int(row["id"])


async def one(place: Hall, which: int) -> floor.OpinionCard:
    return await floor.opinion(place.ward, place.number, which)


# The turns


async def in_line(place: Hall, *groups: int) -> list[int]:
    found = []
    for number, group in enumerate(groups, 1):
        with at(minutes(number)):
            found.append(
                await speaking.queue_up(
                    place.clerk, place.number, f"hand-{number:04}-{group}", group=group
                )
            )
    return found


async def test_turns_go_round_the_groups(db: None) -> None:
    place = await running()
    five, nine, twelve = place.groups
    one_, two, three, four = await in_line(place, five, five, nine, twelve)
    order = await floor.turns(await place.card())
    assert [each.id for each in order.waiting] == [one_, three, four, two]
    await speaking.give_turn(place.clerk, place.number, three, 1)
    await speaking.give_turn(place.clerk, place.number, three, 1)  # pressed twice
    order = await floor.turns(await place.card())
    assert (order.now and order.now.id, order.done) == (three, ())
    await speaking.give_turn(place.clerk, place.number, one_, 1)
    order = await floor.turns(await place.card())
    assert (order.now and order.now.id) == one_
    assert [each.id for each in order.done] == [three]
    assert [each.id for each in order.waiting] == [four, two]


async def test_groups_left_without_an_answer_last_time_come_first(db: None) -> None:
    before = await running()
    five, nine, twelve = before.groups
    for group, outcome in ((five, Outcome.ANSWERED), (nine, Outcome.WRITTEN)):
        said = await captured(before, f"{QUESTION} {group}", group=group)
        await settled(before, said, 1, Settlement(outcome))
    now_ = await held(before.ward, previous=before.number)
    await opening.open_hall(before.clerk, now_)
    for number, group in enumerate((five, twelve, nine), 1):
        await speaking.queue_up(before.clerk, now_, f"again-{number:04}", group=group)
    card = (await floor.floor(before.ward, now_)).card
    waiting = (await floor.turns(card)).waiting
    assert [each.group for each in waiting] == [nine, five, twelve]


async def test_a_turn_is_when_it_began_and_how_long(db: None) -> None:
    place = await running()
    (speaker,) = await in_line(place, place.groups[0])
    with at(minutes(10)):
        await speaking.give_turn(place.clerk, place.number, speaker, 1)
    await speaking.give_time(place.clerk, place.number, speaker, 240, 2)
    await speaking.give_time(place.clerk, place.number, speaker, 240, 2)  # pressed twice
    now_ = (await floor.turns(await place.card())).now
    assert now_
    assert (now_.started_at, now_.seconds) == (minutes(10), 240)
    with pytest.raises(Conflict):  # the other console read it before the minute was added
        await speaking.end_turn(place.clerk, place.number, speaker, 2)
    await speaking.end_turn(place.clerk, place.number, speaker, 3)
    await speaking.end_turn(place.clerk, place.number, speaker, 3)
    assert (await floor.turns(await place.card())).now is None


async def test_who_gives_the_turn_up_waits_no_more(db: None) -> None:
    place = await running()
    first, second = await in_line(place, *place.groups[:2])
    await speaking.leave_queue(place.clerk, place.number, first, 1)
    assert [each.id for each in (await floor.turns(await place.card())).waiting] == [second]
    with pytest.raises(Conflict):
        await speaking.give_turn(place.clerk, place.number, first, 2)
    with pytest.raises(Invalid):
        await speaking.queue_up(place.clerk, place.number, "hand-empty")


# Opinions


async def test_an_opinion_is_numbered_once_goes_with_the_turn_and_onto_the_screen(
    db: None,
) -> None:
    place = await running()
    (speaker,) = await in_line(place, place.groups[0])
    await speaking.give_turn(place.clerk, place.number, speaker, 1)
    first = await captured(place)
    assert await captured(place) == first
    second = await captured(place, OTHER)
    assert (first.number, second.number) == (1, 2)
    view = await floor.floor(place.ward, place.number)
    assert view.on_screen
    assert view.on_screen.id == second.id
    assert view.turns.now
    assert view.turns.now.opinion == second.id


async def test_two_consoles_never_overwrite_each_other(db: None) -> None:
    place = await running()
    said = await captured(place)
    theirs, mine = NewOpinion(f"{QUESTION} Ngõ 30."), NewOpinion(f"{QUESTION} Ngõ 31.")
    await capturing.change_opinion(place.clerk, place.number, said.id, 1, theirs)
    with pytest.raises(Conflict):
        await capturing.change_opinion(place.chairman, place.number, said.id, 1, mine)
    with pytest.raises(Conflict):
        await settled(place, said, 1, Settlement(Outcome.ANSWERED))
    kept = await one(place, said.id)
    assert (kept.words, kept.version, kept.outcome) == (theirs.words, 2, None)


async def test_words_that_accuse_somebody_go_to_the_register_and_are_never_shown(
    db: None,
) -> None:
    place = await running()
    said = await captured(place, ACCUSES)
    assert said.apart
    kept = await one(place, said.id)
    assert (kept.words, kept.state, kept.hiding) == (
        "",
        OpinionState.NOT_SHOWN,
        Hiding.SEPARATE,
    )
    matter = await Matter.objects().get(Matter.id == kept.matter)
    assert matter
    assert (matter.body, matter.sensitive, matter.source) == (
        ACCUSES,
        True,
        Source.CONFERENCE.value,
    )
    view = await floor.floor(place.ward, place.number)
    assert (view.on_screen, view.seen) == (None, ())
    with pytest.raises(Conflict):
        await capturing.put_on_screen(place.clerk, place.number, said.id)


async def test_words_changed_into_an_accusation_leave_the_screen(db: None) -> None:
    place = await running()
    said = await captured(place)
    changed = NewOpinion(ACCUSES)
    await capturing.change_opinion(place.clerk, place.number, said.id, 1, changed)
    view = await floor.floor(place.ward, place.number)
    assert (view.on_screen, view.seen) == (None, ())


@pytest.mark.parametrize("words", ["Ngắn", "dài " * 1001])
async def test_too_short_and_too_long_words_are_told(db: None, words: str) -> None:
    place = await running()
    with pytest.raises(Invalid) as told:
        await captured(place, words)
    assert list(told.value.errors) == ["words"]
    assert await floor.opinions(place.ward, place.number) == ()


# Slips


async def test_a_slip_is_used_once_and_its_stub_opens_the_askers_page(db: None) -> None:
    place = await running()
    await slips.print_slips(place.clerk, place.number, 3)
    await slips.print_slips(place.clerk, place.number, 2)
    printed = await floor.slips(place.ward, place.number)
    assert [each.code[:3] for each in printed] == ["001", "002", "003", "004", "005"]
    code = printed[1].code
    said = await captured(place, slip=code.lower().replace("-", " "))
    assert (await one(place, said.id)).source is OpinionSource.SLIP
    card = await place.card()
    stub = capturing.tracking_code(card, "", code)
    asked = await floor.asked(hash_of(stub))
    assert asked
    assert asked.own.id == said.id
    for typed, why in ((code, "used"), ("999-AAA", "unprinted")):
        with pytest.raises(Invalid) as told:
            await captured(place, OTHER, slip=typed)
        assert told.value.errors == {"slip": why}
    assert len(await floor.opinions(place.ward, place.number)) == 1


# Outcomes


async def test_written_and_forwarded_ones_enter_the_register_by_their_own_code(db: None) -> None:
    place = await running()
    unit = (await ward_queries.units(place.ward))[0].id
    written, sent_on = await captured(place), await captured(place, OTHER)
    await settled(place, written, 1, Settlement(Outcome.WRITTEN, unit=unit))
    with pytest.raises(Invalid):
        await settled(place, sent_on, 1, Settlement(Outcome.FORWARDED))
    await settled(place, sent_on, 1, Settlement(Outcome.FORWARDED, receiver="Sở Xây dựng"))
    for which in (written, sent_on):
        card = await one(place, which.id)
        matter = await Matter.objects().get(Matter.id == card.matter)
        assert matter
        assert matter.source == Source.CONFERENCE.value
        assert matter.state == MatterState.RECEIVED.value
        assert card.due == matter.publish_due  # by the rule
        with pytest.raises(Conflict):
            await settled(place, which, card.version, Settlement(Outcome.ANSWERED))


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.WRITTEN, Outcome.FORWARDED])
async def test_a_question_sent_ahead_leaves_the_hall_by_its_outcome_too(
    db: None, outcome: Outcome
) -> None:
    place = await hall()
    which = await asked_ahead(place)
    before = await one(place, which)
    assert before.may_be_settled
    answer = Settlement(outcome, "Trả lời ngay.", receiver="Sở Xây dựng")
    await settling.settle(place.clerk, place.number, which, before.version, answer)
    after = await one(place, which)
    assert (after.outcome, after.answer) == (outcome, "Trả lời ngay.")
    assert after.matter == before.matter  # one matter, from the first question to the answer
    assert after.due == (None if outcome is Outcome.ANSWERED else before.due)


async def test_a_written_answer_is_promised_within_the_rule(db: None) -> None:
    place = await running()
    said = await captured(place)
    late = local_day(START) + timedelta(days=300)
    with pytest.raises(Invalid) as told:
        await settled(place, said, 1, Settlement(Outcome.WRITTEN, due=late))
    assert told.value.errors == {"due": "late"}
    assert (await one(place, said.id)).matter is None  # nothing half done
    soon = local_day(START) + timedelta(days=2)
    await settled(place, said, 1, Settlement(Outcome.WRITTEN, due=soon))
    assert (await one(place, said.id)).due == soon


async def test_a_task_needs_its_owner_and_day_and_is_in_the_owners_list_at_once(db: None) -> None:
    place = await running()
    unit = (await ward_queries.units(place.ward))[0].id
    said = await captured(place)
    await heading(place.ward, "truong-phong", Role.UNIT_HEAD, unit=unit)
    soon = local_day(START) + timedelta(days=9)
    for how, missing in (
        (Settlement(Outcome.TASK, due=soon), "unit"),
        (Settlement(Outcome.TASK, unit=unit), "due"),
    ):
        with pytest.raises(Invalid) as told:
            await settled(place, said, 1, how)
        assert list(told.value.errors) == [missing]
    await settled(place, said, 1, Settlement(Outcome.TASK, unit=unit, due=soon))
    card = await one(place, said.id)
    (listed,) = await open_tasks(place.chairman, unit=unit)
    assert (listed.id, listed.due, listed.unit) == (card.task, soon, unit)


# Opening and closing


async def test_it_opens_once_and_another_wards_hall_is_not_there(db: None) -> None:
    place = await hall()
    with pytest.raises(Conflict):
        await captured(place)
    await opening.open_hall(place.clerk, place.number)
    opened = (await place.card()).opened_at
    await opening.open_hall(place.clerk, place.number)
    assert (await place.card()).opened_at == opened
    stranger = await person(await bare_ward(), "van-phong", Role.CLERK)
    with pytest.raises(NotFound):
        await capturing.capture(stranger, place.number, "stranger-1", NewOpinion(QUESTION))


async def test_nobody_leaves_without_a_word_when_the_hall_closes(db: None) -> None:
    place = await running()
    await in_line(place, place.groups[0])
    said = await captured(place)
    await place.ask(1, OTHER)
    await opening.close_hall(place.clerk, place.number)
    await opening.close_hall(place.clerk, place.number)
    view = await floor.floor(place.ward, place.number)
    assert view.card.state is ConferenceState.MINUTES
    assert (view.turns.now, view.turns.waiting, view.on_screen) == (None, (), None)
    assert (await one(place, said.id)).outcome is Outcome.WRITTEN
    assert dict(view.account.hidden) == {Hiding.TIME: 1}
    assert view.account.waiting == 0
    assert await Matter.count().where(Matter.ward == place.ward) == 2


# What everybody may see


async def test_the_hall_reads_no_number_of_anybody(db: None) -> None:
    place = await running()
    spoken = await captured(place, "Đèn ngõ 3 hỏng, số máy tôi 0912 345 678, CCCD 001098765432")
    await settled(
        place, spoken, 1, Settlement(Outcome.ANSWERED, answer="Phường sẽ gọi 0912 345 678.")
    )
    (seen,) = (await floor.floor(place.ward, place.number)).seen
    assert seen.words == "Đèn ngõ 3 hỏng, số máy tôi ••••5678, CCCD ••••5432"
    assert seen.answer == "Phường sẽ gọi ••••5678."
    assert (await one(place, spoken.id)).words.endswith("001098765432")  # staff's own


async def test_the_screen_and_the_choice_are_masked_as_well(db: None) -> None:
    place = await running()
    await captured(place, "Gọi tôi số 0912345678 để hẹn ngày xem cống")
    shown = (await floor.floor(place.ward, place.number)).on_screen
    assert shown is not None
    assert "0912345678" not in shown.words
