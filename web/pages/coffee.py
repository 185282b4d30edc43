"""Morning coffee with residents: what is to come, what was said, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from babel.support import LazyProxy
from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core import clock
from dialogue.core.errors import Invalid, NotFound
from dialogue.matters.states import MatterState
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from meetings.coffee.queries import figures, sessions
from meetings.coffee.queries.items import ItemView, last_time, public_items
from meetings.coffee.queries.photos import photos, read_photo
from meetings.coffee.queries.sessions import SessionCard, public_session
from meetings.coffee.states import SessionState, WayOut
from web import kept
from web.access import PUBLIC
from web.answer_cards import names
from web.caching import Ready
from web.calendar_entries import MEDIA_TYPE, Entry, calendar_text
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.pages.files import sent
from web.paging import after
from web.qualified import QUALIFIER
from web.render import first_up, render
from web.shapes import Look
from web.words import ward_name

SIZE = 20  # past sessions a page
NEXT = 30  # sessions to come that are listed
REMEMBERED = timedelta(days=180)  # how far back the calendar goes
Words = tuple[LazyProxy, str, str]  # of a badge: text, tint, icon
STATE: Mapping[SessionState, Words] = {
    SessionState.ANNOUNCED: (_("Sắp tới"), "indigo", "calendar"),
    SessionState.RUNNING: (_("Đang diễn ra"), "turmeric", "cup"),
    SessionState.HELD: (_("Đã gặp, báo cáo đang chuẩn bị"), "turmeric", "clock"),
    SessionState.REPORTED: (_("Đã có báo cáo"), "jade", "ok"),
    SessionState.CANCELLED: (_("Đã hủy"), "lacquer", "x"),
}
UNRECORDED: Words = (_("Không có ghi chép"), "outline", "info")
WAY: Mapping[WayOut, Words] = {
    WayOut.ANSWERED: (_("Trả lời tại chỗ"), "jade", "ok"),
    WayOut.TAKEN: (_("Phường mang về, đang trả lời"), "indigo", "clock"),
    WayOut.REDIRECTED: (_("Đã chỉ nơi giải quyết"), "", "right"),
    WayOut.THANKS: (_("Phường đã ghi nhận và cảm ơn"), "", "ok"),
}
ANSWERED: Words = (_("Đã trả lời"), "jade", "ok")
ELSEWHERE: Words = (_("Đã chuyển cơ quan khác"), "", "right")
ENDED: Mapping[MatterState, Words] = {
    MatterState.PUBLISHED: ANSWERED,
    MatterState.ANSWERED: ANSWERED,
    MatterState.CLOSED: ANSWERED,
    MatterState.CLOSED_FINAL: ANSWERED,
    MatterState.REDIRECTED: ELSEWHERE,
    MatterState.MERGED: (_("Trả lời chung với ý kiến khác"), "", "merge"),
    MatterState.REOPENED: (_("Đang trả lời lại"), "turmeric", "refresh"),
}


def list_path(ward: WardCard) -> str:
    return url(f"/{ward.slug}/ca-phe-sang")


def session_path(ward: WardCard, slug: str) -> str:
    return url(f"/{ward.slug}/ca-phe-sang/{slug}")


@get("/{slug:str}/ca-phe-sang", opt=PUBLIC)
async def show_sessions(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward, place = await queries.ward(slug), after(request)

    async def make() -> Ready:
        return Ready.of(await made(ward, place))

    path = "" if place else list_path(ward)
    return await kept.reply(request, ward, "coffee", ("list", place), make, path)


@get("/{slug:str}/ca-phe-sang/{meeting:str}", opt=PUBLIC)
async def show_session(
    request: Request[Any, Any, Any], slug: FromPath[str], meeting: FromPath[str]
) -> Response[bytes]:
    ward = await queries.ward(slug)
    card = await public_session(ward.id, meeting)

    async def make() -> Ready:
        return Ready.of(await made_one(ward, card))

    return await kept.reply(request, ward, "coffee", ("one", card), make)


@get("/{slug:str}/ca-phe-sang/{meeting:str}/lich.ics", opt=PUBLIC)
async def show_entry(
    request: Request[Any, Any, Any], slug: FromPath[str], meeting: FromPath[str]
) -> Response[bytes]:
    ward = await queries.ward(slug)
    card = await public_session(ward.id, meeting)

    async def make() -> Ready:
        text = calendar_text(first_up(ward_name(ward)), [await _entry(ward, card)])
        return Ready.of(text, media_type=MEDIA_TYPE)

    return await kept.reply(request, ward, "coffee", ("entry", card), make)


@get("/{slug:str}/ca-phe-sang/{meeting:str}/anh/{public_id:str}", opt=PUBLIC)
async def show_photo(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    meeting: FromPath[str],
    public_id: FromPath[str],
) -> Response[bytes]:
    """The Link header leads back to its session (RFC 8288)."""
    ward = await queries.ward(slug)
    reply = sent(request, await read_photo(ward.id, meeting, public_id, public=True))
    reply.headers["Link"] = f'<{session_path(ward, meeting)}>; rel="up"'
    return reply


handlers = [show_sessions, show_session, show_entry, show_photo]


async def made(ward: WardCard, place: str) -> str:
    """place: where the list of past sessions goes on. Raises NotFound for a bad one."""
    try:
        past = await sessions.held(ward.id, place, SIZE)
    except Invalid as error:
        raise NotFound("no such place in the list") from error
    upcoming = await sessions.upcoming(ward.id, NEXT + 1)
    address = list_path(ward)
    return render(
        "pages/coffee.html",
        query=f"sau={place}" if place else "",
        ward=ward,
        upcoming=[] if place else upcoming[:NEXT],
        more=len(upcoming) > NEXT,
        past=past.cards,
        next=f"{address}?sau={past.after}" if past.after else "",
        first=address if place else "",
        counted=await figures.counted(ward.id),
        earlier=await figures.earlier(ward.id),
        qualifiers=QUALIFIER,
        groups=(await names(ward.id)).groups,
        look=look,
        calendar=url(f"/{ward.slug}/lich.ics"),
    )


def look(card: SessionCard) -> Look:
    past = card.day < clock.local_day(clock.now())
    missed = past and card.state is SessionState.ANNOUNCED
    return _shown(UNRECORDED if missed else STATE[card.state])


def _shown(words: Words) -> Look:
    text, tone, icon = words
    return Look(str(text), tone, icon)


async def made_one(ward: WardCard, card: SessionCard) -> str:
    reported = card.state is SessionState.REPORTED
    return render(
        "pages/coffee_session.html",
        ward=ward,
        card=card,
        look=look(card),
        items=await public_items(ward.id, card) if reported else [],
        photos=await photos(ward.id, card.id) if reported else [],
        due=await sessions.report_day(ward.id, card),
        last=await last_time(ward.id, card, public=True),
        known=await names(ward.id),
        standing=standing,
        about=about,
    )


def standing(item: ItemView) -> Look:
    """How it stands today: what is in the register is answered there."""
    if item.way is WayOut.TAKEN and item.matter is not None:
        return _shown(ENDED.get(item.matter.state, WAY[WayOut.TAKEN]))
    return _shown(WAY[item.way])


def about(item: ItemView, known: Any) -> str:
    """Its field or topic; empty while nobody has said what it is about."""
    if item.field is not None:
        return str(known.fields.get(item.field, ""))
    return str(known.topics.get(item.topic, "")) if item.topic is not None else ""


async def coffee_entries(ward: WardCard) -> list[Entry]:
    """For the ward's calendar: half a year back and all that is announced."""
    since = clock.local_day(clock.now()) - REMEMBERED
    return [await _entry(ward, card) for card in await sessions.in_calendar(ward.id, since)]


async def _entry(ward: WardCard, card: SessionCard) -> Entry:
    known = await names(ward.id)
    groups = ", ".join(known.groups.get(group, "") for group in card.groups)
    about = [groups, card.lead, card.reason]
    return Entry(
        uid=f"ca-phe-{card.slug}@{ward.slug}.langnghe",
        start=datetime.combine(card.day, card.starts, clock.HANOI),
        minutes=card.minutes,
        title=str(_("Cà phê sáng với bà con, %(groups)s")) % {"groups": groups},
        place=card.place,
        about="\n".join(filter(None, about)),
        path=session_path(ward, card.slug),
        sequence=card.sequence,
        told_at=card.told_at,
        cancelled=card.state is SessionState.CANCELLED,
    )
