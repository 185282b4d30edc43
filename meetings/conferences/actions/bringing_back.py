"""What a hall's laptop brings back becomes part of the ward's own: once, and nothing is lost.

The server's rows stand where both sides have changed one; what the laptop had is listed beside.
What the hall has told people stands, too: its numbers, tracking codes and due dates.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from dialogue.core.bulk import insert_many
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.ward.rules import Actor
from meetings.conferences.actions.brought_matters import enter_matters, open_tasks
from meetings.conferences.actions.brought_opinions import Brought, bring_opinions
from meetings.conferences.actions.brought_people import bring_people, bring_slips
from meetings.conferences.actions.brought_plans import bring_plans
from meetings.conferences.actions.holding import hold
from meetings.conferences.actions.steps import change, record
from meetings.conferences.loan_tables import HallLoan
from meetings.conferences.loans import CONFERENCE, Clash, Content
from meetings.conferences.luggage import Row, packed, unpacked
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.queries.loans import loan_row
from meetings.conferences.states import Step
from meetings.conferences.tables import Conference, ConferenceEvent


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """again: it was here already and nothing was written. clashes: also of the first time."""

    conference: int
    clashes: tuple[Clash, ...]
    again: bool = False
    opinions: int = 0
    changed: int = 0
    attendances: int = 0
    matters: int = 0
    tasks: int = 0


async def bring_back(actor: Actor, content: Content) -> BroughtBack:
    """Merge, tell the history, unlock; all or nothing. The second time nothing is written.

    Raises NotFound: lent by another server or ward; Invalid; Conflict: it is away once more, on
    another laptop.
    """
    async with DB.transaction():
        loan = await _held(actor, content)
        if loan["returned_at"] is not None:
            known = tuple(Clash(**each) for each in json.loads(loan["conflicts"]))
            done = BroughtBack(loan["conference"], known, again=True)
        else:
            done = await _merge(actor, loan, content)
    return done


async def _held(actor: Actor, content: Content) -> Row:
    """The loan; whoever brings the same file waits here. Raises as `bring_back`."""
    loan = await loan_row(content["loan"])
    if loan["ward"] != actor.ward or loan["conference"] != content["conference"]:
        raise Invalid("of another ward", file="foreign")
    await HallLoan.update({HallLoan.laptop: HallLoan.laptop}).where(HallLoan.id == loan["id"])
    return await loan_row(content["loan"])


async def _merge(actor: Actor, loan: Row, content: Content) -> BroughtBack:
    card = await conference(actor.ward, loan["conference"])
    if card.locked_to and loan["recalled_at"] is not None:
        raise Conflict("the conference is on another laptop by now")
    await hold(card)
    base, rows = json.loads(loan["base"]), content["rows"]
    entered = await enter_matters(card, content["matters"])
    brought = await bring_opinions(card, base, rows, entered.ids)
    tasks, clashes = await open_tasks(card, brought, content["tasks"])
    people, more = await bring_people(card, base, rows, brought)
    clashes = (*brought.clashes, *clashes, *more, *await bring_slips(card, rows, brought))
    clashes += await bring_plans(card, base, rows)
    clashes += await _bring_conference(card, base, rows["conference"][0], brought)
    await _bring_events(card, content["events"], brought, people.ids)
    done = BroughtBack(
        card.id,
        clashes,
        opinions=brought.new,
        changed=brought.changed,
        attendances=people.attendances,
        matters=len(entered.new),
        tasks=tasks,
    )
    await _close(actor, card, loan, done)
    return done


async def _bring_conference(
    card: ConferenceCard, base: Row, there: Row, brought: Brought
) -> tuple[Clash, ...]:
    """State and hours of the hall, and the last number drawn on either side."""
    rows = packed(Conference, await Conference.select().where(Conference.id == card.id))
    here = rows[0]
    (typed,) = unpacked(Conference, [there])
    values: dict[str, Any] = {"last_number": brought.last_number}
    clashes = []
    for name in CONFERENCE:
        if there[name] in {base["conference"][name], here[name]}:
            continue
        if here[name] == base["conference"][name]:
            values[name] = typed[name]
        else:
            clashes.append(Clash("conference", name, str(here[name]), str(there[name])))
    if card.locked_to:
        values |= {"locked_to": "", "on_screen": None}
    await change(card, values)
    return tuple(clashes)


async def _bring_events(
    card: ConferenceCard, events: list[Row], brought: Brought, people: dict[str, dict[int, int]]
) -> None:
    """With the hours at which it happened, and the ids that the rows have here."""
    maps = {"opinion": brought.ids, "lead": brought.ids, **people}
    rows = unpacked(ConferenceEvent, events)
    for row in rows:
        row.pop("id")
        row |= {"ward": card.ward, "conference": card.id}
        row["data"] = json.dumps(renamed(json.loads(row["data"]), maps), ensure_ascii=False)
    await insert_many(ConferenceEvent, rows)


def renamed(data: Any, maps: dict[str, dict[int, int]]) -> Any:
    """What an event tells, its ids by name those of this side: {"opinion": 3} → {"opinion": 17}."""
    if not isinstance(data, dict):
        return data
    told: dict[str, Any] = {}
    for name, value in data.items():
        known = maps.get(name.removesuffix("s"), {})
        if isinstance(value, list):
            told[name] = [known.get(each, each) if known else each for each in value]
        elif isinstance(value, int) and not isinstance(value, bool):
            told[name] = known.get(value, value)
        else:
            told[name] = renamed(value, maps)
    return told


async def _close(actor: Actor, card: ConferenceCard, loan: Row, done: BroughtBack) -> None:
    clashes = json.dumps([asdict(each) for each in done.clashes], ensure_ascii=False)
    await HallLoan.update({HallLoan.returned_at: now(), HallLoan.conflicts: clashes}).where(
        HallLoan.id == loan["id"]
    )
    told = {
        "loan": loan["public_id"],
        "laptop": loan["laptop"],
        "opinions": done.opinions,
        "changed": done.changed,
        "attendances": done.attendances,
        "clashes": len(done.clashes),
    }
    await record(card, Step.UNLOCK, actor, data=told)
