"""A group head's personal link: shown once, ends, and tells nobody more than another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogue.core import clock
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.ward import actions, queries
from dialogue.ward.lineage import lineage
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from dialogue.ward.tables import GroupLink
from tests.ward.builders import bare_ward, person

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("db")]
START = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


async def test_a_link_opens_its_group() -> None:
    keeper = system_actor(await bare_ward())
    group = await actions.add_group(keeper, "Khu phố 1", origin="Phú Mỹ cũ")
    token = await actions.make_group_link(keeper, group, "Bà Hoa")
    visitor = await actions.enter_group(token)
    assert (visitor.ward, visitor.group) == (keeper.ward, group)
    assert (visitor.name, visitor.holder) == ("Khu phố 1 (Phú Mỹ cũ)", "Bà Hoa")
    (card,) = await queries.group_links(keeper.ward, group)
    assert card.used_at is not None
    assert card.ends_at - card.made_at == timedelta(days=365)
    (row,) = await GroupLink.select(GroupLink.token)
    assert token not in row["token"]


async def test_a_link_ends() -> None:
    keeper = system_actor(await bare_ward())
    group = await actions.add_group(keeper, "Tổ 9")
    with clock.at(START):
        token = await actions.make_group_link(keeper, group, "Ông Ân", days=30)
    with clock.at(START + timedelta(days=29)):
        assert (await actions.enter_group(token)).group == group
    with clock.at(START + timedelta(days=30)), pytest.raises(NotFound) as ended:
        await actions.enter_group(token)
    with pytest.raises(NotFound) as unknown:
        await actions.enter_group("khong-co")
    assert str(ended.value) == str(unknown.value)


async def test_a_revoked_link_is_unknown() -> None:
    ward, other = await bare_ward("sai-gon"), await bare_ward("ben-thanh", "Bến Thành")
    keeper, stranger = system_actor(ward), system_actor(other)
    group = await actions.add_group(keeper, "Tổ 9")
    token = await actions.make_group_link(keeper, group, "Ông Ân")
    kept = await actions.make_group_link(keeper, group, "Bà Hoa")
    newest, oldest = await queries.group_links(ward)
    assert (newest.holder, oldest.holder) == ("Bà Hoa", "Ông Ân")
    with pytest.raises(NotFound):
        await actions.revoke_group_link(stranger, oldest.id)
    assert (await actions.enter_group(token)).group == group
    await actions.revoke_group_link(keeper, oldest.id)
    with pytest.raises(NotFound):
        await actions.enter_group(token)
    assert (await actions.enter_group(kept)).holder == "Bà Hoa"
    assert await queries.group_links(other) == ()


async def test_a_new_head_and_an_ended_group_need_new_links() -> None:
    keeper = system_actor(await bare_ward())
    group = await actions.add_group(keeper, "Tổ 9", head="Ông Ân")
    token = await actions.make_group_link(keeper, group, "Ông Ân")
    await actions.change_group(keeper, group, "Tổ 9 mới", "", "Ông Ân")
    assert (await actions.enter_group(token)).name == "Tổ 9 mới"
    await actions.change_group(keeper, group, "Tổ 9", "", "Bà Hoa")
    with pytest.raises(NotFound):
        await actions.enter_group(token)
    token = await actions.make_group_link(keeper, group, "Bà Hoa")
    await actions.end_group(keeper, group, date(2026, 5, 1))
    with pytest.raises(NotFound):
        await actions.enter_group(token)
    with pytest.raises(NotFound):
        await actions.make_group_link(keeper, group, "Bà Hoa")


async def test_a_group_that_will_end_is_there_to_its_last_day() -> None:
    keeper = system_actor(await bare_ward())
    group = await actions.add_group(keeper, "Tổ 9")
    token = await actions.make_group_link(keeper, group, "Bà Hoa")
    last = datetime.now(UTC) + timedelta(days=30)
    await actions.end_group(keeper, group, clock.local_day(last))
    assert (await actions.enter_group(token)).holder == "Bà Hoa"
    assert await actions.make_group_link(keeper, group, "Ông Ân")
    for moment, there in ((last, {group}), (last + timedelta(days=1), set())):
        forget()
        with clock.at(moment):
            assert {card.id for card in await queries.groups(keeper.ward)} == there
            assert (await lineage(keeper.ward)).standing == there
    with clock.at(last + timedelta(days=1)), pytest.raises(NotFound):
        await actions.enter_group(token)


async def test_who_makes_links_and_for_what() -> None:
    ward, other = await bare_ward("sai-gon"), await bare_ward("ben-thanh", "Bến Thành")
    group = await actions.add_group(system_actor(ward), "Tổ 9")
    clerk = await person(ward, "thu-ky", Role.REGISTER_KEEPER)
    assert await actions.make_group_link(clerk, group, "Bà Hoa")
    with pytest.raises(Forbidden):
        await actions.make_group_link(await person(ward, "can-bo", Role.OFFICER), group, "Bà Hoa")
    with pytest.raises(NotFound):
        await actions.make_group_link(system_actor(other), group, "Bà Hoa")
    for holder, days, wrong in (("", 30, "holder"), ("Bà Hoa", 0, "days"), ("Hoa", 731, "days")):
        with pytest.raises(Invalid) as error:
            await actions.make_group_link(clerk, group, holder, days)
        assert list(error.value.errors) == [wrong]
