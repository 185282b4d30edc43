"""The briefing book: a page that reads well on a phone in the car, and the same as PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from dialogue.core.clock import local_day, now
from dialogue.ward.queries import ward_by_id
from dialogue.ward.rules import Actor
from meetings.conferences.briefing import Briefing, Contentment
from meetings.conferences.documents.briefing import briefing_paper, change_of, law_lines
from meetings.conferences.queries import briefing
from meetings.conferences.queries.conferences import ConferenceCard
from surveys.rules import may_read_figures
from surveys.satisfaction import Satisfaction, satisfaction
from web.papers import drawn, sent
from web.staff.conference_parts import PREPARE, card_of, conference_page
from web.staff.figure_words import COUNT, said, told_findings
from web.staff.satisfaction import NO_FIELD
from web.words import task_look

LOOK_BACK = timedelta(days=180)  # where the conference has no period of its own


@get("/doi-thoai/{conference:int}/tom-tat", opt=PREPARE)
async def show(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Template:
    card = await card_of(request, conference)
    found = await book(request.user, card)
    cases = found.cases
    return await conference_page(
        request,
        "staff/conference_briefing.html",
        card,
        "tom-tat",
        book=found,
        figures=[(COUNT[name], said(cases, name)) for name in COUNT if cases.get(name) is not None]
        if cases
        else [],
        law_lines=law_lines(found),
        change_of=change_of,
        task_look=task_look,
    )


@get("/doi-thoai/{conference:int}/tom-tat.pdf", opt=PREPARE)
async def send_pdf(request: Request[Actor, Any, Any], conference: FromPath[int]) -> Response[bytes]:
    card = await card_of(request, conference)
    paper = briefing_paper(await ward_by_id(card.ward), await book(request.user, card))
    return sent(await drawn(paper.document, "pdf"), f"chuan-bi-{card.slug}", "pdf")


async def book(actor: Actor, card: ConferenceCard) -> Briefing:
    """With what ratings say, as far as this reader may read them."""
    found = await briefing.briefing(actor, card)
    told = told_findings(found.cases) if found.cases else []
    found = replace(found, wrong=tuple(text for text, is_mistake in told if is_mistake))
    if not may_read_figures(actor):
        return found
    return replace(found, contentment=await _contentment(actor, card))


async def _contentment(actor: Actor, card: ConferenceCard) -> tuple[Contentment, ...]:
    """Of the conference's period and the one as long before it."""
    until = card.period_until or local_day(now())
    since = card.period_since or until - LOOK_BACK
    length = until - since + timedelta(days=1)
    present = await satisfaction(actor, since, until)
    before = _shares(await satisfaction(actor, since - length, since - timedelta(days=1)))
    return tuple(
        Contentment(
            place.name or str(NO_FIELD),
            place.figure.n,
            place.figure.percent,
            place.figure.low,
            place.figure.high,
            before.get(place.id),
        )
        for place in present.fields
        if place.figure.n
    )


def _shares(found: Satisfaction) -> dict[int, float | None]:
    return {place.id: place.figure.percent for place in found.fields}


handlers = [show, send_pdf]
