"""The note page of a coffee session: for a telephone held in one hand, also without a network.

Without JavaScript each button is a form. With it the same forms go into a queue on the device,
which sends them when it can; a deed's own name lets the server do it once.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, ValidationError

from dialogue.core.clock import local_time, now
from dialogue.core.codes import grouped
from dialogue.core.errors import Conflict, Invalid
from dialogue.matters.actions.intake import NAME_MOST
from dialogue.matters.rules import SHORTEST
from dialogue.ward import queries as ward_queries
from dialogue.ward.deadlines import Step
from dialogue.ward.rules import Actor
from meetings.coffee.actions import noting
from meetings.coffee.actions.noting import Deed, DeedKind, Done
from meetings.coffee.queries.items import items, last_time
from meetings.coffee.queries.sessions import SessionCard, session
from meetings.coffee.rules import LONGEST, NOTERS, changeable
from meetings.coffee.states import SessionState, WayOut
from web.access import staff
from web.assets import find
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import NO_STORE, TEMPLATES, staff_page
from web.staff.coffee_words import WAY, WRONG, standing
from web.staff.entry import seal
from web.staff.parts import finished, onward
from web.staff.places import ABOUT, abouts, names, read_about, units
from web.staff.queue import PATH as REGISTER

PATH = "/quan-tri/ca-phe"
WHO = staff(*NOTERS)
NAME = r"^[0-9a-f]{32}$"
MOST_AT_ONCE = 50  # deeds of one sending
DONE = {
    "dem": _("Đã đếm."),
    "ghi": _("Đã ghi."),
    "xong": _("Đã ghi hướng giải quyết."),
}
OVER = _("Chưa ghi được: buổi gặp chưa mở, đã kết thúc, hoặc việc này đã vào sổ.")


class DeedForm(BaseModel):
    """about: "field-12" or "topic-3". Everything beside client and kind by the kind."""

    client: Annotated[str, Field(pattern=NAME)]
    kind: DeedKind
    delta: Annotated[int, Field(ge=-9_999, le=9_999)] = 0
    text: Annotated[str, Field(max_length=LONGEST)] = ""
    group: Id | None = None
    about: Annotated[str, Field(pattern=ABOUT)] = ""
    unit: Id | None = None
    speaker: Annotated[str, Field(max_length=NAME_MOST)] = ""
    item: str = ""
    way: WayOut = WayOut.NONE
    said: Annotated[str, Field(max_length=LONGEST)] = ""
    due: Day | None = None


class Sending(BaseModel):
    """deeds: a JSON list of what a DeedForm takes, in the order they were done."""

    deeds: str


def note_path(slug: str) -> str:
    return f"{PATH}/ghi/{slug}"


@get("/ca-phe/ghi/may.js", opt=WHO)
async def show_worker() -> Response[bytes]:
    """The service worker: its address keeps it to the note pages."""
    asset = find("coffee_worker.js")
    assert asset is not None  # noqa: S101  one of our own files
    return Response(asset.plain, media_type="text/javascript", headers=dict(NO_STORE))


@get("/ca-phe/ghi/{meeting:str}", opt=WHO)
async def show_notes(
    request: Request[Actor, Any, Any], meeting: FromPath[str]
) -> Template | Redirect:
    card = await session(request.user, meeting)
    if card.state is not SessionState.RUNNING:
        return onward(f"{PATH}/buoi/{card.slug}")
    return await _page(request, card)


@post("/ca-phe/ghi/{meeting:str}", opt=WHO)
async def note_one(
    request: Request[Actor, Any, Any], meeting: FromPath[str]
) -> Template | Redirect:
    """A form's own way, without JavaScript."""
    card = await session(request.user, meeting)
    form = await read_form(request, DeedForm)
    if form.data is None:
        return await _page(request, card, form, 422)
    try:
        done = await noting.do(request.user, card.slug, _deed(form.data))
    except Invalid as error:
        return await _page(request, card, form.refuse_all(error, WRONG), 422)
    except Conflict:
        return await _page(request, card, form, 409, OVER)
    if done.matter is not None:
        return Redirect(_slip(request.user, done), status_code=303, headers=dict(NO_STORE))
    told = {DeedKind.COUNT: "dem", DeedKind.NOTE: "ghi"}.get(form.data.kind, "xong")
    return onward(note_path(card.slug), told)


@post("/ca-phe/ghi/{meeting:str}/gui", opt=WHO, status_code=200)
async def note_many(
    request: Request[Actor, Any, Any], meeting: FromPath[str]
) -> Response[dict[str, Any]]:
    """What a device kept. Each is told by its name: done, or why not; then how the page stands."""
    actor = request.user
    card = await session(actor, meeting)
    form = await read_form(request, Sending)
    told = [await _told(actor, card, each) for each in _given(form)]
    card = await session(actor, meeting)
    shown = await _shown(actor, card)
    body = {
        "told": told,
        "version": card.version,
        "attendances": card.attendances,
        "running": card.state is SessionState.RUNNING,
        "items": TEMPLATES.get_template("staff/coffee_items.html").render(**shown),
    }
    return Response(body, headers=dict(NO_STORE))


def _given(form: Form[Sending]) -> list[Any]:
    """Raises Invalid for what is no list of deeds."""
    try:
        given = json.loads(form.values["deeds"])
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, list) or len(given) > MOST_AT_ONCE:
        raise Invalid("no list of deeds", deeds="wrong")
    return given


async def _told(actor: Actor, card: SessionCard, given: Any) -> dict[str, str | bool]:
    name = str(given.get("client", "")) if isinstance(given, dict) else ""
    try:
        data = DeedForm.model_validate({key: each for key, each in given.items() if each})
        done = await noting.do(actor, card.slug, _deed(data))
    except (ValidationError, AttributeError):
        return {"client": name, "done": False, "why": str(WRONG["wrong"])}
    except Invalid as error:
        why = next(iter(error.errors.values()), "wrong")
        return {"client": name, "done": False, "why": str(WRONG.get(why, WRONG["wrong"]))}
    except Conflict:
        return {"client": name, "done": False, "why": str(OVER)}
    told: dict[str, str | bool] = {"client": name, "done": True}
    if done.matter is not None:
        told |= {"code": grouped(done.code), "slip": _slip(actor, done)}
    return told


def _deed(data: DeedForm) -> Deed:
    field, topic = read_about(data.about)
    given = data.model_dump(exclude={"about"})
    return Deed(**given, field=field, topic=topic)


def _slip(actor: Actor, done: Done) -> str:
    return f"{REGISTER}/{done.matter}/phieu/{seal(actor, done.matter or 0, done.receipt)}"


async def _shown(
    actor: Actor, card: SessionCard, form: Form[Any] | None = None
) -> Mapping[str, Any]:
    """What the list of items is made of. form: what was refused, if it settles one of them."""
    known = await names(actor.ward)
    every = await items(actor, card)
    return {
        "items": list(reversed(every)),
        "names": known,
        "units": await units(actor.ward),
        "path": note_path(card.slug),
        "ways": WAY,
        "changeable": changeable,
        "standing": standing,
        "new_name": lambda: secrets.token_hex(16),
        "settling": {each.client: _settling(each, form) for each in every},
        "due": await _due(actor.ward),
        "blank": form_of({}),
    }


def _settling(item: Any, form: Form[Any] | None) -> Form[Any]:
    if form is not None and form.values["item"] == item.client:
        return form
    return form_of({"unit": item.unit, "said": item.said})


async def _due(ward: int) -> str:
    """When the register would answer what comes today; empty where no rule says it."""
    clock = await ward_queries.clock(ward)
    found = clock.due(Step.PUBLISH, clock.day_zero(local_time(now())).day)
    return "" if found is None else f"{found.due:%d/%m/%Y}"


async def _page(
    request: Request[Actor, Any, Any],
    card: SessionCard,
    form: Form[Any] | None = None,
    status: int = 200,
    problem: object = "",
) -> Template:
    actor = request.user
    noting_ = form if form is not None and form.values["kind"] == DeedKind.NOTE else None
    groups = {each.id: each.label for each in await ward_queries.groups(actor.ward)}
    return await staff_page(
        request,
        "staff/coffee_notes.html",
        status=status,
        page="coffee",
        card=card,
        note=noting_ or form_of({"group": card.groups[0] if len(card.groups) == 1 else ""}),
        wrong=form,
        problem=problem,
        groups=[(each, groups.get(each, "")) for each in card.groups],
        abouts=await abouts(actor.ward),
        last=await last_time(actor.ward, card, public=False),
        shortest=SHORTEST,
        longest=LONGEST,
        done=finished(request, DONE),
        **await _shown(actor, card, form),
    )


handlers = [show_worker, show_notes, note_one, note_many]
