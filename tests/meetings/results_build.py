"""A conference whose hall has emptied, and the steps of its result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from dialogue.core.clock import at
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from meetings.conferences.actions import concluding, following, publishing
from meetings.conferences.actions.concluding import NewConclusion
from meetings.conferences.queries import results
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.records import record
from meetings.conferences.record import Record
from tests.meetings import conference_rows as rows
from tests.meetings.conference_rows import DAY
from tests.ward.builders import person, ward_with_defaults

AFTER = rows.at(DAY + timedelta(days=1), 9)


@dataclass(frozen=True)
class Hall:
    """A conference whose hall has emptied; one opinion of a group."""

    ward: int
    number: int
    chairman: Actor
    keeper: Actor
    inspector: Actor
    unit: int
    group: int
    opinion: int

    async def version(self) -> int:
        return (await conference(self.ward, self.number)).version

    async def record(self) -> Record:
        return await record(self.ward, self.number)

    def task(self, **other: object) -> NewConclusion:
        new = NewConclusion(
            "Nạo vét cống ngõ 12",
            self.unit,
            self.keeper.staff,
            DAY + timedelta(days=20),
            product="Ảnh trước và sau",
            opinions=(self.opinion,),
        )
        return replace(new, **other)  # type: ignore[arg-type]


async def emptied() -> Hall:
    ward = await ward_with_defaults()
    group = await ward_actions.add_group(system_actor(ward), "Tổ dân phố số 12")
    number = await rows.held(ward)
    unit = await rows.unit_of(ward)
    opinion = await rows.opinion(ward, number, "Cống tắc.", number=1, group=group, unit=unit)
    return Hall(
        ward,
        number,
        await person(ward, "chu-tich", Role.CHAIRMAN),
        await person(ward, "thu-ky", Role.REGISTER_KEEPER),
        await person(ward, "thanh-tra", Role.INSPECTOR),
        unit,
        group,
        opinion,
    )


async def drafted(hall: Hall) -> int:
    """With one complete conclusion and its minutes. The conclusion's id."""
    with at(AFTER):
        made = await concluding.conclude(hall.keeper, hall.number, hall.task())
        await concluding.write_minutes(
            hall.keeper,
            hall.number,
            await hall.version(),
            assessment="Thẳng thắn",
            report="Đã báo cáo số liệu",
        )
    return made


async def published(hall: Hall) -> int:
    made = await drafted(hall)
    with at(AFTER):
        await publishing.publish(hall.chairman, hall.number, await hall.version())
    return made


async def told(hall: Hall) -> None:
    with at(AFTER + timedelta(days=2)):
        for kind in results.TOLD:
            day = DAY + timedelta(days=2)
            await following.tell_result(hall.keeper, hall.number, kind, "Nơi", day, "Có ảnh")
