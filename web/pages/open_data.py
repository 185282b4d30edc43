"""All that can be taken away from a ward, explained: for people, and as a data package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.support import LazyProxy
from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core.clock import local_day
from dialogue.core.settings import SETTINGS
from dialogue.matters.queries import promises
from dialogue.matters.queries.whole_board import extent
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web import kept
from web.access import PUBLIC
from web.caching import Ready
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.pages.calendar_feed import SOURCES
from web.render import render
from web.takeaway.books import MOST_ROWS
from web.takeaway.columns import COLUMNS
from web.takeaway.licences import LICENCES
from web.takeaway.package import package

KINDS: dict[str, LazyProxy] = {
    "string": _("chữ"),
    "integer": _("số"),
    "boolean": _("có hoặc không"),
    "date": _("ngày tháng năm"),
}
LICENCE = LICENCES.get(SETTINGS.data_licence)


@dataclass(frozen=True, slots=True)
class Holding:
    """Something to take away. n: None where it is not counted here. files: (kind, address)."""

    title: str
    about: str
    page: str
    files: list[tuple[str, str]]
    n: int | None = None
    changed_on: date | None = None


@get("/{slug:str}/du-lieu", opt=PUBLIC)
async def show_data(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)

    async def make() -> Ready:
        return Ready.of(await _made(ward))

    return await kept.reply(request, ward, "feeds", "page", make)


@get("/{slug:str}/du-lieu.json", opt=PUBLIC)
async def show_package(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)

    async def make() -> Ready:
        told = package(ward, LICENCE, (await extent(ward.id)).changed_on)
        text = json.dumps(told, ensure_ascii=False, indent=1)
        return Ready.of(text, media_type="application/json")

    return await kept.reply(request, ward, "feeds", "package", make)


handlers = [show_data, show_package]


async def _made(ward: WardCard) -> str:
    return render(
        "pages/open_data.html",
        ward=ward,
        holdings=[
            await _answers(ward),
            await _promises(ward),
            await _meetings(ward),
            *_others(ward),
        ],
        column_rows=[(each.name, each.title, KINDS[each.kind], each.about) for each in COLUMNS],
        licence=LICENCE,
        most=MOST_ROWS,
        package=url(f"/{ward.slug}/du-lieu.json"),
        options=url(f"/{ward.slug}/hoi-dap"),
    )


def _files(ward: WardCard, name: str, *kinds: str) -> list[tuple[str, str]]:
    words = {"atom": "Atom", "ics": "iCalendar", "jsonl": "JSON Lines"}
    return [(words.get(kind, kind.upper()), url(f"/{ward.slug}/{name}.{kind}")) for kind in kinds]


async def _answers(ward: WardCard) -> Holding:
    found = await extent(ward.id)
    return Holding(
        str(_("Câu hỏi và câu trả lời")),
        str(_("Tất cả những gì có trên Bảng trả lời, mỗi câu một dòng, mới nhất trước.")),
        url(f"/{ward.slug}/hoi-dap"),
        _files(ward, "hoi-dap", "xlsx", "csv", "jsonl", "atom"),
        found.n,
        found.changed_on,
    )


async def _promises(ward: WardCard) -> Holding:
    newest = await promises.changed_last(ward.id, limit=1)
    return Holding(
        str(_("Lời hứa")),
        str(_("Việc phường đã hứa, và việc gì vừa có thay đổi.")),
        url(f"/{ward.slug}/cam-ket"),
        _files(ward, "cam-ket", "atom"),
        await promises.public_promises(ward.id),
        max((local_day(line.at) for each in newest for line in each.lines), default=None),
    )


async def _meetings(ward: WardCard) -> Holding:
    entries = [entry for source in SOURCES for entry in await source(ward)]
    return Holding(
        str(_("Lịch gặp dân")),
        str(_("Hội nghị đối thoại và các buổi cà phê sáng, cho lịch trên điện thoại.")),
        url(f"/{ward.slug}/doi-thoai"),
        _files(ward, "lich", "ics", "atom"),
        len(entries),
        max((local_day(entry.told_at) for entry in entries), default=None),
    )


def _others(ward: WardCard) -> list[Holding]:
    """Their own pages count them."""
    return [
        Holding(
            str(_("Kết quả hài lòng")),
            str(_("Số lượt đánh giá và tỷ lệ hài lòng theo kỳ, ở các quầy.")),
            url(f"/{ward.slug}/hai-long"),
            _files(ward, "hai-long", "csv"),
        ),
        Holding(
            str(_("Sổ đánh giá")),
            str(_("Dấu của sổ mỗi ngày, để ai cũng kiểm tra được rằng không lượt nào mất.")),
            url(f"/{ward.slug}/hai-long/so-cai"),
            _files(ward, "hai-long/so-cai", "atom"),
        ),
        Holding(
            str(_("Khảo sát")),
            str(_("Kết quả từng đợt khảo sát, có trong trang của đợt đó.")),
            url(f"/{ward.slug}/khao-sat"),
            [],
        ),
    ]
