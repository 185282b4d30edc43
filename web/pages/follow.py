"""New answers by e-mail: no account, a letter asks first, a click stops it."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.clock import now
from dialogue.core.errors import Invalid, NotFound, TooManyTries
from dialogue.core.keys import keys
from dialogue.following import actions
from dialogue.following.queries import SubscriptionCard, followed, to_confirm
from dialogue.following.rules import SOURCE_ASKS, SOURCE_RULE, WORDS_MOST, Wanted
from dialogue.outbox.links import Follower, read_stop_token
from dialogue.outbox.smtp import MAIL
from dialogue.ward import queries as wards
from dialogue.ward.cards import WardCard
from dialogue.ward.queries import amount
from web.access import PUBLIC
from web.answer_cards import in_words
from web.client import address_of
from web.english import group_name, plain
from web.forms import MISSING, Form, form_of, read_form
from web.hourly import Hourly
from web.i18n import gettext as _
from web.i18n import gettext_lazy, language, url
from web.mail.following import PATH, in_short, stop_path
from web.numbers import Id
from web.pages.board import View, read_view, taken
from web.render import NO_STORE, page

ASKED = Hourly()
WRONG = {
    "missing": MISSING,
    "wrong": gettext_lazy("Địa chỉ này chưa đúng. Ví dụ: ten@thu.example"),
    "unknown": gettext_lazy("Mục đã chọn không còn trong danh sách. Quý vị chọn lại giúp."),
    "empty": gettext_lazy("Chưa có chữ hay số nào để tìm. Xin ghi vài từ, ví dụ: khai sinh."),
    "long": gettext_lazy("Nội dung dài quá. Quý vị rút gọn giúp."),
}
DONE = {"xac-nhan": gettext_lazy("Đã xác nhận. Thư sẽ đến khi có câu trả lời mới.")}
LOST = {  # filters of the board that letters do not have
    "chu_de": gettext_lazy("Chủ đề"),
    "nguon": gettext_lazy("Hỏi qua"),
    "trang_thai": gettext_lazy("Tình trạng"),
    "nam": gettext_lazy("Năm"),
}
NAMES = {"q": "words", "linh-vuc": "about", "to": "place", "cau": "number"}  # board's → form's


class FollowForm(BaseModel):
    """about: code of a field. place: id of a group. number: of one answer."""

    email: Annotated[str, Field(max_length=300)] = ""
    about: Annotated[str, Field(max_length=12)] = ""
    place: Id | None = None
    words: Annotated[str, Field(max_length=WORDS_MOST)] = ""
    number: Id | None = None


class StopForm(BaseModel):
    """one: id of a subscription; none: all of them, as mail programs ask (RFC 8058)."""

    one: Id | None = None


@get("/{slug:str}/theo-doi", opt=PUBLIC)
async def show(request: Request[Any, Any, Any], slug: FromPath[str]) -> Template:
    """The board's address may lead here with what it shows."""
    ward = await wards.ward(slug)
    query = request.query_params
    given = {name: query.get(theirs, "")[:WORDS_MOST] for theirs, name in NAMES.items()}
    form = form_of(given | {"about": given["about"].upper()})
    return await _page(ward, form, board=read_view(request))


@post("/{slug:str}/theo-doi", opt=PUBLIC)
async def ask(request: Request[Any, Any, Any], slug: FromPath[str]) -> Template | Redirect:
    ward = await wards.ward(slug)
    form = await read_form(request, FollowForm)
    if not MAIL.offered:
        return await _page(ward, form, 409)
    if form.data is None:
        return await _page(ward, form, 422)
    try:
        most = await amount(ward.id, SOURCE_RULE, SOURCE_ASKS)
        ASKED.step(address_of(request), now().timestamp(), most)
        wanted = await _wanted(ward.id, form.data)
        await actions.ask(ward.id, form.data.email, wanted, language())
    except TooManyTries as error:
        text = _("Từ nơi này đã đăng ký nhiều lần. Quý vị thử lại sau %(minutes)s phút.")
        wrong = form.refuse(email=text % {"minutes": error.seconds // 60 + 1})
        return await _page(ward, wrong, 429, {"Retry-After": str(error.seconds)})
    except Invalid as error:
        return await _page(ward, _told(form, error), 422)
    return Redirect(url(f"/{slug}/theo-doi/da-gui"), status_code=303)


def _told(form: Form[Any], error: Invalid) -> Form[Any]:
    names = {"field": "about", "group": "place"}
    return form.refuse(**{names.get(n, n): WRONG[key] for n, key in error.errors.items()})


async def _wanted(ward: int, data: FollowForm) -> Wanted:
    """Raises Invalid for a code that the ward does not have."""
    known = {card.code: card.id for card in await wards.fields(ward)}
    if data.about and data.about not in known:
        raise Invalid("no such field", field="unknown")
    return Wanted(data.words, known.get(data.about), data.place, data.number)


@get("/{slug:str}/theo-doi/da-gui", opt=PUBLIC)
async def asked(slug: FromPath[str]) -> Template:
    """The same for every address."""
    return page("pages/follow_asked.html", ward=await wards.ward(slug))


@get("/theo-doi/xac-nhan/{token:str}", opt=PUBLIC)
async def ask_once_more(token: FromPath[str]) -> Template:
    """A button, not the link alone: mail programs open links to look at them."""
    try:
        card = await to_confirm(token)
    except NotFound:
        return page("pages/follow_over.html", status=404)
    return page(
        "pages/follow_confirm.html",
        ward=await wards.ward_by_id(card.ward),
        token=token,
        wanted=await in_short(card.ward, card.wanted),
    )


@post("/theo-doi/xac-nhan/{token:str}", opt=PUBLIC)
async def confirm(token: FromPath[str]) -> Template | Redirect:
    try:
        card = await actions.confirm(token)
    except NotFound:
        return page("pages/follow_over.html", status=404)
    return Redirect(url(stop_path(card)) + "?xong=xac-nhan", status_code=303, headers=NO_STORE)


@get("/theo-doi/{token:str}", opt=PUBLIC)
async def show_followed(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    follower = read_stop_token(keys(), token)
    done = str(DONE.get(request.query_params.get("xong", ""), ""))
    return await _followed(token, follower, done)


@post("/theo-doi/{token:str}", opt=PUBLIC, status_code=200)
async def stop(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    """No redirect: RFC 8058 §3.1. Pressed twice, it says the same."""
    form = await read_form(request, StopForm)
    if form.data is None:
        raise NotFound("no such subscription")
    await actions.stop(token, form.data.one)
    done = _("Đã dừng. Sẽ không có thư nào về mục này nữa.")
    return await _followed(token, read_stop_token(keys(), token), done)


async def _followed(token: str, follower: Follower, done: str) -> Template:
    cards = await followed(follower)
    return page(
        "pages/follow_list.html",
        ward=await wards.ward_by_id(follower.ward),
        token=token,
        cards=[(card, await _named(card)) for card in cards],
        done=done,
    )


async def _named(card: SubscriptionCard) -> list[str]:
    return await in_short(card.ward, card.wanted)


async def _page(
    ward: WardCard,
    form: Form[Any],
    status: int = 200,
    headers: dict[str, str] | None = None,
    *,
    board: View = View(),  # noqa: B008  frozen
) -> Template:
    """board: what the board showed; letters do not know all of its filters, and it is told."""
    fields = await wards.fields(ward.id)
    groups = await wards.groups(ward.id)
    return page(
        "pages/follow.html",
        status=status,
        headers=NO_STORE | (headers or {}),
        ward=ward,
        form=form,
        offered=MAIL.offered,
        fields=[
            (each.code, ("– " if each.parent else "") + plain(in_words(each))) for each in fields
        ],
        groups=[(str(each.id), plain(group_name(each))) for each in groups],
        path=PATH,
        lost=[str(word) for name, word in LOST.items() if getattr(board, name)],
        feed=taken(ward, board, "atom"),
    )


handlers = [show, ask, asked, ask_once_more, confirm, show_followed, stop]
