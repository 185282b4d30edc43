"""How the day was counted by which the asker has an answer (/tra-cuu/{key}/cach-tinh-han)."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.clock import is_day_alone
from dialogue.core.errors import NotFound
from dialogue.matters.queries.tracking import tracking
from dialogue.ward import queries as wards
from web.access import PUBLIC
from web.i18n import url
from web.passes import read_pass
from web.render import page


@get("/tra-cuu/{key:str}/cach-tinh-han", opt=PUBLIC)
async def show_due(key: FromPath[str]) -> Template | Redirect:
    """key: the pass. When it is over, the code is asked for again. Raises NotFound without a clock.

    Only the day of the answer: what happens inside the office has days of its own.
    """
    try:
        tracked = read_pass(key)
    except NotFound:
        return Redirect(url("/tra-cuu"), status_code=303)
    seen = await tracking(tracked)
    if seen.explanation is None:
        raise NotFound("nothing was counted")
    return page(
        "pages/due.html",
        ward=await wards.ward_by_id(seen.ward),
        page="track",
        key=key,
        matter=seen,
        explanation=seen.explanation,
        by_day=is_day_alone(seen.received_at),
        lines=[line for line in seen.explanation.lines if line.step == "publish"],
    )


handlers = [show_due]
