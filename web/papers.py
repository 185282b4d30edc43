"""A document sent as DOCX, PDF or a page to print: drawn off the event loop, kept for a while."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from urllib.parse import quote

from litestar import Response
from litestar.response import Template
from markupsafe import Markup

from dialogue.core.clock import local_day, now
from dialogue.core.documents import MOTTO, STATE, Code, Document, Paragraph, Table, layout
from dialogue.core.errors import NotFound
from dialogue.ward.cards import WardCard
from surveys.posters import qr_svg
from web.render import page

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
MOST = 40  # drawings kept: what many open at once is drawn once
_kept: OrderedDict[str, bytes] = OrderedDict()
_drawing = asyncio.Semaphore(1)  # a document takes a processor for itself


async def drawn(document: Document, form: str) -> bytes:
    """form: docx or pdf. Raises NotFound for another."""
    if form not in {"docx", "pdf"}:
        raise NotFound(f"no documents as {form!r}")
    key = hashlib.sha256(f"{form} {document!r}".encode()).hexdigest()
    return await _once(key, lambda: _draw(document, form))


async def drawn_all(documents: Sequence[Document], form: str) -> list[bytes]:
    """One after the other, and none kept: they are fetched once."""
    async with _drawing:
        return [await asyncio.to_thread(_draw, each, form) for each in documents]


async def drawn_as_one(documents: Sequence[Document], form: str) -> bytes:
    """All in one file, and not kept. At least one document, all on the same paper."""
    async with _drawing:
        return await asyncio.to_thread(_draw_as_one, documents, form)


def _draw_as_one(documents: Sequence[Document], form: str) -> bytes:
    from web.printing.pdf import as_one_pdf  # noqa: PLC0415
    from web.printing.word import as_docx  # noqa: PLC0415

    look = layout(local_day(now()))
    if form == "pdf":
        return as_one_pdf(documents, look)
    return as_docx(documents[0], look, *documents[1:])


def _draw(document: Document, form: str) -> bytes:
    # Here, not above: both load libraries that most servers never need.
    from web.printing.pdf import as_pdf  # noqa: PLC0415
    from web.printing.word import as_docx  # noqa: PLC0415

    look = layout(local_day(now()))  # of the decree in force
    return as_pdf(document, look) if form == "pdf" else as_docx(document, look)


async def _once(key: str, make: Callable[[], bytes]) -> bytes:
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    async with _drawing:
        if key not in _kept:
            _kept[key] = await asyncio.to_thread(make)
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return _kept[key]


def sent(data: bytes, name: str, form: str, *, public: bool = False) -> Response[bytes]:
    """name: without its ending. A public copy may be kept by who has it, and is asked for again."""
    return Response(
        data,
        media_type=MEDIA[form],
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{form}')}",
            "Cache-Control": "no-cache" if public else "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def print_page(ward: WardCard, document: Document) -> Template:
    """HTML for A4."""
    return page(
        "papers/document.html",
        ward=ward,
        both_languages=False,
        document=document,
        state=STATE,
        motto=MOTTO,
        sort_of=_sort,
        code_of=lambda block: Markup(qr_svg(block.address)),  # noqa: S704  our own SVG
    )


def _sort(block: object) -> str:
    match block:
        case Paragraph():
            return "paragraph"
        case Table():
            return "table"
        case Code():
            return "code"
        case _:
            return "break"
