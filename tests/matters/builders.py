"""A ward with its people and matters in any state, made through actions alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from dialogue.core.codes import tracking_hash
from dialogue.core.keys import keys
from dialogue.matters.actions import approval, drafting, intake, triage, verdicts
from dialogue.matters.actions.intake import NewMatter, Received
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.states import Kind, VerdictLevel
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role

PASSWORD = "một mật khẩu dài"
QUESTION = "Đường trước nhà tôi ngập sau mỗi trận mưa, bao giờ nạo vét cống thoát nước?"
GOOD = (
    "Cảm ơn ông/bà đã phản ánh. Phòng Kinh tế, Hạ tầng và Đô thị đã kiểm tra đoạn cống thoát nước"
    " trước nhà ngày 12/11/2026 theo Kế hoạch số 15/KH-UBND của phường. Đội thoát nước nạo vét"
    " xong đoạn cống này trước ngày 30/11/2026. Nếu còn ngập sau mưa, ông/bà gọi văn phòng của"
    " phòng hoặc đến quầy số 2 để phường xử lý ngay trong ngày làm việc."
)
_numbers = count(1)


@dataclass(frozen=True)
class Scene:
    """A ward with one person for each part of the way."""

    ward: int
    slug: str
    keeper: Actor  # of the register
    head: Actor
    officer: Actor
    colleague: Actor
    chairman: Actor
    deputy: Actor
    unit: int
    other_unit: int
    field: int

    async def person(self, login: str, *roles: Role, unit: int | None = None) -> Actor:
        return await person(self.ward, login, *roles, unit=unit)


async def person(
    ward: int, login: str, *roles: Role, unit: int | None = None, fields: tuple[int, ...] = ()
) -> Actor:
    staff = await ward_actions.add_staff(
        system_actor(ward),
        login,
        f"Người {login}",
        f"Chức vụ {login}",
        roles,
        password=PASSWORD,
        own=True,
        unit=unit,
        fields=fields,
    )
    return await ward_queries.actor(ward, staff)


async def scene(slug: str = "thach-ban") -> Scene:
    ward = await ward_actions.set_up_ward(slug, slug)
    await ward_actions.set_up_from_defaults(ward)
    units = {card.code: card.id for card in await ward_queries.units(ward)}
    fields = {card.code: card for card in await ward_queries.fields(ward)}
    field = fields["XD"]
    unit = field.unit
    return Scene(
        ward,
        slug,
        await person(ward, "tong-hop", Role.REGISTER_KEEPER),
        await person(ward, "truong-phong", Role.UNIT_HEAD, unit=unit),
        await person(ward, "chuyen-vien", Role.OFFICER, unit=unit),
        await person(ward, "dong-nghiep", Role.OFFICER, unit=unit),
        await person(ward, "chu-tich", Role.CHAIRMAN),
        await person(ward, "pho-chu-tich", Role.DEPUTY, fields=(field.id,)),
        unit,
        next(id_ for code, id_ in units.items() if id_ != unit),
        field.id,
    )


def hash_of(received: Received) -> str:
    return tracking_hash(keys(), received.code)


def words() -> str:
    """Different each time: the same words are not taken twice."""
    return f"{QUESTION} (lần {next(_numbers)})"


async def received(place: Scene, body: str | None = None, **more: object) -> Received:
    return await intake.receive(NewMatter(place.ward, body or words(), **more))  # type: ignore[arg-type]


async def assigned(place: Scene, *, public: bool = True) -> Received:
    new = await received(place)
    given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field, public=public)
    await triage.assign(place.keeper, new.id, given)
    return new


async def drafting_(place: Scene, *, public: bool = True) -> Received:
    new = await assigned(place, public=public)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    return new


async def drafted(place: Scene, *, public: bool = True, text: str = GOOD) -> Received:
    new = await drafting_(place, public=public)
    await drafting.save_draft(place.officer, new.id, 0, text)
    return new


async def checking(place: Scene, *, public: bool = True) -> Received:
    new = await drafted(place, public=public)
    await drafting.send_for_check(place.officer, new.id)
    return new


async def approving(place: Scene, *, public: bool = True) -> Received:
    new = await checking(place, public=public)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    return new


async def published(place: Scene, *, public: bool = True) -> Received:
    new = await approving(place, public=public)
    await approval.approve(place.deputy, new.id)
    return new


async def answered_again(place: Scene, new: Received, text: str = f"{GOOD} Lần nữa.") -> None:
    """From drafting to published once more."""
    await drafting.save_draft(place.officer, new.id, 0, text)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff)
    await approval.approve(place.deputy, new.id)


async def not_enough(new: Received) -> verdicts.Judged:
    return await verdicts.give_verdict(hash_of(new), VerdictLevel.NOT, "Vẫn ngập.", reopens=True)


async def reopened(place: Scene) -> Received:
    """A third time: it waits for the chairman."""
    new = await published(place)
    for _ in range(2):
        await not_enough(new)
        await answered_again(place, new)
    await not_enough(new)
    return new


async def doubted(place: Scene) -> Received:
    """A second answer is drafted while the first stands on the board."""
    new = await published(place)
    await not_enough(new)
    return new


async def waiting(place: Scene) -> Received:
    new = await received(place)
    await triage.ask_back(place.keeper, new.id, "Ở ngõ nào?")
    return new


async def sealed(place: Scene) -> Received:
    new = await received(place)
    await triage.seal(place.keeper, new.id)
    return new
