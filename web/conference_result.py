"""The public result of a conference, and the way from a promise back to what was asked there."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.core.clock import local_day, now
from dialogue.core.errors import NotFound
from dialogue.matters.queries.tasks import TaskCard
from dialogue.matters.states import OriginKind
from dialogue.ward.cards import WardCard
from meetings.conferences.documents.common import Kind
from meetings.conferences.queries import period, results
from meetings.conferences.queries.conclusions import hall_of_task, place_of
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.queries.records import public_record
from meetings.conferences.queries.results import Correction, Word
from meetings.conferences.record import Concluded, Heard, PhotoCard, Record
from meetings.conferences.standing import standing
from web.conference_papers import FORMS, NAMES, public_kinds
from web.conference_result_words import standing_look
from web.i18n import url
from web.qualified import told
from web.shapes import Look
from web.staff.figure_words import COUNT, said, told_findings, told_shares


@dataclass(frozen=True, slots=True)
class Told:
    """An opinion with its badge and the conclusions that settle it."""

    heard: Heard
    look: Look
    conclusions: tuple[Concluded, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """people: who came, as it was told. figures: label and value; shares, findings:
    sentences. papers: name and its forms.
    """

    record: Record
    people: str
    figures: list[tuple[object, str]]
    shares: list[str]
    findings: list[str]
    opinions: list[Told]
    corrections: tuple[Correction, ...]
    words: tuple[Word, ...]
    papers: list[tuple[object, list[tuple[str, str]]]]

    @property
    def photos(self) -> tuple[PhotoCard, ...]:
        return self.record.photos


def public_address(ward: WardCard, card: ConferenceCard) -> str:
    return url(f"/{ward.slug}/doi-thoai/{card.slug}")


async def result_of(ward: WardCard, card: ConferenceCard) -> Result | None:
    """None before it is published."""
    if card.published_at is None:
        return None
    known = await public_record(card)
    reported = await period.cases(card)
    cases = period.whole(card, reported)
    own = period.own_series(card, reported)
    others = [each for each in reported if each not in own]
    today = local_day(now())
    return Result(
        record=known,
        people=told(known.came.total, known.came.total_word),
        figures=[(COUNT[name], said(cases, name)) for name in COUNT if cases.get(name) is not None]
        if cases
        else [],
        shares=[
            *(told_shares(cases) if cases else []),
            *(f"{each.label}: {line}" for each in others for line in told_shares(each.figures)),
        ],
        findings=[text for text, _mistake in told_findings(cases)] if cases else [],
        opinions=[
            Told(
                each,
                standing_look(standing(each, today)),
                tuple(one for one in known.conclusions if each.id in one.opinions),
            )
            for each in known.in_hall
        ],
        corrections=await results.corrections(ward.id, card.id),
        words=await results.words(ward.id, card.id, public=True),
        papers=papers_of(ward, card),
    )


def papers_of(ward: WardCard, card: ConferenceCard) -> list[tuple[object, list[tuple[str, str]]]]:
    """What everybody may fetch now: name, and address by form."""
    base = public_address(ward, card)
    return [(NAMES[kind], _forms(f"{base}/van-ban", kind)) for kind in public_kinds(card)]


def _forms(base: str, kind: Kind) -> list[tuple[str, str]]:
    forms = FORMS if kind is Kind.TABLE else FORMS[:-1]
    return [(form.upper(), f"{base}/{kind.value}.{form}") for form in forms]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a promise was made. opinions: what was asked, as far as everybody may read it.

    conclusion: None for what the hall gave to be done at once.
    """

    title: str
    address: str
    conclusion: Concluded | None
    opinions: tuple[Heard, ...]


async def origin_of(ward: WardCard, card: TaskCard) -> Origin | None:
    """Of a promise of a conference; None for others, and while its result is not out."""
    if card.origin_kind is not OriginKind.CONCLUSION or card.matter is not None:
        return None
    number, conclusion = await place_of(ward.id, card.origin) or (
        await hall_of_task(ward.id, card.id),
        None,
    )
    if number is None:
        return None
    try:
        held = await conference(ward.id, number)
    except NotFound:
        return None
    if held.published_at is None:
        return None
    known = await public_record(held)
    found = next((each for each in known.conclusions if each.id == conclusion), None)
    settled = found.opinions if found else ()
    asked = tuple(each for each in known.heard if each.id in settled or each.task == card.id)
    return Origin(card.origin_name, public_address(ward, held), found, asked)
