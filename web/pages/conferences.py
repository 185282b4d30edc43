"""Dialogue conferences in public: the list, one with its programme, a question ahead."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.clock import local_day, local_time, now
from dialogue.core.errors import NotFound
from dialogue.core.settings import SETTINGS
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from dialogue.ward.lineage import lineage
from meetings.conferences.actions.ahead import Sender, is_late
from meetings.conferences.queries.agenda import groups_in_parts, parts, programme
from meetings.conferences.queries.ahead import counted
from meetings.conferences.queries.conferences import (
    ConferenceCard,
    conference,
    conference_by_slug,
    conferences,
)
from meetings.conferences.queries.history import Happening, history
from meetings.conferences.states import TAKES_QUESTIONS, ConferenceState, Mode, Step
from web import conference_words as words
from web import kept
from web.access import PUBLIC
from web.after_conference import asked_after
from web.answer_cards import names
from web.caching import PAGES, Ready
from web.calendar_entries import MEDIA_TYPE, Entry, calendar_text
from web.conference_asks import AheadForm, Answer, form_parts, send
from web.conference_result import papers_of, result_of
from web.forms import form_of, read_form
from web.i18n import url
from web.numbers import whole
from web.old_groups import known_groups
from web.render import page, render

SCHEMA = "https://schema.org/"
ATTENDANCE = {  # of schema.org's Event
    (True, False): "OfflineEventAttendanceMode",
    (False, True): "OnlineEventAttendanceMode",
    (True, True): "MixedEventAttendanceMode",
}


def list_path(ward: WardCard) -> str:
    return f"/{ward.slug}/doi-thoai"


def conference_path(ward: WardCard, card: ConferenceCard) -> str:
    return f"/{ward.slug}/doi-thoai/{card.slug}"


@get("/{slug:str}/doi-thoai", opt=PUBLIC)
async def show_conferences(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """?to=12: those of the whole ward and those whose part one residential group belongs to."""
    ward = await queries.ward(slug)
    asked = whole(request.query_params.get("to", "")) or 0
    group = asked if asked in (await lineage(ward.id)).cards else 0

    async def make() -> Ready:
        return Ready.of(await _made_list(ward, group))

    path = "" if group else url(list_path(ward))
    return await kept.reply(request, ward, "conferences", ("list", group), make, path)


async def _made_list(ward: WardCard, group: int) -> str:
    found = [card for card in await conferences(ward.id) if card.is_public]
    in_parts = await groups_in_parts(ward.id)
    kin = (await lineage(ward.id)).kin(group) if group else frozenset()
    if kin:
        found = [card for card in found if kin & in_parts.get(card.id, kin)]
    today = local_day(now())
    return render(
        "pages/conferences.html",
        ward=ward,
        ahead=[card for card in reversed(found) if card.day >= today],
        past=[card for card in found if card.day < today],
        words=words,
        path=url(list_path(ward)),
        groups=await known_groups(ward.id) if in_parts else [],
        group=group,
    )


@get("/{slug:str}/doi-thoai/{conference:str}", opt=PUBLIC)
async def show_conference(
    request: Request[Any, Any, Any], slug: FromPath[str], conference: FromPath[str]
) -> Response[bytes]:
    ward = await queries.ward(slug)
    card = await public_card(ward, conference)

    async def make() -> Ready:
        return Ready.of(await _made(ward, card))

    # The card is a part of the key: another process may not have heard of its change yet.
    path = url(conference_path(ward, card))
    return await kept.reply(request, ward, "conferences", ("one", card), make, path)


async def public_card(ward: WardCard, slug: str) -> ConferenceCard:
    """Raises NotFound, also before the public may know of it."""
    card = await conference_by_slug(ward.id, slug)
    if not card.is_public:
        raise NotFound("not public yet")
    return card


async def _made(ward: WardCard, card: ConferenceCard) -> str:
    told = await history(ward.id, card.id, Step.MOVE, Step.CANCEL)
    return render(
        "pages/conference.html",
        ward=ward,
        card=card,
        words=words,
        path=url(conference_path(ward, card)),
        listed=url(list_path(ward)),
        noticed=card.announced_at is not None,
        for_calendars=card.is_for_calendars(local_day(now())),
        takes=card.state in TAKES_QUESTIONS,
        late=is_late(card),
        sent=await counted(card),
        programme=await programme(card),
        parts=await parts(card),
        groups=await _called(ward),
        moves=[each for each in told if each.step is Step.MOVE],
        following=await _following(ward, told),
        schema=_schema(card),
        result=await result_of(ward, card),
        papers=papers_of(ward, card),
        asked=await asked_after(ward, card),
    )


async def _called(ward: WardCard) -> dict[int, str]:
    """In the language of the page; by both names where there is an old one."""
    plain = {card.id: card.label for card in await queries.groups(ward.id, past=True)}
    renamed = {each: text for each, text in await known_groups(ward.id) if text != plain[each]}
    return (await names(ward.id)).groups | renamed


async def _following(ward: WardCard, told: tuple[Happening, ...]) -> ConferenceCard | None:
    """The conference that takes the place of a cancelled one; its day is told before its page."""
    new = next((each.data.get("new") for each in told if each.step is Step.CANCEL), None)
    if new is None:
        return None
    card = await conference(ward.id, int(new))
    return card if card.is_public or card.state is not ConferenceState.CANCELLED else None


def _schema(card: ConferenceCard) -> dict[str, str]:
    """For the page's microdata: times with their zone, state and mode as schema.org names them."""
    physical = Mode.IN_PERSON in card.modes
    online = bool({Mode.ONLINE, Mode.SOCIAL_MEDIA} & set(card.modes))
    status = "EventScheduled"
    if card.state is ConferenceState.CANCELLED:
        status = "EventCancelled"
    elif card.sequence:
        status = "EventRescheduled"
    return {
        "starts": local_time(card.starts_at).isoformat(timespec="minutes"),
        "ends": local_time(card.ends_at).isoformat(timespec="minutes"),
        "status": SCHEMA + status,
        "mode": SCHEMA + ATTENDANCE.get((physical, online), ATTENDANCE[True, False]),
    }


@get("/{slug:str}/doi-thoai/{conference:str}/lich.ics", opt=PUBLIC)
async def show_calendar(slug: FromPath[str], conference: FromPath[str]) -> Response[str]:
    """One event with an UID for good: a moved one takes the place of the older file's."""
    ward = await queries.ward(slug)
    card = await public_card(ward, conference)
    if card.announced_at is None:
        raise NotFound("no day is told yet")

    async def make() -> str:
        return calendar_text(card.title, [entry(ward, card)])

    text = await PAGES.get(ward.id, "conferences", ("ics", card), make)
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{card.slug}.ics"',
    }
    return Response(text, media_type=MEDIA_TYPE, headers=headers)


def entry(ward: WardCard, card: ConferenceCard) -> Entry:
    """Of one that is announced."""
    return Entry(
        uid=f"doi-thoai-{card.public_id}@{ward.slug}.langnghe",
        start=card.starts_at,
        minutes=int((card.ends_at - card.starts_at).total_seconds()) // 60,
        title=card.title,
        place=card.place or card.link,
        about=f"{card.subject}\n{card.attending}\n{SETTINGS.site}{conference_path(ward, card)}",
        path=conference_path(ward, card),
        sequence=card.sequence,
        told_at=card.announced_at or card.starts_at,
        cancelled=card.state is ConferenceState.CANCELLED,
    )


async def conference_entries(ward: WardCard) -> list[Entry]:
    """For the ward's own calendar feed."""
    found = await conferences(ward.id)
    return [entry(ward, card) for card in found if card.is_public and card.announced_at]


@get("/{slug:str}/doi-thoai/{conference:str}/cau-hoi", opt=PUBLIC)
async def show_question(slug: FromPath[str], conference: FromPath[str]) -> Template:
    ward = await queries.ward(slug)
    card = await public_card(ward, conference)
    return await _question_page(ward, card, Answer(form_of({})))


@post("/{slug:str}/doi-thoai/{conference:str}/cau-hoi", opt=PUBLIC)
async def send_question(
    request: Request[Any, Any, Any], slug: FromPath[str], conference: FromPath[str]
) -> Template | Redirect:
    ward = await queries.ward(slug)
    card = await public_card(ward, conference)
    form = await read_form(request, AheadForm)
    done = await send(ward, card, Sender(), conference_path(ward, card), form)
    return done if isinstance(done, Redirect) else await _question_page(ward, card, done)


async def _question_page(ward: WardCard, card: ConferenceCard, answer: Answer) -> Template:
    return page(
        "pages/conference_question.html",
        status=answer.status,
        ward=ward,
        card=card,
        back=url(conference_path(ward, card)),
        listed=url(list_path(ward)),
        action=url(f"{conference_path(ward, card)}/cau-hoi"),
        **await form_parts(ward, card, conference_path(ward, card), answer),
    )


handlers = [show_conferences, show_conference, show_calendar, show_question, send_question]
