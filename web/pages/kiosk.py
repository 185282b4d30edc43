"""The tablet at a counter: one tap, without a network too; without JavaScript a plain form.

Nothing that was pressed stands in an address, in a kept page or in the browser's history.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.errors import TicketInvalid, TicketUsed
from dialogue.ward.queries import ward_by_id
from surveys.forms.counter import COUNTER_FORM
from surveys.kiosks.actions import heard
from surveys.kiosks.queries import KioskCard, kiosk_of
from web.access import BY_SCRIPT, PUBLIC
from web.assets import asset_url, find
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.i18n import in_language, language, languages, url
from web.kept_parcels import Sending, given, milliseconds, take
from web.lifespan import save_rating
from web.pages.rating import AGAIN, RatingForm, checked, shown, to_rating
from web.render import NO_STORE, page, render
from web.tickets import fresh_ticket

PATH = "/quay"
THANKS, IDLE = 5, 30  # seconds until the screen returns
PLAIN_IDLE = 120  # without a script the page comes anew, whatever was marked
ICONS = (192, 512)  # pixels


@get("/quay/may.js", opt=PUBLIC)
async def show_worker() -> Response[bytes]:
    """The service worker: its address keeps it to the tablets' pages."""
    asset = find("kiosk_worker.js")
    assert asset is not None  # noqa: S101  one of our own files
    return Response(asset.plain, media_type="text/javascript", headers=dict(NO_STORE))


@get("/quay/{token:str}", opt=PUBLIC)
async def show(token: FromPath[str]) -> Template:
    card = await kiosk_of(token)
    if not card.open:
        return await _over(card, token)
    return _page(card, token, form_of({}))


@post("/quay/{token:str}", opt=PUBLIC)
async def send(request: Request[Any, Any, Any], token: FromPath[str]) -> Template | Redirect:
    """A plain form's own way, without JavaScript."""
    card = await kiosk_of(token)
    if not card.open:
        return await _over(card, token)
    form = checked(card.counter, await read_form(request, RatingForm))
    if form.data is None:
        return _page(card, token, form, 422)
    try:
        await save_rating(request.app, to_rating(card.counter, form.data))
    except (TicketUsed, TicketInvalid) as error:
        status, message = AGAIN[type(error)]
        return _page(card, token, form.refuse(ticket=message), status)
    return Redirect(url(f"{_path(token)}/cam-on"), status_code=303, headers=dict(NO_STORE))


@get("/quay/{token:str}/cam-on", opt=PUBLIC)
async def show_thanks(token: FromPath[str]) -> Template:
    """The same for everybody, whatever was pressed."""
    card = await kiosk_of(token)
    return page(
        "pages/kiosk_thanks.html", card=card.counter, path=_path(token), home=url(_path(token)),
        seconds=THANKS,
    )  # fmt: skip


@post("/quay/{token:str}/gui", opt=BY_SCRIPT, status_code=200)
async def take_kept(
    request: Request[Any, Any, Any], token: FromPath[str]
) -> Response[dict[str, Any]]:
    """What the tablet kept; an empty list is its sign of life."""
    card = await kiosk_of(token)
    form = await read_form(request, Sending)
    parcels = given(form)
    if card.revoked_on is not None:
        return _told({"told": [], "open": False}, 410)
    if not parcels and form.data is not None:
        await heard(card, form.data.clock, form.data.refused)
    told = await take(request.app, parcels, card.ward)
    version = _version(card, token)
    return _told({"told": told, "open": card.open, "now": milliseconds(), "version": version})


@get("/quay/{token:str}/ung-dung.webmanifest", opt=PUBLIC)
async def show_manifest(token: FromPath[str]) -> Response[str]:
    card = await kiosk_of(token)
    name = f"{_('Đánh giá')} {card.counter.label}"
    told = {
        "id": _path(token),
        "name": f"{name}, {card.counter.ward_name}",
        "short_name": name,
        "lang": language(),
        "start_url": url(_path(token)),
        "scope": url(f"{PATH}/"),
        "display": "fullscreen",
        "background_color": "#fbf8f2",
        "theme_color": "#073f39",
        "icons": [
            {
                "src": asset_url(f"kiosk-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in ICONS
            for purpose in ("any", "maskable")
        ],
    }
    text = json.dumps(told, ensure_ascii=False)
    return Response(text, media_type="application/manifest+json", headers=dict(NO_STORE))


handlers = [show_worker, show, send, show_thanks, take_kept, show_manifest]


def _path(token: str) -> str:
    return f"{PATH}/{token}"


def _told(body: dict[str, Any], status: int = 200) -> Response[dict[str, Any]]:
    return Response(body, status_code=status, headers=dict(NO_STORE))


def _page(card: KioskCard, token: str, form: Form[Any], status: int = 200) -> Template:
    context = _shown(card, token, form, fresh_ticket(card.counter)) | {
        "version": _version(card, token)
    }
    return page("pages/kiosk.html", status=status, **context)


def _shown(card: KioskCard, token: str, form: Form[Any], ticket: str) -> dict[str, Any]:
    path = _path(token)
    return shown(card.counter, form, ticket) | {
        "path": path,
        "here_path": url(path),
        "home": path,
        "pages": [in_language(path, each) for each in languages()],
        "workers": [in_language(f"{PATH}/may.js", each) for each in languages()],
        "most_reasons": COUNTER_FORM.most_reasons,
        "thanks": THANKS,
        "idle": IDLE,
        "plain_idle": PLAIN_IDLE,
    }


def _version(card: KioskCard, token: str) -> str:
    """Of all that the page shows and loads: another one, and the tablet takes the page anew."""
    text = render("pages/kiosk.html", **_shown(card, token, form_of({}), ""), version="")
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def _over(card: KioskCard, token: str) -> Template:
    """410: revoked, or its counter is closed."""
    phone = (await ward_by_id(card.ward)).phone
    return page(
        "pages/kiosk_over.html", status=410, card=card.counter, path=_path(token), phone=phone
    )
