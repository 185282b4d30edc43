"""What is found beside answers: promises, conferences, coffee sessions and procedures of a ward.

They are few, so their words are kept in this process until the change log says that one changed.
Only what their own public pages tell is among them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogue.core.clock import local_day, now
from dialogue.core.i18n import day
from dialogue.matters.exposure import Facet, plain_words, token
from dialogue.matters.queries import promises
from dialogue.matters.queries.tasks import TaskCard
from dialogue.matters.synonyms import concepts
from dialogue.ward import queries
from dialogue.ward.cards import ProcedureCard, WardCard
from meetings.coffee.queries import sessions
from meetings.coffee.queries.items import public_words
from meetings.coffee.queries.sessions import SessionCard
from meetings.coffee.states import SessionState
from meetings.conferences.queries.conferences import ConferenceCard, conferences
from meetings.conferences.queries.records import public_record
from web.answer_cards import Names, in_words, names
from web.caching import PAGES
from web.english import plain
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.procedure_words import CHECKED, short_limit
from web.words import task_look

SHELF = "found"  # in web.caching
PIECE = 500  # promises or sessions read at once


class Kind(StrEnum):
    """What can be found, by the word that its addresses have."""

    ANSWER = "hoi-dap"
    PROCEDURE = "thu-tuc"
    PROMISE = "cam-ket"
    CONFERENCE = "doi-thoai"
    COFFEE = "ca-phe-sang"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that can be found. text: more of its words, to show some of them; note: one line.

    key: its own among those of its kind. words: of the index, titled: those of its title.
    foreign: title and text are Vietnamese on an English page.
    """

    kind: Kind
    key: str
    path: str
    title: str
    text: str
    note: str
    words: frozenset[str]
    titled: frozenset[str]
    foreign: bool


async def entries(ward: WardCard) -> tuple[Entry, ...]:
    """In the language of the page; of each kind the newest first."""
    key = (ward, language(), local_day(now()))
    found: tuple[Entry, ...] = await PAGES.get(ward.id, SHELF, key, lambda: _made(ward))
    return found


async def _made(ward: WardCard) -> tuple[Entry, ...]:
    known = await names(ward.id)
    found = [await _procedure(ward, card) for card in await queries.procedures(ward.id)]
    found += [_promise(ward, card) async for card in _promises(ward.id)]
    for card in await conferences(ward.id):
        if card.is_public:
            found.append(await _conference(ward, card))
    cards = await _sessions(ward.id)
    said = await public_words(ward.id, [each for each in cards if _is_reported(each)])
    return (*found, *(_session(ward, card, said.get(card.id, []), known) for card in cards))


def _entry(
    ward: WardCard, kind: Kind, key: str, titles: tuple[str, ...], *, texts: list[str], note: str
) -> Entry:
    """titles: as shown, and other names of it."""
    titled = frozenset(word for title in titles for word in plain_words(title))
    beside = frozenset(word for text in texts for word in plain_words(text))
    meant = {token(Facet.CONCEPT, each) for each in concepts([*titles, *texts])}
    return Entry(
        kind=kind,
        key=key,
        path=url(f"/{ward.slug}/{kind.value}/{key}"),
        title=titles[0],
        text="\n".join(filter(None, texts)),
        note=note,
        words=titled | beside | meant,
        titled=titled,
        foreign=language() != "vi",
    )


async def _procedure(ward: WardCard, card: ProcedureCard) -> Entry:
    fields = {each.id: each for each in await queries.fields(ward.id, past=True)}
    english = card.name_en if language() == "en" else ""
    limit = short_limit(card) if card.certainty == CHECKED else ""
    note = " · ".join(filter(None, (plain(in_words(fields[card.field])), limit)))
    texts = [card.result, card.papers, card.official_field, card.code]
    others = (card.name,) if english else (card.name_en,)
    made = _entry(
        ward, Kind.PROCEDURE, card.slug, (english or card.name, *others), texts=texts, note=note
    )
    return replace(made, foreign=made.foreign and not english)


async def _promises(ward: int) -> AsyncIterator[TaskCard]:
    after = ""
    while True:
        found = await promises.promises(ward, after=after, limit=PIECE)
        for card in found.cards:
            if card.number is not None:
                yield card
        after = found.after
        if not after:
            return


def _promise(ward: WardCard, card: TaskCard) -> Entry:
    due = str(_("Hạn %(due)s")) % {"due": day(card.due, language())}
    note = f"{task_look(card.state, card.late).text} · {due}"
    return _entry(
        ward,
        Kind.PROMISE,
        str(card.number),
        (card.text,),
        texts=[card.title, card.evidence],
        note=note,
    )


async def _conference(ward: WardCard, card: ConferenceCard) -> Entry:
    """Once its result is out, what was asked and concluded there as well."""
    texts = [card.subject, card.place]
    if card.published_at is not None:
        told = await public_record(card)
        texts += [each.words for each in told.in_hall] + [each.text for each in told.conclusions]
    note = f"{day(card.day, language())} · {card.place}"
    return _entry(ward, Kind.CONFERENCE, card.slug, (card.title,), texts=texts, note=note)


async def _sessions(ward: int) -> list[SessionCard]:
    """Those to come, nearest first, then those held."""
    cards = await sessions.upcoming(ward, PIECE)
    after = ""
    while True:
        held = await sessions.held(ward, after, PIECE)
        cards += [card for card in held.cards if card not in cards]
        after = held.after
        if not after:
            return cards


def _is_reported(card: SessionCard) -> bool:
    return card.state is SessionState.REPORTED


def _session(ward: WardCard, card: SessionCard, said: list[str], known: Names) -> Entry:
    groups = ", ".join(plain(known.groups.get(group, "")) for group in card.groups)
    when = day(card.day, language())
    title = str(_("Cà phê sáng %(day)s")) % {"day": when} + f", {card.place}"
    texts = [groups, card.summary if _is_reported(card) else "", *said]
    return _entry(ward, Kind.COFFEE, card.slug, (title,), texts=texts, note=groups)
