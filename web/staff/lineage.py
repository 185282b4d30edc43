"""How residential groups became what they are: merge, split, rename; figures over such days."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.text import clean
from dialogue.matters.queries.places import figures
from dialogue.ward import queries
from dialogue.ward.actions.successions import Target, merge_groups, rename_group, split_group
from dialogue.ward.cards import GroupCard
from dialogue.ward.lineage import areas, lineage
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form, read_query
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.staff.parts import FIELD, Name, Text, finished, onward

PATH = "/quan-tri/to-dan-pho"
WHO = staff(Role.KEEPER, Role.REGISTER_KEEPER)
KEEPER = staff(Role.KEEPER)
MOST_PARTS = 12
DONE = {
    "da-gop": _("Đã sáp nhập. Tên cũ vẫn tìm ra nơi mới."),
    "da-chia": _("Đã chia. Ai ghi tên cũ sẽ được hỏi thêm tên đường."),
    "da-doi-ten": _("Đã đổi tên. Tên cũ vẫn tìm ra nơi này."),
}
CONFLICT = _("Tên này đã có, hoặc nơi đã chọn vừa được sắp xếp. Ông bà xem lại danh sách.")
TWO_PARTS = _("Ghi ít nhất hai nơi, mỗi nơi một dòng.")

Source = Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=300)]


class MergeForm(BaseModel):
    """others: groups that go in as well. into: one that stands; empty: a new one of this name."""

    others: list[Id] = []
    into: Id | None = None
    name: Text = ""
    origin: Text = ""
    head: Text = ""
    since: Day
    source: Source


class SplitForm(BaseModel):
    """parts: a name a line."""

    parts: Annotated[str, Field(max_length=2_000)]
    since: Day
    source: Source


class RenameForm(BaseModel):
    name: Name
    origin: Text = ""
    since: Day
    source: Source


class PeriodForm(BaseModel):
    since: Day | None = None
    until: Day | None = None


@get("/to-dan-pho/{group:int}/sap-xep", opt=WHO)
async def show(request: Request[Actor, Any, Any], group: FromPath[int]) -> Template:
    return await _page(request, await queries.group(request.user.ward, group), {})


async def _page(
    request: Request[Actor, Any, Any],
    card: GroupCard,
    forms: dict[str, Form[Any]],
    status: int = 200,
) -> Template:
    """forms: those that came back, by their name."""
    ward = request.user.ward
    fresh: dict[str, Form[Any]] = {
        "merge": form_of({}),
        "split": form_of({}),
        "rename": form_of({"name": card.name, "origin": card.origin}),
    }
    known = await lineage(ward)
    others = [(each.id, each.label) for each in await queries.groups(ward) if each.id != card.id]
    return await staff_page(
        request,
        "staff/lineage.html",
        status=status,
        card=card,
        forms=fresh | forms,
        cards=known.cards,
        before=[link for link in known.links if link.new == card.id],
        after=[link for link in known.links if link.old == card.id],
        former=[each for each in known.former if each.group == card.id],
        others=others,
        may_keep=request.user.has(Role.KEEPER),
        done=finished(request, DONE),
    )


@post("/to-dan-pho/{group:int}/sap-nhap", opt=KEEPER)
async def merge(request: Request[Actor, Any, Any], group: FromPath[int]) -> Template | Redirect:
    card = await queries.group(request.user.ward, group)
    form = await read_form(request, MergeForm)
    if form.data is None:
        return await _page(request, card, {"merge": form}, 422)
    new = form.data
    olds = [each for each in (group, *new.others) if each != new.into]
    into = Target(group=new.into) if new.into else Target(new.name, new.origin, new.head)
    try:
        await merge_groups(request.user, olds, into, new.since, new.source)
    except (Invalid, Conflict) as error:
        return await _refused(request, card, "merge", form, error)
    return onward(f"{PATH}/{group}/sap-xep", "da-gop")


@post("/to-dan-pho/{group:int}/chia", opt=KEEPER)
async def split(request: Request[Actor, Any, Any], group: FromPath[int]) -> Template | Redirect:
    card = await queries.group(request.user.ward, group)
    form = await read_form(request, SplitForm)
    if form.data is None:
        return await _page(request, card, {"split": form}, 422)
    labels = {each.label: each.id for each in await queries.groups(request.user.ward)}
    parts = [_part(line, labels) for line in form.data.parts.splitlines() if clean(line)]
    if not 2 <= len(parts) <= MOST_PARTS:
        return await _page(request, card, {"split": form.refuse(parts=TWO_PARTS)}, 422)
    try:
        await split_group(request.user, group, parts, form.data.since, form.data.source)
    except (Invalid, Conflict) as error:
        return await _refused(request, card, "split", form, error)
    return onward(f"{PATH}/{group}/sap-xep", "da-chia")


def _part(line: str, labels: dict[str, int]) -> Target:
    """A group that stands, or a new one: `Khu phố 6A`."""
    name = clean(line)
    return Target(group=labels[name]) if name in labels else Target(name)


@post("/to-dan-pho/{group:int}/doi-ten", opt=KEEPER)
async def rename(request: Request[Actor, Any, Any], group: FromPath[int]) -> Template | Redirect:
    card = await queries.group(request.user.ward, group)
    form = await read_form(request, RenameForm)
    if form.data is None:
        return await _page(request, card, {"rename": form}, 422)
    new = form.data
    try:
        await rename_group(request.user, group, new.name, new.origin, new.since, new.source)
    except (Invalid, Conflict) as error:
        return await _refused(request, card, "rename", form, error)
    return onward(f"{PATH}/{group}/sap-xep", "da-doi-ten")


async def _refused(
    request: Request[Actor, Any, Any],
    card: GroupCard,
    name: str,
    form: Form[Any],
    error: Invalid | Conflict,
) -> Template:
    """Everything as it was typed."""
    if isinstance(error, Conflict):
        first = "parts" if name == "split" else "name"
        return await _page(request, card, {name: form.refuse(**{first: CONFLICT})}, 409)
    told = {
        ("parts" if key == "name" and name == "split" else key): FIELD.get(word, CONFLICT)
        for key, word in error.errors.items()
    }
    return await _page(request, card, {name: form.refuse(**told)}, 422)


@get("/to-dan-pho/so-lieu", opt=WHO)
async def show_figures(request: Request[Actor, Any, Any]) -> Template:
    """?since=…&until=…: in blocks, and all by the groups of today."""
    ward, today = request.user.ward, local_day(now())
    form = read_query(request, PeriodForm)
    asked = form.data or PeriodForm()
    since, until = asked.since or date(today.year, 1, 1), asked.until or today
    if since > until:
        since, until = until, since
    return await staff_page(
        request,
        "staff/place_figures.html",
        form=form_of({"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}"}),
        found=await figures(ward, since, until),
        cards=(await lineage(ward)).cards,
        areas=await areas(ward),
    )


handlers = [show, merge, split, rename, show_figures]
