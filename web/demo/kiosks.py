"""Tablets at the counters: one that stands at the first, and one that fell silent."""

from __future__ import annotations

from dialogue.core import clock
from dialogue.core.keys import keys
from surveys.kiosks.actions import heard, pair
from surveys.kiosks.queries import kiosk_of
from surveys.queries.counters import counters
from web.demo.place import Place, moment

PAIRED, LAST_HEARD = -12, -3  # working days from today
FAST = 9 * 60  # seconds by which the silent one's clock is ahead


async def tell(place: Place) -> None:
    first, second, *_more = await counters(place.id)
    director = place.people["giam-doc"]
    with clock.at(moment(place.days.day(PAIRED), 8)):
        token = await pair(
            director, first.code, "Máy bên cửa sổ", token=kiosk_token(place.card.slug)
        )
        silent = await pair(director, second.code, "Máy ở sảnh chờ")
    with clock.at(moment(place.days.day(LAST_HEARD), 16)):
        await _hears(silent, FAST)
    await _hears(token)


async def _hears(token: str, ahead: int = 0) -> None:
    await heard(await kiosk_of(token), int(clock.now().timestamp()) + ahead, 0)


def kiosk_token(slug: str) -> str:
    """The same at every start of this installation; derived from its own key, as link_token."""
    return keys().fixed("links", f"demo kiosk {slug}")[:32]


def kiosk_path(slug: str) -> str:
    """The page of the first counter's tablet, which the command prints."""
    return f"/quay/{kiosk_token(slug)}"
