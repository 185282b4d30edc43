"""Who comes in: by an invitation's code, by two letters of a name, by neither, on paper."""

from __future__ import annotations

from dialogue.core.clock import now
from dialogue.core.codes import token_hash
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.core.text import clean
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier
from meetings.conferences.actions.holding import held, operation_of
from meetings.conferences.actions.steps import record, require
from meetings.conferences.guest_tables import Attendance, Invitee
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import ConferenceState, Entrance, Step

# The door opens before the hall does; a sheet of paper is counted afterwards.
OPEN = (
    ConferenceState.ANNOUNCED,
    ConferenceState.PREPARING,
    ConferenceState.READY,
    ConferenceState.RUNNING,
    ConferenceState.MINUTES,
)
MOST_PEOPLE = 5_000
NAME_MOST = 120
COUNTED = (Entrance.PAPER, Entrance.ONLINE)


async def check_in(
    actor: Actor, number: int, operation: str, invitee: int, entrance: Entrance = Entrance.NAME
) -> int:
    """One seat of an invitation is taken. The attendance's id.

    Raises NotFound, Forbidden, Invalid (operation), Conflict: all its seats are taken.
    """
    return await _count(actor, number, operation, entrance, invitee=invitee)


async def check_in_by_code(actor: Actor, number: int, operation: str, code: str) -> int:
    """code: what the QR of an invitation holds, the address or its last part.

    Raises as `check_in`; NotFound also for a code of no invitation to this conference.
    """
    token = clean(code).split("?")[0].rstrip("/").rpartition("/")[2]
    row = (
        await Invitee.select(Invitee.id)
        .where(
            Invitee.ward == actor.ward,
            Invitee.conference == number,
            Invitee.link == token_hash(token),
        )
        .first()
    )
    if row is None:
        raise NotFound("no such invitation")
    return await check_in(actor, number, operation, row["id"], Entrance.CODE)


async def walk_in(
    actor: Actor, number: int, operation: str, group: int | None = None, name: str = ""
) -> int:
    """Somebody who is on no list. Raises NotFound, Forbidden, Invalid, Conflict."""
    name = clean(name)
    if len(name) > NAME_MOST:
        raise Invalid("name too long", name="too-long")
    return await _count(actor, number, operation, Entrance.WALK_IN, group=group, name=name)


async def count_paper(
    actor: Actor,
    number: int,
    operation: str,
    group: int | None,
    *,
    people: int,
    word: Qualifier | None = None,
    entrance: Entrance = Entrance.PAPER,
) -> int:
    """The total of a sheet, or of those who follow online. word: None: exact; "hơn 30" stays
    "hơn 30" wherever it is told. Raises as `walk_in`."""
    if not 1 <= people <= MOST_PEOPLE:
        raise Invalid("no such number of people", people="out-of-range")
    if entrance not in COUNTED:
        raise Invalid("each of them is counted alone", entrance="unknown")
    return await _count(actor, number, operation, entrance, group=group, people=people, word=word)


async def undo_check_in(actor: Actor, number: int, attendance: int) -> None:
    """Twice does nothing more. Raises NotFound, Forbidden, Conflict."""
    require(may_prepare(actor), "keep the door")
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        mine = (
            (Attendance.id == attendance)
            & (Attendance.ward == card.ward)
            & (Attendance.conference == card.id)
        )
        if not await Attendance.exists().where(mine):
            raise NotFound(f"no attendance {attendance}")
        rows = (
            await Attendance.update({Attendance.undone_at: now()})
            .where(mine, Attendance.undone_at.is_null())
            .returning(Attendance.id)
        )
        if rows:
            await record(card, Step.UNDO_CHECK_IN, actor, data={"attendance": attendance})


async def _count(
    actor: Actor,
    number: int,
    operation: str,
    entrance: Entrance,
    *,
    invitee: int | None = None,
    group: int | None = None,
    name: str = "",
    people: int = 1,
    word: Qualifier | None = None,
) -> int:
    """The row of this operation: one that is here already, or a new one."""
    require(may_prepare(actor), "keep the door")
    key = new_record_key(keys()) if name else ""
    if group is not None:
        await ward_queries.group(actor.ward, group)
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        kept = operation_of(card, "door", operation)
        found = await _known(kept)
        if not found:
            made = Attendance(
                ward=card.ward,
                conference=card.id,
                operation=kept,
                invitee=invitee,
                group=group if invitee is None else await _seat(card, invitee),
                name=encrypt(keys(), key, name) if name else "",
                key=key,
                entrance=entrance.value,
                people=people,
                word=word.value if word else "",
                at=now(),
                staff=actor.recorded,
            )
            (row,) = await Attendance.insert(made)
            found = int(row["id"])
            told = {"attendance": found, "entrance": entrance.value, "people": people}
            told |= {"word": word.value} if word else {}
            await record(card, Step.CHECK_IN, actor, data=told)
    return found


async def _seat(card: ConferenceCard, invitee: int) -> int | None:
    """The group of an invitation that has a seat left. Raises NotFound, Conflict."""
    row = (
        await Invitee.select(Invitee.group, Invitee.seats)
        .where(
            Invitee.id == invitee,
            Invitee.ward == card.ward,
            Invitee.conference == card.id,
            Invitee.removed_at.is_null(),
        )
        .first()
    )
    if row is None:
        raise NotFound(f"no invitation {invitee}")
    taken = await Attendance.count().where(
        Attendance.invitee == invitee, Attendance.undone_at.is_null()
    )
    if taken >= row["seats"]:
        raise Conflict("all seats of this invitation are taken")
    group: int | None = row["group"]
    return group


async def _known(kept: str) -> int:
    row = await Attendance.select(Attendance.id).where(Attendance.operation == kept).first()
    return 0 if row is None else int(row["id"])
