"""Reads of how a ward's residential groups and the ward itself came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dialogue.core.clock import local_day, now
from dialogue.core.memo import remembered
from dialogue.core.text import sort_key
from dialogue.ward import places
from dialogue.ward.cards import GroupCard
from dialogue.ward.places import FormerName, Succession
from dialogue.ward.queries import groups
from dialogue.ward.rules import shown_group
from dialogue.ward.tables import FormerArea, GroupName, GroupSuccession


@dataclass(frozen=True, slots=True)
class AreaCard:
    """A former ward that this one took over. elsewhere: who got the other parts."""

    id: int
    name: str
    kind: str
    parent: str
    until: date
    whole: bool
    elsewhere: str
    source: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """cards: every group by its id, also past ones."""

    cards: dict[int, GroupCard]
    links: tuple[Succession, ...]
    former: tuple[FormerName, ...]

    @property
    def standing(self) -> frozenset[int]:
        today = local_day(now())
        return frozenset(
            card.id for card in self.cards.values() if places.stands(card.until, today)
        )

    def heirs(self, group: int) -> frozenset[int]:
        return places.heirs(self.links, group, self.standing)

    def forebears(self, group: int) -> frozenset[int]:
        """Groups that went into this one, whole: what they asked is this one's too."""
        return frozenset(
            each for each in self.cards if each != group and self.heirs(each) == {group}
        )

    def kin(self, group: int) -> frozenset[int]:
        """The group by all its names: those that went into it, or it into them, in part too."""
        before = {each for each in self.cards if group in self.heirs(each)}
        return self.heirs(group) | before | {group}

    def bearers(self, text: str) -> frozenset[int]:
        """Groups that bear this name or bore it, also past ones."""
        return places.named(self._names(), text)

    def named(self, text: str) -> frozenset[int]:
        """Groups of today that go by this name, old or new. Several: ask for the street."""
        return frozenset(heir for group in self.bearers(text) for heir in self.heirs(group))

    def old_names(self, group: int) -> list[str]:
        """What it was called before, and what the groups were called that went into it."""
        named = [(each.name, each.origin) for each in self.former if each.group == group]
        others = [self.cards[link.old] for link in self.links if link.new == group]
        named += [(card.name, card.origin) for card in others]
        return [shown_group(name, origin) for name, origin in dict.fromkeys(named)]

    def _names(self) -> Iterator[tuple[int, str, str]]:
        for card in self.cards.values():
            yield card.id, card.name, card.origin
        for old in self.former:
            yield old.group, old.name, old.origin


@remembered(seconds=30)
async def lineage(ward: int) -> Lineage:
    links = await GroupSuccession.select(
        GroupSuccession.old,
        GroupSuccession.new,
        GroupSuccession.since,
        GroupSuccession.whole,
        GroupSuccession.source,
    ).where(GroupSuccession.ward == ward)
    names = await GroupName.select(
        GroupName.group, GroupName.name, GroupName.origin, GroupName.until, GroupName.source
    ).where(GroupName.ward == ward)
    return Lineage(
        {card.id: card for card in await groups(ward, True)},
        tuple(Succession(**row | {"whole": bool(row["whole"])}) for row in links),
        tuple(FormerName(**row) for row in names),
    )


@remembered(seconds=30)
async def areas(ward: int) -> tuple[AreaCard, ...]:
    """Former wards that this one took over, by name."""
    columns = [getattr(FormerArea, name) for name in AreaCard.__dataclass_fields__]
    rows = await FormerArea.select(*columns).where(FormerArea.ward == ward)
    cards = [AreaCard(**row | {"whole": bool(row["whole"])}) for row in rows]
    return tuple(sorted(cards, key=lambda card: sort_key(card.name)))


async def reforms(ward: int) -> frozenset[date]:
    """First days of the ward in a new shape: figures over them stand in blocks."""
    return frozenset(area.until + timedelta(days=1) for area in await areas(ward))
