"""One box for all that is public in a ward: what was found, and what to pick while one types."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import BaseModel, Field

from dialogue.core.errors import Invalid, NotFound, TooManyTries
from dialogue.core.i18n import number
from dialogue.core.text import clean
from dialogue.matters.exposure import plain_words
from dialogue.matters.search import Order
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web import kept
from web.access import PUBLIC
from web.answer_cards import names, shown_day
from web.caching import Ready
from web.finding import pace
from web.finding.entries import Kind
from web.finding.search import Asked, Findings, find
from web.finding.suggesting import suggestions
from web.forms import read_form
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.pages.board import STATES, read_filters
from web.pages.board import View as BoardView
from web.render import page, render

CLOSEST = "sat"  # in an address: not the newest first
LONGEST = 200  # letters of a search
LONGEST_QUESTION = 2_000  # letters that an address carries to the form for a question
OPERATORS = re.compile(r"\b(?:AND|OR|NOT|NEAR)\b|[\"*()^|&]|\w:\w")
UNFIT, TOO_MANY = 422, 429
KINDS = {
    Kind.ANSWER: _("Câu trả lời"),
    Kind.PROCEDURE: _("Thủ tục"),
    Kind.PROMISE: _("Lời hứa"),
    Kind.CONFERENCE: _("Đối thoại"),
    Kind.COFFEE: _("Cà phê sáng"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What of the address the page shows; the form's fields have a hyphen for each `_`."""

    q: str = ""
    loai: str = ""
    linh_vuc: str = ""
    trang_thai: str = ""
    xep: str = ""
    sau: str = ""

    @property
    def kind(self) -> Kind | None:
        return Kind(self.loai) if self.loai else None

    @property
    def order(self) -> Order:
        return Order.CLOSEST if self.xep else Order.NEWEST

    def at(self, **other: str) -> str:
        """The query of this view, with something else in it."""
        shown = asdict(self) | other
        return urlencode({n.replace("_", "-"): value for n, value in shown.items() if value})


class Typing(BaseModel):
    q: Annotated[str, Field(max_length=LONGEST)] = ""


@get("/{slug:str}/tim", opt=PUBLIC)
async def show_found(request: Request[Any, Any, Any], slug: FromPath[str]) -> Any:
    """422 for what cannot be looked for, 429 for too much at once: the words stay in the box."""
    ward = await queries.ward(slug)
    view = read_view(request)
    if wrong := unfit(view.q):
        return page("pages/find.html", status=UNFIT, **_shown(ward, view, wrong=wrong))
    try:
        if view.q:
            pace.note_search(request)
    except TooManyTries as error:
        return _too_many(ward, view, error)
    path = url(f"/{ward.slug}/tim") if view == View() else ""

    async def make() -> Ready:
        return Ready.of(await made(ward, view))

    ready: Response[bytes] = await kept.reply(request, ward, "find", view, make, path)
    return ready


@post("/{slug:str}/tim/goi-y", opt=PUBLIC, status_code=200)
async def while_typing(
    request: Request[Any, Any, Any], slug: FromPath[str]
) -> Template | Response[str]:
    """A part of the page, for its script. Sent, so that no address holds unfinished words.

    Too often: nothing, as when nothing fits; the script goes on without.
    """
    ward = await queries.ward(slug)
    try:
        pace.note_suggestion(request)
    except TooManyTries as error:
        return Response("", status_code=TOO_MANY, headers=pace.headers_of(error))
    form = await read_form(request, Typing)
    found = await suggestions(ward, form.data.q) if form.data else []
    return page("pages/find_suggested.html", ward=ward, suggested=found, kinds=KINDS)


handlers = [show_found, while_typing]


def read_view(request: Request[Any, Any, Any]) -> View:
    """What is not known here is left out; the words are kept as they were typed."""
    given = request.query_params
    loai = given.get("loai", "")
    return View(
        q=clean(given.get("q", "")),
        loai=loai if loai in set(Kind) else "",
        linh_vuc=given.get("linh-vuc", "")[:60],
        trang_thai=given.get("trang-thai", "")[:60],
        xep=CLOSEST if given.get("xep") == CLOSEST else "",
        sau=given.get("sau", "")[:120],
    )


def unfit(words: str) -> str:
    """Why nothing can be looked for; empty when something can, or nothing was typed."""
    if len(words) > LONGEST:
        text = _(
            "Ô tìm nhận tối đa %(most)s chữ cái; quý vị đã ghi %(n)s. Xin giữ lại vài từ chính, "
            "hoặc gửi cả câu cho phường."
        )
        return str(text) % {"most": LONGEST, "n": len(words)}
    if words and not plain_words(words):
        return str(_("Chưa có chữ hay số nào để tìm. Xin ghi vài từ, ví dụ: khai sinh."))
    return ""


def _too_many(ward: WardCard, view: View, error: TooManyTries) -> Template:
    shown = _shown(ward, view, wrong=pace.words_of(error))
    return page("pages/find.html", status=TOO_MANY, headers=pace.headers_of(error), **shown)


async def made(ward: WardCard, view: View) -> str:
    """Raises NotFound for a place that this search has not named."""
    board = BoardView(linh_vuc=view.linh_vuc, trang_thai=view.trang_thai)
    filters = await read_filters(ward.id, board)
    try:
        asked = Asked(view.q, view.kind, filters, view.sau, view.order)
        found = await find(ward, asked) if view.q else None
    except Invalid as error:
        raise NotFound("no such place in what was found") from error
    known = await names(ward.id)
    return render(
        "pages/find.html",
        query=view.at(),
        **_shown(ward, view, found),
        known=known,
        fields=[
            (card.code.lower(), known.fields[card.id]) for card in await queries.fields(ward.id)
        ],
    )


def _shown(
    ward: WardCard, view: View, found: Findings | None = None, wrong: str = ""
) -> dict[str, Any]:
    here = url(f"/{ward.slug}/tim")
    words = found.words if found else view.q
    ask = url(f"/{ward.slug}/gop-y")
    return {
        "ward": ward,
        "view": view,
        "found": found,
        "wrong": wrong,
        "kinds": KINDS,
        "tabs": _tabs(here, view, found) if found else [],
        "here_path": here,
        "everything": lambda kind: f"{here}?{view.at(q=words, loai=kind.value, sau='')}",
        "next": f"{here}?{view.at(q=words, sau=found.after)}" if found and found.after else "",
        "first": f"{here}?{view.at(sau='')}" if view.sau else "",
        "ask": f"{ask}?{urlencode({'hoi': view.q[:LONGEST_QUESTION]})}" if view.q else ask,
        "operators": bool(OPERATORS.search(view.q)),
        "orders": [("", str(_("Mới nhất trước"))), (CLOSEST, str(_("Sát từ cần tìm trước")))],
        "states": [(code, str(word)) for code, word in STATES.items()],
        "shown_day": shown_day,
        "longest": LONGEST,
    }


def _tabs(here: str, view: View, found: Findings) -> list[tuple[str, str, bool]]:
    """All, then each kind that has some, and the chosen one."""
    tabs = [(str(_("Tất cả")), f"{here}?{urlencode({'q': found.words})}", view.kind is None)]
    for kind, word in KINDS.items():
        count = found.counts.get(kind)
        if count or view.kind is kind:
            query = urlencode({"q": found.words, "loai": kind.value})
            tabs.append((f"{word} ({_told(count)})", f"{here}?{query}", view.kind is kind))
    return tabs


def _told(count: Any) -> str:
    if count is None:
        return "0"
    return str(_("hơn %(n)s")) % {"n": number(count.n, language())} if count.more else str(count.n)
