"""The record of a conference: for staff as it was written down, for the public masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialogue.core.errors import Invalid, NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.matters.queries.masks import NOTHING_DECIDED, Decided, decided
from dialogue.matters.rules import SEALED, UNTRIAGED
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter, Published
from dialogue.ward import queries as wards
from dialogue.ward.figures import common
from dialogue.ward.states import Qualifier
from meetings.conferences.guest_tables import Attendance, Invitee
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.outcome_tables import ConferencePhoto
from meetings.conferences.queries.conclusions import conclusions, promised
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.record import (
    AgendaLine,
    Came,
    Guests,
    Heard,
    PhotoCard,
    Posted,
    Record,
)
from meetings.conferences.states import (
    AgendaKind,
    Entrance,
    InviteeKind,
    OpinionSource,
    OpinionState,
    Outcome,
    Posting,
    Reply,
    Subject,
)
from meetings.conferences.tables import AgendaItem, PostingProof

Row = dict[str, Any]
Names = Mapping[str, Mapping[int, str]]
PLAIN = (
    *("id", "number", "lead", "matter", "task", "group", "organisation", "field", "unit"),
    *("words", "answer", "answered_by", "due", "receiver", "reason", "slip", "at", "settled_at"),
)


async def record(ward: int, number: int) -> Record:
    """Staff's: who may read it is asked by the caller. Raises NotFound."""
    return await _record(await conference(ward, number))


async def public_record(card: ConferenceCard) -> Record:
    """What everybody may read of a conference: no asker, nothing sealed or private, masked."""
    whole = await _record(card)
    known = await decided(card.ward, [each.matter for each in whole.heard if each.matter])
    heard = tuple(
        _masked(each, known.get(each.matter or 0, NOTHING_DECIDED))
        for each in whole.heard
        if each.open_to_all
    )
    return replace(whole, heard=heard)


def _masked(each: Heard, said: Decided) -> Heard:
    """A published answer was masked as it was published; the hall's words never were."""
    return replace(
        each,
        asker="",
        organisation=said.line(each.organisation),
        words=each.words if each.answer_number else said.line(each.words),
        answer=said.line(each.answer),
    )


async def _record(card: ConferenceCard) -> Record:
    return Record(
        ward=await wards.ward_by_id(card.ward),
        card=card,
        agenda=await _agenda(card),
        heard=await _heard(card),
        conclusions=await conclusions(card.ward, card.id),
        photos=await photos(card.ward, card.id),
        posted=await posted(card.ward, card.id),
        came=await _came(card),
        guests=await _guests(card),
    )


async def _agenda(card: ConferenceCard) -> tuple[AgendaLine, ...]:
    rows = (
        await AgendaItem.select()
        .where(AgendaItem.ward == card.ward, AgendaItem.conference == card.id)
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    lines, starts = [], card.starts_at
    for row in rows:
        kind = AgendaKind(row["kind"])
        lines.append(AgendaLine(starts, row["minutes"], kind, row["text"], row["who"]))
        starts += timedelta(minutes=row["minutes"])
    return tuple(lines)


async def _heard(card: ConferenceCard) -> tuple[Heard, ...]:
    rows = (
        await Opinion.select()
        .where(Opinion.ward == card.ward, Opinion.conference == card.id)
        .order_by(Opinion.id)
    )
    matters = await _matters(card.ward, [row["matter"] for row in rows if row["matter"]])
    _lead_as_the_register_does(rows, matters)
    merged = Counter(row["lead"] for row in rows if row["lead"])
    tasks = await promised(card.ward, [row["task"] for row in rows if row["task"]])
    names = await _names(card.ward)
    heard = (
        _one(row, matters.get(row["matter"] or 0), 1 + merged[row["id"]], names) for row in rows
    )
    return tuple(replace(each, promise=tasks.get(each.task or 0)) for each in heard)


def _lead_as_the_register_does(rows: Sequence[Row], matters: Mapping[int, Row]) -> None:
    """Questions ahead are merged in the register: five groups with one question are one here."""
    of_matter = {row["matter"]: row["id"] for row in rows if row["matter"]}
    for row in rows:
        lead = of_matter.get(matters.get(row["matter"], {}).get("lead"))
        if row["lead"] is None and lead is not None:
            row["lead"] = lead


def _one(row: Row, matter: Row | None, askers: int, names: Names) -> Heard:
    found = Heard(
        **{name: row[name] for name in PLAIN},
        source=OpinionSource(row["source"]),
        state=OpinionState(row["state"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        asker=_opened(row["key"], row["asker"]),
        group_name=names["groups"].get(row["group"] or 0, ""),
        field_name=names["fields"].get(row["field"] or 0, ""),
        unit_name=names["units"].get(row["unit"] or 0, ""),
        askers=askers,
        withheld=not row["words"],
    )
    return found if matter is None else _with_matter(found, matter, names)


def _with_matter(found: Heard, matter: Row, names: Names) -> Heard:
    state = MatterState(matter["state"])
    secret = state in SEALED or (matter["sensitive"] and state in UNTRIAGED) or matter["barred"]
    gone = state in {MatterState.WITHDRAWN, MatterState.REJECTED} or matter["retracted_at"]
    known = replace(found, matter_state=state, private=not matter["public"])
    if secret or gone:
        return replace(known, withheld=True, words="", answer="", asker="", organisation="")
    known = _filed(known, matter, names)
    if matter["answer_number"] is None:
        return known
    return replace(
        known,
        answer_number=matter["answer_number"],
        title=matter["title"],
        words=matter["body"],
        written=matter["answer"],
        written_at=matter["published_at"],
        verdict=matter["verdict"],
        withheld=False,
    )


def _filed(known: Heard, matter: Row, names: Names) -> Heard:
    """What nobody said in the hall, the register knows: of what it is, and whose."""
    of_what = names["fields"].get(matter["field"] or 0) or names["topics"].get(matter["topic"] or 0)
    return replace(
        known,
        field_name=known.field_name or of_what or "",
        unit_name=known.unit_name or names["units"].get(matter["unit"] or 0, ""),
    )


def _opened(key: str, sealed: str) -> str:
    """Empty for no name, and for one that was erased."""
    if not (key and sealed):
        return ""
    try:
        return decrypt(keys(), key, sealed)
    except (NotFound, Invalid):
        return ""


async def _matters(ward: int, ids: Sequence[int]) -> dict[int, Row]:
    """By id, with the public copy of the one that each was merged into, or of itself."""
    if not ids:
        return {}
    columns = (
        *(Matter.id, Matter.state, Matter.public, Matter.sensitive, Matter.barred),
        *(Matter.retracted_at, Matter.lead, Matter.field, Matter.topic, Matter.unit),
    )
    rows = await Matter.select(*columns).where(Matter.ward == ward, Matter.id.is_in(list(ids)))
    sources = {row["lead"] or row["id"] for row in rows}
    copies = {
        each["matter"]: each
        for each in await Published.select().where(
            Published.ward == ward,
            Published.matter.is_in(list(sources) or [0]),
            Published.state != MatterState.WITHDRAWN.value,
        )
    }
    return {row["id"]: _joined(row, copies.get(row["lead"] or row["id"])) for row in rows}


def _joined(row: Row, copy: Row | None) -> Row:
    shown = ("title", "body", "answer", "published_at", "verdict")
    if copy is None:
        return row | {"answer_number": None}
    return row | {"answer_number": copy["number"]} | {name: copy[name] for name in shown}


async def _names(ward: int) -> dict[str, dict[int, str]]:
    return {
        "groups": {each.id: each.label for each in await wards.groups(ward, past=True)},
        "fields": {each.id: each.name for each in await wards.fields(ward, past=True)},
        "topics": {each.id: each.name for each in await wards.topics(ward, past=True)},
        "units": {each.id: each.name for each in await wards.units(ward, past=True)},
    }


async def photos(ward: int, number: int) -> tuple[PhotoCard, ...]:
    """Those not taken away, in their order."""
    rows = (
        await ConferencePhoto.select()
        .where(
            ConferencePhoto.ward == ward,
            ConferencePhoto.conference == number,
            ConferencePhoto.removed_at.is_null(),
        )
        .order_by(ConferencePhoto.position, ConferencePhoto.id)
    )
    return tuple(
        PhotoCard(**{name: row[name] for name in PhotoCard.__dataclass_fields__}) for row in rows
    )


async def posted(ward: int, number: int) -> tuple[Posted, ...]:
    """Where the result was made known, oldest first."""
    rows = (
        await PostingProof.select()
        .where(
            PostingProof.ward == ward,
            PostingProof.conference == number,
            PostingProof.subject == Subject.RESULT.value,
        )
        .order_by(PostingProof.posted_on, PostingProof.id)
    )
    return tuple(
        Posted(Posting(row["kind"]), row["place"], row["posted_on"], row["evidence"])
        for row in rows
    )


async def _came(card: ConferenceCard) -> Came:
    columns = (Attendance.people, Attendance.word, Attendance.entrance, Attendance.group)
    rows = await Attendance.select(*columns).where(
        Attendance.ward == card.ward,
        Attendance.conference == card.id,
        Attendance.undone_at.is_null(),
    )
    labels = {each.id: each.label for each in await wards.groups(card.ward, past=True)}
    by_group: Counter[str] = Counter()
    for row in rows:
        by_group[labels.get(row["group"] or 0, "")] += row["people"]
    online = [row for row in rows if row["entrance"] == Entrance.ONLINE.value]
    return Came(
        sum(row["people"] for row in rows),
        sum(row["people"] for row in online),
        dict(by_group),
        common(map(_word, rows)),
        common(map(_word, online)),
    )


def _word(row: Row) -> Qualifier | None:
    return Qualifier(row["word"]) if row["word"] else None


async def _guests(card: ConferenceCard) -> Guests:
    came = await Attendance.select(Attendance.invitee, Attendance.group).where(
        Attendance.ward == card.ward,
        Attendance.conference == card.id,
        Attendance.undone_at.is_null(),
        Attendance.people > 0,
    )
    sheet = not came or any(row["invitee"] is None and row["group"] is None for row in came)
    groups, guests = {row["group"] for row in came}, {row["invitee"] for row in came}
    rows = (
        await Invitee.select(Invitee.id, Invitee.kind, Invitee.name, Invitee.group, Invitee.reply)
        .where(
            Invitee.ward == card.ward,
            Invitee.conference == card.id,
            Invitee.removed_at.is_null(),
        )
        .order_by(Invitee.id)
    )
    there = [
        row
        for row in rows
        if row["id"] in guests
        or (row["group"] is not None and row["group"] in groups)
        or (sheet and row["reply"] != Reply.DECLINES.value and not _told(row, groups))
    ]
    houses = (InviteeKind.ORGANISATION.value, InviteeKind.BUSINESS.value)
    return Guests(
        sum(row["kind"] == InviteeKind.GROUP.value for row in there),
        tuple(row["name"] for row in there if row["kind"] in houses),
    )


def _told(row: Row, groups: AbstractSet[int | None]) -> bool:
    """Where groups were counted one by one, one that was not counted was not there."""
    return row["group"] is not None and bool(groups - {None})
