"""The doors of a hall's laptop: the console on the laptop itself, others by a pairing code."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response import Redirect, Template
from litestar.types import ASGIApp, Receive, Scope, Send
from pydantic import BaseModel, Field

from dialogue.core.errors import NotFound
from dialogue.ward import queries as wards
from dialogue.ward.actions.signing_in import open_paired, session
from dialogue.ward.rules import SESSION_LIFE, Actor
from dialogue.ward.states import Role
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.loans import only_loan
from web.access import PUBLIC
from web.forms import Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.pairing import LIFE, PAIRINGS
from web.render import NO_STORE, page, staff_page
from web.sessions import cookie_of, session_cookie
from web.shapes import RailItem
from web.staff.conference_parts import PREPARE
from web.staff.devices import device_of

# Who is at the laptop: the first of these whom the ward has.
CONSOLE = (Role.CLERK, Role.REGISTER_KEEPER, Role.CHAIRMAN, Role.DEPUTY)
OWN_NAMES = ("127.0.0.1", "localhost", "::1")
WRONG = _(
    "Mã chưa đúng, đã dùng hoặc đã quá hạn. Người ở bàn điều khiển bấm “Tạo mã” để có mã mới."
)
rail = [
    RailItem("conferences", "/quan-tri/", "mic", _("Hội trường"), PREPARE["who"], 10),
    RailItem("pairing", "/quan-tri/ghep-may", "phone", _("Ghép máy"), PREPARE["who"], 90),
]


class LaptopMiddleware(ASGIMiddleware):
    """Sets scope["user"]: by the cookie of a paired device, or because it is the laptop itself."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        token = cookie_of(request)
        actor = await session(token) if token else None
        scope["user"] = actor or (await console() if is_here(request) else None)
        await next_app(scope, receive, send)


def is_here(request: Request[Any, Any, Any]) -> bool:
    """Does somebody sit at the laptop? By the address it comes from, and the one that was typed:
    a page of another name that leads here must not sign in."""
    try:
        own = ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
    passed_on = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return own and not passed_on and request.url.hostname in OWN_NAMES


async def console() -> Actor:
    """Who works at the laptop. Raises NotFound: the ward has nobody who may."""
    ward = (await only_loan())["ward"]
    for role in CONSOLE:
        if found := await wards.holders(ward, role):
            return await wards.actor(ward, found[0].id)
    raise NotFound("nobody may run the console")


@get("/", opt=PUBLIC)
async def front(request: Request[Any, Any, Any]) -> Redirect:
    """The laptop's own browser to the console, phones to the page of the hall."""
    loan = await only_loan()
    card = await conference(loan["ward"], loan["conference"])
    path = desk(card.id) if is_here(request) else f"/h/{card.hall_code}"
    return Redirect(path, status_code=303, headers=NO_STORE)


@get("/", opt=PREPARE)
async def staff_front() -> Redirect:
    loan = await only_loan()
    return Redirect(desk(loan["conference"]), status_code=303, headers=NO_STORE)


def desk(number: int) -> str:
    return f"/quan-tri/doi-thoai/{number}/dieu-khien"


class OfferForm(BaseModel):
    staff: Id


class CodeForm(BaseModel):
    code: Annotated[str, Field(min_length=1, max_length=40)]


@get("/ghep-may", opt=PREPARE)
async def show_pairing(request: Request[Actor, Any, Any]) -> Template:
    return await _pairing(request, form_of({}))


@post("/ghep-may", opt=PREPARE)
async def offer(request: Request[Actor, Any, Any]) -> Template:
    form = await read_form(request, OfferForm)
    if form.data is None:
        return await _pairing(request, form, 422)
    known = dict(await _people(request.user.ward))
    if form.data.staff not in known:
        return await _pairing(request, form.refuse(staff=_("Ông bà chọn lại giúp.")), 422)
    made = PAIRINGS.offer(request.user.ward, form.data.staff)
    return await _pairing(request, form, code=made.code, who=known[form.data.staff])


async def _pairing(
    request: Request[Actor, Any, Any],
    form: Form[Any],
    status: int = 200,
    code: str = "",
    who: str = "",
) -> Template:
    return await staff_page(
        request,
        "staff/hall_pairing.html",
        status=status,
        page="pairing",
        form=form,
        people=await _people(request.user.ward),
        code=f"{code[:4]} {code[4:]}".strip(),
        who=who,
        minutes=int(LIFE.total_seconds()) // 60,
    )


async def _people(ward: int) -> list[tuple[int, str]]:
    found = await wards.holders(ward, *CONSOLE)
    return [(each.id, f"{each.name}, {each.title}") for each in found]


@get("/dang-nhap", opt=PUBLIC)
async def show_entry(request: Request[Any, Any, Any]) -> Template | Redirect:
    if request.user is not None:
        return Redirect("/quan-tri/", status_code=303, headers=NO_STORE)
    return _entry(form_of({}))


@post("/dang-nhap", opt=PUBLIC)
async def enter(request: Request[Any, Any, Any]) -> Template | Redirect:
    form = await read_form(request, CodeForm)
    paired = None if form.data is None else PAIRINGS.take(form.data.code)
    if paired is None:
        return _entry(form.refuse(code=WRONG), 422)
    device = device_of(request.headers.get("user-agent", ""))
    token = await open_paired(paired.ward, paired.staff, device)
    cookie = session_cookie(token, int(SESSION_LIFE.total_seconds()))
    return Redirect("/quan-tri/", status_code=303, headers=NO_STORE, cookies=[cookie])


def _entry(form: Form[Any], status: int = 200) -> Template:
    return page("staff/hall_enter.html", status=status, form=form)


public_handlers = [front]
handlers = [staff_front, show_pairing, offer, show_entry, enter]
