"""The weekly bulletin for the loudspeaker: what a ward's week is told as, in one reading.

It is a Vietnamese text, like a document, whatever the language of a page. The bulletin of a week
tells of the week before: the same facts give the same text on whichever day it is made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dialogue.bulletin import numbers
from dialogue.bulletin.packing import Packed, Piece, Section, packed
from dialogue.bulletin.queries import Answered, answered, kept_promises, promises_due
from dialogue.bulletin.rules import count_words, minutes, spoken
from dialogue.core.clock import HANOI, local_time
from dialogue.core.i18n import WEEKDAYS
from dialogue.matters.queries.tasks import TaskCard
from dialogue.ward import queries as wards
from dialogue.ward.cards import CaseCard, WardCard
from meetings.coffee.queries import sessions
from meetings.coffee.states import SessionState
from meetings.conferences.queries.conferences import conferences
from meetings.conferences.states import COMING
from web.staff.figure_words import said

WORDS_RULE, WORDS = "BUL-WORDS", 450
PACE_RULE, PACE = "BUL-PACE", 150  # words a minute
WEEK = timedelta(days=7)
AHEAD = timedelta(days=13)  # meetings of this week and the next
LITTLE, ENOUGH = 20, 60  # words of an answer; a sentence is told to its end
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ0-9])")
ENDED = (".", "!", "?", "…", ":", ";")
OPENINGS = (
    "Lịch gặp gỡ sắp tới.",
    "Câu hỏi của bà con đã được trả lời.",
    "Việc đã hứa và đã làm xong.",
    "Việc đã hứa, đến hạn trong tuần.",
    "Kết quả giải quyết hồ sơ.",
)


@dataclass(frozen=True, slots=True)
class Week:
    """monday: its first day. The news are those of the seven days before."""

    monday: date

    @property
    def until(self) -> date:
        return self.monday + WEEK - timedelta(days=1)

    @property
    def news(self) -> tuple[date, date]:
        return self.monday - WEEK, self.monday - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """left: what did not fit, by name. unknown: abbreviations that were spelled. most: words."""

    week: Week
    text: str
    left: Sequence[str]
    unknown: Sequence[str]
    empty: bool
    most: int
    pace: int

    @property
    def words(self) -> int:
        return count_words(self.text)

    @property
    def minutes(self) -> int:
        return minutes(self.words, self.pace)


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


async def bulletin(ward: WardCard, week: Week) -> Bulletin:
    most = await wards.amount(ward.id, WORDS_RULE, WORDS)
    sections = await _sections(ward, week)
    opening, closing = _opening(ward, week), _closing(ward)
    room = most - count_words(opening) - count_words(closing)
    fit = packed(sections, room)
    pieces = [piece for section in fit.taken for piece in section]
    return Bulletin(
        week,
        "\n\n".join([opening, *_told(sections, fit), closing]),
        fit.left,
        tuple(dict.fromkeys(name for piece in pieces for name in piece.spoken.unknown)),
        not pieces,
        most,
        await wards.amount(ward.id, PACE_RULE, PACE),
    )


def _told(sections: Sequence[Section], fit: Packed) -> list[str]:
    return [
        "\n".join([section.opening, *(piece.spoken.text for piece in taken)])
        for section, taken in zip(sections, fit.taken, strict=True)
        if taken
    ]


def _opening(ward: WardCard, week: Week) -> str:
    first, last = (numbers.day(each, with_year=False) for each in (week.monday, week.until))
    office = f"Ủy ban nhân dân {ward.kind} {ward.name}"
    return spoken(
        f"Kính thưa bà con. Đây là bản tin hằng tuần của {office}, tuần từ {first} đến {last} "
        f"{numbers.year(week.until.year)}."
    ).text


def _closing(ward: WardCard) -> str:
    call = f", hoặc gọi {ward.phone}" if ward.phone else ""
    return spoken(
        f"Bà con cần hỏi thêm, xin đến trụ sở {ward.kind}{call}. Xin cảm ơn bà con đã lắng nghe."
    ).text


async def _sections(ward: WardCard, week: Week) -> list[Section]:
    units = await wards.units(ward.id, past=True)
    # what the ward itself writes short: "Phòng KT" says its own table of units
    short = {each.short: each.name for each in units if each.short.isupper()}
    short |= {each.code: each.name for each in units if each.code.isupper() and len(each.code) > 2}
    since, until = week.news
    cases = [each for each in await wards.case_figures(ward.id) if each.field is None]
    pieces = (
        await _meetings(ward, week, short),
        [_answer(ward, each, short) for each in await answered(ward.id, since, until)],
        [_promise(each, short) for each in await kept_promises(ward.id, since, until)],
        [_due(each, short) for each in await promises_due(ward.id, week.monday, week.until)],
        [piece for each in cases[:1] if (piece := _cases(each, short))],
    )
    return [Section(opening, each) for opening, each in zip(OPENINGS, pieces, strict=True)]


async def _meetings(ward: WardCard, week: Week, short: dict[str, str]) -> list[Piece]:
    last = week.monday + AHEAD
    found: list[tuple[datetime, str, str]] = [
        (local_time(card.starts_at), card.title, card.place)
        for card in await conferences(ward.id)
        if card.announced_at and card.state in COMING and week.monday <= card.day <= last
    ]
    for each in await sessions.in_calendar(ward.id, week.monday):
        if each.day <= last and each.state is not SessionState.CANCELLED:
            starts = datetime.combine(each.day, each.starts, HANOI)
            found.append((starts, "Cà phê sáng, lãnh đạo gặp gỡ bà con", each.place))
    return [_meeting(*each, short) for each in sorted(found)]


def _meeting(starts: datetime, what: str, where: str, short: dict[str, str]) -> Piece:
    when = f"{WEEKDAYS['vi'][starts.weekday()]}, {numbers.day(starts.date(), with_year=False)}"
    hour = numbers.time_of_day(starts.hour, starts.minute)
    return _piece(what, f"{_up(hour)}, {when}: {what}, tại {where}", short)


def _answer(ward: WardCard, each: Answered, short: dict[str, str]) -> Piece:
    asked = ended(f"Bà con hỏi: {_line(each.title)}")
    told = f"{_up(ward.kind)} trả lời: {' '.join(first_sentences(each.answer))}"
    return _piece(each.title, f"{asked} {told}", short)


def _promise(card: TaskCard, short: dict[str, str]) -> Piece:
    done = numbers.day(card.done_on or card.due, with_year=False)
    return _piece(card.text, f"{ended(_line(card.text))} Xong {done}", short)


def _due(card: TaskCard, short: dict[str, str]) -> Piece:
    due = numbers.day(card.due, with_year=False)
    return _piece(card.text, f"{ended(_line(card.text))} Hạn {due}", short)


def _cases(card: CaseCard, short: dict[str, str]) -> Piece | None:
    """The last period that the ward reported; what it did not report is not told."""
    names = (("received", "nhận"), ("returned", "đã trả"), ("late", "trả chậm"))
    told = [
        f"{word} {said(card.figures, name)} hồ sơ"
        for name, word in names
        if card.figures.get(name) is not None
    ]
    if not told:
        return None
    first, last = numbers.day(card.since, with_year=False), numbers.day(card.until)
    return _piece("Kết quả giải quyết hồ sơ", f"Từ {first} đến {last}: {', '.join(told)}", short)


def _piece(name: str, text: str, short: dict[str, str]) -> Piece:
    return Piece(_line(name), spoken(ended(text), short))


def first_sentences(text: str) -> list[str]:
    """Whole ones: no more once LITTLE is told and the next would pass ENOUGH."""
    lines = (line.strip(" -•*") for line in text.splitlines())
    whole = " ".join(ended(line) for line in lines if line)
    chosen: list[str] = []
    for sentence in SENTENCE.split(whole):
        told = count_words(" ".join(chosen))
        if told >= LITTLE and told + count_words(sentence) > ENOUGH:
            break
        chosen.append(sentence)
    return chosen


def ended(text: str) -> str:
    """With a sign at its end, so that a voice falls there."""
    return text if text.endswith(ENDED) else f"{text}."


def _line(text: str) -> str:
    return " ".join(text.split())


def _up(text: str) -> str:
    return text[:1].upper() + text[1:]
