"""A hall for tests: a conference on its day, years ahead of the clock of the jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogue.core.clock import HANOI
from dialogue.core.codes import public_id, token_hash
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.core.text import fold
from dialogue.matters.actions import intake
from dialogue.matters.actions.intake import NewMatter
from dialogue.matters.states import Source
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from meetings.conferences.actions import capturing, door, opening, phones
from meetings.conferences.actions.capturing import NewOpinion
from meetings.conferences.actions.phones import Sent
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.states import ConferenceState, InviteeKind, OpinionSource
from meetings.conferences.tables import Conference
from tests.ward.builders import person, ward_with_defaults

START = datetime(2030, 12, 18, 8, tzinfo=HANOI)  # a Wednesday
QUESTION = "Bao giờ phường nạo vét cống ở ngõ 30?"
OTHER = "Vỉa hè trước chợ bị lấn chiếm, ai xử lý?"
ACCUSES = "Tôi tố cáo cán bộ địa chính nhận tiền của dân để làm nhanh."


@dataclass(frozen=True)
class Hall:
    ward: int
    number: int
    clerk: Actor
    chairman: Actor
    groups: tuple[int, ...]
    code: str
    screen: str
    slug: str

    async def card(self) -> ConferenceCard:
        return await conference(self.ward, self.number)

    async def ask(self, phone: int, words: str = QUESTION, operation: str = "") -> Sent:
        sent = operation or f"operation-{phone}"
        return await phones.ask(
            self.ward, self.number, sent, phone_id(phone), words=f"{words} (máy {phone})"
        )


async def sent_ahead(place: Hall, number: int) -> None:
    """A question that is a matter since before the day."""
    words = f"{QUESTION} (gửi trước {number})"
    matter = await intake.receive(NewMatter(place.ward, words, source=Source.GROUP))
    await Opinion.insert(
        Opinion(
            ward=place.ward,
            conference=place.number,
            public_id=public_id(),
            operation=f"ahead-{place.number}-{number}",
            source=OpinionSource.AHEAD.value,
            matter=matter.id,
            words=words,
            at=START,
        )
    )


def phone_id(number: int) -> str:
    return f"{number:032x}"


def minutes(count: float) -> datetime:
    """So long after the beginning."""
    return START + timedelta(minutes=count)


async def hall(slug: str = "thach-ban", *, previous: int | None = None) -> Hall:
    """Ready on its day, its doors not open yet; three residential groups. Call within `at`."""
    ward = await ward_with_defaults(slug)
    clerk = await person(ward, "van-phong", Role.CLERK)
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    for name in ("Tổ 5", "Tổ 9", "Tổ 12"):
        await ward_actions.add_group(system_actor(ward), name, head="Ông Bảy")
    groups = tuple(card.id for card in await ward_queries.groups(ward))
    number = await held(ward, previous=previous)
    row = await Conference.select().where(Conference.id == number).first()
    assert row is not None
    place = row["hall_code"], row["screen_key"], row["slug"]
    return Hall(ward, number, clerk, chairman, groups, *place)


async def held(
    ward: int, *, previous: int | None = None, state: ConferenceState = ConferenceState.READY
) -> int:
    made = Conference(
        ward=ward,
        public_id=public_id(),
        slug=f"cuoi-nam-{public_id()[:6]}",
        title="Hội nghị đối thoại cuối năm",
        reason="regular",
        modes="in-person",
        starts_at=START,
        ends_at=START + timedelta(hours=3),
        place="Hội trường UBND phường",
        chair="Nguyễn Thị Hoa",
        chair_title="Chủ tịch UBND phường",
        announced_at=START - timedelta(days=9),
        state=state.value,
        opened_at=None if state is ConferenceState.READY else START,
        previous=previous,
        turn_minutes=3,
        hall_code=public_id()[:8],
        screen_key=public_id() + public_id(),
    )
    (row,) = await Conference.insert(made)
    return int(row["id"])


async def invited(place: Hall, name: str, who: str, *, seats: int = 1, group: int = 0) -> int:
    key = new_record_key(keys())
    made = Invitee(
        ward=place.ward,
        conference=place.number,
        public_id=public_id(),
        kind=(InviteeKind.GROUP if group else InviteeKind.ORGANISATION).value,
        group=group or None,
        name=name,
        folded=fold(name),
        person=encrypt(keys(), key, who),
        key=key,
        seats=seats,
        link=token_hash(f"token of {name}"),
    )
    (row,) = await Invitee.insert(made)
    return int(row["id"])


async def running(slug: str = "thach-ban") -> Hall:
    place = await hall(slug)
    await opening.open_hall(place.clerk, place.number)
    return place


async def addresses(ward: int) -> dict[str, str]:
    """What stands for the places in the paths of an open hall."""
    number = await held(ward, state=ConferenceState.RUNNING)
    row = await Conference.select().where(Conference.id == number).first()
    assert row is not None
    sent = f"operation-of-{ward}"
    await phones.ask(ward, number, sent, phone_id(1), words=QUESTION)
    return {
        "/h/{code}": row["hall_code"],
        "/h/{code}/phieu/{receipt}": sent,
        "/live/hoi-truong/{code}": row["hall_code"],
        "/live/man-chieu/{key}": row["screen_key"],
        "/quan-tri/man-chieu/{key}": row["screen_key"],
    }


async def noted(actor: Actor, number: int) -> dict[str, str]:
    """What stands for the places in the paths of the console of a hall that has emptied."""
    said = await capturing.capture(actor, number, f"noted-{number:06}", NewOpinion(QUESTION))
    came = await door.walk_in(actor, number, f"came-{number:06}")
    return {"opinion": str(said.id), "attendance": str(came), "speaker": "0"}
