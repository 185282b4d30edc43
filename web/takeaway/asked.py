"""What a feed or a download is asked for: the board's own filters, but none that is unknown.

The board shows an unknown choice with nothing below it, so that a person can undo it. A program
would take that for "nothing was answered", and believe it for years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel.support import LazyProxy
from litestar import Request, Response

from dialogue.matters.search import Filters
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web.answer_cards import names
from web.english import plain
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.numbers import whole
from web.pages.board import NO_SUCH, STATES, View, in_address, read_filters, read_view
from web.render import NO_STORE
from web.words import SOURCE

YEARS = range(2000, 2100)
UNKNOWN: dict[str, LazyProxy] = {
    "linh_vuc": _("Phường không có lĩnh vực nào mang mã “%(value)s”."),
    "chu_de": _("Phường không có chủ đề nào mang mã “%(value)s”."),
    "to": _("Phường không có khu dân cư nào mang số “%(value)s”."),
    "nguon": _("Không có cách hỏi nào mang tên “%(value)s”."),
    "trang_thai": _("Không có tình trạng nào mang tên “%(value)s”."),
    "nam": _("“%(value)s” không phải là một năm."),
    "sau": _("“%(value)s” không phải là một chỗ trong danh sách này."),
}
NO_NAME = _("Không có mục lọc nào tên “%(value)s”. Các mục lọc: %(names)s.")
TWICE = _("Mục lọc “%(value)s” ghi hai lần.")
WHERE = _("Các mục lọc đúng có trong trang %(address)s")


@dataclass(frozen=True, slots=True)
class Asked:
    """fault: why there is no such feed or download; then filters mean nothing. status: of that."""

    view: View
    filters: Filters
    fault: str = ""
    status: int = 404


async def read_asked(request: Request[Any, Any, Any], ward: int) -> Asked:
    view = read_view(request)
    filters = await read_filters(ward, view)
    if fault := wrong_names(request, View.__slots__):
        return Asked(view, filters, fault, 400)
    known = await _known(ward, view, filters)
    for name, right in known.items():
        if getattr(view, name) and not right:
            return Asked(view, filters, str(UNKNOWN[name]) % {"value": getattr(view, name)})
    return Asked(view, filters)


def wrong_names(request: Request[Any, Any, Any], known: Sequence[str]) -> str:
    """Why not, where the address has a name that means nothing here, or one twice: as the read API
    does, so that a slip of the pen does not bring everything.
    """
    names = [in_address(each) for each in known]
    seen: set[str] = set()
    for name, _value in request.query_params.multi_items():
        if name not in names:
            return str(NO_NAME) % {"value": name[:80], "names": ", ".join(names)}
        if name in seen:
            return str(TWICE) % {"value": name}
        seen.add(name)
    return ""


async def _known(ward: int, view: View, filters: Filters) -> dict[str, bool]:
    groups = {each.id for each in await queries.groups(ward, past=True)}
    return {
        "linh_vuc": filters.field != NO_SUCH,
        "chu_de": filters.topic != NO_SUCH,
        "to": filters.group in groups,
        "nguon": view.nguon in SOURCE,
        "trang_thai": view.trang_thai in STATES,
        "nam": filters.year in YEARS,
        "sau": whole(view.sau, 10**18) is not None,
    }


def refused(ward: WardCard, fault: str, page: str = "hoi-dap", status: int = 404) -> Response[str]:
    """In plain words, as the reader is a program and then its owner."""
    where = str(WHERE) % {"address": url(f"/{ward.slug}/{page}")}
    return Response(
        f"{fault}\n{where}\n", status_code=status, media_type="text/plain", headers=NO_STORE
    )


def busy(fault: str, seconds: int) -> Response[str]:
    """Nothing is wrong with what was asked for: the same again after these seconds."""
    headers = {**NO_STORE, "Retry-After": str(seconds)}
    return Response(f"{fault}\n", status_code=503, media_type="text/plain", headers=headers)


async def narrowed_to(ward: int, view: View) -> list[str]:
    """The filters in words, for a title."""
    known = await names(ward)
    said = [_named(await queries.fields(ward, past=True), view.linh_vuc, known.fields)]
    said.append(_named(await queries.topics(ward, past=True), view.chu_de, known.topics))
    said.append(known.groups.get(whole(view.to) or NO_SUCH, ""))
    said += [str(SOURCE[view.nguon])] if view.nguon else []
    said += [str(STATES[view.trang_thai])] if view.trang_thai else []
    said += [view.nam, f"“{view.q}”" if view.q else ""]
    return [plain(each) for each in said if each]


def _named(cards: Any, code: str, called: dict[int, str]) -> str:
    return next((called[each.id] for each in cards if each.code.lower() == code.lower()), "")


def all_of(view: View) -> View:
    """The same filters from the first place on."""
    return replace(view, sau="")
