"""Residential groups merged, split and renamed; former wards that a ward took over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward.actions.groups import checked, names, revoke_all
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.actions.units import check_right
from dialogue.ward.lineage import AreaCard
from dialogue.ward.places import stands
from dialogue.ward.rules import Actor
from dialogue.ward.tables import FormerArea, GroupName, GroupSuccession, ResidentialGroup

DAY = timedelta(days=1)
SOURCE_MOST = 300


@dataclass(frozen=True, slots=True)
class Target:
    """Where old groups go: one that stands (`group`), or a new one by its name."""

    name: str = ""
    origin: str = ""
    head: str = ""
    group: int | None = None


async def rearrange(
    actor: Actor, olds: Sequence[int], targets: Sequence[Target], since: date, source: str
) -> list[int]:
    """Old groups end the day before `since` and go into the targets; ids of those.

    One target: a merger, each old one whole. Several: a split, each old one in parts. What was
    asked stays with the group that asked. Raises Invalid, NotFound for an unknown group, Conflict
    for one that has ended, a name that is taken, or a group that would follow itself.
    """
    check_right(actor)
    source = _checked_source(source, since)
    _check_sides(olds, targets)
    async with DB.transaction():
        await take_turn(actor.ward)
        known = await _rows(actor.ward)
        for old in olds:
            _check_old(known, old, since)
        made = [await _target(actor.ward, known, target, since) for target in targets]
        if set(made) & set(olds):
            raise Conflict("a group cannot follow itself")
        for old in olds:
            await _end(actor.ward, old, since - DAY)
            for new in made:
                await _link(actor.ward, old, new, since, source, whole=len(targets) == 1)
        await _record(actor, olds, made, since, source)
    forget()
    return made


async def merge_groups(
    actor: Actor, olds: Sequence[int], into: Target, since: date, source: str
) -> int:
    """As rearrange() with one target."""
    (made,) = await rearrange(actor, olds, [into], since, source)
    return made


async def split_group(
    actor: Actor, old: int, parts: Sequence[Target], since: date, source: str
) -> list[int]:
    """As rearrange() with one old group and several targets."""
    return await rearrange(actor, [old], parts, since, source)


async def rename_group(  # noqa: PLR0917  what, how, since when, by what
    actor: Actor, group: int, name: str, origin: str, since: date, source: str
) -> None:
    """The same group under another name; the old one still finds it. Raises as rearrange()."""
    check_right(actor)
    source = _checked_source(source, since)
    name, origin, _head = checked(name, origin, "")
    async with DB.transaction():
        await take_turn(actor.ward)
        old = (await _rows(actor.ward)).get(group)
        if old is None:
            raise NotFound(f"no group {group}")
        if (name, origin) in await names(actor.ward):
            raise Conflict(f"there is a group {name!r} ({origin!r})")
        await GroupName.insert(
            GroupName(
                ward=actor.ward,
                group=group,
                name=old["name"],
                origin=old["origin"],
                until=since - DAY,
                source=source,
            )
        )
        mine = (ResidentialGroup.id == group) & (ResidentialGroup.ward == actor.ward)
        await ResidentialGroup.update({"name": name, "origin": origin}).where(mine)
        await audit.record(
            actor.ward,
            actor.recorded,
            "rename-group",
            "residential_group",
            group,
            {"name": old["name"], "origin": old["origin"]},
            {"name": name, "origin": origin, "since": since, "source": source},
        )
    forget()


async def take_over_area(actor: Actor, area: AreaCard) -> int:
    """A former ward, whole or in part; its name then leads here. area.id is not looked at."""
    check_right(actor)
    source = _checked_source(area.source, area.until)
    texts = {name: clean(getattr(area, name)) for name in ("name", "kind", "parent", "elsewhere")}
    if not texts["name"]:
        raise Invalid("an area has a name", name="missing")
    async with DB.transaction():
        await take_turn(actor.ward)
        if await FormerArea.exists().where(
            FormerArea.ward == actor.ward, FormerArea.name == texts["name"]
        ):
            raise Conflict(f"there is an area {texts['name']!r}")
        (row,) = await FormerArea.insert(
            FormerArea(
                ward=actor.ward,
                name=texts["name"],
                kind=texts["kind"],
                parent=texts["parent"],
                elsewhere=texts["elsewhere"],
                until=area.until,
                whole=area.whole,
                source=source,
            )
        )
        await audit.record(
            actor.ward, actor.recorded, "take-over-area", "former_area", row["id"], after=texts
        )
    forget()
    return int(row["id"])


def _checked_source(source: str, since: date) -> str:
    source, errors = clean(source), {}
    if not source:
        errors["source"] = "missing"
    elif len(source) > SOURCE_MOST:
        errors["source"] = "too-long"
    if since > local_day(now()):
        errors["since"] = "in-the-future"
    if errors:
        raise Invalid("a change of groups", **errors)
    return source


def _check_sides(olds: Sequence[int], targets: Sequence[Target]) -> None:
    if not olds or len(set(olds)) < len(olds):
        raise Invalid("which groups?", olds="missing")
    if not targets or (len(olds) == 1 and targets[0].group in olds):
        raise Invalid("into which groups?", name="missing")
    if len({(clean(each.name), clean(each.origin), each.group) for each in targets}) < len(targets):
        raise Invalid("a target stands twice", name="twice")


def _check_old(known: dict[int, dict[str, Any]], old: int, since: date) -> None:
    row = known.get(old)
    if row is None:
        raise NotFound(f"no group {old}")
    if not stands(row["until"], local_day(now())):
        raise Conflict(f"group {old} has ended")
    if row["since"] is not None and row["since"] >= since:
        raise Invalid("it would end before it began", since="before-since")


async def _rows(ward: int) -> dict[int, dict[str, Any]]:
    rows = await ResidentialGroup.select().where(ResidentialGroup.ward == ward)
    return {row["id"]: row for row in rows}


async def _target(ward: int, known: dict[int, dict[str, Any]], target: Target, since: date) -> int:
    if target.group is not None:
        row = known.get(target.group)
        if row is None:
            raise NotFound(f"no group {target.group}")
        if not stands(row["until"], local_day(now())):
            raise Conflict(f"group {target.group} has ended")
        return target.group
    name, origin, head = checked(target.name, target.origin, target.head)
    if (name, origin) in await names(ward):
        raise Conflict(f"there is a group {name!r} ({origin!r})")
    (row,) = await ResidentialGroup.insert(
        ResidentialGroup(ward=ward, name=name, origin=origin, head=head, since=since)
    )
    return int(row["id"])


async def _end(ward: int, group: int, until: date) -> None:
    mine = (ResidentialGroup.id == group) & (ResidentialGroup.ward == ward)
    await ResidentialGroup.update({ResidentialGroup.until: until}).where(mine)
    await revoke_all(ward, group)


async def _link(ward: int, old: int, new: int, since: date, source: str, *, whole: bool) -> None:
    await GroupSuccession.insert(
        GroupSuccession(ward=ward, old=old, new=new, since=since, whole=whole, source=source)
    )


async def _record(
    actor: Actor, olds: Sequence[int], made: Sequence[int], since: date, source: str
) -> None:
    after = {"olds": list(olds), "news": list(made), "since": since, "source": source}
    await audit.record(
        actor.ward, actor.recorded, "rearrange-groups", "ward", actor.ward, after=after
    )
