"""Which document an address of a conference names, and the facts that it is made of."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from litestar import Response
from litestar.response import Template

from dialogue.core.clock import local_day, now
from dialogue.core.errors import NotFound
from dialogue.core.settings import SETTINGS
from dialogue.ward import queries as wards
from dialogue.ward.deadlines import days_after
from dialogue.ward.rules import Actor
from meetings.conferences.documents import before, half_year, minutes, outcome, table
from meetings.conferences.documents.common import Issued, Kind, Paper
from meetings.conferences.documents.half_year import Ratings
from meetings.conferences.laws import bases_on
from meetings.conferences.queries import period
from meetings.conferences.queries.agenda import part_of, parts
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.letters import addressed
from meetings.conferences.queries.numbers import numbered
from meetings.conferences.record import Heard, Record
from surveys.rules import may_read_figures
from surveys.satisfaction import satisfaction
from web.after_conference import asked_after
from web.i18n import gettext_lazy as _
from web.numbers import whole
from web.pages.rating import REASONS
from web.papers import drawn, print_page, sent
from web.staff.figure_words import told_findings

NAMES = {
    Kind.INVITATION: _("Giấy mời"),
    Kind.NOTICE: _("Thông báo tổ chức đối thoại"),
    Kind.AGENDA: _("Chương trình"),
    Kind.MINUTES: _("Biên bản hội nghị"),
    Kind.CONCLUSIONS: _("Thông báo kết luận"),
    Kind.TABLE: _("Bảng tổng hợp ý kiến"),
    Kind.ANSWER: _("Văn bản trả lời"),
    Kind.HALF_YEAR: _("Báo cáo 6 tháng"),
}
BEFORE = (Kind.NOTICE, Kind.AGENDA)  # public once announced
AFTER = (Kind.MINUTES, Kind.CONCLUSIONS, Kind.TABLE)  # public once the result is
FORMS = ("docx", "pdf", "html", "xlsx")
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """kind, what it is of (an opinion, a guest; 0: the whole) and in which form."""

    kind: Kind
    of: int
    form: str


def read_name(name: str) -> Asked:
    """`bien-ban.pdf`, `tra-loi-12.docx`. Raises NotFound."""
    stem, _dot, form = name.rpartition(".")
    for kind in Kind:
        rest = stem.removeprefix(kind.value)
        if rest == stem or form not in FORMS:
            continue
        if not rest:
            return Asked(kind, 0, form)
        found = whole(rest.removeprefix("-")) if rest.startswith("-") else None
        if found:
            return Asked(kind, found, form)
    raise NotFound(f"no document {name!r}")


def public_kinds(card: ConferenceCard) -> Sequence[Kind]:
    """Which documents everybody may fetch now."""
    early = BEFORE if card.announced_at else ()
    return (*early, *(AFTER if card.published_at else ()))


async def paper(actor: Actor | None, record: Record, asked: Asked) -> Paper:
    """actor: None for the public. Raises NotFound for an opinion or a guest that is not there."""
    known = await numbered(record.card)
    issued = known.get((asked.kind, asked.of)) or known.get(_shared(asked)) or Issued()
    match asked.kind:
        case Kind.NOTICE:
            return before.announcement(
                record, await _laws(record), issued, await parts(record.card)
            )
        case Kind.AGENDA:
            return before.agenda(record, issued, await _survey(record))
        case Kind.MINUTES:
            return minutes.minutes(record, issued)
        case Kind.CONCLUSIONS:
            return outcome.notice(record, _page(record), await _result_due(record.card), issued)
        case Kind.TABLE:
            return table.table(record, local_day(now()), issued)
        case _ if actor is not None:
            return await _inside(actor, record, asked, issued)
    raise NotFound("not for everybody")


def _shared(asked: Asked) -> tuple[Kind, int]:
    """All letters of an invitation go out under one number; an answer has its own."""
    return asked.kind, asked.of if asked.kind is Kind.ANSWER else 0


async def _inside(actor: Actor, record: Record, asked: Asked, issued: Issued) -> Paper:
    """What goes to one receiver, or is the ward's own until it is signed."""
    if asked.kind is Kind.INVITATION:
        if not asked.of:
            return before.invitation(record, "", issued, page=_page(record))
        guest = await addressed(record.card, asked.of)
        theirs = await _at_part(record, guest.part)
        return before.invitation(theirs, guest.whom, issued, page=_page(record))
    if asked.kind is Kind.ANSWER:
        each = _opinion(record, asked.of)
        return outcome.written_answer(record, each, _judged_at(record, each), issued)
    return half_year.half_year(record, await _half_year(actor, record), issued)


async def _survey(record: Record) -> str:
    """What those who were there are asked; empty where nobody asks."""
    asked = await asked_after(record.ward, record.card)
    return f"{SETTINGS.site}{asked.href}" if asked else ""


async def _at_part(record: Record, number: int | None) -> Record:
    """With the hour and the place that hold for who belongs to a part of it."""
    card, part = record.card, await part_of(record.card, number)
    if part is None:
        return record
    starts_at, place = part.starts_at or card.starts_at, part.place or card.place
    return replace(record, card=replace(card, starts_at=starts_at, place=place))


def _page(record: Record) -> str:
    return f"{SETTINGS.site}{public_path(record)}"


def public_path(record: Record) -> str:
    return f"/{record.ward.slug}/doi-thoai/{record.card.slug}"


def _judged_at(record: Record, each: Heard) -> str:
    number = each.answer_number
    return f"{SETTINGS.site}/{record.ward.slug}/hoi-dap/{number}" if number else ""


def _opinion(record: Record, number: int) -> Heard:
    found = next((each for each in record.heard if each.id == number), None)
    if found is None or found.withheld:
        raise NotFound(f"no opinion {number} to answer")
    return found


async def _laws(record: Record) -> tuple[str, ...]:
    return bases_on(await wards.rules(record.ward.id), record.card.day)


async def _result_due(card: ConferenceCard) -> date | None:
    rules = await wards.rules(card.ward)
    found = days_after(rules, "DLG-RESULT", card.day, await wards.calendar(card.ward))
    return None if found is None else found.nominal


async def _half_year(actor: Actor, record: Record) -> half_year.HalfYear:
    half = await period.half_year(record.card)
    wrong = told_findings(half.cases) if half.cases else []
    half = replace(half, wrong=tuple(text for text, is_mistake in wrong if is_mistake))
    if half.since is None or half.until is None or not may_read_figures(actor):
        return half
    found = (await satisfaction(actor, half.since, half.until)).whole
    if not found.n:
        return half
    reasons = tuple(f"{REASONS[code]} ({times})" for code, times in found.reasons[:MOST_REASONS])
    counts = found.counts
    return replace(half, ratings=Ratings(found.n, counts.very, counts.ok, counts.not_, reasons))


async def reply(
    record: Record, found: Paper, asked: Asked, *, public: bool
) -> Response[bytes] | Template:
    """A draft carries its warnings in red; what has its number, or is public, never does."""
    document = found.document if public or found.document.number else found.draft()
    name = f"{asked.kind.value}-{record.card.slug}{f'-{asked.of}' if asked.of else ''}"
    if asked.form == "html":
        return print_page(record.ward, document)
    if asked.form == "xlsx":
        if asked.kind is not Kind.TABLE:
            raise NotFound("only the table is a spreadsheet")
        return sent(await _sheet(record), name, "xlsx", public=public)
    return sent(await drawn(document, asked.form), name, asked.form, public=public)


async def _sheet(record: Record) -> bytes:
    from web.printing.sheet import as_xlsx  # noqa: PLC0415  openpyxl, which few ever need

    today = local_day(now())
    heads = [column.title for column in table.columns(record.ward.group_word)]
    rows = table.rows(record, today)
    return await asyncio.to_thread(as_xlsx, "Ý kiến", heads, rows)
