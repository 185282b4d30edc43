"""Reads of the public board. They touch the public copies, never the register's own words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter
from typing import Any

from piccolo.query.functions import Count as SqlCount
from piccolo.query.functions import Sum

from dialogue.core import audit, clock
from dialogue.core.audit import Wanted
from dialogue.core.clock import HANOI
from dialogue.core.errors import NotFound
from dialogue.core.workdays import Calendar
from dialogue.matters import results, search
from dialogue.matters.queries import attachments, tasks
from dialogue.matters.queries.askers import askers_of
from dialogue.matters.queries.series import PublicAsking, public_askings
from dialogue.matters.results import AnswerGroup, Figures, OpenGroup
from dialogue.matters.seals import answer_seal, version_seal
from dialogue.matters.search import Count, Filters
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter, Published, PublishedAnswer, Verdict
from dialogue.ward import queries as ward_queries

TEXT_ALTERED = "text-altered"  # in the audit log
CHECKED = 100  # answers at once: other requests wait meanwhile
RESTS = 4  # times as long as such a piece took
EXCERPT = 260  # letters of an answer on the board
WAITING = (
    MatterState.RECEIVED,
    MatterState.WAITING_FOR_ASKER,
    MatterState.ASSIGNED,
    MatterState.DRAFTING,
    MatterState.CHECKING,
    MatterState.APPROVING,
    MatterState.REOPENED,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BoardItem:
    """An answer on the board with its journey. field, topic, group, unit: ids.

    state: published, reopened, closed, closed_final. verdict: the asker's, or empty.
    due_on: of the present round; again_at: when a later round was answered, None before. in_time,
    days and first_due_on are the first answer's record.
    days_early: working days from the first answer to its due day; negative when late. again_early:
    the same of the present round's answer; None in the first round.
    excerpt: the answer's first paragraph, cut at a word. days: working days to the first answer.
    intact: the text fits its checksum; else it was changed past us and is not shown.
    """

    number: int
    public_id: str
    title: str
    excerpt: str
    kind: str
    source: str
    state: str
    field: int | None
    topic: int | None
    group: int | None
    unit: int | None
    asker: str
    askers: int
    approver_name: str
    approver_title: str
    received_on: date
    due_on: date | None
    first_due_on: date | None
    published_at: datetime
    answered_at: datetime
    again_at: datetime | None
    in_time: bool | None
    days: int | None
    days_early: int | None
    again_early: int | None
    again_in_time: bool | None  # the present round's answer
    verdict: str
    verdict_on: date | None
    corrected_on: date | None
    round: int
    version: int
    intact: bool

    @property
    def published_on(self) -> date:
        """The day of the first answer, in Vietnam."""
        return clock.local_day(self.published_at)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """after: for the next page; empty at the end."""

    items: list[BoardItem]
    after: str
    count: Count


@dataclass(frozen=True, slots=True)
class AnswerText:
    """A text that stood on the board. version above 1: a correction, with its reason."""

    round: int
    version: int
    text: str
    summary_en: str
    reason: str
    by_name: str
    by_title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """The asker's level; the words of the reason are for staff."""

    round: int
    version: int
    level: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SimilarAnswer:
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """All that the page of an answer shows. texts: oldest first; the last one is in force.

    withdrawn_on: taken down that day for withdrawn_reason; then there are no texts at all.
    masked_on: the last day on which personal data was masked since it was published.
    """

    item: BoardItem
    body: str
    answer: str
    summary_en: str
    texts: list[AnswerText]
    verdicts: list[GivenVerdict]
    promises: list[tasks.TaskCard]
    files: list[attachments.FileCard]
    similar: list[SimilarAnswer]
    changed: str  # since the last answer to the same question
    askings: list[PublicAsking]  # every time that it was asked, where that was more than once
    masked_on: date | None
    withdrawn_on: date | None
    withdrawn_reason: str


async def board(
    ward: int, text: str = "", filters: Filters | None = None, after: str = "", limit: int = 20
) -> BoardPage:
    """A page of answers, newest first. Raises Invalid for a bad `after`."""
    found = await search.find(ward, text, filters, after, limit)
    return BoardPage(
        await items(ward, found.places), found.after, await search.count(ward, text, filters)
    )


async def items(ward: int, places: list[int]) -> list[BoardItem]:
    """Answers by their places, in that order."""
    rows = await Published.select(*_columns()).where(
        Published.ward == ward, Published.place.is_in(places or [0])
    )
    known = {row["place"]: row for row in rows}
    calendar = await ward_queries.calendar(ward)
    return [item_of(known[place], calendar) for place in places if place in known]


async def standing(ward: int, numbers: Sequence[int]) -> list[BoardItem]:
    """Of these numbers the answers that anybody may read now, in that order."""
    rows = await Published.select(*_columns()).where(
        Published.ward == ward,
        Published.number.is_in(list(numbers) or [0]),
        Published.state != MatterState.WITHDRAWN.value,
    )
    calendar = await ward_queries.calendar(ward)
    found = {row["number"]: item_of(row, calendar) for row in rows}
    return [found[number] for number in numbers if number in found and found[number].intact]


def _columns() -> list[Any]:
    return [column for column in Published.all_columns() if column._meta.name != "words"]


def item_of(row: Row, calendar: Calendar) -> BoardItem:
    made = ("excerpt", "intact", "answered_at", "days_early", "again_early", "again_in_time")
    names = [name for name in BoardItem.__dataclass_fields__ if name not in made]
    return BoardItem(
        **{name: row[name] for name in names},
        answered_at=row["answered_at"] or row["published_at"],
        days_early=_early(calendar, row["first_due_on"], row["published_at"]),
        again_early=_early(calendar, row["due_on"], row["again_at"]),
        again_in_time=_in_time(calendar, row["due_on"], row["again_at"]),
        excerpt=excerpt(row["answer"]),
        intact=row["state"] == MatterState.WITHDRAWN or row["checksum"] == answer_seal(row),
    )


def _early(calendar: Calendar, due: date | None, answered: datetime | None) -> int | None:
    if due is None or answered is None:
        return None
    return calendar.left(due, clock.local_day(answered))


def _in_time(calendar: Calendar, due: date | None, answered: datetime | None) -> bool | None:
    if due is None or answered is None:
        return None
    return not results.is_late(due, answered, calendar.ends(due))


def excerpt(text: str) -> str:
    """The first paragraph, at most 260 letters, cut between words."""
    first = text.strip().split("\n", 1)[0].strip()
    if len(first) <= EXCERPT:
        return first
    return first[:EXCERPT].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


async def answer(ward: int, number: int) -> AnswerPage:
    """The page of an answer, also of one taken down. Raises NotFound."""
    row = (
        await Published.select(*_columns())
        .where(Published.ward == ward, Published.number == number)
        .first()
    )
    if row is None:
        raise NotFound(f"no answer {number}")
    gone = row["state"] == MatterState.WITHDRAWN.value
    return AnswerPage(
        item=item_of(row, await ward_queries.calendar(ward)),
        body=row["body"],
        answer=row["answer"],
        summary_en=row["summary_en"],
        texts=[] if gone else await _texts(ward, row["matter"]),
        verdicts=await verdicts_of(ward, row["matter"]),
        promises=await tasks.promises_of(ward, row["matter"]),
        files=await attachments.public_files(ward, row["matter"]),
        similar=[] if gone else await _similar(ward, row),
        changed=row["changed"],
        askings=[] if gone else await public_askings(ward, row["matter"]),
        masked_on=row["masked_on"],
        withdrawn_on=row["withdrawn_on"],
        withdrawn_reason=row["withdrawn_reason"],
    )


async def _texts(ward: int, matter: int) -> list[AnswerText]:
    columns = [getattr(PublishedAnswer, name) for name in AnswerText.__dataclass_fields__]
    rows = (
        await PublishedAnswer.select(*columns)
        .where(
            PublishedAnswer.ward == ward,
            PublishedAnswer.matter == matter,
            PublishedAnswer.text != "",  # those taken down
        )
        .order_by(PublishedAnswer.round)
        .order_by(PublishedAnswer.version)
    )
    return [AnswerText(**row) for row in rows]


async def verdicts_of(ward: int, matter: int) -> list[GivenVerdict]:
    """Of the asker and of those whose matters were merged into this one."""
    columns = [getattr(Verdict, name) for name in GivenVerdict.__dataclass_fields__]
    rows = (
        await Verdict.select(*columns)
        .where(Verdict.ward == ward, Verdict.matter.is_in(await askers_of(ward, matter)))
        .order_by(Verdict.id)
    )
    return [GivenVerdict(**row) for row in rows]


async def _similar(ward: int, row: Row) -> list[SimilarAnswer]:
    places = await search.like(ward, row["title"], row["place"])
    rows = await Published.select(Published.place, Published.number, Published.title).where(
        Published.ward == ward, Published.place.is_in(places or [0])
    )
    known = {row["place"]: SimilarAnswer(row["number"], row["title"]) for row in rows}
    return [known[place] for place in places]


async def figures(ward: int, since: date, until: date) -> Figures:
    """The board's figures for answers first given in the period; waiting and late as of now."""
    moment = clock.now()
    columns = (Published.in_time, Published.days, Published.verdict)
    rows = (
        await Published.select(*columns, SqlCount(alias="n"), Sum(Published.askers, alias="askers"))
        .where(
            Published.ward == ward,
            Published.published_at >= _start(since),
            Published.published_at < _start(date.fromordinal(until.toordinal() + 1)),
        )
        .group_by(*columns)
    )
    rule = await ward_queries.rule(ward, "RAT-MIN-N", clock.local_day(moment))
    calendar = await ward_queries.calendar(ward)
    return results.figures(
        since,
        until,
        [AnswerGroup(**row) for row in rows],
        await _waiting(ward),
        moment=moment,
        ends=calendar.ends(clock.local_day(moment)),
        min_n=results.MIN_N if rule is None else int(rule.value),
    )


async def _waiting(ward: int) -> list[OpenGroup]:
    """A second answer's first one is counted already; while the asker is asked, no clock runs."""
    columns = (Matter.publish_due, Matter.round, Matter.public, Matter.state)
    rows = (
        await Matter.select(*columns, SqlCount(alias="n"))
        .where(Matter.ward == ward, Matter.state.is_in([state.value for state in WAITING]))
        .group_by(*columns)
    )
    return [open_group(row) for row in rows]


def open_group(row: Row) -> OpenGroup:
    """row: publish_due, round, public, state and how many there are, n."""
    still = (MatterState.WAITING_FOR_ASKER, MatterState.REOPENED)
    counted = bool(row["public"]) and row["round"] == 1 and row["state"] not in still
    return OpenGroup(row["publish_due"], counted, int(row["n"]))


def _start(day: date) -> datetime:
    """The first instant of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=HANOI)


async def altered(ward: int) -> list[int]:
    """Numbers of answers whose text does not fit its checksum: changed past our own actions.

    Reads every answer there is: for a job, not for a page. It rests after each piece, or pages
    would share the processor with it for minutes.
    """
    wrong: set[int] = set()
    below, began = search.LAST, perf_counter()
    while rows := await _batch(ward, Published.place < below):
        below = rows[-1]["place"]
        wrong |= await _unsealed(ward, rows)
        await asyncio.sleep(RESTS * (perf_counter() - began))
        began = perf_counter()
    return sorted(wrong)


async def altered_lately(ward: int) -> list[int]:
    """As altered(), of the newest answers and of those that the last check of all had found."""
    found = await audit.entries(ward, limit=1, wanted=Wanted(actions=(TEXT_ALTERED,)))
    known = [number for entry in found for number in entry.after["numbers"]]
    newest = await _batch(ward, Published.place < search.LAST)
    rest = await _batch(ward, Published.number.is_in(known or [0]))
    return sorted(await _unsealed(ward, newest) | await _unsealed(ward, rest))


async def _unsealed(ward: int, rows: list[Row]) -> set[int]:
    wrong = {row["number"] for row in rows if row["checksum"] != answer_seal(row)}
    numbers = {row["matter"]: row["number"] for row in rows}
    versions = await PublishedAnswer.select().where(
        PublishedAnswer.ward == ward, PublishedAnswer.matter.is_in(list(numbers) or [0])
    )
    return wrong | {
        numbers[row["matter"]]
        for row in versions
        if (row["text"] or row["checksum"]) and row["checksum"] != version_seal(row)
    }


async def _batch(ward: int, which: Any) -> list[Row]:
    """The newest CHECKED of them."""
    return list(
        await Published.select(*_columns())
        .where(Published.ward == ward, which, Published.state != MatterState.WITHDRAWN.value)
        .order_by(Published.place, ascending=False)
        .limit(CHECKED)
    )
