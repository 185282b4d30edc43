"""Feeds of the ward: answers by every filter of the board, promises, and when it meets people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core import clock
from dialogue.core.i18n import moment
from dialogue.matters import search
from dialogue.matters.queries import promises as promise_reads
from dialogue.matters.queries.tasks import TaskPage
from dialogue.matters.queries.whole_board import Gone, WholeAnswer, gone, whole
from dialogue.matters.search import LAST
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web import kept
from web.access import PUBLIC
from web.answer_cards import Names, answer_path, names, shown_day
from web.atom import Feed, Part, as_html, tag, written
from web.caching import Ready
from web.calendar_entries import Entry
from web.english import plain
from web.i18n import gettext_lazy as _
from web.i18n import language, spoken_at
from web.pages import promises
from web.pages.board import View
from web.pages.calendar_feed import SOURCES
from web.takeaway.asked import Asked, all_of, narrowed_to, read_asked, refused
from web.takeaway.asked_promises import read_promises_asked
from web.words import ward_name, ward_office

SIZE = 30  # entries a page
REMEMBERED = timedelta(days=90)  # how long a feed says that an answer was taken down
TITLE = _("Hỏi đáp – %(office)s")
PROMISES = _("Lời hứa – %(office)s")
MEETINGS = _("Lịch gặp dân – %(office)s")
NUMBERED = _("Câu hỏi số %(number)s")
TAKEN_DOWN = _("Câu hỏi số %(number)s: nội dung đã gỡ")
WHY = _("Gỡ ngày %(day)s. Lý do: %(reason)s")
CHECKING = _("Nội dung đang được kiểm tra.")
CANCELLED = _("Đã hủy: %(title)s")
ASKED, ANSWERED = _("Câu hỏi"), _("Phường trả lời")


@get("/{slug:str}/hoi-dap.atom", opt=PUBLIC)
async def answers_feed(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """A page of it; `next` leads to the older ones."""
    ward = await queries.ward(slug)
    asked = await read_asked(request, ward.id)
    if asked.fault:
        return refused(ward, asked.fault, status=asked.status)

    async def make() -> Ready:
        return written(await _answers(ward, asked))

    return await kept.reply(request, ward, "feeds", ("answers", asked.view), make)


async def _answers(ward: WardCard, asked: Asked) -> Feed:
    view = asked.view
    below = int(view.sau) if view.sau else LAST
    places = await search.newest(ward.id, view.q, asked.filters, below, SIZE + 1)
    known = await names(ward.id)
    codes = {each.id: each.code for each in await queries.fields(ward.id, past=True)}
    found = await whole(ward.id, places[:SIZE])
    parts = [_answer(ward, each, known, codes) for each in found]
    if view == View():
        since = clock.local_day(clock.now()) - REMEMBERED
        parts += [_gone(ward, each) for each in await gone(ward.id, since)]
    path = f"/{ward.slug}/hoi-dap"
    first = all_of(view)
    return Feed(
        id=tag(f"{language()}{path}" + (f"?{first.query}" if first.query else "")),
        title=": ".join([_titled(ward, TITLE), *_joined(await narrowed_to(ward.id, first))]),
        ward=ward,
        path=f"{path}.atom",
        page=path,
        parts=parts,
        query=view.query,
        page_query=first.query,
        next=view.at(str(places[SIZE - 1])) if len(places) > SIZE else "",
    )


def _titled(ward: WardCard, title: Any) -> str:
    return str(title) % {"office": ward_office(ward)}


def _joined(parts: list[str]) -> list[str]:
    return [", ".join(parts)] if parts else []


def _answer(ward: WardCard, found: WholeAnswer, known: Names, codes: dict[int, str]) -> Part:
    item = found.item
    field = item.field or 0
    path = answer_path(ward.slug, item.number)
    content = str(CHECKING)
    if item.intact:
        asked, answered = as_html(found.body), as_html(found.answer)
        content = f"<h2>{ASKED}</h2>{asked}<h2>{ANSWERED}</h2>{answered}"
    return Part(
        id=tag(path[1:]),
        title=(item.title if item.intact else "") or str(NUMBERED) % {"number": item.number},
        path=path,
        updated=found.changed_at,
        published=item.published_at,
        summary=item.excerpt if item.intact else "",
        content=content,
        html=item.intact,
        categories=[(codes[field].lower(), plain(known.fields[field]))] if field in codes else [],
        vietnamese=item.intact,
    )


def _gone(ward: WardCard, found: Gone) -> Part:
    """It takes the place of what readers of the feed have kept."""
    path = answer_path(ward.slug, found.number)
    words = {"day": shown_day(found.on), "reason": found.reason}
    return Part(
        id=tag(path[1:]),
        title=str(TAKEN_DOWN) % {"number": found.number},
        path=path,
        updated=found.at,
        published=found.published_at,
        content=str(WHY) % words,
    )


@get("/{slug:str}/cam-ket.atom", opt=PUBLIC)
async def promises_feed(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """What happened to promises last."""
    ward = await queries.ward(slug)
    asked = await read_promises_asked(request, ward.id)
    if asked.fault:
        return refused(ward, asked.fault, "cam-ket", asked.status)

    async def make() -> Ready:
        return written(await _promises(ward, asked.view))

    return await kept.reply(request, ward, "feeds", ("promises", asked.view), make)


async def _promises(ward: WardCard, view: promises.View) -> Feed:
    found = await promise_reads.changed_last(
        ward.id, await promises.filters_in(ward.id, view), SIZE
    )
    known = await names(ward.id)
    path, query = f"/{ward.slug}/cam-ket", view.at(sau="")
    return Feed(
        id=tag(f"{language()}{path}" + (f"?{query}" if query else "")),
        title=_titled(ward, PROMISES),
        ward=ward,
        path=f"{path}.atom",
        page=path,
        parts=[_promise(ward, each, known) for each in found],
        query=query,
        page_query=query,
    )


def _promise(ward: WardCard, found: TaskPage, known: Names) -> Part:
    card = found.card
    path = f"/{ward.slug}/cam-ket/{card.number}"
    told = [promises.event(line, ward, known.groups) for line in found.lines]
    lines = [f"{each.when}: {each.title}. {each.note}".strip() for each in told]
    return Part(
        id=tag(path[1:]),
        title=card.text,
        path=path,
        updated=max([card.created_at, *(line.at for line in found.lines)]),
        published=card.created_at,
        content=as_html("\n\n".join([card.text, *reversed(lines)])),
        html=True,
        vietnamese=True,
    )


@get("/{slug:str}/lich.atom", opt=PUBLIC)
async def meetings_feed(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """What the ward's calendar holds, the newest notice first."""
    ward = await queries.ward(slug)

    async def make() -> Ready:
        return written(await _meetings(ward))

    return await kept.reply(request, ward, "feeds", ("meetings",), make)


async def _meetings(ward: WardCard) -> Feed:
    parts = [_meeting(ward, each) for source in SOURCES for each in await source(ward)]
    parts.sort(key=lambda part: part.updated, reverse=True)
    return Feed(
        id=tag(f"{language()}/{ward.slug}/lich"),
        title=_titled(ward, MEETINGS),
        ward=ward,
        path=f"/{ward.slug}/lich.atom",
        page=f"/{ward.slug}",
        parts=parts[:SIZE],
    )


def _meeting(ward: WardCard, entry: Entry) -> Part:
    title = str(CANCELLED) % {"title": entry.title} if entry.cancelled else entry.title
    place = entry.place or ward_name(ward)
    return Part(
        id=tag(f"{ward.slug}/lich/{entry.uid.partition('@')[0]}"),
        title=title,
        path=spoken_at(entry.path)[1],
        updated=entry.told_at + timedelta(seconds=entry.sequence),
        content=f"{moment(entry.start, language())}, {place}\n\n{entry.about}",
        vietnamese=True,
    )


handlers = [answers_feed, promises_feed, meetings_feed]
