"""The whole board, or what a filter leaves of it, to take away: CSV, JSON lines, XLSX."""

from __future__ import annotations

import hashlib
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Stream

from dialogue.core import changes, clock
from dialogue.core.errors import Unavailable
from dialogue.core.i18n import number
from dialogue.matters import search
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web.access import PUBLIC
from web.caching import SHOWN_ON
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.takeaway import books
from web.takeaway.asked import Asked, all_of, busy, read_asked, refused
from web.takeaway.columns import known_of
from web.takeaway.streams import Writer, as_csv, as_json_lines

CSV = "text/csv"  # the framework names the charset of text, and of nothing else
JSON_LINES = "application/jsonl; charset=utf-8"
TOO_LONG = _(
    "Danh sách này dài hơn %(most)s câu, bảng tính mở không nổi. Xin lọc bớt, hoặc lấy CSV."
)
BUSY = _(
    "Đang có nhiều người lấy bảng tính cùng lúc, nên chưa làm được bảng này. Xin thử lại sau "
    "%(minutes)s phút, hoặc lấy CSV ngay bây giờ: cùng nội dung, mở được bằng phần mềm bảng tính."
)
LATER = 120  # seconds until a place is free, as a rule
TELLING = frozenset(kind for kind, shelves in SHOWN_ON.items() if "feeds" in shelves)


@get("/{slug:str}/hoi-dap.csv", opt=PUBLIC)
async def csv_file(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    return await _streamed(request, slug, "csv", CSV, as_csv)


@get("/{slug:str}/hoi-dap.jsonl", opt=PUBLIC)
async def json_lines(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    return await _streamed(request, slug, "jsonl", JSON_LINES, as_json_lines)


@get("/{slug:str}/hoi-dap.xlsx", opt=PUBLIC)
async def workbook(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    ward = await queries.ward(slug)
    asked = await read_asked(request, ward.id)
    if asked.fault:
        return refused(ward, asked.fault, status=asked.status)
    headers = await headers_of(ward, asked, "xlsx")
    if has_it(request, headers):
        return Response(b"", status_code=304, headers=headers)
    most = books.MOST_ROWS
    if await search.counted_to(ward.id, asked.view.q, asked.filters, most + 1) > most:
        fault = str(TOO_LONG) % {"most": number(most, language())}
        return refused(ward, fault, status=413)
    try:
        file = await books.book(await known_of(ward), asked)
    except Unavailable:
        return busy(str(BUSY) % {"minutes": LATER // 60}, LATER)
    return Stream(books.sent(file), media_type=books.MEDIA_TYPE, headers=headers)


handlers = [csv_file, json_lines, workbook]


async def _streamed(
    request: Request[Any, Any, Any], slug: str, kind: str, media_type: str, write: Writer
) -> Response[Any]:
    ward = await queries.ward(slug)
    asked = await read_asked(request, ward.id)
    if asked.fault:
        return refused(ward, asked.fault, status=asked.status)
    headers = await headers_of(ward, asked, kind)
    if has_it(request, headers):
        return Response(b"", status_code=304, headers=headers)
    rows = write(await known_of(ward), asked)
    return Stream(rows, media_type=media_type, headers=headers)


def has_it(request: Request[Any, Any, Any], headers: dict[str, str]) -> bool:
    return headers["ETag"] in request.headers.get("if-none-match", "")


async def headers_of(ward: WardCard, asked: Asked, kind: str) -> dict[str, str]:
    """The tag is weak: it names the last change before the first row was read."""
    seq = await changes.newest(ward.id, TELLING)
    day = clock.local_day(clock.now())
    shown = repr((kind, language(), all_of(asked.view), seq, day, ward))
    name = f"hoi-dap-{ward.slug}-{day}.{kind}"
    return {
        "ETag": f'W/"{hashlib.sha256(shown.encode()).hexdigest()[:20]}"',
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
