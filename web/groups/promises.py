"""What was promised to a residential group, and its head's word on it (/to-truong/{token}/cam-ket).

Everything here was public before: the page only gathers it, and takes the head's word.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.errors import NotFound
from dialogue.matters.actions.judging import judge_for_group
from dialogue.matters.queries.asking_groups import JUDGED, awaits_second_word
from dialogue.matters.queries.promises import group_tasks, promise
from dialogue.matters.queries.tasks import TaskCard, TaskLine
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.rules import GroupVisitor
from web.access import GROUP
from web.answer_cards import names
from web.forms import Form, read_form
from web.groups.questions import HIDDEN, has_entered
from web.i18n import url
from web.judging import KeptForm, done, judge_page, judged
from web.render import page


def home(token: str) -> str:
    return url(f"/to-truong/{token}")


def list_path(token: str) -> str:
    return url(f"/to-truong/{token}/cam-ket")


def door(token: str) -> Template:
    """The button that opens the page, as on the page itself."""
    return page("groups/enter.html", headers=HIDDEN, action=home(token))


@get("/to-truong/{token:str}/cam-ket", opt=GROUP)
async def show_group_promises(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    if not has_entered(request, token):
        return door(token)
    visitor = await enter_group(token)
    return page(
        "groups/promises.html",
        headers=HIDDEN,
        ward=await wards.ward_by_id(visitor.ward),
        visitor=visitor,
        home=home(token),
        listed=list_path(token),
        cards=await group_tasks(visitor.ward, visitor.group),
        units=(await names(visitor.ward)).units,
        done=done(request.query_params.get("xong", "")),
    )


@get("/to-truong/{token:str}/cam-ket/{number:int}", opt=GROUP)
async def show_group_promise(
    request: Request[Any, Any, Any], token: FromPath[str], number: FromPath[int]
) -> Template:
    if not has_entered(request, token):
        return door(token)
    return await _page(await enter_group(token), token, number)


@post("/to-truong/{token:str}/cam-ket/{number:int}", opt=GROUP)
async def judge_group_promise(
    request: Request[Any, Any, Any], token: FromPath[str], number: FromPath[int]
) -> Template | Redirect:
    if not has_entered(request, token):
        return Redirect(home(token), status_code=303)
    visitor = await enter_group(token)
    form = await read_form(request, KeptForm)
    if form.data is None:
        return await _page(visitor, token, number, (422, form))
    card = await _promise(visitor, number)
    kept = form.data.kept == "1"
    act = judge_for_group(visitor, card.public_id, kept=kept, reason=form.data.why)
    wrong = await judged(act, form)
    if wrong is not None:
        return await _page(visitor, token, number, wrong)
    return Redirect(f"{list_path(token)}?xong={form.data.kept}", status_code=303)


async def _page(
    visitor: GroupVisitor,
    token: str,
    number: int,
    answer: tuple[int, Form[KeptForm]] | None = None,
) -> Template:
    card = await _promise(visitor, number)
    return await judge_page(
        "groups/promise.html",
        await wards.ward_by_id(visitor.ward),
        card,
        f"{list_path(token)}/{number}",
        list_path(token),
        answer,
        HIDDEN,
        await _spoken(visitor, number),
    )


async def _spoken(visitor: GroupVisitor, number: int) -> TaskLine | None:
    """What another group's head has said, while this one's word is still awaited."""
    lines = (await promise(visitor.ward, number)).lines
    if not awaits_second_word(lines, visitor.group):
        return None
    return next(line for line in reversed(lines) if line.step in JUDGED)


async def _promise(visitor: GroupVisitor, number: int) -> TaskCard:
    """Raises NotFound for another group's."""
    for card in await group_tasks(visitor.ward, visitor.group):
        if card.number == number:
            return card
    raise NotFound("no such promise")


handlers = [show_group_promises, show_group_promise, judge_group_promise]
