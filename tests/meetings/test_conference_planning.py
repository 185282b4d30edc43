"""A dialogue conference before its day: the legal clock, the notice, moving, cancelling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.ward import actions as ward_actions
from dialogue.ward.states import Role
from meetings.conferences.actions import agenda, guests, planning, ticks
from meetings.conferences.actions.agenda import NewPoint
from meetings.conferences.actions.ticks import NewProof
from meetings.conferences.legal import Duty
from meetings.conferences.queries import checklist, history, law
from meetings.conferences.queries.agenda import programme
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.guests import counts, guest_of_group
from meetings.conferences.states import (
    AgendaKind,
    ConferenceState,
    Mode,
    Posting,
    Reply,
    Step,
    Subject,
)
from tests.meetings.conference_build import (
    DAY,
    EARLY,
    POINTS,
    Office,
    a_plan,
    announced,
    collecting,
    office,
    on,
    planned,
    ready,
    version,
)
from tests.ward.builders import bare_ward, person


@pytest.fixture
async def place(db: None) -> Office:
    return await office()


async def test_the_years_of_a_ward(place: Office) -> None:
    await planned(place)
    with at(on(date(2030, 10, 5))):
        (this,) = await law.duties(place.ward)
    assert (this.year, this.state, this.planned) == (2030, Duty.PLANNED, 1)


# Plan and change


async def test_a_plan_is_kept_with_its_history(place: Office) -> None:
    number = await planned(place, plan_number="39/KH-UBND", modes=(Mode.IN_PERSON, Mode.ONLINE))
    card = await place.card(number)
    assert card.state is ConferenceState.PLANNED
    assert card.day == DAY
    assert card.slug == "hoi-nghi-doi-thoai-cuoi-nam-2030-12-18"
    assert card.modes == (Mode.IN_PERSON, Mode.ONLINE)
    assert not card.is_public
    (made,) = await history.history(place.ward, number)
    assert (made.step, made.who) == (Step.PLAN, "Nguyễn Văn An")


async def test_two_of_one_name_and_day_have_two_addresses(place: Office) -> None:
    one, other = [await place.card(await planned(place)) for _ in range(2)]
    assert other.slug == f"{one.slug}-2"


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("title", " ", "missing"),
        ("title", "x" * 201, "too-long"),
        ("ends_at", on(DAY, 7), "before-start"),
        ("modes", (), "missing"),
        ("seats", 0, "out-of-range"),
        ("link", "zoom", "no-address"),
        ("collect_until", DAY + timedelta(days=1), "after-the-day"),
    ],
)
async def test_what_cannot_be_is_named(place: Office, field: str, value: object, key: str) -> None:
    with pytest.raises(Invalid) as told:
        await planning.plan(place.clerk, a_plan(DAY, **{field: value}))
    assert told.value.errors == {field: key}


async def test_who_plans_and_whose_it_is(place: Office) -> None:
    officer = await person(place.ward, "can-bo", Role.OFFICER)
    with pytest.raises(Forbidden):
        await planning.plan(officer, a_plan())
    number = await planned(place)
    stranger = await person(await bare_ward(), "van-phong", Role.CLERK)
    with pytest.raises(NotFound):
        await planning.change_plan(stranger, number, a_plan(), 1)


async def test_two_who_change_at_once_overwrite_nothing(place: Office) -> None:
    number = await planned(place)
    seen = await version(place, number)
    await planning.change_plan(place.clerk, number, a_plan(seats=120), seen)
    with pytest.raises(Conflict):
        await planning.change_plan(place.chairman, number, a_plan(seats=90), seen)
    assert (await place.card(number)).seats == 120
    told = (await history.history(place.ward, number))[-1].data
    assert (told["before"]["seats"], told["after"]["seats"]) == (None, 120)


# A day off

SUNDAY, MONDAY = DAY + timedelta(days=4), DAY + timedelta(days=5)
WORKERS = "Để người đi làm dự được"
OFF = {"off": str(SUNDAY), "off_name": "", "before": "2030-12-20", "after": str(MONDAY)}


async def test_a_day_off_needs_a_reason_that_stays(place: Office) -> None:
    with pytest.raises(Invalid) as told:
        await planned(place, SUNDAY)
    assert told.value.errors == {"starts_at": "day-off"} | OFF
    number = await planned(place, SUNDAY, day_off_reason=WORKERS)
    assert (await place.card(number)).day_off_reason == WORKERS
    seen = await version(place, number)
    await planning.change_plan(place.clerk, number, a_plan(SUNDAY, seats=90), seen)
    assert (await place.card(number)).day_off_reason == WORKERS  # while the day stays
    other = await planned(place, MONDAY, day_off_reason=WORKERS)
    assert (await place.card(other)).day_off_reason == ""


async def test_moved_to_a_day_off_or_held_anew_on_one(place: Office) -> None:
    number = await announced(place)
    new = on(SUNDAY), on(SUNDAY, 11), "Hội trường", "Bão"
    with at(on(DAY - timedelta(days=9))):
        seen = await version(place, number)
        with pytest.raises(Invalid) as told:
            await planning.move(place.clerk, number, seen, *new)
        assert told.value.errors == {"starts_at": "day-off"} | OFF
        with pytest.raises(Invalid) as told:
            await planning.cancel(place.chairman, number, seen, "Bão", on(SUNDAY))
        assert told.value.errors == {"new_start": "day-off"} | OFF
        await planning.move(place.clerk, number, seen, *new, day_off_reason=WORKERS)
        again = await planning.cancel(
            place.chairman, number, seen + 1, "Bão", on(SUNDAY + timedelta(days=7)), WORKERS
        )
    assert again is not None
    assert [(await place.card(each)).day_off_reason for each in (number, again)] == [WORKERS] * 2


async def test_a_day_that_became_a_holiday_hinders_no_other_change(place: Office) -> None:
    number = await planned(place)
    keeper = await person(place.ward, "lich", Role.REGISTER_KEEPER)
    row = f"date,name_vi,kind\n{DAY},Ngày hội của phường,holiday\n"
    await ward_actions.import_holidays(keeper, row.encode())
    await planning.change_plan(place.clerk, number, a_plan(seats=90), 1)
    assert (await place.card(number)).seats == 90


# The notice


async def test_a_late_notice_is_refused_with_the_first_lawful_day(place: Office) -> None:
    number = await collecting(place)
    with at(on(DAY - timedelta(days=6))), pytest.raises(Invalid) as told:
        await planning.announce(place.clerk, number, await version(place, number))
    assert told.value.errors == {
        "notice": "too-late",
        "first": str(DAY + timedelta(days=1)),
        "working": str(DAY + timedelta(days=1)),
    }
    assert (await place.card(number)).announced_at is None


async def test_on_the_last_lawful_day_it_goes_out(place: Office) -> None:
    number = await collecting(place)
    with at(on(DAY - timedelta(days=7), 23)):
        await planning.announce(place.clerk, number, await version(place, number))
    card = await place.card(number)
    assert card.state is ConferenceState.ANNOUNCED
    assert card.is_public
    assert card.collect_until == DAY - timedelta(days=5)


async def test_a_leaders_written_reason_overrides_and_stays(place: Office) -> None:
    number = await collecting(place)
    with at(on(DAY - timedelta(days=3))):
        with pytest.raises(Forbidden):
            await planning.announce(place.clerk, number, await version(place, number), "Bão")
        await planning.announce(place.chairman, number, await version(place, number), "Bão số 9")
    assert (await place.card(number)).override_reason == "Bão số 9"
    last = (await history.history(place.ward, number, Step.ANNOUNCE))[-1]
    assert last.reason == "Bão số 9"


@pytest.mark.parametrize("missing", ["subject", "attending", "place"])
async def test_a_notice_tells_all_four(place: Office, missing: str) -> None:
    number = await planned(place, DAY, **{missing: ""})
    with at(on(EARLY)), pytest.raises(Invalid) as told:
        await planning.announce(place.clerk, number, await version(place, number))
    assert told.value.errors == {missing: "missing"}


async def test_what_was_told_changes_by_a_new_notice_alone(place: Office) -> None:
    number = await announced(place)
    seen = await version(place, number)
    with pytest.raises(Invalid) as told:
        await planning.change_plan(place.clerk, number, a_plan(place="Nhà văn hóa"), seen)
    assert told.value.errors == {"place": "announced"}
    known = replace(a_plan(secretary="Lê Thị Mai"), collect_until=DAY - timedelta(days=5))
    await planning.change_plan(place.clerk, number, known, seen)
    assert (await place.card(number)).secretary == "Lê Thị Mai"


# Moved, cancelled


async def test_a_move_is_a_new_notice_to_everybody(place: Office) -> None:
    number = await announced(place)
    five = await guest_of_group(place.ward, number, place.groups[0])
    assert five
    with at(on(DAY - timedelta(days=9))):
        await guests.note_reply(place.clerk, number, five.id, Reply.COMES)
    new = DAY + timedelta(days=7)
    with at(on(DAY - timedelta(days=1))):
        with pytest.raises(Invalid) as told:
            await planning.move(
                place.clerk,
                number,
                await version(place, number),
                on(DAY + timedelta(days=5)),
                on(DAY + timedelta(days=5), 11),
                "Hội trường",
                "Mất điện",
            )
        first = str(DAY + timedelta(days=6))
        assert told.value.errors == {"notice": "too-late", "first": first, "working": first}
        await planning.move(
            place.clerk,
            number,
            await version(place, number),
            on(new),
            on(new, 11),
            "Nhà văn hóa",
            "Mất điện",
        )
    card = await place.card(number)
    assert (card.day, card.place, card.sequence) == (new, "Nhà văn hóa", 1)
    assert card.collect_until == new - timedelta(days=5)
    assert card.slug.endswith("2030-12-18")  # its address stays
    five = await guest_of_group(place.ward, number, place.groups[0])
    assert five
    assert (five.reply, five.acknowledged_at) == (Reply.NONE, None)
    assert len((await counts(card)).unread_groups) == 3
    moved = (await history.history(place.ward, number))[-1]
    assert (moved.step, moved.reason, moved.public) == (Step.MOVE, "Mất điện", True)


async def test_nothing_moves_to_where_it_was(place: Office) -> None:
    number = await announced(place)
    card = await place.card(number)
    with at(on(EARLY)), pytest.raises(Invalid) as told:
        await planning.move(
            place.clerk, number, card.version, card.starts_at, card.ends_at, card.place, "?"
        )
    assert told.value.errors == {"starts_at": "unchanged"}


async def test_a_cancelled_one_has_a_reason_and_a_day_within_thirty(place: Office) -> None:
    number = await announced(place)
    seen = await version(place, number)
    with at(on(DAY - timedelta(days=2))):
        with pytest.raises(Invalid) as told:
            await planning.cancel(place.chairman, number, seen, "")
        assert told.value.errors == {"reason": "missing"}
        with pytest.raises(Invalid) as told:
            await planning.cancel(place.chairman, number, seen, "Bão")
        assert told.value.errors == {"new_start": "missing"}
        late = on(DAY + timedelta(days=31))
        with pytest.raises(Invalid) as told:
            await planning.cancel(place.chairman, number, seen, "Bão", late)
        assert told.value.errors["last"] == str(DAY + timedelta(days=30))
        with pytest.raises(Forbidden):
            await planning.cancel(place.clerk, number, seen, "Bão", on(DAY + timedelta(days=9)))
        new = await planning.cancel(
            place.chairman, number, seen, "Bão", on(DAY + timedelta(days=30))
        )
    assert new
    gone, made = await place.card(number), await place.card(new)
    assert (gone.state, gone.cancel_reason) == (ConferenceState.CANCELLED, "Bão")
    assert gone.is_public
    assert gone.sequence == 1
    assert (made.state, made.previous) == (ConferenceState.PLANNED, number)
    assert made.ends_at - made.starts_at == gone.ends_at - gone.starts_at
    assert (await counts(made)).invited == 3


async def test_a_plan_that_nobody_knows_of_may_simply_go(place: Office) -> None:
    number = await planned(place)
    assert await planning.cancel(place.chairman, number, 1, "Không cần nữa") is None


# Programme, parts, check-list


async def test_the_programme_adds_up_and_warns(place: Office) -> None:
    number = await planned(place)
    await agenda.set_agenda(place.clerk, number, POINTS, 1)
    found = await programme(await place.card(number))
    assert (found.minutes, found.share, found.too_little) == (130, 61, False)
    assert found.points[2].starts_at == on(DAY, 8, 35)
    short = [*POINTS[:2], NewPoint(30, AgendaKind.FLOOR, "Hỏi đáp"), POINTS[3]]
    await agenda.set_agenda(place.clerk, number, short, 2)
    found = await programme(await place.card(number))
    assert (found.share, found.least, found.too_little) == (37, 50, True)
    with pytest.raises(Invalid) as told:
        await agenda.set_agenda(place.clerk, number, [NewPoint(0, AgendaKind.OTHER, "x")], 3)
    assert told.value.errors == {"minutes_1": "out-of-range"}


async def test_lines_are_done_by_steps_ticks_and_proofs(place: Office) -> None:
    number = await announced(place)
    with at(on(DAY - timedelta(days=9))):
        await ticks.tick(place.clerk, number, "front", EARLY, "Công văn 12/MTTQ")
        with pytest.raises(NotFound):
            await ticks.tick(place.clerk, number, "announce", EARLY)  # its step ticks it
        with pytest.raises(Invalid):
            await ticks.tick(place.clerk, number, "hall", DAY)
        proof = NewProof(
            Subject.NOTICE, Posting.NOTICE_BOARD, "Bảng tin trụ sở", DAY - timedelta(days=9), "Ảnh"
        )
        await ticks.prove(place.clerk, number, proof)
    found = {line.item.key: line for line in await checklist.checklist(await place.card(number))}
    assert found["announce"].done_on == DAY - timedelta(days=10)
    assert found["front"].note == "Công văn 12/MTTQ"
    assert found["notice-board"].done_on == DAY - timedelta(days=9)
    assert found["notice-media"].done_on is None
    assert found["notice-media"].is_late(DAY)
    with at(on(DAY)):
        await ticks.untick(place.clerk, number, "front")
    (proved,) = await checklist.proofs(await place.card(number))
    assert (proved.place, proved.evidence, proved.current) == ("Bảng tin trụ sở", "Ảnh", True)


async def test_what_was_posted_before_it_was_told_here_counts(place: Office) -> None:
    number = await announced(place)
    early = DAY - timedelta(days=30)
    with at(on(DAY - timedelta(days=5))):
        paper = NewProof(Subject.NOTICE, Posting.MEDIA, "Đài truyền thanh", early, "Bản tin 5 giờ")
        await ticks.prove(place.clerk, number, paper)
    found = {line.item.key: line for line in await checklist.checklist(await place.card(number))}
    assert found["notice-media"].done_on == early


async def test_a_move_asks_for_new_proofs_and_keeps_the_old(place: Office) -> None:
    number = await ready(place)
    new = DAY + timedelta(days=14)
    with at(on(DAY - timedelta(days=1))):
        seen = await version(place, number)
        await planning.move(place.clerk, number, seen, on(new), on(new, 11), "Hội trường", "Bão")
    card = await place.card(number)
    found = {line.item.key: line.done_on for line in await checklist.checklist(card)}
    assert found["notice-media"] is None
    assert [proof.current for proof in await checklist.proofs(card)] == [False]


async def test_ready_needs_a_proof_and_a_programme(place: Office) -> None:
    number = await announced(place)
    with at(on(DAY - timedelta(days=1))), pytest.raises(Invalid) as told:
        await planning.make_ready(place.clerk, number, await version(place, number))
    assert told.value.errors == {"checklist": "notice-media"}
    other = await ready(place, DAY + timedelta(days=1))
    assert (await conference(place.ward, other)).state is ConferenceState.READY
