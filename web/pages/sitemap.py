"""What search engines are told: which pages there are (sitemaps.org), and which to leave alone.

A ward's answers come in parts by their numbers, which never change: a part that was read stays the
same part however many are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.core.settings import SETTINGS
from dialogue.matters.queries.whole_board import last_number, numbered
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from dialogue.ward.provinces import province_slug
from web import kept
from web.access import PUBLIC
from web.answer_cards import answer_path
from web.atom import address
from web.caching import Ready
from web.field_parts import field_path
from web.i18n import languages, prefix, spoken_at
from web.numbers import whole
from web.pages.calendar_feed import SOURCES
from web.render import render

SIZE = 10_000  # answers in a part; the protocol allows 50,000 addresses in a file
PAGES = (
    *("hoi-dap", "cam-ket", "hai-long", "doi-thoai", "ca-phe-sang", "khao-sat", "du-lieu", "tim"),
    *("thu-tuc", "so-ket"),
)
XML, TEXT = "application/xml", "text/plain"
VALID = timedelta(days=180)  # RFC 9116 (2.5.5): less than a year
PRIVATE = (
    *("/quan-tri/", "/to-truong/", "/q/", "/quay/", "/h/", "/moi/", "/s/"),
    *("/tra-cuu", "/theo-doi/"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """changed_on: None where nobody keeps it."""

    address: str
    changed_on: date | None = None


@get("/{slug:str}/sitemap.xml", opt=PUBLIC)
async def show_map(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """?phan=2: the third part. Raises NotFound for one that is not there yet."""
    ward = await queries.ward(slug)
    part = whole(request.query_params.get("phan", "0"))
    if part is None or part > await _last_part(ward):
        raise NotFound("no such part of the site map")

    async def make() -> Ready:
        places = [] if part else await _pages(ward)
        places += await _answers(ward, part)
        return Ready.of(render("pages/sitemap.xml", places=places), media_type=XML)

    return await kept.reply(request, ward, "feeds", ("map", part), make)


handlers = [show_map]


async def _last_part(ward: WardCard) -> int:
    return max(await last_number(ward.id) - 1, 0) // SIZE


async def _pages(ward: WardCard) -> list[Place]:
    paths = [f"/{ward.slug}", *(f"/{ward.slug}/{name}" for name in PAGES)]
    paths += [field_path(ward.slug, each) for each in await queries.fields(ward.id)]
    paths += [f"/{ward.slug}/thu-tuc/{each.slug}" for each in await queries.procedures(ward.id)]
    if slug := province_slug(ward.province):
        paths.append(f"/tinh/{slug}")
    entries = [entry for source in SOURCES for entry in await source(ward)]
    return [
        *(Place(address(path)) for path in paths),
        *(
            Place(address(spoken_at(each.path)[1]), clock.local_day(each.told_at))
            for each in entries
        ),
    ]


async def _answers(ward: WardCard, part: int) -> list[Place]:
    first = part * SIZE + 1
    return [
        Place(address(answer_path(ward.slug, number)), changed_on)
        for number, changed_on in await numbered(ward.id, first, first + SIZE - 1)
    ]


@get("/sitemap.xml", opt=PUBLIC, include_in_schema=False)
async def show_index(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The maps of all wards, in all languages."""
    maps = [each for ward in await queries.wards() for each in await _maps(ward)]
    return Ready.of(render("pages/sitemap_index.xml", maps=maps), media_type=XML).reply(request)


async def _maps(ward: WardCard) -> Sequence[str]:
    parts = range(await _last_part(ward) + 1)
    return [
        f"{SETTINGS.site}{prefix(each)}/{ward.slug}/sitemap.xml" + (f"?phan={part}" if part else "")
        for each in languages()
        for part in parts
    ]


@get("/robots.txt", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_robots() -> Response[str]:
    """RFC 9309. Personal links are secrets: engines that were led to one leave it alone."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines += [
        f"Disallow: {prefix(each)}{path}"
        for each in languages()[1:]
        for path in PRIVATE
        if path != "/quan-tri/"
    ]
    return Response(
        "\n".join([*lines, "", f"Sitemap: {SETTINGS.site}/sitemap.xml", ""]), media_type=TEXT
    )


@get("/.well-known/security.txt", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_security() -> Response[str]:
    """RFC 9116. Raises NotFound where the installation names no contact."""
    return Response(security_text(SETTINGS.security_contact), media_type=TEXT)


def security_text(contact: str) -> str:
    if not contact:
        raise NotFound("this installation names no contact")
    expires = clock.start_of(clock.local_day(clock.now()) + VALID)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(languages())}",
        f"Canonical: {SETTINGS.site}/.well-known/security.txt",
    )
    return "\n".join(lines) + "\n"


WITHOUT_WORDS = [show_index, show_robots, show_security]  # they stand once
