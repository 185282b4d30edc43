"""Reads of forms, surveys, figures and comments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dialogue.core.errors import Forbidden, NotFound
from dialogue.ward.rules import Actor
from surveys.forms.counter import FOLDER
from surveys.forms.model import Form, read_form
from surveys.forms.results import Results, Version, read_tally, results
from surveys.forms.rules import OWN_PLACE, may_read_first, may_read_shown, may_view, stage
from surveys.forms.states import CommentState, FormState, Stage
from surveys.forms.tables import Survey, SurveyComment, SurveyForm, SurveyReply
from surveys.tables import CounterStaff

COMMENTS = 200  # shown at once


@dataclass(frozen=True, slots=True)
class House:
    """A form as the product publishes it. name: "sipas-5x5@1"."""

    name: str
    code: str
    form: Form


@dataclass(frozen=True, slots=True)
class FormCard:
    id: int
    ward: int
    code: str
    number: int
    state: FormState
    form: Form
    house: str
    sent_by: int | None
    version: int


@dataclass(frozen=True, slots=True)
class SurveyCard:
    """form: id of the version that is asked now. closed_on: the day its figures came out."""

    id: int
    ward: int
    slug: str
    title: str
    title_en: str
    form: int
    opens: date
    closes: date
    closed_on: date | None
    least: int | None
    version: int

    def stage(self, today: date) -> Stage:
        return stage(self.opens, self.closes, out=self.closed_on is not None, today=today)


@dataclass(frozen=True, slots=True)
class Comment:
    """asked: the question's words as they stood in its version."""

    id: int
    asked: str
    text: str
    sensitive: bool
    state: CommentState


CARD = (
    *(Survey.id, Survey.ward, Survey.slug, Survey.title, Survey.title_en, Survey.form),
    *(Survey.opens, Survey.closes, Survey.closed_on, Survey.least, Survey.version),
)


@cache
def house_forms() -> tuple[House, ...]:
    """The active ones that a survey may use; those of the counter and of a verdict have a page of
    their own.
    """
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        for data in json.loads(path.read_text("utf-8")).get("forms", ()):
            if data["status"] == "active" and data["context"] not in OWN_PLACE:
                name = f"{data['id']}@{data['version']}"
                found.append(House(name, data["id"], read_form(data)))
    return tuple(found)


def house_form(name: str) -> House:
    """Raises NotFound."""
    found = next((each for each in house_forms() if each.name == name), None)
    if found is None:
        raise NotFound(f"no published form {name!r}")
    return found


async def form(ward: int, id_: int) -> FormCard:
    """Raises NotFound."""
    row = await SurveyForm.select().where(SurveyForm.ward == ward, SurveyForm.id == id_).first()
    if row is None:
        raise NotFound(f"no form {id_}")
    return _form(row)


async def forms(ward: int) -> list[FormCard]:
    """All versions, the newest of each first."""
    rows = (
        await SurveyForm.select()
        .where(SurveyForm.ward == ward)
        .order_by(SurveyForm.id, ascending=False)
    )
    return [_form(row) for row in rows]


def _form(row: dict[str, Any]) -> FormCard:
    return FormCard(
        row["id"],
        row["ward"],
        row["code"],
        row["number"],
        FormState(row["state"]),
        read_form(json.loads(row["content"])),
        row["house"],
        row["sent_by"],
        row["version"],
    )


async def survey(ward: int, slug: str) -> SurveyCard:
    """Raises NotFound."""
    row = await Survey.select(*CARD).where(Survey.ward == ward, Survey.slug == slug).first()
    if row is None:
        raise NotFound(f"no survey {slug!r}")
    return SurveyCard(**row)


async def survey_by_id(actor: Actor, id_: int) -> SurveyCard:
    """Raises NotFound, Forbidden."""
    _viewer(actor)
    row = await Survey.select(*CARD).where(Survey.ward == actor.ward, Survey.id == id_).first()
    if row is None:
        raise NotFound(f"no survey {id_}")
    return SurveyCard(**row)


async def surveys(ward: int, most: int = 100) -> list[SurveyCard]:
    """What ends last comes first."""
    rows = (
        await Survey.select(*CARD)
        .where(Survey.ward == ward)
        .order_by(Survey.closes, Survey.id, ascending=False)
        .limit(most)
    )
    return [SurveyCard(**row) for row in rows]


async def reply_count(card: SurveyCard) -> int:
    """Up to now; it is all that is told before a survey closes."""
    n = await SurveyReply.count().where(
        SurveyReply.ward == card.ward, SurveyReply.survey == card.id
    )
    return int(n)


async def survey_results(card: SurveyCard) -> Results | None:
    """None until it has closed. The same figures for everybody, on every day after."""
    row = (
        await Survey.select(Survey.tallies)
        .where(Survey.ward == card.ward, Survey.id == card.id, Survey.closed_on.is_not_null())
        .first()
    )
    if row is None:
        return None
    versions = []
    for id_, data in json.loads(row["tallies"]).items():
        asked = await form(card.ward, int(id_))
        versions.append(Version(asked.number, asked.form, read_tally(data)))
    return results(versions, card.least)


async def at_counters(ward: int) -> frozenset[int]:
    """Staff of any counter."""
    rows = await CounterStaff.select(CounterStaff.staff).where(CounterStaff.ward == ward)
    return frozenset(row["staff"] for row in rows)


async def comments(actor: Actor, card: SurveyCard, state: CommentState) -> list[Comment]:
    """Raises Forbidden: what waits or is kept is for its first reader alone."""
    first = may_read_first(actor, await at_counters(actor.ward))
    if not first and not (state is CommentState.SHOWN and may_read_shown(actor)):
        raise Forbidden("comments are first read by somebody whom they do not concern")
    rows = (
        await SurveyComment.select()
        .where(
            SurveyComment.ward == actor.ward,
            SurveyComment.survey == card.id,
            SurveyComment.state == state.value,
        )
        .order_by(SurveyComment.id)
        .limit(COMMENTS)
    )
    asked = {id_: (await form(actor.ward, id_)).form for id_ in {row["form"] for row in rows}}
    return [_comment(row, asked[row["form"]]) for row in rows]


def _comment(row: dict[str, Any], asked: Form) -> Comment:
    question = asked.question(row["question"])
    return Comment(
        row["id"],
        question.label.vi if question else "",
        row["text"],
        row["sensitive"],
        CommentState(row["state"]),
    )


def _viewer(actor: Actor) -> None:
    if not may_view(actor):
        raise Forbidden("surveys are for those who make them and those who read figures")
