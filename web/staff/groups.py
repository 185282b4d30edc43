"""Residential groups, their heads, and the personal links by which heads come in."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from markupsafe import Markup
from pydantic import BaseModel, Field

from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.settings import SETTINGS
from dialogue.ward import queries
from dialogue.ward.actions import groups as actions
from dialogue.ward.actions.group_files import import_groups
from dialogue.ward.cards import GroupCard
from dialogue.ward.places import stands
from dialogue.ward.rules import LINK_DAYS, LINK_DAYS_MOST, Actor, may_keep_ward, may_make_links
from dialogue.ward.states import Role
from surveys.posters import qr_svg
from web.access import staff
from web.days import Day
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import FIELD, NO_FILE, Name, Text, file_wrong, finished, onward, upload_of

PATH = "/quan-tri/to-dan-pho"
WHO = staff(Role.KEEPER, Role.REGISTER_KEEPER)
KEEPER = staff(Role.KEEPER)
TAKEN = _("Đã có nơi trùng tên. Ghi thêm tên cũ để phân biệt, ví dụ: Phú Mỹ cũ.")
DONE = {
    "da-them": _("Đã thêm vào danh sách."),
    "da-ghi": _("Đã ghi. Nếu đổi người đứng đầu, các liên kết cũ đã hết hiệu lực."),
    "da-ket-thuc": _("Đã ghi ngày kết thúc. Các liên kết đã hết hiệu lực."),
    "da-thu-hoi": _("Đã thu hồi liên kết."),
    "da-nhap": _("Đã nhập tệp."),
}


class GroupForm(BaseModel):
    name: Name
    origin: Text = ""
    head: Text = ""


class LinkForm(BaseModel):
    holder: Name
    days: Annotated[int, Field(ge=1, le=LINK_DAYS_MOST)] = LINK_DAYS


class EndForm(BaseModel):
    until: Day


class FileForm(BaseModel):
    pass


@get("/to-dan-pho", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    return await _list(request, form_of({}))


async def _list(request: Request[Actor, Any, Any], form: Form[Any], status: int = 200) -> Template:
    ward, moment = request.user.ward, now()
    live = [
        link
        for link in await queries.group_links(ward)
        if link.revoked_at is None and link.ends_at > moment
    ]
    return await staff_page(
        request,
        "staff/groups.html",
        status=status,
        form=form,
        groups=await queries.groups(ward, True),
        standing={card.id for card in await queries.groups(ward)},
        live={
            group: sum(link.group == group for link in live) for group in {x.group for x in live}
        },
        may_keep=may_keep_ward(request.user),
        done=finished(request, DONE),
    )


@post("/to-dan-pho", opt=KEEPER)
async def add(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, GroupForm)
    if form.data is None:
        return await _list(request, form, 422)
    new = form.data
    try:
        await actions.add_group(request.user, new.name, origin=new.origin, head=new.head)
    except Conflict:
        return await _list(request, form.refuse(name=TAKEN), 409)
    return onward(PATH, "da-them")


@post("/to-dan-pho/nhap-tep", opt=KEEPER)
async def bring_in(request: Request[Actor, Any, Any]) -> Template | Redirect:
    """Columns: name, origin, head, since, old, source. All lines, or none."""
    form = await read_form(request, FileForm)
    if not (data := await upload_of(form)):
        return await _list(request, form.refuse(file=NO_FILE), 422)
    try:
        await import_groups(request.user, data)
    except Invalid as error:
        return await _list(request, form.refuse(file=file_wrong(error)), 422)
    return onward(PATH, "da-nhap")


@get("/to-dan-pho/{group:int}", opt=WHO)
async def show_one(request: Request[Actor, Any, Any], group: FromPath[int]) -> Template:
    card = await queries.group(request.user.ward, group)
    return await _one(request, card, {})


async def _one(
    request: Request[Actor, Any, Any],
    card: GroupCard,
    forms: dict[str, Form[Any]],
    status: int = 200,
) -> Template:
    """forms: those that came back, by their name; the others start from what is stored."""
    fresh: dict[str, Form[Any]] = {
        "change": form_of({"name": card.name, "origin": card.origin, "head": card.head}),
        "link": form_of({"holder": card.head, "days": LINK_DAYS}),
        "end": form_of({}),
    }
    return await staff_page(
        request,
        "staff/group.html",
        status=status,
        card=card,
        over=not stands(card.until, local_day(now())),
        forms=fresh | forms,
        links=await queries.group_links(request.user.ward, card.id),
        now=now(),
        may_keep=may_keep_ward(request.user),
        may_link=may_make_links(request.user),
        done=finished(request, DONE),
    )


@post("/to-dan-pho/{group:int}", opt=KEEPER)
async def change(request: Request[Actor, Any, Any], group: FromPath[int]) -> Template | Redirect:
    card = await queries.group(request.user.ward, group)
    form = await read_form(request, GroupForm)
    if form.data is None:
        return await _one(request, card, {"change": form}, 422)
    new = form.data
    try:
        await actions.change_group(request.user, group, new.name, new.origin, new.head)
    except Conflict:
        return await _one(request, card, {"change": form.refuse(name=TAKEN)}, 409)
    return onward(f"{PATH}/{group}", "da-ghi")


@post("/to-dan-pho/{group:int}/ket-thuc", opt=KEEPER)
async def end(request: Request[Actor, Any, Any], group: FromPath[int]) -> Template | Redirect:
    card = await queries.group(request.user.ward, group)
    form = await read_form(request, EndForm)
    if form.data is None:
        return await _one(request, card, {"end": form}, 422)
    await actions.end_group(request.user, group, form.data.until)
    return onward(f"{PATH}/{group}", "da-ket-thuc")


# Links


@post("/to-dan-pho/{group:int}/lien-ket", opt=WHO)
async def make_link(request: Request[Actor, Any, Any], group: FromPath[int]) -> Template:
    """Answers with the link itself: it is shown this once, and no address leads to it again."""
    card = await queries.group(request.user.ward, group)
    form = await read_form(request, LinkForm)
    if form.data is None:
        return await _one(request, card, {"link": form}, 422)
    try:
        token = await actions.make_group_link(request.user, group, form.data.holder, form.data.days)
    except Invalid as error:
        return await _one(request, card, {"link": form.refuse_all(error, FIELD)}, 422)
    link = f"{SETTINGS.site}/to-truong/{token}"
    return await staff_page(
        request,
        "staff/group_link.html",
        card=card,
        holder=form.data.holder,
        days=form.data.days,
        made_on=local_day(now()),
        link=link,
        qr=Markup(qr_svg.__wrapped__(link)),  # noqa: S704  our own SVG; a secret is not cached
    )


@post("/to-dan-pho/{group:int}/lien-ket/{link:int}/thu-hoi", opt=WHO)
async def revoke(
    request: Request[Actor, Any, Any], group: FromPath[int], link: FromPath[int]
) -> Redirect:
    await queries.group(request.user.ward, group)
    await actions.revoke_group_link(request.user, link)
    return onward(f"{PATH}/{group}", "da-thu-hoi")


handlers = [show, add, bring_in, show_one, change, end, make_link, revoke]
rail = [RailItem("groups", PATH, "users", _("Tổ dân phố"), WHO["who"], 62)]
