"""What the hall entered into the laptop's register enters the ward's, at the hour it happened."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dialogue.core.changes import note
from dialogue.core.clock import at
from dialogue.core.errors import NotFound
from dialogue.matters.actions import tasks as promises
from dialogue.matters.actions.intake import NewMatter, open_rows
from dialogue.matters.actions.steps import By
from dialogue.matters.actions.triage import merge
from dialogue.matters.states import AskerKind, OriginKind, Source
from dialogue.matters.states import Step as MatterStep
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from meetings.conferences.actions.brought_opinions import Brought
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.loans import Clash
from meetings.conferences.luggage import Row
from meetings.conferences.queries.conferences import ConferenceCard


@dataclass(slots=True)
class Entered:
    """ids: laptop's → here. new: those that were not here."""

    ids: dict[int, int] = field(default_factory=dict)
    new: list[int] = field(default_factory=list)


async def enter_matters(card: ConferenceCard, rows: list[Row]) -> Entered:
    """By the public id or the tracking code that was handed out; one that is here stays."""
    done = Entered()
    for row in rows:
        known = await _known(card.ward, row)
        if known is None:
            known = await _enter(card, row)
            done.new.append(known)
        done.ids[row["id"]] = known
    for row in sorted(
        (each for each in rows if each["merged"]), key=lambda each: each["merged"]["at"]
    ):
        if done.ids[row["id"]] in done.new:
            actor = await acting(card.ward, row["merged"]["staff"])
            with at(datetime.fromisoformat(row["merged"]["at"])):
                await merge(actor, done.ids[row["id"]], done.ids[row["lead"]])
    if done.new:
        await note(card.ward, MatterStep.RECEIVE.value, *done.new)
    return done


async def _known(ward: int, row: Row) -> int | None:
    same = (Matter.public_id == row["public_id"]) | (Matter.tracking == row["tracking"])
    found = await Matter.select(Matter.id).where(Matter.ward == ward, same).first()
    return None if found is None else int(found["id"])


async def _enter(card: ConferenceCard, row: Row) -> int:
    new = NewMatter(
        card.ward,
        row["body"],
        source=Source(row["source"]),
        asker_kind=AskerKind(row["asker_kind"]),
        field=row["field"],
        group=row["group"],
        name=row["name"],
        tracking=row["tracking"],
        public_id=row["public_id"],
    )
    came = row["received"]
    with at(datetime.fromisoformat(came["at"])):
        (received,) = await open_rows([new], By(came["kind"], came["staff"]))
    return received.id


async def acting(ward: int, staff: int | None) -> Actor:
    """Who did it in the hall, with the right to note down what the chair decides."""
    try:
        actor = system_actor(ward) if staff is None else await ward_queries.actor(ward, staff)
    except NotFound:  # switched off since
        return system_actor(ward)
    return replace(actor, roles=actor.roles | {Role.REGISTER_KEEPER})


async def open_tasks(
    card: ConferenceCard, brought: Brought, rows: list[Row]
) -> tuple[int, tuple[Clash, ...]]:
    """What was given to a unit in the hall, for the opinions that it was given for."""
    opened, clashes = 0, []
    by_task = {task: opinion for opinion, task in brought.tasks.items()}
    for row in rows:
        opinion = by_task.get(row["id"])
        if opinion is None or await _has_one(opinion):
            clashes.append(Clash("task", row["origin_name"], "", f"{row['text']} ({row['due']})"))
            continue
        made = await _open(card, row)
        await Opinion.update({Opinion.task: made}).where(Opinion.id == opinion)
        opened += 1
    return opened, tuple(clashes)


async def _has_one(opinion: int) -> bool:
    return bool(await Opinion.exists().where(Opinion.id == opinion, Opinion.task.is_not_null()))


async def _open(card: ConferenceCard, row: Row) -> int:
    active = {each.id for each in await ward_queries.staff_list(card.ward) if each.active}
    new = promises.NewTask(
        row["text"],
        row["unit"],
        date.fromisoformat(row["due"]),
        row["officer"] if row["officer"] in active else None,
        origin_kind=OriginKind(row["origin_kind"]),
        origin=row["origin"],
        origin_name=row["origin_name"],
        field=row["field"],
        group=row["group"],
        groups=tuple(row["groups"]),
    )
    with at(datetime.fromisoformat(row["opened"]["at"])):
        return await promises.open_task(await acting(card.ward, row["opened"]["staff"]), new)
