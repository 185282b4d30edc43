"""The only writer of replies: answers and words in one transaction, and nothing joins the two."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from dialogue.core.bulk import insert_many
from dialogue.core.clock import local_day, local_half, now, start_of
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, TicketUsed
from dialogue.core.jobs import Work, every
from dialogue.core.keys import keys, lock
from dialogue.core.server import ServerEngine
from dialogue.core.tables import UsedTicket
from dialogue.core.tickets import LIFE
from dialogue.core.workdays import DAY
from surveys.forms import queries
from surveys.forms.answering import Sent, chosen_alone, kept, words_alone
from surveys.forms.model import Form
from surveys.forms.queries import FormCard, SurveyCard
from surveys.forms.rules import takes_replies
from surveys.forms.tables import SurveyReply, SurveyWords
from surveys.mixing import padded
from surveys.rows import ID_BITS

LEVELLED = timedelta(days=7)  # a missed night is made up for


@dataclass(frozen=True, slots=True)
class NewReply:
    """form: the version that was seen, retired meanwhile or not. nonce, body: hashes, of the
    ticket's nonce and of what was sent (dialogue.core.tickets). sent: as it came.
    """

    survey: SurveyCard
    form: FormCard
    nonce: str
    body: str
    sent: Sent = field(default_factory=dict)


async def reply(new: NewReply) -> None:
    """Kept once, however often it is sent. Raises Invalid by question, Conflict when the survey is
    over, TicketUsed when the ticket carried other answers.
    """
    answers = kept(new.form.form, new.sent)
    if await _is_known(new):
        return
    try:
        await _save(new, answers)
    except Conflict:
        raise
    except Exception:
        # A rival process with the same ticket came first: its row is there now.
        if not await _is_known(new):
            raise


async def _is_known(new: NewReply) -> bool:
    """Raises TicketUsed."""
    used = await UsedTicket.select(UsedTicket.body).where(UsedTicket.nonce == new.nonce).first()
    if used is not None and used["body"] != new.body:
        raise TicketUsed("this ticket carried another reply")
    return used is not None


async def _save(new: NewReply, answers: dict[str, tuple[str, ...]]) -> None:
    """Nothing is noted in the change log: no page shows a reply before the survey closes."""
    moment, ward, form = now(), new.survey.ward, new.form.form
    async with DB.transaction():
        card = await queries.survey(ward, new.survey.slug)
        day, half = local_day(moment), local_half(moment)
        ends = start_of(card.closes + DAY)
        out = card.closed_on is not None
        if not takes_replies(card.opens, ends, out=out, today=day, moment=moment):
            raise Conflict("the survey is over")
        await UsedTicket.insert(
            UsedTicket(nonce=new.nonce, ward=ward, body=new.body, receipt="", ends=moment + LIFE)
        )
        late = day > card.closes  # begun before midnight
        await insert_many(
            SurveyReply,
            [
                {
                    "id": secrets.randbits(ID_BITS),
                    "ward": ward,
                    "survey": card.id,
                    "form": new.form.id,
                    "answers": json.dumps(chosen_alone(form, answers)),
                    "day": card.closes if late else day,
                    "half": 1 if late else half,
                }
            ],
        )
        await insert_many(SurveyWords, _words(card, new.form.id, form, answers))


def _words(
    card: SurveyCard, form_id: int, form: Form, answers: dict[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """A row for each question, sealed and of a size class, in the order of random ids."""
    rows = [
        {
            "id": secrets.randbits(ID_BITS),
            "ward": card.ward,
            "survey": card.id,
            "sealed": lock(keys(), "outbox", padded(json.dumps([form_id, question, text]))),
        }
        for question, text in words_alone(form, answers).items()
    ]
    return sorted(rows, key=lambda row: row["id"])


@every(minutes=24 * 60, kind="level-survey-replies")
async def level_replies(work: Work | None = None) -> None:
    """PostgreSQL keeps with each row which transaction wrote it: those of the days that are over
    are written anew, all in one (docs/decisions/006-words-wait-to-be-mixed.md).
    """
    if not isinstance(DB, ServerEngine):
        return  # SQLite keeps no such thing
    today = local_day(now())
    async with DB.transaction():
        await SurveyReply.update({SurveyReply.half: SurveyReply.half}).where(
            SurveyReply.day >= today - LEVELLED, SurveyReply.day < today
        )
        await SurveyWords.update({SurveyWords.survey: SurveyWords.survey}).where(
            SurveyWords.id >= 0
        )
    await DB.wipe(SurveyReply._meta.tablename)
    await DB.wipe(SurveyWords._meta.tablename)
