"""What the feed of promises is asked for: the list's own filters, but none that is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request

from dialogue.ward import queries
from web.i18n import gettext_lazy as _
from web.pages.promises import NO_SUCH, STATES, View, filters_in, read_view
from web.takeaway.asked import UNKNOWN, wrong_names

NO_UNIT = _("Phường không có đơn vị nào mang mã “%(value)s”.")


@dataclass(frozen=True, slots=True)
class PromisesAsked:
    """fault: why there is no such feed. status: of that."""

    view: View
    fault: str = ""
    status: int = 404


async def read_promises_asked(request: Request[Any, Any, Any], ward: int) -> PromisesAsked:
    view, state = read_view(request), request.query_params.get("trang-thai", "")[:60]
    if fault := wrong_names(request, View.__slots__):
        return PromisesAsked(view, fault, 400)
    if state not in STATES:
        return PromisesAsked(view, str(UNKNOWN["trang_thai"]) % {"value": state})
    filters = await filters_in(ward, view)
    groups = {each.id for each in await queries.groups(ward, past=True)}
    faults = {
        "don_vi": (NO_UNIT, filters.unit == NO_SUCH),
        "linh_vuc": (UNKNOWN["linh_vuc"], filters.field == NO_SUCH),
        "to": (UNKNOWN["to"], bool(view.to) and filters.group not in groups),
    }
    for name, (words, wrong) in faults.items():
        if wrong:
            return PromisesAsked(view, str(words) % {"value": getattr(view, name)})
    return PromisesAsked(view)
