"""Dialogue conferences for programs: when and where, and what came of them once it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from litestar import Response, get
from litestar.params import FromPath

from dialogue.core.clock import HANOI, local_day
from dialogue.core.errors import NotFound
from dialogue.ward import queries
from dialogue.ward.states import Qualifier
from meetings.conferences.queries.agenda import programme
from meetings.conferences.queries.conferences import (
    ConferenceCard,
    conference_by_slug,
    conferences,
)
from meetings.conferences.queries.records import public_record
from meetings.conferences.record import Concluded, Heard
from meetings.conferences.states import AgendaKind, ConferenceState, Mode, Outcome
from web.access import PUBLIC
from web.api.cursors import cursor, place_of, portion
from web.api.parameters import After, Limit
from web.api.tags import Anything, tagged

LAST = 10**10  # seconds since 1970: what the latest day is counted back from


@dataclass(frozen=True, slots=True)
class ConferenceOut:
    """starts_at, ends_at, place: null and empty while only the day is expected.

    questions_until: the last day for questions ahead. result_on: the day its result was published.
    """

    slug: str
    path: str
    title: str
    subject: str
    state: ConferenceState
    modes: list[Mode]
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    attending: str
    chair: str
    chair_title: str
    questions_until: date | None
    cancel_reason: str
    result_on: date | None


@dataclass(frozen=True, slots=True)
class ConferencesOut:
    """next: for `after`; null at the end."""

    items: list[ConferenceOut]
    next: str | None


@dataclass(frozen=True, slots=True)
class PointOut:
    """A point of the programme."""

    starts_at: datetime
    minutes: int
    kind: AgendaKind
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class OpinionOut:
    """An opinion in public, never with its asker. askers: with those who asked the same.

    answer: of the hall. answer_number: of the written one on the board. due: while it is owed.
    promise: number of its promise. receiver: the body that it was sent on to.
    """

    code: str
    group: str
    organisation: str
    field: str
    words: str
    askers: int
    outcome: Outcome | None
    answer: str
    answered_by: str
    answer_number: int | None
    due: date | None
    promise: int | None
    receiver: str


@dataclass(frozen=True, slots=True)
class ConclusionOut:
    """promise: number of the promise it became; else why_no_task, or receiver of what is beyond
    the ward. opinions: codes of those it settles, as far as they are public.
    """

    position: int
    text: str
    unit: str
    due: date | None
    product: str
    promise: int | None
    receiver: str
    why_no_task: str
    opinions: list[str]


@dataclass(frozen=True, slots=True)
class OutcomeOut:
    """attendances: lượt, which qualifier tells how exact ("more than", "nearly", "about")."""

    attendances: int
    qualifier: Qualifier | None
    assessment: str
    opinions: list[OpinionOut]
    conclusions: list[ConclusionOut]


@dataclass(frozen=True, slots=True)
class LongConferenceOut:
    """result: null until it is published."""

    conference: ConferenceOut
    programme: list[PointOut]
    result: OutcomeOut | None


@get("/v1/wards/{ward:str}/conferences", opt=PUBLIC)
async def list_conferences(
    request: Anything, ward: FromPath[str], after: After = "", limit: Limit = 20
) -> Response[ConferencesOut]:
    """Dialogue conferences (hội nghị đối thoại), those to come and the latest first."""
    card = await queries.ward(ward)
    found = [each for each in await conferences(card.id) if each.is_public]
    found.sort(key=_key)
    some, end = portion(found, _key, place_of(request, after), limit)
    items = [_conference_out(card.slug, each) for each in some]
    return tagged(request, ConferencesOut(items, cursor(request, end)))


@get("/v1/wards/{ward:str}/conferences/{conference:str}", opt=PUBLIC)
async def show_conference(
    request: Anything, ward: FromPath[str], conference: FromPath[str]
) -> Response[LongConferenceOut]:
    """One conference with its programme and, once published, its opinions and conclusions."""
    card = await queries.ward(ward)
    held = await conference_by_slug(card.id, conference)
    if not held.is_public:
        raise NotFound("not public yet")
    points = (await programme(held)).points if held.announced_at else ()
    out = LongConferenceOut(
        _conference_out(card.slug, held),
        [PointOut(_local(p.starts_at), p.minutes, p.kind, p.text, p.who) for p in points],
        await _outcome_out(held) if held.published_at else None,
    )
    return tagged(request, out)


def _key(card: ConferenceCard) -> str:
    """The latest first."""
    return f"{LAST - int(card.starts_at.timestamp()):011}.{card.id:09}"


def _local(at: datetime) -> datetime:
    return at.astimezone(HANOI)


def _conference_out(slug: str, card: ConferenceCard) -> ConferenceOut:
    told = card.announced_at is not None
    return ConferenceOut(
        slug=card.slug,
        path=f"/{slug}/doi-thoai/{card.slug}",
        title=card.title,
        subject=card.subject,
        state=card.state,
        modes=list(card.modes),
        day=card.day,
        starts_at=_local(card.starts_at) if told else None,
        ends_at=_local(card.ends_at) if told else None,
        place=card.place if told else "",
        attending=card.attending,
        chair=card.chair,
        chair_title=card.chair_title,
        questions_until=card.collect_until,
        cancel_reason=card.cancel_reason,
        result_on=local_day(card.published_at) if card.published_at else None,
    )


async def _outcome_out(card: ConferenceCard) -> OutcomeOut:
    """What the page of its result shows."""
    known = await public_record(card)
    codes = {each.id: each.code for each in known.in_hall}
    return OutcomeOut(
        known.came.total,
        known.came.total_word,
        card.assessment,
        [_opinion_out(each) for each in known.in_hall],
        [_conclusion_out(each, codes) for each in known.conclusions],
    )


def _opinion_out(each: Heard) -> OpinionOut:
    owed = each.due if not each.written and not each.promise else None
    return OpinionOut(
        code=each.code,
        group=each.group_name,
        organisation=each.organisation,
        field=each.field_name,
        words=each.words,
        askers=each.askers,
        outcome=each.outcome,
        answer=each.answer,
        answered_by=each.answered_by if each.answer else "",
        answer_number=each.answer_number if each.written else None,
        due=owed,
        promise=each.promise.number if each.promise else None,
        receiver=each.receiver,
    )


def _conclusion_out(each: Concluded, codes: dict[int, str]) -> ConclusionOut:
    return ConclusionOut(
        position=each.position,
        text=each.text,
        unit=each.unit_name,
        due=each.task.due if each.task else each.due,
        product=each.product if each.task else "",
        promise=each.task.number if each.task else None,
        receiver=each.receiver if each.beyond else "",
        why_no_task=each.why_no_task,
        opinions=[codes[one] for one in each.opinions if one in codes],
    )


handlers = [list_conferences, show_conference]
