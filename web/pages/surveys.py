"""A ward's surveys: what is open, the form page by page, the figures after the end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, NotFound, TicketInvalid, TicketUsed
from dialogue.core.keys import keys
from dialogue.core.tickets import body_hash, issue, nonce_hash
from dialogue.matters.manners import NOTHING, Heed, heed
from dialogue.matters.signs import signs
from dialogue.ward import queries as wards
from dialogue.ward.cards import WardCard
from surveys.forms import queries
from surveys.forms.actions.replies import NewReply, reply
from surveys.forms.answering import carried, kept, pages
from surveys.forms.queries import FormCard, SurveyCard
from surveys.forms.states import Stage
from surveys.forms.walking import Stand, first_page, walk
from web.access import PUBLIC
from web.batches import csv_file
from web.english import said
from web.forms import read_form
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.render import page
from web.survey_figures import COLUMNS, rows, told
from web.survey_steps import (
    Step,
    StepForm,
    read_step,
    shown,
    texts_of,
    typed_words,
    words,
)

STALE = _("Trang này mở đã lâu. Những gì quý vị đã chọn vẫn còn; quý vị đi tiếp từ đây.")
CHANGED = _(
    "Phiếu vừa có bản mới. Câu nào còn nguyên thì phần trả lời của quý vị vẫn giữ; quý vị xem "
    "lại các câu khác."
)
USED = _("Phiếu trước đã được ghi nhận. Nếu đây là phiếu của người khác, quý vị bấm Gửi lần nữa.")


def list_path(ward: WardCard) -> str:
    return url(f"/{ward.slug}/khao-sat")


def survey_path(ward: WardCard, card: SurveyCard) -> str:
    return url(f"/{ward.slug}/khao-sat/{card.slug}")


def ticket_path(card: SurveyCard, form: int) -> str:
    """A ticket is good for one version of one survey: nobody answers, or sees, another."""
    return f"/khao-sat/{card.id}/{form}"


def title_of(card: SurveyCard) -> str:
    return said(card.title, card.title_en)


async def _find(slug: str, survey: str) -> tuple[WardCard, SurveyCard]:
    ward = await wards.ward(slug)
    return ward, await queries.survey(ward.id, survey)


@get("/{slug:str}/khao-sat", opt=PUBLIC)
async def show_list(slug: FromPath[str]) -> Template:
    ward, today = await wards.ward(slug), local_day(now())
    cards = await queries.surveys(ward.id)
    staged = {stage: [each for each in cards if each.stage(today) is stage] for stage in Stage}
    return page("pages/surveys.html", ward=ward, staged=staged, title_of=title_of)


@get("/{slug:str}/khao-sat/{survey:str}", opt=PUBLIC)
async def show(slug: FromPath[str], survey: FromPath[str]) -> Template:
    ward, card = await _find(slug, survey)
    if card.stage(local_day(now())) is not Stage.OPEN:
        return await _not_open(ward, card)
    asked = await queries.form(ward.id, card.form)
    return _page(ward, card, asked, Step(StepForm(), {}), Stand(first_page(asked.form, {})))


async def _not_open(
    ward: WardCard, card: SurveyCard, status: int = 200, typed: Sequence[str] = ()
) -> Template:
    """Before it, after it, or with its figures. typed: words that cannot be taken any more."""
    made = await queries.survey_results(card)
    return page(
        "pages/survey_over.html",
        status=status,
        ward=ward,
        card=card,
        title=title_of(card),
        stage=card.stage(local_day(now())),
        results=made,
        told=told(made) if made else [],
        words=words,
        typed=typed,
        n=await queries.reply_count(card),
    )


def _page(  # noqa: PLR0917  whose, which, what was answered, where
    ward: WardCard,
    card: SurveyCard,
    asked: FormCard,
    step: Step,
    stand: Stand,
    status: int = 200,
    *,
    ticket: str = "",
    problem: object = "",
    told: Heed = NOTHING,
) -> Template:
    """A fresh ticket where none is given."""
    path = ticket_path(card, asked.id)
    return page(
        "pages/survey.html",
        status=status,
        ward=ward,
        title=title_of(card),
        closes=card.closes,
        action=survey_path(ward, card),
        ticket=ticket or issue(keys(), path, now()),
        form_id=asked.id,
        problem=problem,
        told=told,
        seen="1" if told.before_sending else step.data.seen,
        **shown(asked.form, step.sent, stand),
    )


@post("/{slug:str}/khao-sat/{survey:str}", opt=PUBLIC)
async def send_step(
    request: Request[Any, Any, Any], slug: FromPath[str], survey: FromPath[str]
) -> Template | Redirect:
    """One page further, one back, or, from the last one, the whole reply."""
    ward, card = await _find(slug, survey)
    data = (await read_form(request, StepForm)).data or StepForm()
    try:
        nonce = nonce_hash(keys(), ticket_path(card, data.form), data.ticket, now())
        asked = await queries.form(ward.id, data.form)
    except (TicketInvalid, NotFound):
        return await _anew(request, ward, card, data)
    step = await read_step(request, asked.form)
    stand = walk(asked.form, step.sent, _place(asked, data.page), back=step.back)
    if not stand.done:
        status = 422 if stand.wrong else 200
        return _page(ward, card, asked, step, stand, status, ticket=data.ticket)
    first = _first_to_heed(asked, step)
    if first is not None and not data.seen:
        number, noticed = first
        stand = Stand(number)
        return _page(ward, card, asked, step, stand, ticket=data.ticket, told=noticed)
    try:
        await reply(NewReply(card, asked, nonce, _body(data.ticket, step), step.sent))
    except TicketUsed:
        return _page(ward, card, asked, step, replace(stand, done=False), 409, problem=USED)
    except Conflict:
        return await _not_open(ward, card, 410, typed=typed_words(asked.form, step))
    return Redirect(f"{survey_path(ward, card)}/cam-on", status_code=303)


def _place(asked: FormCard, number: int) -> int:
    return min(max(number, 0), max(len(pages(asked.form)) - 1, 0))


async def _anew(
    request: Request[Any, Any, Any], ward: WardCard, card: SurveyCard, data: StepForm
) -> Template:
    """With a fresh ticket, from the first page, and every answer that is still one."""
    asked = await queries.form(ward.id, card.form)
    step = await read_step(request, asked.form)
    if card.stage(local_day(now())) is not Stage.OPEN:
        return await _not_open(ward, card, 410, typed=typed_words(asked.form, step))
    problem = STALE
    if data.form != asked.id and (before := await _before(ward.id, asked, data.form)) is not None:
        step, problem = replace(step, sent=carried(before.form, asked.form, step.sent)), CHANGED
    stand = Stand(first_page(asked.form, step.sent))
    return _page(ward, card, asked, step, stand, 422, problem=problem)


async def _before(ward: int, asked: FormCard, form: int) -> FormCard | None:
    """An older version of the same form; None for anything else."""
    try:
        found = await queries.form(ward, form)
    except NotFound:
        return None
    return found if found.code == asked.code else None


def _first_to_heed(asked: FormCard, step: Step) -> tuple[int, Heed] | None:
    """The page of the first words with personal data or an insult, and what to tell of them.

    Nothing in an emergency: then nobody is asked to put it otherwise.
    """
    for id_, text in texts_of(asked.form, kept(asked.form, step.sent)).items():
        noticed = NOTHING if signs(text).urgent else heed(text)
        if noticed.before_sending:
            for number, questions in enumerate(pages(asked.form)):
                if any(each.id == id_ for each in questions):
                    return number, noticed
    return None


def _body(ticket: str, step: Step) -> str:
    """Hashed together with the ticket, which is not kept: nobody can try answers against it."""
    return body_hash(keys(), json.dumps([ticket, sorted(step.sent.items())]))


@get("/{slug:str}/khao-sat/{survey:str}/cam-on", opt=PUBLIC)
async def show_thanks(slug: FromPath[str], survey: FromPath[str]) -> Template:
    ward, card = await _find(slug, survey)
    return page("pages/survey_thanks.html", ward=ward, card=card, title=title_of(card))


@get("/{slug:str}/khao-sat/{survey:str}/ket-qua.csv", opt=PUBLIC)
async def csv(slug: FromPath[str], survey: FromPath[str]) -> Response[bytes]:
    """Raises NotFound until the survey has closed."""
    _ward, card = await _find(slug, survey)
    made = await queries.survey_results(card)
    if made is None:
        raise NotFound("its figures are not out")
    return csv_file(f"khao-sat-{card.slug}.csv", COLUMNS, rows(made))


handlers = [show_list, show, send_step, show_thanks, csv]
