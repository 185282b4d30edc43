"""An opinion is taken down in seconds, and mended while others work beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dialogue.core.clock import now
from dialogue.core.codes import derived_tracking_code, public_id
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.core.text import clean
from dialogue.matters.actions.steps import by
from dialogue.matters.rules import LONGEST, SHORTEST
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from meetings.conferences.actions.holding import (
    OPEN,
    goes_apart,
    hash_of,
    held,
    operation_of,
    opinion_row,
    set_apart,
    write,
)
from meetings.conferences.actions.slips import slip_code, take_slip
from meetings.conferences.actions.speaking import NAME_MOST, ORGANISATION_MOST
from meetings.conferences.actions.steps import in_state, record, require
from meetings.conferences.actions.taking_down import draw, draw_with_the_turn, enter, named
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.rules import may_prepare
from meetings.conferences.states import (
    SEEN,
    ConferenceState,
    OpinionSource,
    OpinionState,
    Step,
)
from meetings.conferences.tables import Conference

ANSWER_MOST, WHO_MOST = 8_000, 160


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """words: what was said, nearly verbatim. unit: who answers. slip: the code of a paper slip."""

    words: str
    group: int | None = None
    organisation: str = ""
    asker: str = ""
    field: int | None = None
    unit: int | None = None
    slip: str = ""


@dataclass(frozen=True, slots=True)
class Captured:
    """apart: its words went to the register and are not in the hall."""

    id: int
    number: int
    apart: bool = False


async def capture(actor: Actor, number: int, operation: str, new: NewOpinion) -> Captured:
    """A spoken opinion, or one from a slip; the spoken one goes with the turn that is on.

    Raises NotFound, Forbidden, Conflict, Invalid by field (also for a slip that was used, or that
    nobody printed, and for other words under a key that has taken some down).
    """
    require(may_prepare(actor), "take opinions down")
    new = await checked(actor.ward, new)
    key = new_record_key(keys()) if new.asker else ""
    apart = goes_apart(new.words)  # before the transaction: it takes its time on long texts
    card = await named(actor.ward, number)
    kept = operation_of(card, "opinion", operation)
    values = _columns(card, actor, new, kept, key)
    async with DB.transaction():
        taken = await enter(card, values)
        if taken is None:
            await held(actor.ward, number, *OPEN)
            return await _known(kept, new)
        made, drawn = taken
        if new.slip or apart:
            await draw(card, drawn)
        else:
            await draw_with_the_turn(card, drawn, made)
        if new.slip:
            await take_slip(card, new.slip, made)
        if apart:
            await set_apart(card, await opinion_row(card, made), by(actor))
        told = {"opinion": made, "number": drawn, "apart": apart}
        await record(card, Step.CAPTURE, actor, data=told)
    return Captured(made, drawn, apart)


async def checked(ward: int, new: NewOpinion) -> NewOpinion:
    """Cleaned, and all places the ward's own. Raises Invalid by field, NotFound."""
    words = clean(new.words)
    organisation, asker = clean(new.organisation), clean(new.asker)
    if len(words) < SHORTEST:
        raise Invalid("too short", words="short")
    if len(words) > LONGEST:
        raise Invalid("too long", words="long")
    if len(organisation) > ORGANISATION_MOST:
        raise Invalid("organisation too long", organisation="too-long")
    if len(asker) > NAME_MOST:
        raise Invalid("name too long", asker="too-long")
    if new.group is not None:
        await ward_queries.group(ward, new.group)
    if new.field is not None:
        await ward_queries.field(ward, new.field)
    if new.unit is not None and new.unit not in {u.id for u in await ward_queries.units(ward)}:
        raise NotFound(f"no unit {new.unit}")
    return NewOpinion(
        words, new.group, organisation, asker, new.field, new.unit, slip_code(new.slip)
    )


async def _known(kept: str, new: NewOpinion) -> Captured:
    """What this operation took down already. Raises Invalid: it was something else."""
    (row,) = await Opinion.select().where(Opinion.operation == kept)
    places = ("group", "organisation", "field", "unit", "slip")
    if row["words"] and any(row[name] != getattr(new, name) for name in ("words", *places)):
        raise Invalid("something else was taken down under this key", words="known")
    return Captured(row["id"], row["number"], apart=not row["words"])


def _columns(
    card: ConferenceCard, actor: Actor, new: NewOpinion, kept: str, key: str
) -> dict[str, Any]:
    source = OpinionSource.SLIP if new.slip else OpinionSource.SPOKEN
    return {
        "ward": card.ward,
        "conference": card.id,
        "public_id": public_id(),
        "operation": kept,
        "source": source.value,
        "state": OpinionState.SHOWN.value,
        "group": new.group,
        "organisation": new.organisation,
        "asker": encrypt(keys(), key, new.asker) if new.asker else "",
        "key": key,
        "field": new.field,
        "unit": new.unit,
        "words": new.words,
        "tracking": hash_of(tracking_code(card, kept, new.slip)),
        "slip": new.slip,
        "staff": actor.recorded,
        "at": now(),
    }


def tracking_code(card: ConferenceCard, kept: str, slip: str) -> str:
    """For the asker's slip: printed on it beforehand, or written on one now."""
    return derived_tracking_code(
        keys(), f"hall {card.public_id} {'slip ' + slip if slip else kept}"
    )


async def change_opinion(
    actor: Actor,
    number: int,
    which: int,
    version: int,
    new: NewOpinion,
    *,
    answer: str = "",
    answered_by: str = "",
) -> None:
    """Words, places and the answer's words, if nobody has changed them since `version`.

    Raises NotFound, Forbidden, Invalid by field, Conflict: changed meanwhile, nothing overwritten.
    """
    require(may_prepare(actor), "take opinions down")
    new = await checked(actor.ward, new)
    values = said(answer, answered_by) | {
        "words": new.words,
        "group": new.group,
        "organisation": new.organisation,
        "field": new.field,
        "unit": new.unit,
    }
    async with DB.transaction():
        card = await held(actor.ward, number, *OPEN)
        row = await opinion_row(card, which)
        if not row["words"]:
            raise Conflict("its words lie in the register")
        await write(row, version, values)
        if goes_apart(new.words):
            if row["matter"] is not None:
                raise Invalid("it is in the register already", words="apart")
            await set_apart(card, await opinion_row(card, which), by(actor))
        old = {name: row[name] for name in values}
        await record(card, Step.CHANGE_OPINION, actor, data={"opinion": which, "old": old})


def said(answer: str, answered_by: str) -> dict[str, object]:
    """The answer's columns, cleaned. Raises Invalid."""
    answer, answered_by = clean(answer), clean(answered_by)
    if len(answer) > ANSWER_MOST:
        raise Invalid("answer too long", answer="long")
    if len(answered_by) > WHO_MOST:
        raise Invalid("too long", answered_by="too-long")
    return {"answer": answer, "answered_by": answered_by}


async def put_on_screen(actor: Actor, number: int, which: int | None) -> None:
    """What the projector shows; None: nothing. Only what the hall may see. Raises Conflict."""
    require(may_prepare(actor), "keep the screen")
    async with DB.transaction():
        card = await held(actor.ward, number, ConferenceState.RUNNING)
        if which is not None:
            row = await opinion_row(card, which)
            if not row["words"] or row["state"] not in SEEN:
                raise Conflict("nobody has let this one be shown")
        await Conference.update({Conference.on_screen: which}).where(Conference.id == card.id)
        await record(card, Step.PUT_ON_SCREEN, actor, data={"opinion": which})


async def code_of_slip(actor: Actor, number: int, which: int) -> str:
    """The tracking code that the asker of a captured opinion is given on paper; empty for a phone,
    which alone knows its own. Raises NotFound, Forbidden."""
    require(may_prepare(actor), "take opinions down")
    card = await in_state(actor.ward, number)
    row = await opinion_row(card, which)
    if row["source"] not in {OpinionSource.SPOKEN.value, OpinionSource.SLIP.value}:
        return ""
    return tracking_code(card, row["operation"], row["slip"])
