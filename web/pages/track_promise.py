"""The asker says whether what was promised is done (/tra-cuu/{key}/cam-ket/{task})."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from dialogue.core.errors import NotFound
from dialogue.matters.actions.judging import judge_by_asker
from dialogue.matters.queries.tasks import TaskCard
from dialogue.matters.queries.tracking import tracking
from dialogue.ward import queries as wards
from web.access import PUBLIC
from web.forms import Form, read_form
from web.i18n import url
from web.judging import KeptForm, judge_page, judged
from web.passes import read_pass


@get("/tra-cuu/{key:str}/cam-ket/{task:str}", opt=PUBLIC)
async def show_question(key: FromPath[str], task: FromPath[str]) -> Template:
    return await _page(key, task)


@post("/tra-cuu/{key:str}/cam-ket/{task:str}", opt=PUBLIC)
async def answer_it(
    request: Request[Any, Any, Any], key: FromPath[str], task: FromPath[str]
) -> Template | Redirect:
    tracked = read_pass(key)
    form = await read_form(request, KeptForm)
    if form.data is None:
        return await _page(key, task, (422, form))
    kept = form.data.kept == "1"
    wrong = await judged(judge_by_asker(tracked, task, kept=kept, reason=form.data.why), form)
    if wrong is not None:
        return await _page(key, task, wrong)
    said = "cam-ket-xong" if kept else "cam-ket-chua"
    return Redirect(url(f"/tra-cuu/{key}") + f"?xong={said}", status_code=303)


async def _page(key: str, task: str, answer: tuple[int, Form[KeptForm]] | None = None) -> Template:
    ward, card = await _promise(key, task)
    return await judge_page(
        "pages/track_promise.html",
        await wards.ward_by_id(ward),
        card,
        url(f"/tra-cuu/{key}/cam-ket/{task}"),
        url(f"/tra-cuu/{key}"),
        answer,
    )


async def _promise(key: str, task: str) -> tuple[int, TaskCard]:
    """Raises NotFound."""
    seen = await tracking(read_pass(key))
    for card in seen.promises:
        if card.public_id == task:
            return seen.ward, card
    raise NotFound("no such promise")


handlers = [show_question, answer_it]
