"""A file of residential groups: new ones, and what went into them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward import catalogue
from dialogue.ward.actions.groups import checked, names
from dialogue.ward.actions.successions import Target, rearrange
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.actions.units import check_right
from dialogue.ward.lineage import Lineage, lineage
from dialogue.ward.rules import Actor
from dialogue.ward.tables import ResidentialGroup

OPTIONAL = ("origin", "head", "since", "old", "source")


async def import_groups(actor: Actor, data: bytes) -> int:
    """Adds the groups of a file that are not there yet; their number.

    Columns: name; origin, head, since; old (names of groups that went in, apart by ";") with
    since and source. A name that a group bore before is that group's, and adds nothing. An old
    group that several lines name is split among them. Raises Invalid with the line.
    """
    check_right(actor)
    lines = catalogue.read_table(data, ("name",), OPTIONAL)
    try:
        async with DB.transaction():
            await take_turn(actor.ward)
            added = await _import(actor, lines)
    finally:
        forget()  # also what was read of lines that are not there after all
    return added


async def _import(actor: Actor, lines: Sequence[catalogue.Line]) -> int:
    forget()
    before = await lineage(actor.ward)
    added = await _add_all(actor, lines, before)
    await _follow(actor, lines, before)
    after = {"added": added}
    await audit.record(actor.ward, actor.recorded, "import-groups", "ward", actor.ward, after=after)
    return added


async def _add_all(actor: Actor, lines: Sequence[catalogue.Line], before: Lineage) -> int:
    known, added = await names(actor.ward), 0
    former = {(each.name, each.origin) for each in before.former}
    for line in lines:
        name, origin, head = _read(line)
        if (name, origin) not in known | former:
            since = line.day("since") if line.get("since") else None
            await ResidentialGroup.insert(
                ResidentialGroup(ward=actor.ward, name=name, origin=origin, head=head, since=since)
            )
            known.add((name, origin))
            added += 1
    return added


def _read(line: catalogue.Line) -> tuple[str, str, str]:
    try:
        return checked(line["name"], line.get("origin"), line.get("head"))
    except Invalid as error:
        name, key = next(iter(error.errors.items()))
        raise line.wrong(name, key) from None


async def _follow(actor: Actor, lines: Sequence[catalogue.Line], before: Lineage) -> None:
    """Each old group into the lines that name it."""
    going: dict[int, list[catalogue.Line]] = {}
    for line in lines:
        for text in filter(None, map(clean, line.get("old").split(";"))):
            going.setdefault(_old(line, text, before), []).append(line)
    for old, into in going.items():
        if old in before.standing:
            await _one_goes(actor, old, into)


def _old(line: catalogue.Line, text: str, before: Lineage) -> int:
    """The one group that bears or bore this name. Raises Invalid."""
    found = before.bearers(text)
    if len(found) != 1:
        raise line.wrong("old", "several-groups" if found else "unknown-group")
    return next(iter(found))


async def _one_goes(actor: Actor, old: int, into: Sequence[catalogue.Line]) -> None:
    forget()
    now_known = await lineage(actor.ward)
    ids = {(card.name, card.origin): card.id for card in now_known.cards.values()}
    targets = [Target(group=ids[_read(line)[:2]]) for line in into]
    line = into[0]
    try:
        await rearrange(actor, [old], targets, _since(line), line.get("source"))
    except Invalid as error:
        name, key = next(iter(error.errors.items()))
        raise line.wrong(name, key) from None
    except Conflict:
        raise line.wrong("old", "goes-nowhere") from None


def _since(line: catalogue.Line) -> date:
    return line.day("since") if line.get("since") else local_day(now())
