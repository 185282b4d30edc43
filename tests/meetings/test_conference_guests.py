"""Who is invited to a conference: the list, the personal link, replies, who has read the notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.core.clock import at
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.matters.queries.notices import inbox
from dialogue.matters.telling import NoticeKind
from dialogue.ward.rules import GroupVisitor
from dialogue.ward.states import Role
from meetings.conferences.actions import guests, planning, reminding
from meetings.conferences.actions.guests import NewInvitee
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.links import guest_token
from meetings.conferences.queries import guests as read
from meetings.conferences.queries.guests import Guest
from meetings.conferences.queries.history import history
from meetings.conferences.states import InviteeKind, Reply, Step
from tests.meetings.conference_build import DAY, Office, announced, office, on, planned
from tests.ward.builders import person

FIRM = NewInvitee(
    InviteeKind.BUSINESS, "Hợp tác xã Sen Vàng", person="Lê Văn Tám", contact="0912 345 678"
)


@pytest.fixture
async def place(db: None) -> Office:
    return await office()


async def listed(place: Office, number: int) -> tuple[Guest, ...]:
    return await read.guests(place.clerk, await place.card(number))


async def test_all_groups_at_once_and_nobody_twice(place: Office) -> None:
    number = await planned(place)
    assert await guests.invite_groups(place.clerk, number) == 3
    assert await guests.invite_groups(place.clerk, number) == 0
    assert await guests.invite(place.clerk, number, [FIRM, FIRM]) == 1
    again = NewInvitee(InviteeKind.BUSINESS, "HỢP TÁC XÃ  Sen Vàng")
    assert await guests.invite(place.clerk, number, [again]) == 0
    assert [each.name for each in await listed(place, number)] == [
        "Tổ 5",
        "Tổ 9",
        "Tổ 12",
        "Hợp tác xã Sen Vàng",
    ]


async def test_names_and_contacts_are_locked_in_the_database(place: Office) -> None:
    number = await planned(place)
    await guests.invite(place.clerk, number, [FIRM])
    (row,) = await Invitee.select()
    assert "Tám" not in str(row)
    assert "0912" not in str(row)
    (shown,) = await listed(place, number)
    assert (shown.person, shown.contact) == ("Lê Văn Tám", "0912 345 678")
    officer = await person(place.ward, "can-bo", Role.OFFICER)
    with pytest.raises(Forbidden):
        await read.guests(officer, await place.card(number))


async def test_a_link_opens_its_own_line_until_it_is_taken_off(place: Office) -> None:
    number = await announced(place)
    await guests.invite(place.clerk, number, [FIRM])
    firm = (await listed(place, number))[-1]
    visitor = await read.enter(guest_token(firm.public_id))
    assert (visitor.name, visitor.conference) == (firm.name, number)
    with pytest.raises(NotFound):
        await read.enter(firm.public_id)
    await guests.uninvite(place.clerk, number, firm.id)
    with pytest.raises(NotFound):
        await read.enter(guest_token(firm.public_id))
    assert await guests.invite(place.clerk, number, [FIRM]) == 1


async def test_the_last_reply_counts_and_seats_add_up(place: Office) -> None:
    number = await announced(place)
    five, nine, _ = await listed(place, number)
    one = await read.enter(guest_token(five.public_id))
    with pytest.raises(Invalid) as told:
        await guests.reply(one, Reply.SUBSTITUTE)
    assert told.value.errors == {"substitute": "missing"}
    await guests.reply(one, Reply.DECLINES)
    await guests.reply(one, Reply.SUBSTITUTE, "Bà Sáu")
    await guests.note_reply(place.clerk, number, nine.id, Reply.COMES)
    assert (await read.own(one)).substitute == "Bà Sáu"
    found = await read.counts(await place.card(number))
    assert (found.invited, found.coming, found.declined, found.silent) == (3, 2, 0, 1)
    assert found.seats == 2
    assert found.unread_groups == ("Tổ 12",)  # who replies has read


async def test_a_group_acknowledges_by_its_own_page(place: Office) -> None:
    number = await announced(place)
    visitor = GroupVisitor(place.ward, place.groups[2], "Tổ 12", "Ông Bảy", 1, on(DAY))
    await guests.acknowledge_for_group(visitor, number)
    await guests.acknowledge_for_group(visitor, number)
    assert (await read.counts(await place.card(number))).unread_groups == ("Tổ 5", "Tổ 9")
    other = await planned(place)
    with pytest.raises(Conflict):
        await guests.acknowledge_for_group(visitor, other)  # nothing was announced


async def test_the_silent_are_reminded_once_some_days_before(place: Office) -> None:
    number = await announced(place)
    first, second, third = await listed(place, number)
    await guests.invite(place.clerk, number, [FIRM])
    await guests.note_reply(place.clerk, number, first.id, Reply.COMES)
    with at(on(DAY - timedelta(days=4))):
        assert await reminding.remind(place.ward) == 0
    with at(on(DAY - timedelta(days=3))):
        assert await reminding.remind(place.ward) == 3
        assert await reminding.remind(place.ward) == 0
        told = [item for item in await inbox(place.clerk) if item.kind is NoticeKind.MEETING]
        assert [(item.step, item.meeting) for item in told] == [
            (reminding.TOLD, ("conference", str(number)))
        ]
        assert [each.name for each in await called(place, number)] == [
            second.name,
            third.name,
            FIRM.name,
        ]
    assert len(await history(place.ward, number, Step.REMIND)) == 1


async def called(place: Office, number: int) -> tuple[Guest, ...]:
    return await read.to_call(place.clerk, await place.card(number))


async def test_a_head_reminded_replies_on_the_groups_page(place: Office) -> None:
    number = await announced(place)
    visitor = GroupVisitor(place.ward, place.groups[0], "Tổ 5", "Ông Bảy", 1, on(DAY))
    assert await read.reminders_of_group(place.ward, visitor.group) == ()
    with at(on(DAY - timedelta(days=3))):
        await reminding.remind(place.ward)
        (reminder,) = await read.reminders_of_group(place.ward, visitor.group)
        assert reminder.title == (await place.card(number)).title
        with pytest.raises(Invalid):
            await guests.reply_for_group(visitor, number, Reply.SUBSTITUTE, " ")
        await guests.reply_for_group(visitor, number, Reply.SUBSTITUTE, "Bà Sáu")
        assert await read.reminders_of_group(place.ward, visitor.group) == ()
    known = await read.guest_of_group(place.ward, number, visitor.group)
    assert known is not None
    assert (known.reply, known.substitute) == (Reply.SUBSTITUTE, "Bà Sáu")
    stranger = GroupVisitor(place.ward, place.groups[1] + 99, "Tổ 99", "Ông Tám", 2, on(DAY))
    with pytest.raises(NotFound):
        await guests.reply_for_group(stranger, number, Reply.COMES)


async def test_with_another_day_everybody_is_reminded_anew(place: Office) -> None:
    number = await announced(place)
    with at(on(DAY - timedelta(days=3))):
        await reminding.remind(place.ward)
        card = await place.card(number)
        later = DAY + timedelta(days=20)
        await planning.move(
            place.clerk, number, card.version, on(later), on(later, 11), card.place, "Bão"
        )
    with at(on(later - timedelta(days=3))):
        assert await reminding.remind(place.ward) == 3
        told = [item for item in await inbox(place.clerk) if item.kind is NoticeKind.MEETING]
        assert len(told) == 2
