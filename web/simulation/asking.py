"""The people of a simulated ward, and what comes into its register."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.matters.actions import approval, drafting, intake, triage
from dialogue.matters.actions.intake import NewMatter
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.states import Kind
from dialogue.ward import queries as wards
from dialogue.ward.actions import accounts
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role

FIELD = "XD"
PEOPLE = (  # login, title, role, of the unit that answers
    ("tong-hop", "Công chức tổng hợp", Role.REGISTER_KEEPER, False),
    ("truong-phong", "Trưởng phòng", Role.UNIT_HEAD, True),
    ("chuyen-vien", "Chuyên viên", Role.OFFICER, True),
    ("chu-tich", "Chủ tịch UBND phường", Role.CHAIRMAN, False),
    ("giam-doc", "Giám đốc Trung tâm Phục vụ hành chính công", Role.DIRECTOR, False),
    ("thanh-tra", "Trưởng Ban Thanh tra nhân dân", Role.INSPECTOR, False),
)
AGAIN = (  # one question in three wordings
    "Ngõ tổ 12 cứ mưa trên 30 phút là ngập, nước tràn vào nhà, miệng cống bị bùn đất lấp.",
    "Mưa là ngõ tổ 12 lại ngập, nước tràn vào nhà vì miệng cống vẫn bị bùn lấp.",
    "Ngõ tổ 12 mưa là ngập, miệng cống bị bùn đất lấp, nước tràn vào nhà, bao giờ hết?",
)
ANSWER = (
    "Cảm ơn ông/bà đã phản ánh. Phòng Kinh tế, Hạ tầng và Đô thị đã kiểm tra miệng cống ngõ tổ 12"
    " theo kế hoạch thoát nước của phường. Đội thoát nước nạo vét xong đoạn cống này trong tháng."
    " Nếu còn ngập sau mưa, ông/bà gọi văn phòng của phòng hoặc đến quầy số 3 để phường xử lý ngay."
)
DENOUNCED = "Tôi tố cáo cán bộ địa chính nhận 5 triệu đồng mới cho hồ sơ của tôi qua."


@dataclass(frozen=True, slots=True)
class People:
    """Actors by login."""

    ward: int
    field: int
    by_login: dict[str, Actor]


async def hire(ward: int, hashed: str) -> People:
    """One person for each part of the way, all with one password."""
    field = next(card for card in await wards.fields(ward) if card.code == FIELD)
    found: dict[str, Actor] = {}
    for login, title, role, inside in PEOPLE:
        staff = await accounts.add_staff(
            system_actor(ward),
            login,
            f"Người Mô Phỏng {len(found) + 1}",
            title,
            [role],
            hashed=hashed,
            own=True,
            unit=field.unit if inside else None,
        )
        found[login] = await wards.actor(ward, staff)
    return People(ward, field.id, found)


async def ask_again(people: People, turn: int, *, answered: bool) -> int:
    """The question in its next wording; the matter's id. answered: it goes to the board at once."""
    who = people.by_login
    new = await intake.receive(NewMatter(people.ward, AGAIN[turn]))
    if answered:
        given = Assignment(Kind.QUESTION, "Ngõ tổ 12 ngập khi mưa", field=people.field)
        await triage.assign(who["tong-hop"], new.id, given)
        await drafting.give_to_officer(who["truong-phong"], new.id, who["chuyen-vien"].staff)
        await drafting.save_draft(who["chuyen-vien"], new.id, 0, ANSWER)
        await drafting.send_for_check(who["chuyen-vien"], new.id)
        await approval.pass_up(who["truong-phong"], new.id, who["chu-tich"].staff)
        await approval.approve(who["chu-tich"], new.id)
    return new.id


async def denounce(people: People) -> int:
    """It waits for a person to decide; the matter's id."""
    return (await intake.receive(NewMatter(people.ward, DENOUNCED))).id
