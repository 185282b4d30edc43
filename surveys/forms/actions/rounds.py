"""The only writers of surveys: announced, moved, closed with their figures, their comments read."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialogue.core import audit
from dialogue.core.bulk import insert_many
from dialogue.core.changes import note
from dialogue.core.clock import local_day, now, start_of
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.jobs import BATCH, Work, every
from dialogue.core.keys import keys, unlock
from dialogue.core.text import clean
from dialogue.core.workdays import DAY
from dialogue.matters.manners import covered, heed
from dialogue.matters.signs import signs
from dialogue.ward.rules import Actor
from surveys.forms import queries
from surveys.forms.results import tally, written_tally
from surveys.forms.rules import (
    GRACE,
    may_edit,
    may_read_first,
    usable_days,
    usable_slug,
)
from surveys.forms.states import CommentState, FormState
from surveys.forms.tables import Survey, SurveyComment, SurveyForm, SurveyReply, SurveyWords
from surveys.queries.ratings import least_ratings

LONGEST_TITLE = 160
SETTLED = timedelta(minutes=10)  # after the last reply could come, it is on disk


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """form: id of a published version. slug: its place in the address. closes: the last day."""

    form: int
    slug: str
    title: str
    title_en: str
    opens: date
    closes: date


async def announce(actor: Actor, new: NewSurvey) -> int:
    """Its id. Raises Forbidden, Invalid by field."""
    _editor(actor)
    title, title_en = clean(new.title), clean(new.title_en)
    if not title or not title_en:
        raise Invalid("no title", **{"title" if not title else "title_en": "missing"})
    if max(len(title), len(title_en)) > LONGEST_TITLE:
        raise Invalid("too long", title="too-long")
    if not usable_slug(new.slug):
        raise Invalid("not usable in an address", slug="not-usable")
    _days(new.opens, new.closes)
    if new.closes < local_day(now()):
        raise Invalid("over before it begins", closes="past")
    async with DB.transaction():
        await _published(actor, new.form)
        if await Survey.exists().where(Survey.ward == actor.ward, Survey.slug == new.slug):
            raise Invalid(f"{new.slug!r} is taken", slug="taken")
        (row,) = await Survey.insert(
            Survey(
                ward=actor.ward,
                slug=new.slug,
                title=title,
                title_en=title_en,
                form=new.form,
                opens=new.opens,
                closes=new.closes,
            )
        )
        said = {"title": title, "since": new.opens.isoformat(), "until": new.closes.isoformat()}
        await _record(actor, "announce-survey", row["id"], None, said)
        await note(actor.ward, "survey", row["id"])
    return int(row["id"])


async def move(actor: Actor, id_: int, opens: date, closes: date, version: int) -> None:
    """Other days, while it is not over. One that is open stays open today.

    Raises Forbidden, NotFound, Invalid by field, Conflict (over, or changed since).
    """
    _editor(actor)
    _days(opens, closes)
    today = local_day(now())
    card = await queries.survey_by_id(actor, id_)
    if closes < today:
        raise Invalid("a day that is over", closes="past")
    if card.opens <= today and opens != card.opens:
        raise Invalid("it has begun", opens="begun")
    async with DB.transaction():
        rows = (
            await Survey.update(
                {Survey.opens: opens, Survey.closes: closes, Survey.version: version + 1}
            )
            .where(
                Survey.id == id_,
                Survey.ward == actor.ward,
                Survey.version == version,
                Survey.closed_on.is_null(),
                Survey.closes >= today,
            )
            .returning(Survey.id)
        )
        if not rows:
            raise Conflict("the survey is over, or was changed meanwhile")
        before = {"since": card.opens.isoformat(), "until": card.closes.isoformat()}
        after = {"since": opens.isoformat(), "until": closes.isoformat()}
        await _record(actor, "move-survey", id_, before, after)
        await note(actor.ward, "survey", id_)


@every(minutes=30, kind="close-surveys")
async def close_by_the_clock(work: Work | None = None) -> None:
    await close_due()


async def close_due() -> None:
    """Every survey whose last day and grace are over: its figures come out, once and for all, and
    its words come out mixed. May run twice.
    """
    moment = now()
    rows = await Survey.select(Survey.id, Survey.ward, Survey.closes).where(
        Survey.closed_on.is_null(), Survey.closes < local_day(moment)
    )
    for row in rows:
        if moment >= start_of(row["closes"] + DAY) + GRACE + SETTLED:
            await _close(row["ward"], row["id"])
    await DB.wipe(SurveyWords._meta.tablename)


async def _close(ward: int, id_: int) -> None:
    today = local_day(now())
    values: dict[Any, Any] = {
        Survey.closed_on: today,
        Survey.least: await least_ratings(ward, today),
        Survey.tallies: await _tallies(ward, id_),
    }
    async with DB.transaction():
        closed = (
            await Survey.update(values)
            .where(Survey.id == id_, Survey.ward == ward, Survey.closed_on.is_null())
            .returning(Survey.id)
        )
        if not closed:
            return
        await _bring_out(ward, id_)
        await audit.record(ward, None, "close-survey", "survey", id_)
        await note(ward, "survey", id_)


async def _bring_out(ward: int, survey: int) -> None:
    """In the order of random ids. What a lost master key locked stays, and holds up nothing."""
    sealed = (
        await SurveyWords.select(SurveyWords.id, SurveyWords.sealed)
        .where(SurveyWords.ward == ward, SurveyWords.survey == survey)
        .order_by(SurveyWords.id)
    )
    rows = []
    for row in sealed:
        try:
            rows.append(_comment(ward, survey, row))
        except Invalid:
            logging.getLogger(__name__).exception("words %s cannot be opened", row["id"])
    await insert_many(SurveyComment, rows)
    for start in range(0, len(rows), BATCH):
        part = [row["id"] for row in rows[start : start + BATCH]]
        await SurveyWords.delete().where(SurveyWords.id.is_in(part))


async def _tallies(ward: int, id_: int) -> str:
    """By the id of the version that was answered."""
    given: dict[int, list[dict[str, list[str]]]] = {}
    for row in await SurveyReply.select(SurveyReply.form, SurveyReply.answers).where(
        SurveyReply.ward == ward, SurveyReply.survey == id_
    ):
        given.setdefault(row["form"], []).append(json.loads(row["answers"]))
    return json.dumps(
        {
            form: written_tally(tally((await queries.form(ward, form)).form, answers))
            for form, answers in given.items()
        }
    )


def _comment(ward: int, survey: int, row: Mapping[str, Any]) -> dict[str, Any]:
    form, question, text = json.loads(unlock(keys(), "outbox", row["sealed"]))
    told, seen = heed(text), signs(text)
    return {
        "id": row["id"],
        "ward": ward,
        "survey": survey,
        "form": form,
        "question": question,
        "text": covered(text, {*told.rude, *told.personal}),
        "sensitive": seen.sensitive or seen.urgent,
        "state": CommentState.WAITING.value,
    }


async def read_comment(actor: Actor, survey: int, id_: int, state: CommentState) -> None:
    """Its first reader shows it to those who read figures, or keeps it. Never one with signs of a
    denunciation. Raises Forbidden, NotFound, Invalid, Conflict (read already).
    """
    if not may_read_first(actor, await queries.at_counters(actor.ward)):
        raise Forbidden("comments are first read by somebody whom they do not concern")
    if state is CommentState.WAITING:
        raise Invalid("said nothing of it", state="missing")
    async with DB.transaction():
        own = (SurveyComment.ward == actor.ward, SurveyComment.survey == survey)
        row = (
            await SurveyComment.select(SurveyComment.sensitive)
            .where(SurveyComment.id == id_, *own)
            .first()
        )
        if row is None:
            raise NotFound(f"no comment {id_}")
        if row["sensitive"] and state is CommentState.SHOWN:
            raise Invalid("it shows signs of a denunciation", state="sensitive")
        changed = (
            await SurveyComment.update(
                {SurveyComment.state: state.value, SurveyComment.read_by: actor.staff}
            )
            .where(SurveyComment.id == id_, SurveyComment.state == CommentState.WAITING.value, *own)
            .returning(SurveyComment.id)
        )
        if not changed:
            raise Conflict("somebody has read it already")
        await _record(actor, "read-survey-comment", survey, None, {"state": state.value})


async def _published(actor: Actor, form: int) -> None:
    row = (
        await SurveyForm.select(SurveyForm.state)
        .where(SurveyForm.ward == actor.ward, SurveyForm.id == form)
        .first()
    )
    if row is None or row["state"] != FormState.PUBLISHED.value:
        raise Invalid("no published form", form="unknown")


def _days(opens: date, closes: date) -> None:
    if not usable_days(opens, closes):
        raise Invalid("these are no days of a survey", closes="before-since")


def _editor(actor: Actor) -> None:
    if not may_edit(actor):
        raise Forbidden("the centre's director and the keeper make surveys")


async def _record(
    actor: Actor,
    action: str,
    subject: int,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
) -> None:
    await audit.record(actor.ward, actor.recorded, action, "survey", subject, before, after)
