"""Accounts: made by keepers, guarded roles by the chairman alone; passwords are their owners'."""

from __future__ import annotations

import pytest

from dialogue.core import audit
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.ward import actions, queries
from dialogue.ward.rules import GUARDED_ROLES, system_actor
from dialogue.ward.states import Role
from dialogue.ward.tables import Staff
from tests.ward.builders import PASSWORD, bare_ward, person

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("db")]


async def test_an_account_with_several_roles() -> None:
    keeper = system_actor(await bare_ward())
    unit = await actions.add_unit(keeper, "VP", "Văn phòng")
    staff = await actions.add_staff(
        keeper,
        "van-phong",
        " Lê Thị Hoa ",
        "Chánh Văn phòng",
        [Role.UNIT_HEAD, Role.REGISTER_KEEPER],
        password=PASSWORD,
        unit=unit,
        gender="bà",
    )
    actor = await queries.actor(keeper.ward, staff)
    assert (actor.name, actor.unit) == ("Lê Thị Hoa", unit)
    assert actor.roles == {Role.UNIT_HEAD, Role.REGISTER_KEEPER}
    card = await queries.staff_member(keeper.ward, staff)
    assert card.roles == (Role.UNIT_HEAD, Role.REGISTER_KEEPER)
    assert await queries.holders(keeper.ward, Role.UNIT_HEAD, unit=unit) == (card,)
    assert await queries.holders(keeper.ward, Role.CLERK) == ()
    (row,) = await Staff.select(Staff.password)
    assert row["password"].startswith("$argon2id$")


async def test_a_deputy_approves_in_the_children_too() -> None:
    keeper = system_actor(await bare_ward())
    unit = await actions.add_unit(keeper, "KT", "Phòng Kinh tế")
    parent = await actions.add_field(keeper, "DC-XD", "Địa chính – Xây dựng", unit)
    child = await actions.add_field(keeper, "DD", "Đất đai", unit, parent=parent)
    await actions.add_field(keeper, "MT", "Môi trường", unit)
    staff = await actions.add_staff(
        keeper, "pct", "An", "Phó Chủ tịch", [Role.DEPUTY], password=PASSWORD, fields=[parent]
    )
    assert (await queries.actor(keeper.ward, staff)).fields == {parent, child}
    await actions.set_roles(keeper, staff, [Role.DEPUTY], [child])
    assert (await queries.actor(keeper.ward, staff)).fields == {child}
    with pytest.raises(NotFound):
        await actions.set_roles(keeper, staff, [Role.DEPUTY], [10**6])


async def test_wrong_accounts() -> None:
    ward, other = await bare_ward("sai-gon"), await bare_ward("ben-thanh", "Bến Thành")
    keeper = system_actor(ward)
    theirs = await actions.add_unit(system_actor(other), "VP", "Văn phòng")
    await person(ward, "can-bo", Role.OFFICER)
    with pytest.raises(Conflict):
        await person(ward, "can-bo", Role.OFFICER)
    with pytest.raises(Invalid) as login:
        await person(ward, "Cán bộ", Role.OFFICER)
    with pytest.raises(Invalid) as password:
        await person(ward, "khac", Role.OFFICER, password="ngắn")
    with pytest.raises(Invalid) as name:
        await actions.add_staff(keeper, "ai", " ", "", [], password=PASSWORD, gender="x")
    assert login.value.errors == {"login": "not-usable"}
    assert password.value.errors == {"password": "too-weak"}
    assert name.value.errors == {"name": "missing", "gender": "unknown"}
    with pytest.raises(NotFound):
        await actions.add_staff(keeper, "ai", "An", "", [], password=PASSWORD, unit=theirs)
    assert [card.login for card in await queries.staff_list(ward)] == ["can-bo"]


async def test_only_the_chairman_gives_the_guarded_roles() -> None:
    ward = await bare_ward()
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    keeper = await person(ward, "quan-tri", Role.KEEPER)
    officer = await person(ward, "can-bo", Role.OFFICER)
    with pytest.raises(Forbidden):
        await actions.set_roles(keeper, officer.staff, [Role.SEALED_READER])
    with pytest.raises(Forbidden):
        await actions.set_password(keeper, chairman.staff, PASSWORD)
    with pytest.raises(Forbidden):
        await actions.switch_staff(keeper, chairman.staff, False)
    with pytest.raises(Forbidden):
        await actions.set_roles(keeper, keeper.staff, [Role.KEEPER, Role.OFFICER])
    with pytest.raises(Forbidden):
        await actions.set_roles(officer, keeper.staff, [])
    with pytest.raises(Forbidden):
        await actions.add_staff(officer, "x1", "X", "", [], password=PASSWORD)
    with pytest.raises(Forbidden):
        await actions.set_password(keeper, keeper.staff, PASSWORD)
    await actions.set_roles(keeper, officer.staff, [Role.OFFICER, Role.CLERK])
    assert (await queries.actor(ward, officer.staff)).roles == {Role.OFFICER, Role.CLERK}
    await actions.set_roles(chairman, officer.staff, [Role.SEALED_READER])
    assert (await queries.actor(ward, officer.staff)).roles == {Role.SEALED_READER}


@pytest.mark.parametrize("role", sorted(GUARDED_ROLES))
async def test_a_keeper_neither_makes_nor_becomes_who_answers_for_the_ward(role: Role) -> None:
    ward = await bare_ward()
    keeper = await person(ward, "quan-tri", Role.KEEPER)
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    officer = await person(ward, "can-bo", Role.OFFICER)
    holder = await person(ward, "nguoi-giu", role)
    for refused in (
        actions.add_staff(keeper, "moi", "Mới", "", [role], password=PASSWORD),
        actions.set_roles(keeper, officer.staff, [Role.OFFICER, role]),
        actions.set_roles(keeper, holder.staff, [Role.OFFICER]),
        actions.set_password(keeper, holder.staff, PASSWORD),
        actions.change_staff(keeper, holder.staff, "Khác", "", unit=None),
        actions.switch_staff(keeper, holder.staff, False),
        actions.set_roles(chairman, chairman.staff, [Role.CHAIRMAN, role]),
    ):
        with pytest.raises(Forbidden):
            await refused
    await actions.set_password(chairman, holder.staff, PASSWORD)
    await actions.set_roles(chairman, officer.staff, [Role.OFFICER, role])
    assert (await queries.actor(ward, officer.staff)).roles == {Role.OFFICER, role}


async def test_a_password_that_others_set_is_lent_until_its_owner_changes_it() -> None:
    ward = await bare_ward()
    keeper = await person(ward, "quan-tri", Role.KEEPER)
    staff = await actions.add_staff(keeper, "moi", "Mới", "", [Role.CLERK], password=PASSWORD)
    assert (await queries.actor(ward, staff)).must_change
    own = await queries.actor(ward, staff)
    with pytest.raises(Invalid) as same:
        await actions.change_password(own, PASSWORD, PASSWORD)
    assert same.value.errors == {"password": "unchanged"}
    await actions.change_password(own, PASSWORD, "của riêng tôi")
    assert not (await queries.actor(ward, staff)).must_change
    await actions.set_password(keeper, staff, PASSWORD)
    card = await queries.staff_member(ward, staff)
    assert card.password_from == keeper.staff
    assert card.password_at is not None
    assert (await queries.actor(ward, staff)).must_change


async def test_accounts_of_another_ward_are_not_there() -> None:
    ward, other = await bare_ward("sai-gon"), await bare_ward("ben-thanh", "Bến Thành")
    officer = await person(ward, "can-bo", Role.OFFICER)
    stranger = await person(other, "chu-tich", Role.CHAIRMAN, Role.KEEPER)
    for act in (
        actions.set_roles(stranger, officer.staff, [Role.CLERK]),
        actions.switch_staff(stranger, officer.staff, False),
        actions.set_password(stranger, officer.staff, PASSWORD),
        actions.change_staff(stranger, officer.staff, "X", "X", unit=None),
        queries.actor(other, officer.staff),
    ):
        with pytest.raises(NotFound):
            await act
    assert (await queries.actor(ward, officer.staff)).roles == {Role.OFFICER}


async def test_a_changed_and_a_switched_off_account() -> None:
    ward = await bare_ward()
    keeper = await person(ward, "quan-tri", Role.KEEPER)
    officer = await person(ward, "can-bo", Role.OFFICER)
    await actions.change_staff(keeper, officer.staff, "Trần Văn Bình", "Chuyên viên", unit=None)
    assert (await queries.actor(ward, officer.staff)).name == "Trần Văn Bình"
    await actions.switch_staff(keeper, officer.staff, False)
    with pytest.raises(NotFound):
        await queries.actor(ward, officer.staff)
    assert await queries.holders(ward, Role.OFFICER) == ()
    with pytest.raises(Forbidden):
        await actions.switch_staff(keeper, keeper.staff, False)
    await actions.switch_staff(keeper, officer.staff, True)
    assert (await queries.actor(ward, officer.staff)).name == "Trần Văn Bình"


async def test_acts_are_recorded_without_secrets() -> None:
    ward = await bare_ward()
    keeper = await person(ward, "quan-tri", Role.KEEPER)
    officer = await person(ward, "can-bo", Role.OFFICER)
    await actions.set_password(keeper, officer.staff, "một mật khẩu khác")
    await actions.set_roles(keeper, officer.staff, [Role.CLERK])
    roles, password, added, *_ = await audit.entries(ward)
    assert (roles.action, roles.staff, roles.subject) == ("set-roles", keeper.staff, officer.staff)
    assert (roles.before, roles.after) == ({"roles": ["officer"]}, {"roles": ["clerk"]})
    assert (password.action, password.before, password.after) == ("reset-password", {}, {})
    assert (added.action, added.staff) == ("add-staff", None)
