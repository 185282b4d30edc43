"""The live parts of a hall's pages, kept ready until the change log says that they are old."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dialogue.core.errors import NotFound
from dialogue.ward import queries as wards
from dialogue.ward.cards import GroupCard, WardCard
from meetings.conferences.briefing import LastTime
from meetings.conferences.queries import floor as floors
from meetings.conferences.queries.floor import Floor, OpinionCard, SpeakerCard
from meetings.conferences.queries.last_time import last_time
from meetings.conferences.states import (
    ConferenceState,
    Hiding,
    OpinionState,
    Outcome,
)
from web.caching import PAGES
from web.english import group_name, plain, said
from web.i18n import enter, gettext_lazy, in_language, url
from web.i18n import gettext as _
from web.live.halls import Part, Slides
from web.render import render

SHELF = "hall"  # of web.caching
LISTED = 12  # questions that go to each phone; the others stand on the page that asks for them
LONGEST_LINE = 180  # letters of a question in that list
BEFORE, OPEN, AFTER = "before", "open", "after"
OUTCOME = {
    Outcome.ANSWERED: gettext_lazy("Đã trả lời tại hội trường"),
    Outcome.WRITTEN: gettext_lazy("Trả lời bằng văn bản"),
    Outcome.FORWARDED: gettext_lazy("Chuyển cơ quan khác"),
    Outcome.TASK: gettext_lazy("Phường làm ngay"),
}
HIDING = {
    Hiding.SEPARATE: gettext_lazy("được giải quyết riêng, không nêu trước hội trường"),
    Hiding.OFF_TOPIC: gettext_lazy("ngoài nội dung đối thoại, đã chuyển vào sổ ý kiến"),
    Hiding.RUDE: gettext_lazy("lời lẽ không phù hợp, đã chuyển vào sổ ý kiến"),
    Hiding.EMPTY: gettext_lazy("không có nội dung hỏi"),
    Hiding.TIME: gettext_lazy("chưa kịp đọc trước khi bế mạc, đã chuyển vào sổ ý kiến"),
}


@dataclass(frozen=True, slots=True)
class View:
    """A hall with the names of its places in the page's language.

    last: what the conference before promised, until this one is opened; None: nothing.
    """

    ward: WardCard
    floor: Floor
    groups: dict[int, str]
    fields: dict[int, str]
    last: LastTime | None

    @property
    def phase(self) -> str:
        if self.floor.card.state is ConferenceState.RUNNING:
            return OPEN
        return BEFORE if self.floor.card.opened_at is None else AFTER

    @property
    def takes_notes(self) -> bool:
        """Until the minutes are made; what comes later is no opinion of the hall."""
        return self.floor.card.state in (ConferenceState.RUNNING, ConferenceState.MINUTES)

    @property
    def listed(self) -> list[OpinionCard]:
        """Those picked in the chair's order, then what most ask, then by number; settled last."""
        places = {card.id: place for place, card in enumerate(self.floor.picked)}

        def rank(card: OpinionCard) -> tuple[bool, int, int, int]:
            settled = card.state is OpinionState.SETTLED
            return settled, places.get(card.id, len(places)), -card.askers, card.number or 0

        return sorted(self.floor.seen, key=rank)

    def party(self, who: SpeakerCard | OpinionCard) -> str:
        """The group or the organisation, never a name."""
        if who.group is not None:
            return self.groups.get(who.group, "")
        return who.organisation or _("Người dự")

    def about(self, card: OpinionCard) -> str:
        return self.fields.get(card.field or 0, "")


async def view_of(ward: int, conference: int) -> View:
    card = await wards.ward_by_id(ward)
    groups: tuple[GroupCard, ...] = await wards.groups(ward, past=True)
    fields = await wards.fields(ward, past=True)
    found = await floors.floor(ward, conference)
    last = await last_time(found.card, public=True) if found.card.opened_at is None else None
    return View(
        card,
        found,
        {each.id: plain(group_name(each)) for each in groups},
        {each.id: plain(said(each.name, each.name_en)) for each in fields},
        last if last and last.promised else None,
    )


async def phone_slides(ward: int, conference: int, code: str, language: str) -> Slides:
    """What the phones show of the hall: what goes on, and what is asked."""

    async def make() -> Slides:
        enter(in_language(f"/h/{code}", language))
        view = await view_of(ward, conference)
        context: dict[str, Any] = {
            "view": view,
            "ward": view.ward,
            "code": code,
            "listed_most": LISTED,
        }
        context |= {
            "outcomes": OUTCOME,
            "hidings": HIDING,
            "longest_line": LONGEST_LINE,
            "whole": False,
        }
        return (
            Part.of("now", render("pages/hall_now.html", **context)),
            Part.of("list", render("pages/hall_list.html", **context)),
        )

    kept: Slides = await PAGES.get(ward, SHELF, (conference, "phone", language), make)
    return kept


async def screen_slides(ward: int, conference: int) -> Slides:
    """What the projector shows."""

    async def make() -> Slides:
        enter("/h")
        view = await view_of(ward, conference)
        context: dict[str, Any] = {
            "view": view,
            "ward": view.ward,
            "outcomes": OUTCOME,
            "hidings": HIDING,
        }
        return (Part.of("screen", render("pages/hall_screen_now.html", **context)),)

    kept: Slides = await PAGES.get(ward, SHELF, (conference, "screen"), make)
    return kept


def hall_path(code: str) -> str:
    return url(f"/h/{code}")


def must_be_public(view: View) -> None:
    """Before the notice a conference is the ward's own affair. Raises NotFound."""
    if not view.floor.card.is_public:
        raise NotFound("no such hall")
