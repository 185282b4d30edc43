"""What is noted on the spot, also by a device that had no network: each deed once, in any number.

A deed has a name that the device drew. Its hash is kept; the tracking code of what goes into the
register is made from the name itself, so that only who has the device can ask for the code again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.codes import derived_tracking_code, tracking_hash
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.keys import decrypt, encrypt, keys, new_record_key
from dialogue.core.text import clean
from dialogue.matters.actions.drafting import add_note
from dialogue.matters.actions.intake import NAME_MOST, NewMatter, receive_on_behalf
from dialogue.matters.queries.brought import matter_tracked
from dialogue.matters.rules import SHORTEST
from dialogue.matters.signs import signs
from dialogue.matters.states import Source
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.coffee.actions.steps import own_session, require, take
from meetings.coffee.rules import (
    LONGEST,
    MOST_ITEMS,
    MOST_PEOPLE,
    changeable,
    may_note,
    usable_client,
)
from meetings.coffee.states import Step, WayOut
from meetings.coffee.tables import CoffeeDeed, CoffeeItem, CoffeeSession

Row = dict[str, Any]
RECEIPT = 32  # letters of what a slip's address is made from


class DeedKind(StrEnum):
    COUNT = "count"
    NOTE = "note"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Deed:
    """client: the deed's own name. item: the name of the deed that noted the item.

    delta: attendances more or fewer. due: told at the table, for what is taken along.
    """

    client: str
    kind: DeedKind
    delta: int = 0
    text: str = ""
    group: int | None = None
    field: int | None = None
    topic: int | None = None
    unit: int | None = None
    speaker: str = ""
    item: str = ""
    way: WayOut = WayOut.NONE
    said: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """code, receipt, matter: of what went into the register, also when it is asked again."""

    code: str = ""
    receipt: str = ""
    matter: int | None = None
    again: bool = False


async def do(actor: Actor, slug: str, deed: Deed) -> Done:
    """Once, however often it is sent.

    Raises Forbidden, NotFound, Invalid, Conflict (not going on).
    """
    require(may_note(actor))
    if not usable_client(deed.client):
        raise Invalid("no name of a deed", client="wrong")
    seen = deed.kind is DeedKind.NOTE and signs(deed.text).sensitive  # may take its time
    async with DB.transaction():
        row = await own_session(actor, slug)
        if await _is_first(actor.ward, row["id"], deed.client):
            done = await DEEDS[deed.kind](actor, row, deed, seen)
        else:
            done = await _again(actor.ward, deed)
    return done


async def _is_first(ward: int, session: int, client: str) -> bool:
    """On PostgreSQL a rival that sends the same is waited for."""
    name = hashlib.sha256(client.encode()).hexdigest()
    made = await CoffeeDeed.insert(CoffeeDeed(ward=ward, session=session, client=name)).on_conflict(
        target=(CoffeeDeed.ward, CoffeeDeed.client), action="DO NOTHING"
    )
    return bool(made and made[0].get("id"))


async def _again(ward: int, deed: Deed) -> Done:
    if deed.kind is not DeedKind.SETTLE or deed.way not in BROUGHT:
        return Done(again=True)
    code, receipt = _code(deed.client)
    matter = await matter_tracked(ward, tracking_hash(keys(), code))
    return Done(again=True) if matter is None else Done(code, receipt, matter, again=True)


def _code(client: str) -> tuple[str, str]:
    receipt = keys().fixed("receipts", f"coffee {client}")[:RECEIPT]
    return derived_tracking_code(keys(), receipt), receipt


async def _count(actor: Actor, row: Row, deed: Deed, _seen: bool) -> Done:
    if not 0 < abs(deed.delta) <= MOST_PEOPLE:
        raise Invalid("nothing to count", delta="out-of-range")
    changes = {CoffeeSession.attendances: CoffeeSession.attendances + deed.delta}
    await take(row, Step.COUNT, actor, changes, {"delta": deed.delta})
    after = (
        await CoffeeSession.select(CoffeeSession.attendances)
        .where(CoffeeSession.id == row["id"])
        .first()
    )
    if after is None or not 0 <= after["attendances"] <= MOST_PEOPLE:
        raise Invalid("fewer than none, or too many", delta="out-of-range")
    return Done()


async def _note(actor: Actor, row: Row, deed: Deed, seen: bool) -> Done:
    text, speaker = clean(deed.text), clean(deed.speaker)
    if len(text) < SHORTEST:
        raise Invalid("too short", text="short")
    if len(text) > LONGEST:
        raise Invalid("too long", text="too-long")
    if len(speaker) > NAME_MOST:
        raise Invalid("name too long", speaker="too-long")
    await _check_places(actor.ward, deed)
    await take(row, Step.NOTE, actor, data={"item": deed.client[:8]})
    number = 1 + await CoffeeItem.count().where(CoffeeItem.session == row["id"])
    if number > MOST_ITEMS:
        raise Conflict("enough for one session")
    key = new_record_key(keys()) if speaker else ""
    await CoffeeItem.insert(
        CoffeeItem(
            ward=actor.ward,
            session=row["id"],
            client=deed.client,
            number=number,
            text=text,
            group=deed.group,
            field=deed.field,
            topic=deed.topic,
            unit=deed.unit,
            speaker=encrypt(keys(), key, speaker) if speaker else "",
            speaker_key=key,
            sensitive=seen,
            noted_at=now(),
        )
    )
    return Done()


async def _check_places(ward: int, deed: Deed) -> None:
    """Raises Invalid for what is not the ward's own."""
    if deed.field is not None and deed.topic is not None:
        raise Invalid("field or topic", about="unknown")
    asked = (
        ("group", deed.group, ward_queries.groups),
        ("about", deed.field, ward_queries.fields),
        ("about", deed.topic, ward_queries.topics),
        ("unit", deed.unit, ward_queries.units),
    )
    for name, wanted, read in asked:
        if wanted is not None and wanted not in {card.id for card in await read(ward)}:
            raise Invalid(f"no such {name}", **{name: "unknown"})


async def _settle(actor: Actor, row: Row, deed: Deed, _seen: bool) -> Done:
    item = await _item(actor.ward, row["id"], deed.item)
    if not changeable(WayOut(item["way"])):
        raise Conflict("the register has it already")
    if deed.way not in WAYS:
        raise Invalid("no way out", way="missing")
    values, done = await WAYS[deed.way](actor, row, item, deed)
    settled = {"way": deed.way.value, "speaker": "", "speaker_key": ""} | dict(values)
    await take(row, Step.SETTLE, actor, data={"item": item["number"], "way": deed.way.value})
    columns: dict[Any, Any] = {getattr(CoffeeItem, name): it for name, it in settled.items()}
    rows = (
        await CoffeeItem.update(columns)
        .where(CoffeeItem.id == item["id"], CoffeeItem.way == item["way"])
        .returning(CoffeeItem.id)
    )
    if not rows:
        raise Conflict("somebody else settled it meanwhile")
    return done


async def _item(ward: int, session: int, client: str) -> Row:
    """Raises Invalid: the device names items that it noted, and those that the page showed."""
    row = (
        await CoffeeItem.select()
        .where(
            CoffeeItem.ward == ward,
            CoffeeItem.session == session,
            CoffeeItem.client == client[:RECEIPT],
        )
        .first()
    )
    if row is None:
        raise Invalid("no such item", item="unknown")
    return dict(row)


Settled = tuple[Mapping[str, object], Done]


async def _answered(_actor: Actor, _row: Row, _item: Row, deed: Deed) -> Settled:
    return {"said": _words(deed)}, Done()


async def _redirected(_actor: Actor, _row: Row, _item: Row, deed: Deed) -> Settled:
    """said: who receives it."""
    return {"said": _words(deed)}, Done()


def _words(deed: Deed) -> str:
    said = clean(deed.said)
    if not said:
        raise Invalid("what was said", said="missing")
    if len(said) > LONGEST:
        raise Invalid("too long", said="too-long")
    return said


async def _thanks(_actor: Actor, _row: Row, _item: Row, _deed: Deed) -> Settled:
    return {"said": ""}, Done()


async def _dropped(_actor: Actor, _row: Row, _item: Row, _deed: Deed) -> Settled:
    return {"text": "", "said": ""}, Done()


async def _taken(actor: Actor, row: Row, item: Row, deed: Deed) -> Settled:
    """Into the register by its own door; the session keeps the link, and not the words."""
    await _check_places(actor.ward, Deed(deed.client, deed.kind, unit=deed.unit))
    unit = deed.unit or item["unit"] or await _owner(actor.ward, item)
    if unit is None:
        raise Invalid("no unit", unit="missing")
    if deed.due is None or deed.due < row["day"]:
        raise Invalid("no day", due="missing" if deed.due is None else "past")
    done = await _into_register(actor, row, item, deed, separate=False)
    if not item["sensitive"]:
        await add_note(actor, done.matter or 0, await _told(actor.ward, row, unit, deed.due))
    kept = {"text": "", "said": "", "unit": unit, "due": deed.due, "matter": done.matter}
    return kept, done


async def _told(ward: int, row: Row, unit: int, due: date) -> str:
    """For the register keeper: what was said at the table."""
    names = {card.id: card.name for card in await ward_queries.units(ward)}
    where = f"Cà phê sáng ngày {row['day']:%d/%m/%Y}, {row['place']}"
    return f"{where}. Đã hẹn với bà con: {names[unit]} trả lời trước ngày {due:%d/%m/%Y}."


async def _owner(ward: int, item: Row) -> int | None:
    """The unit of its field or topic."""
    fields = {card.id: card.unit for card in await ward_queries.fields(ward)}
    topics = {card.id: card.unit for card in await ward_queries.topics(ward)}
    return fields.get(item["field"]) or topics.get(item["topic"])


async def _separate(actor: Actor, row: Row, item: Row, deed: Deed) -> Settled:
    """To those who triage and open the sealed box alone: no word and no link stays here."""
    done = await _into_register(actor, row, item, deed, separate=True)
    gone = {"text": "", "said": "", "group": None, "field": None, "topic": None, "unit": None}
    return gone, done


async def _into_register(actor: Actor, row: Row, item: Row, deed: Deed, *, separate: bool) -> Done:
    code, receipt = _code(deed.client)
    speaker = decrypt(keys(), item["speaker_key"], item["speaker"]) if item["speaker"] else ""
    new = NewMatter(
        actor.ward,
        item["text"],
        source=Source.COFFEE,
        field=item["field"],
        topic=item["topic"],
        group=item["group"],
        name=speaker,
        code=code,
        day=row["day"] if row["day"] < local_day(now()) else None,  # sent days after it was said
        separate=separate,
    )
    received = await receive_on_behalf(actor, new)
    return Done(code, receipt, received.id)


BROUGHT = (WayOut.TAKEN, WayOut.SEPARATE)
WAYS: Mapping[WayOut, Callable[[Actor, Row, Row, Deed], Awaitable[Settled]]] = {
    WayOut.ANSWERED: _answered,
    WayOut.TAKEN: _taken,
    WayOut.REDIRECTED: _redirected,
    WayOut.THANKS: _thanks,
    WayOut.SEPARATE: _separate,
    WayOut.DROPPED: _dropped,
}
DEEDS: Mapping[DeedKind, Callable[[Actor, Row, Deed, bool], Awaitable[Done]]] = {
    DeedKind.COUNT: _count,
    DeedKind.NOTE: _note,
    DeedKind.SETTLE: _settle,
}
