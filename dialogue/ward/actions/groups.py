"""Residential groups, and the personal links of those who head them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.codes import new_token, token_hash
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.actions.units import check_right
from dialogue.ward.places import stands
from dialogue.ward.rules import (
    LINK_DAYS,
    LINK_DAYS_MOST,
    Actor,
    GroupVisitor,
    may_make_links,
    shown_group,
)
from dialogue.ward.tables import GroupLink, ResidentialGroup

USED_EVERY = timedelta(minutes=1)  # used_at is no finer, so that reading a page rarely writes


async def add_group(
    actor: Actor, name: str, *, origin: str = "", head: str = "", since: date | None = None
) -> int:
    """The new group's id. origin ("Phú Mỹ cũ") tells namesakes apart. Raises Conflict."""
    check_right(actor)
    name, origin, head = checked(name, origin, head)
    async with DB.transaction():
        await take_turn(actor.ward)
        if (name, origin) in await names(actor.ward):
            raise Conflict(f"there is a group {name!r} ({origin!r})")
        (row,) = await ResidentialGroup.insert(
            ResidentialGroup(ward=actor.ward, name=name, origin=origin, head=head, since=since)
        )
        group = int(row["id"])
        await audit.record(
            actor.ward,
            actor.recorded,
            "add-group",
            "residential_group",
            group,
            after={"name": name, "origin": origin},
        )
    forget()
    return group


def checked(name: str, origin: str, head: str) -> tuple[str, str, str]:
    texts = {"name": clean(name), "origin": clean(origin), "head": clean(head)}
    errors = {key: "too-long" for key, text in texts.items() if len(text) > 120}
    if not texts["name"]:
        errors["name"] = "missing"
    if errors:
        raise Invalid("a residential group", **errors)
    return texts["name"], texts["origin"], texts["head"]


async def names(ward: int) -> set[tuple[str, str]]:
    rows = await ResidentialGroup.select(ResidentialGroup.name, ResidentialGroup.origin).where(
        ResidentialGroup.ward == ward
    )
    return {(row["name"], row["origin"]) for row in rows}


async def change_group(actor: Actor, group: int, name: str, origin: str, head: str) -> None:
    """New name, origin and head. A new head gets a new link: the old ones are revoked."""
    check_right(actor)
    name, origin, head = checked(name, origin, head)
    columns = (ResidentialGroup.name, ResidentialGroup.origin, ResidentialGroup.head)
    async with DB.transaction():
        await take_turn(actor.ward)
        old = (
            await ResidentialGroup.select(*columns)
            .where(ResidentialGroup.id == group, ResidentialGroup.ward == actor.ward)
            .first()
        )
        if old is None:
            raise NotFound(f"no group {group}")
        if (name, origin) in await names(actor.ward) - {(old["name"], old["origin"])}:
            raise Conflict(f"there is a group {name!r} ({origin!r})")
        await ResidentialGroup.update({"name": name, "origin": origin, "head": head}).where(
            ResidentialGroup.id == group, ResidentialGroup.ward == actor.ward
        )
        if old["head"] and old["head"] != head:
            await revoke_all(actor.ward, group)
        await audit.record(
            actor.ward,
            actor.recorded,
            "change-group",
            "residential_group",
            group,
            {"name": old["name"], "origin": old["origin"]},
            {"name": name, "origin": origin, "new_head": old["head"] != head},
        )
    forget()


async def revoke_all(ward: int, group: int) -> None:
    await GroupLink.update({GroupLink.revoked_at: now()}).where(
        GroupLink.ward == ward, GroupLink.group == group, GroupLink.revoked_at.is_null()
    )


async def end_group(actor: Actor, group: int, until: date) -> None:
    """The group's last day; its links end with it, what it asked stays. Raises NotFound."""
    check_right(actor)
    async with DB.transaction():
        changed = (
            await ResidentialGroup.update({ResidentialGroup.until: until})
            .where(ResidentialGroup.id == group, ResidentialGroup.ward == actor.ward)
            .returning(ResidentialGroup.id)
        )
        if not changed:
            raise NotFound(f"no group {group}")
        if not stands(until, local_day(now())):
            await revoke_all(actor.ward, group)
        await audit.record(
            actor.ward,
            actor.recorded,
            "end-group",
            "residential_group",
            group,
            after={"until": until},
        )
    forget()


# Personal links


async def make_group_link(
    actor: Actor, group: int, holder: str, days: int = LINK_DAYS, token: str = ""
) -> str:
    """The link's token, shown now and never again. Raises NotFound, Invalid.

    token: one that the caller derived (the demo prints it at each start); else it is drawn.
    """
    if not may_make_links(actor):
        raise Forbidden("links are made by others")
    if not 1 <= len(clean(holder)) <= 120:
        raise Invalid("who gets the link?", holder="missing")
    if not 1 <= days <= LINK_DAYS_MOST:
        raise Invalid(f"{days} days", days="out-of-range")
    token, moment = token or new_token(), now()
    async with DB.transaction():
        if not await ResidentialGroup.exists().where(
            ResidentialGroup.id == group,
            ResidentialGroup.ward == actor.ward,
            ResidentialGroup.until.is_null() | (ResidentialGroup.until >= local_day(moment)),
        ):
            raise NotFound(f"no group {group}")
        (row,) = await GroupLink.insert(
            GroupLink(
                ward=actor.ward,
                group=group,
                token=token_hash(token),
                holder=clean(holder),
                made_at=moment,
                ends_at=moment + timedelta(days=days),
            )
        )
        await audit.record(
            actor.ward,
            actor.recorded,
            "make-group-link",
            "group_link",
            row["id"],
            after={"group": group, "days": days},
        )
    return token


async def revoke_group_link(actor: Actor, link: int) -> None:
    """At once and for good. Raises NotFound; revoking twice changes nothing."""
    if not may_make_links(actor):
        raise Forbidden("links are revoked by others")
    async with DB.transaction():
        mine = (GroupLink.id == link) & (GroupLink.ward == actor.ward)
        if not await GroupLink.exists().where(mine):
            raise NotFound(f"no link {link}")
        await GroupLink.update({GroupLink.revoked_at: now()}).where(
            mine, GroupLink.revoked_at.is_null()
        )
        await audit.record(actor.ward, actor.recorded, "revoke-group-link", "group_link", link)


async def enter_group(token: str) -> GroupVisitor:
    """Who comes by this link. Raises NotFound: unknown, revoked and ended links look the same."""
    moment = now()
    row = (
        await GroupLink.select(
            GroupLink.id,
            GroupLink.ward,
            GroupLink.group,
            GroupLink.holder,
            GroupLink.ends_at,
            GroupLink.revoked_at,
            GroupLink.used_at,
            GroupLink.group.name,
            GroupLink.group.origin,
            GroupLink.group.until,
        )
        .where(GroupLink.token == token_hash(token))
        .first()
    )
    if row is None or row["revoked_at"] or row["ends_at"] <= moment or _over(row, moment):
        raise NotFound("no such link")
    if row["used_at"] is None or row["used_at"] < moment - USED_EVERY:
        async with DB.transaction():
            await GroupLink.update({GroupLink.used_at: moment}).where(GroupLink.id == row["id"])
    return GroupVisitor(
        ward=row["ward"],
        group=row["group"],
        name=shown_group(row["group.name"], row["group.origin"]),
        holder=row["holder"],
        link=row["id"],
        ends_at=row["ends_at"],
    )


def _over(row: dict[str, object], moment: datetime) -> bool:
    until = row["group.until"]
    return isinstance(until, date) and not stands(until, local_day(moment))
