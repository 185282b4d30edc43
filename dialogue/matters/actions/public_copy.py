"""How the public copy of a matter is made: masked texts, lasting dates, words, checksum."""

from __future__ import annotations

from datetime import date
from typing import Any

from piccolo.query.functions import Max

from dialogue.core import clock, keys
from dialogue.core.database import DB
from dialogue.core.errors import NotFound
from dialogue.core.server import ServerEngine
from dialogue.matters import nearness
from dialogue.matters.exposure import CORRECTED, TEXTS, Facet, indexed, token
from dialogue.matters.queries.askers import asked_words, asker_count
from dialogue.matters.queries.masks import cover
from dialogue.matters.queries.series import said_since_last
from dialogue.matters.results import is_late
from dialogue.matters.seals import answer_seal, version_seal
from dialogue.matters.states import MatterState
from dialogue.matters.synonyms import concepts
from dialogue.matters.tables import Matter, Published, PublishedAnswer
from dialogue.ward import queries as ward_queries
from dialogue.ward.tables import Field

PURGE = "purge-search"  # the job that makes the index forget
BOARD_LOCK = 7_301_002  # any number, the same in every process
COPIED = ("kind", "source", "field", "topic", "group", "unit", "round")

Row = dict[str, Any]


async def lock_board() -> None:
    """One numbering at a time: SQLite has one writer, PostgreSQL takes a lock till the end."""
    if isinstance(DB, ServerEngine):
        await Published.raw(f"SELECT pg_advisory_xact_lock({BOARD_LOCK})")


async def matter_row(ward: int, matter: int) -> Row:
    """Raises NotFound."""
    row = await Matter.select().where(Matter.id == matter, Matter.ward == ward).first()
    if row is None:
        raise NotFound(f"no matter {matter}")
    return dict(row)


async def public_row(ward: int, matter: int) -> Row | None:
    """The public copy; None when there is none, or it was taken down."""
    row = await any_row(ward, matter)
    gone = row is None or row["state"] == MatterState.WITHDRAWN.value
    return None if gone else row


async def any_row(ward: int, matter: int) -> Row | None:
    """The public copy, also a blanked one."""
    row = await Published.select().where(Published.ward == ward, Published.matter == matter).first()
    return None if row is None else dict(row)


async def lasting(row: Row) -> Row:
    """What stays for good of a matter's first answer: number, place and its dates."""
    moment = clock.now()
    today, due = clock.local_day(moment), row["publish_due"]
    calendar = await ward_queries.calendar(row["ward"])
    return {
        "ward": row["ward"],
        "matter": row["id"],
        "public_id": row["public_id"],
        "number": await _next_number(row["ward"]),
        "place": await free_place(int(moment.timestamp())),
        "received_on": clock.local_day(row["received_at"]),
        "due_on": due,
        "first_due_on": due,
        "published_at": moment,
        "in_time": None if due is None else not is_late(due, moment, calendar.ends(due)),
        "days": max(0, calendar.between(row["day_zero"], today)),
        "year": today.year,
    }


async def _next_number(ward: int) -> int:
    """By the register, which also knows the numbers of what was sealed since."""
    row = await Matter.select(Max(Matter.number, alias="n")).where(Matter.ward == ward).first()
    return 1 + int((row or {}).get("n") or 0)


async def free_place(second: int) -> int:
    """The first place from this second on that nothing stands at."""
    while await Published.exists().where(Published.place == second):
        second += 1
    return second


async def shown(row: Row, text: str, summary_en: str) -> Row:
    """The masked texts and what the board sorts them by, as the matter stands now."""
    hidden = await cover(row["ward"], row["id"])
    return {
        "title": hidden(row["title"]),
        "body": hidden(await asked_words(row["ward"], row["id"])),
        "answer": hidden(text),
        "summary_en": hidden(summary_en),
        "changed": hidden(await said_since_last(row["ward"], row["id"], row["round"])),
        "asker": asker_name(row),
        "askers": await asker_count(row["ward"], row["id"]),
        "answered_at": clock.now(),
        **{name: row[name] for name in COPIED},
    }


def asker_name(row: Row) -> str:
    """Only with the consent recorded, and as long as the row's key was not erased."""
    if row["retracted_at"] is not None or not (
        row["names_allowed"] and row["asker_name"] and row["contact_key"]
    ):
        return ""
    return keys.decrypt(keys.keys(), row["contact_key"], row["asker_name"])


async def count_askers(ward: int, matter: int) -> None:
    """One more asked the same: said on the board too, when the answer stands there already."""
    await Published.update({Published.askers: await asker_count(ward, matter)}).where(
        Published.ward == ward, Published.matter == matter
    )


async def move_due(ward: int, matter: int, due: date | None) -> None:
    """The date of a second answer moved, in the caller's transaction. The first one's stays."""
    await Published.update({Published.due_on: due}).where(
        Published.ward == ward,
        Published.matter == matter,
        Published.state == MatterState.REOPENED.value,
    )


async def keep(row: Row) -> None:
    """Write the public copy with its words and its checksum, new or changed."""
    row = row | {"words": await _words(row), "checksum": answer_seal(row)}
    number = row.pop("id", None)
    if number is None:
        await Published.insert(Published(**row))
        return
    changes = {getattr(Published, name): value for name, value in row.items()}
    await Published.update(changes).where(Published.id == number, Published.ward == row["ward"])


async def _words(row: Row) -> str:
    texts = [row[name] for name in TEXTS]
    filters = [
        token(Facet.WARD, row["ward"]),
        token(Facet.SOURCE, row["source"]),
        token(Facet.STATE, row["state"]),
        token(Facet.YEAR, row["year"]),
    ]
    if row.get("corrected_on"):
        filters.append(token(Facet.STATE, CORRECTED))
    for facet, name in ((Facet.TOPIC, "topic"), (Facet.GROUP, "group")):
        if row[name] is not None:
            filters.append(token(facet, row[name]))
    filters += [token(Facet.FIELD, field) for field in await field_line(row["ward"], row["field"])]
    filters += [token(Facet.CONCEPT, concept) for concept in concepts(texts)]
    filters += nearness.concepts(texts)
    return indexed(texts[0], texts[1:], filters)


async def field_line(ward: int, field: int | None) -> list[int]:
    """A field and its parent: a parent's figures and filters include its children."""
    if field is None:
        return []
    row = await Field.select(Field.parent).where(Field.id == field, Field.ward == ward).first()
    parent = (row or {}).get("parent")
    return [field] if parent is None else [field, int(parent)]


async def keep_version(row: Row, *, reason: str, name: str, title: str) -> None:
    """The text as it now stands, kept beside the earlier ones."""
    version = {
        "ward": row["ward"],
        "matter": row["matter"],
        "round": row["round"],
        "version": row["version"],
        "text": row["answer"],
        "summary_en": row["summary_en"],
        "reason": reason,
        "by_name": name,
        "by_title": title,
        "at": clock.now(),
    }
    await PublishedAnswer.insert(PublishedAnswer(**version, checksum=version_seal(version)))
