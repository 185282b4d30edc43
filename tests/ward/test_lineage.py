"""Residential groups merge, split and change their names; old names and old figures find on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.ward import actions, queries
from dialogue.ward.actions.groups import enter_group, make_group_link
from dialogue.ward.actions.successions import (
    Target,
    merge_groups,
    rename_group,
    split_group,
    take_over_area,
)
from dialogue.ward.lineage import AreaCard, areas, lineage
from dialogue.ward.places import Succession, blocks, by_heirs, heirs, named
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from tests.ward.builders import bare_ward, person

REFORM = date(2025, 7, 1)
PAPER = "Nghị quyết 12/NQ-HĐND"


async def groups_of(*names: str) -> tuple[Actor, list[int]]:
    """Names as shown: `Khu phố 1 (Phú Mỹ cũ)`."""
    keeper = system_actor(await bare_ward())
    made = []
    for name in names:
        bare, _, origin = name.partition(" (")
        made.append(await actions.add_group(keeper, bare, origin=origin.removesuffix(")")))
    return keeper, made


async def labels(ward: int, ids: frozenset[int]) -> list[str]:
    return [card.label for card in await queries.groups(ward) if card.id in ids]


@pytest.mark.integration
async def test_merged_groups_end_and_their_names_lead_on(db: None) -> None:
    keeper, (one, two) = await groups_of("Khu phố 1 (Phú Mỹ cũ)", "Khu phố 2 (Phú Mỹ cũ)")
    token = await make_group_link(keeper, one, "Bà Sáu")
    new = await merge_groups(keeper, [one, two], Target("Khu phố Hòa Bình"), REFORM, PAPER)
    found = await lineage(keeper.ward)
    assert [card.label for card in await queries.groups(keeper.ward)] == ["Khu phố Hòa Bình"]
    assert (await queries.group(keeper.ward, one)).until == date(2025, 6, 30)
    assert (await queries.group(keeper.ward, new)).since == REFORM
    for text in ("khu pho 1 phu my", "Khu phố 1 (Phú Mỹ cũ)", "KHU PHỐ 2", "khu pho hoa binh"):
        assert found.named(text) == {new}, text
    assert found.named("khu phố 3") == frozenset()
    assert found.forebears(new) == {one, two}
    assert found.old_names(new) == ["Khu phố 1 (Phú Mỹ cũ)", "Khu phố 2 (Phú Mỹ cũ)"]
    assert {(link.whole, link.source) for link in found.links} == {(True, PAPER)}
    with pytest.raises(NotFound):
        await enter_group(token)
    entry, *_ = await audit.entries(keeper.ward)
    assert (entry.action, entry.after["olds"]) == ("rearrange-groups", [one, two])


@pytest.mark.integration
async def test_a_split_name_leads_to_a_question(db: None) -> None:
    keeper, (old, other) = await groups_of("Khu phố 6", "Khu phố 7")
    parts = [Target("Khu phố 6A"), Target(group=other)]
    made = await split_group(keeper, old, parts, REFORM, PAPER)
    found = await lineage(keeper.ward)
    assert found.named("khu pho 6") == set(made)
    assert other in made
    assert {link.whole for link in found.links} == {False}
    assert found.forebears(other) == frozenset()


@pytest.mark.integration
async def test_many_to_many_and_on(db: None) -> None:
    keeper, (one, two, three) = await groups_of("Tổ 1", "Tổ 2", "Tổ 3")
    north, south = await split_group(
        keeper, one, [Target("Tổ Bắc"), Target("Tổ Nam")], date(2025, 7, 1), PAPER
    )
    await merge_groups(keeper, [two, north], Target(group=three), date(2026, 1, 1), PAPER)
    found = await lineage(keeper.ward)
    assert found.named("to 1") == {three, south}
    assert found.named("to 2") == found.named("tổ bắc") == {three}


@pytest.mark.integration
async def test_a_renamed_group_is_the_same_and_found_by_both_names(db: None) -> None:
    keeper, (group, namesake) = await groups_of("Khu phố 1 (Phú Mỹ cũ)", "Khu phố 1 (Hòa Phú cũ)")
    await rename_group(keeper, group, "Khu phố Phú Mỹ 1", "", REFORM, PAPER)
    found = await lineage(keeper.ward)
    assert (await queries.group(keeper.ward, group)).label == "Khu phố Phú Mỹ 1"
    assert found.named("khu pho 1 phu my") == found.named("phú mỹ 1 khu phố") | {group}
    assert found.named("khu phố 1") == {group, namesake}
    assert found.old_names(group) == ["Khu phố 1 (Phú Mỹ cũ)"]
    (former,) = found.former
    assert (former.until, former.source) == (date(2025, 6, 30), PAPER)
    with pytest.raises(Conflict):
        await rename_group(keeper, group, "Khu phố 1", "Hòa Phú cũ", REFORM, PAPER)


@pytest.mark.integration
async def test_what_cannot_be(db: None) -> None:
    keeper, (one, two) = await groups_of("Tổ 1", "Tổ 2")
    officer = await person(keeper.ward, "can-bo", Role.OFFICER)
    stranger = system_actor(await bare_ward("ben-thanh", "Bến Thành"))
    tomorrow = local_day(now()) + timedelta(days=1)
    new = Target("Tổ mới")
    with pytest.raises(Forbidden):
        await merge_groups(officer, [one], new, REFORM, PAPER)
    for actor in (stranger,):
        with pytest.raises(NotFound):
            await merge_groups(actor, [one], new, REFORM, PAPER)
    for olds, target, since, paper, key in (
        ([], new, REFORM, PAPER, "olds"),
        ([one, one], new, REFORM, PAPER, "olds"),
        ([one], new, tomorrow, PAPER, "since"),
        ([one], new, REFORM, " ", "source"),
        ([one], Target(group=one), REFORM, PAPER, "name"),
    ):
        with pytest.raises(Invalid) as wrong:
            await merge_groups(keeper, olds, target, since, paper)
        assert key in wrong.value.errors
    with pytest.raises(Conflict):
        await merge_groups(keeper, [one, two], Target(group=two), REFORM, PAPER)
    with pytest.raises(Conflict):
        await merge_groups(keeper, [one], Target("Tổ 2"), REFORM, PAPER)
    await merge_groups(keeper, [one], Target(group=two), REFORM, PAPER)
    with pytest.raises(Conflict):  # it has ended
        await merge_groups(keeper, [one], new, REFORM, PAPER)
    assert len(await queries.groups(keeper.ward, True)) == 2


@pytest.mark.integration
async def test_a_file_knows_old_names_and_brings_merges_and_splits(db: None) -> None:
    keeper, (_one, _two, _six) = await groups_of("Khu phố 1", "Khu phố 2", "Khu phố 6")
    data = (
        "name,since,old,source\n"
        f"Khu phố Hòa Bình,01/7/2025,Khu phố 1; khu pho 2,{PAPER}\n"
        f"Khu phố 6A,01/7/2025,Khu phố 6,{PAPER}\n"
        f"Khu phố 6B,01/7/2025,Khu phố 6,{PAPER}\n"
    ).encode()
    assert await actions.import_groups(keeper, data) == 3
    found = await lineage(keeper.ward)
    assert await labels(keeper.ward, found.named("khu pho 1")) == ["Khu phố Hòa Bình"]
    assert await labels(keeper.ward, found.named("khu pho 6")) == ["Khu phố 6A", "Khu phố 6B"]
    assert await actions.import_groups(keeper, data) == 0  # twice doubles nothing
    assert await lineage(keeper.ward) == found
    (new,) = found.named("Khu phố 1")
    await rename_group(keeper, new, "Khu phố Bình An", "", REFORM, PAPER)
    assert (
        await actions.import_groups(keeper, b"name\nKhu ph\xe1\xbb\x91 H\xc3\xb2a B\xc3\xacnh\n")
        == 0
    )
    with pytest.raises(Invalid) as wrong:
        await actions.import_groups(keeper, f"name,old,source\nMới,Khu phố 99,{PAPER}\n".encode())
    assert wrong.value.errors == {"file": "unknown-group", "line": "2", "column": "old"}
    assert not await labels(keeper.ward, (await lineage(keeper.ward)).named("Mới"))


@pytest.mark.integration
async def test_a_former_ward_in_part(db: None) -> None:
    keeper, _ = await groups_of("Khu phố 1")
    area = AreaCard(
        0, "Phú Mỹ", "phường", "Thủ Dầu Một", date(2025, 6, 30), False, "phường An", PAPER
    )
    await take_over_area(keeper, area)
    (card,) = await areas(keeper.ward)
    assert (card.name, card.whole, card.elsewhere) == ("Phú Mỹ", False, "phường An")
    with pytest.raises(Conflict):
        await take_over_area(keeper, area)


# Pure

GROUPS = st.integers(1, 12)
COUNTS = st.dictionaries(GROUPS, st.integers(0, 500), max_size=12)
LINKS = st.lists(
    st.tuples(GROUPS, GROUPS).filter(lambda pair: pair[0] < pair[1]), max_size=14, unique=True
)


@pytest.mark.unit
@given(COUNTS, COUNTS, LINKS)
def test_both_ways_of_summing_agree(
    before: dict[int, int], after: dict[int, int], pairs: list[tuple[int, int]]
) -> None:
    """Two blocks as they were asked, or all by the groups of today: the same matters."""
    links = [Succession(old, new, REFORM, True) for old, new in pairs]
    standing = set(range(1, 13)) - {link.old for link in links}
    heir_of = {group: heirs(links, group, standing) for group in range(1, 13)}
    blockwise = sum(before.values()) + sum(after.values())
    both = {group: before.get(group, 0) + after.get(group, 0) for group in before | after}
    apart = by_heirs(before, heir_of), by_heirs(after, heir_of)
    together = by_heirs(both, heir_of)
    assert together.total == sum(each.total for each in apart) == blockwise
    assert set(together.by_group) <= standing
    for group in standing:
        assert together.by_group.get(group, 0) == sum(each.by_group.get(group, 0) for each in apart)
    for group in together.undecided:
        assert len(heir_of[group]) != 1


@pytest.mark.unit
@given(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.integers(0, 900),
    st.lists(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=4),
)
def test_blocks_cover_every_day_once(since: date, days: int, cuts: list[date]) -> None:
    until = since + timedelta(days=days)
    found = blocks(since, until, cuts)
    every = [
        start + timedelta(days=n) for start, end in found for n in range((end - start).days + 1)
    ]
    assert every == [since + timedelta(days=n) for n in range(days + 1)]
    assert all(start == since or start in cuts for start, _end in found)


@pytest.mark.unit
def test_over_the_reform_there_are_two_blocks() -> None:
    assert blocks(date(2025, 1, 1), date(2025, 12, 31), [REFORM]) == [
        (date(2025, 1, 1), date(2025, 6, 30)),
        (REFORM, date(2025, 12, 31)),
    ]
    assert blocks(REFORM, date(2025, 12, 31), [REFORM]) == [(REFORM, date(2025, 12, 31))]


@pytest.mark.unit
def test_the_full_name_goes_before_the_one_that_namesakes_share() -> None:
    names = [(1, "Khu phố 1", "Phú Mỹ cũ"), (2, "Khu phố 1", "Hòa Phú cũ"), (3, "Khu phố 1", "")]
    assert named(names, "Khu phố 1 (Phú Mỹ cũ)") == {1}
    assert named(names, "khu pho 1, hoa phu") == {2}
    assert named(names, "KHU PHỐ 1") == {1, 2, 3}
    assert named(names, "") == frozenset()
