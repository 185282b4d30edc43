"""Who heads a merged group sees what the groups before it asked; a split one hands on nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.core import clock
from dialogue.matters.actions import intake, triage
from dialogue.matters.actions.intake import NewMatter
from dialogue.matters.queries.tracking import group_matters
from dialogue.matters.tables import Matter
from dialogue.ward import actions as ward_actions
from dialogue.ward.actions.successions import Target, merge_groups, split_group
from dialogue.ward.rules import GroupVisitor, system_actor
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
PAPER = "Nghị quyết 12/NQ-HĐND"


async def asked(place: Scene, name: str) -> tuple[int, str]:
    """A group and the words of its head."""
    group = await ward_actions.add_group(system_actor(place.ward), name)
    words = builders.words()
    await intake.receive_for_group(visitor(place, group), [NewMatter(place.ward, words)])
    return group, words


def visitor(place: Scene, group: int) -> GroupVisitor:
    return GroupVisitor(place.ward, group, "", "Bà Hoa", 1, clock.now() + timedelta(days=1))


async def seen(place: Scene, group: int) -> dict[str, int]:
    return {each.body: each.group for each in await group_matters(visitor(place, group))}


async def test_a_merged_groups_head_sees_what_those_before_asked(db: None) -> None:
    place = await builders.scene()
    (one, first), (two, second) = await asked(place, "Tổ 1"), await asked(place, "Tổ 2")
    other, third = await asked(place, "Tổ 3")
    keeper, today = system_actor(place.ward), clock.local_day(clock.now())
    new = await merge_groups(keeper, [one, two], Target("Tổ 12"), today, PAPER)
    assert await seen(place, new) == {first: one, second: two}
    assert await seen(place, other) == {third: other}
    (row,) = await Matter.select(Matter.id).where(Matter.group == one)
    await triage.seal(place.keeper, row["id"])
    assert await seen(place, new) == {second: two}


async def test_parts_of_a_split_one_see_nothing_of_it(db: None) -> None:
    place = await builders.scene()
    old, _ = await asked(place, "Tổ 1")
    today = clock.local_day(clock.now())
    made = await split_group(
        system_actor(place.ward), old, [Target("Tổ 1A"), Target("Tổ 1B")], today, PAPER
    )
    for part in made:
        assert await seen(place, part) == {}
