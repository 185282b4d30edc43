"""What those who were at a conference are asked: a survey, known by its address alone.

Surveys know nothing of conferences; whoever opens one from the conference's programme gets the
address filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from dialogue.core.errors import NotFound
from dialogue.core.settings import SETTINGS
from dialogue.ward.cards import WardCard
from meetings.conferences.queries.conferences import ConferenceCard
from surveys.forms import queries
from surveys.forms.states import FormState
from surveys.posters import qr_svg
from web.english import said
from web.i18n import url

FORM = "after-dialogue"
PREFIX = "sau-"
LONGEST = 60  # letters of a survey's place in the address
OPEN = timedelta(days=14)  # as long as people remember


@dataclass(frozen=True, slots=True)
class Asked:
    """qr: of the survey's page, to be printed with the programme."""

    title: str
    href: str
    opens: date
    closes: date
    qr: Markup


def slug_after(conference: str) -> str:
    """The last words, with the day: a survey's address is shorter than a conference's."""
    return PREFIX + conference[-(LONGEST - len(PREFIX)) :].lstrip("-")


async def asked_after(ward: WardCard, card: ConferenceCard) -> Asked | None:
    """None: nobody is asked."""
    try:
        found = await queries.survey(ward.id, slug_after(card.slug))
    except NotFound:
        return None
    href = url(f"/{ward.slug}/khao-sat/{found.slug}")
    qr = Markup(qr_svg(f"{SETTINGS.site}{href}"))  # noqa: S704  our own SVG
    return Asked(said(found.title, found.title_en), href, found.opens, found.closes, qr)


async def filled_in(card: ConferenceCard) -> dict[str, Any]:
    """What the form for a new survey begins with."""
    return {
        "form": await _form(card.ward),
        "title": f"Sau hội nghị đối thoại ngày {card.day:%d/%m/%Y}",
        "title_en": f"After the dialogue of {card.day:%d/%m/%Y}",
        "slug": slug_after(card.slug),
        "opens": f"{card.day:%d/%m/%Y}",
        "closes": f"{card.day + OPEN:%d/%m/%Y}",
    }


async def _form(ward: int) -> str:
    """The ward's own, once it has one; else the product's."""
    own = [
        card
        for card in await queries.forms(ward)
        if card.code == FORM and card.state is FormState.PUBLISHED
    ]
    if own:
        return str(max(own, key=lambda each: each.number).id)
    return next((each.name for each in queries.house_forms() if each.code == FORM), "")
