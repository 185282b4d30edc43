"""Surveys and replies for tests, made through the room's own actions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dialogue.core.clock import at, local_day, now
from dialogue.core.keys import keys
from dialogue.core.tickets import body_hash, issue, nonce_hash
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.forms import queries
from surveys.forms.actions import rounds, versions
from surveys.forms.actions.replies import NewReply, reply
from surveys.forms.actions.rounds import NewSurvey
from surveys.forms.model import Label
from surveys.forms.queries import SurveyCard
from tests.ward.builders import person

OFFICE, SIPAS = "friendly-office@1", "sipas-5x5@1"


async def editors(ward: int) -> tuple[Actor, Actor]:
    """Who writes forms, and who else publishes them."""
    return (
        await person(ward, "giam-doc-phieu", Role.DIRECTOR),
        await person(ward, "quan-tri-phieu", Role.KEEPER),
    )


async def open_survey(
    actor: Actor, house: str = OFFICE, slug: str = "cong-so-than-thien", days: int = 7
) -> SurveyCard:
    """Open since today, for so many days."""
    today = local_day(now())
    form = await versions.adopt(actor, house)
    last = today + timedelta(days=days)
    title = "Công sở thân thiện"
    new = NewSurvey(form, slug, title, "Friendly office", today, last)
    await rounds.announce(actor, new)
    return await queries.survey(actor.ward, slug)


def everywhere(form: queries.FormCard, value: str) -> dict[str, list[str]]:
    """Where it is not offered but something must be said, the first option."""
    return {
        each.id: [value if value in each.values else each.values[0]]
        for each in form.form.questions
        if value in each.values or each.required
    }


async def new_reply(
    card: SurveyCard, sent: Mapping[str, Sequence[str]], form: int = 0, ticket: str = ""
) -> NewReply:
    asked = await queries.form(card.ward, form or card.form)
    path = f"/test/{asked.id}"
    ticket = ticket or issue(keys(), path, now())
    body = body_hash(keys(), json.dumps([ticket, sorted(sent.items())]))
    return NewReply(card, asked, nonce_hash(keys(), path, ticket, now()), body, sent)


async def answer(card: SurveyCard, value: str, times: int = 1, **texts: str) -> None:
    asked = await queries.form(card.ward, card.form)
    sent = everywhere(asked, value) | {id_: [text] for id_, text in texts.items()}
    for _ in range(times):
        await reply(await new_reply(card, sent))


async def all_close(after: date) -> None:
    """The night after that day is over."""
    with at(now() + timedelta(days=(after - local_day(now())).days + 2)):
        await rounds.close_due()


async def second_version(writer: Actor, publisher: Actor, form: int, words: Label) -> int:
    """With other words for its first question."""
    made = await versions.next_version(writer, form)
    card = await queries.form(writer.ward, made)
    first, *others = card.form.questions
    changed = replace(card.form, questions=(replace(first, label=words), *others))
    await versions.save(writer, made, card.version, changed)
    await versions.send(writer, made, card.version + 1)
    await versions.publish(publisher, made, card.version + 2)
    return made
