"""Three surveys' worth of story: one that is open, one with results, a form being written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from dialogue.core import clock
from dialogue.core.keys import keys
from dialogue.core.tickets import body_hash, issue, nonce_hash
from dialogue.ward.rules import Actor
from meetings.conferences.queries.conferences import conferences
from meetings.conferences.states import ConferenceState
from surveys.forms import queries
from surveys.forms.actions import rounds, versions
from surveys.forms.actions.replies import NewReply, reply
from surveys.forms.actions.rounds import NewSurvey
from surveys.forms.model import Label, Question
from surveys.forms.queries import FormCard, SurveyCard
from surveys.forms.states import CommentState, Kind
from web.after_conference import slug_after
from web.demo.content import content
from web.demo.place import Place, moment

SEED = 2640
READ = 3  # comments that were read already


async def tell(place: Place) -> None:
    dice = Random(SEED + place.id)  # noqa: S311  a story, no secret
    given = content("surveys")
    for each in given["surveys"]:
        await _ask(place, each, dice)
    await _ask_the_hall(place, given["hall"], dice)
    await rounds.close_due()
    for each in given["surveys"]:
        await _read(place, await queries.survey(place.id, each["slug"]))
    await _draft(place.people["giam-doc"], given["draft"])


async def _ask_the_hall(place: Place, given: dict[str, Any], dice: Random) -> None:
    """Where a hall is open just now, its people find the survey beside the programme."""
    today = clock.local_day(place.days.now)
    for card in await conferences(place.id):
        if card.state is ConferenceState.RUNNING and card.day == today:
            await _ask(place, given | {"slug": slug_after(card.slug)}, dice)


async def _ask(place: Place, given: dict[str, Any], dice: Random) -> None:
    director = place.people["giam-doc"]
    today = clock.local_day(place.days.now)
    opens, closes = (today + timedelta(days=given[name]) for name in ("opens", "closes"))
    with clock.at(min(moment(opens, 8), place.days.now)):
        form = await versions.adopt(director, given["form"])
        new = NewSurvey(form, given["slug"], given["title"], given["title_en"], opens, closes)
        await rounds.announce(director, new)
    card, asked = await queries.survey(place.id, given["slug"]), await queries.form(place.id, form)
    words = iter(given["words"])
    for number in range(given["replies"]):
        day = _day(opens, min(closes, today - timedelta(days=1)), number, given["replies"])
        with clock.at(moment(day, dice.choice((9, 15)), dice.randrange(60))):
            await reply(_reply(card, asked, dict(_answers(asked, given, dice, words))))


def _day(opens: date, last: date, number: int, of: int) -> date:
    return opens + timedelta(days=(last - opens).days * number // of)


def _answers(
    asked: FormCard, given: dict[str, Any], dice: Random, words: Iterator[str]
) -> Iterator[tuple[str, list[str]]]:
    """weights: option → how often; an option without one is drawn as often as any other."""
    weights = given["weights"]
    for question in asked.form.questions:
        if question.kind is Kind.TEXT:
            said = next(words, "") if dice.random() < given["spoken"] else ""
            yield question.id, [said] if said else []
        elif question.required or dice.random() < 0.7:
            each = [weights.get(value, 1) for value in question.values]
            yield question.id, dice.choices(question.values, each)


def _reply(card: SurveyCard, asked: FormCard, sent: dict[str, list[str]]) -> NewReply:
    """With a ticket of its own, as the page would have carried it."""
    path = f"/khao-sat/{card.id}/{asked.id}"
    ticket = issue(keys(), path, clock.now())
    body = body_hash(keys(), json.dumps([ticket, sent]))
    return NewReply(card, asked, nonce_hash(keys(), path, ticket, clock.now()), body, sent)


async def _read(place: Place, card: SurveyCard) -> None:
    """The register's keeper has begun with the comments of what is over."""
    keeper = place.people["van-phong"]
    for each in (await queries.comments(keeper, card, CommentState.WAITING))[:READ]:
        if not each.sensitive:
            await rounds.read_comment(keeper, card.id, each.id, CommentState.SHOWN)


async def _draft(director: Actor, given: dict[str, Any]) -> None:
    """The next version of the friendly-office form, with a new question and a fault left in it."""
    form = await versions.adopt(director, given["form"])
    made = await versions.next_version(director, form)
    card = await queries.form(director.ward, made)
    label = Label(given["label"])
    new = Question(given["id"], Kind.TEXT, label, most_letters=given["letters"])
    changed = replace(card.form, questions=(*card.form.questions, new))
    await versions.save(director, made, card.version, changed)
