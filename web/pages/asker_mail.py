"""The links in letters to an asker: the yes before the first step is told, and the stop."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.clock import now
from dialogue.core.errors import NotFound
from dialogue.core.keys import keys
from dialogue.matters.actions.mail_consents import say_no, say_yes
from dialogue.matters.queries.mail_consents import has_said_yes, waits
from dialogue.outbox.links import Follower, read_no_token, read_yes_token
from dialogue.ward import queries as wards
from web.access import PUBLIC
from web.i18n import gettext as _
from web.i18n import gettext_lazy, url
from web.mail.asker import PATH, stop_path
from web.render import NO_STORE, page

DONE = {"dong-y": gettext_lazy("Đã xác nhận. Mỗi bước mới của câu hỏi có một thư.")}


@get("/theo-doi/cau-hoi/dong-y/{token:str}", opt=PUBLIC)
async def ask_once_more(token: FromPath[str]) -> Template | Redirect:
    """A button, not the link alone: mail programs open links to look at them."""
    try:
        follower = read_yes_token(keys(), token, now())
    except NotFound:
        return _over()
    if await waits(follower):
        return await _page(follower, ask=f"{PATH}/dong-y/{token}")
    return await _page(follower) if await has_said_yes(follower) else _over()


@post("/theo-doi/cau-hoi/dong-y/{token:str}", opt=PUBLIC)
async def agree(token: FromPath[str]) -> Template | Redirect:
    try:
        follower = await say_yes(token)
    except NotFound:
        return _over()
    return Redirect(url(stop_path(follower)) + "?xong=dong-y", status_code=303, headers=NO_STORE)


@get("/theo-doi/cau-hoi/{token:str}", opt=PUBLIC)
async def show(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    done = str(DONE.get(request.query_params.get("xong", ""), ""))
    return await _page(read_no_token(keys(), token), done=done)


@post("/theo-doi/cau-hoi/{token:str}", opt=PUBLIC, status_code=200)
async def stop(token: FromPath[str]) -> Template:
    """No redirect: RFC 8058 §3.1. Pressed twice, it says the same."""
    follower = await say_no(token)
    return await _page(follower, done=_("Đã dừng. Sẽ không có thư nào về câu hỏi đã gửi."))


async def _page(follower: Follower, *, ask: str = "", done: str = "") -> Template:
    return page(
        "pages/asker_mail.html",
        headers=NO_STORE,
        ward=await wards.ward_by_id(follower.ward),
        ask=ask,
        live=await has_said_yes(follower),
        stop=stop_path(follower),
        done=done,
    )


def _over() -> Template:
    return page("pages/asker_mail_over.html", status=404)


handlers = [ask_once_more, agree, show, stop]
