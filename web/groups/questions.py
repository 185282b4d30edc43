"""A residential group head's own page, by personal link (/to-truong/{token}).

Opening the link does nothing, so that previews and logs give nothing away: the page has one
button. It sends a form, which leaves a cookie bound to this very path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.clock import now
from dialogue.core.codes import derived_tracking_code, token_hash
from dialogue.core.keys import keys
from dialogue.core.settings import SETTINGS
from dialogue.core.text import clean
from dialogue.core.tickets import body_hash, issue, nonce_hash, receipt_of
from dialogue.matters.actions.intake import NewMatter, Received, Ticket, receive_for_group
from dialogue.matters.queries.nearest import NearAnswer
from dialogue.matters.queries.promises import group_tasks
from dialogue.matters.queries.tracking import GroupMatter, group_matters
from dialogue.matters.states import TaskState
from dialogue.ward import queries as wards
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.rules import GroupVisitor
from meetings.conferences.queries.guests import reminders_of_group
from web.access import GROUP
from web.asking import ABOUT, EVENING, REFUSED, Refusals, chosen, subjects
from web.english import unit_name
from web.forms import Form, form_of, read_form
from web.groups.standing import standing
from web.i18n import gettext_lazy, in_language, language, languages, ngettext, url
from web.numbers import whole
from web.pages.near import before_sending
from web.passes import make_pass
from web.render import page

COOKIE = "langnghe-to"
LIFE = 90 * 24 * 3600  # seconds a browser stays on the page without pressing the button again
NUMBERS = range(1, 6)  # questions in one sending
Text = Annotated[str, Field(min_length=10, max_length=4000)]  # so that each names its own mistake
About = Annotated[str, Field(pattern=ABOUT)]
WORDS = {
    "short": gettext_lazy("Có câu còn ngắn quá: mỗi câu cần ít nhất 10 chữ cái."),
    "long": gettext_lazy("Có câu dài quá. Ông bà tách làm hai câu giúp."),
    "number": gettext_lazy("Ông bà ghi ít nhất một câu."),
}


class QuestionsForm(BaseModel):
    """Five places; those left empty do not count."""

    text_1: Text = ""
    text_2: Text = ""
    text_3: Text = ""
    text_4: Text = ""
    text_5: Text = ""
    about_1: About = ""
    about_2: About = ""
    about_3: About = ""
    about_4: About = ""
    about_5: About = ""
    seen: Literal["", "1"] = ""
    ticket: str = ""

    def questions(self) -> list[tuple[str, str]]:
        """(text, about) of the places that were filled in."""
        every = [(getattr(self, f"text_{n}"), getattr(self, f"about_{n}")) for n in NUMBERS]
        return [(clean(text), about) for text, about in every if clean(text)]


@get("/to-truong/{token:str}", opt=GROUP)
async def show_page(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    """The button alone; with the cookie that it leaves, the group's page."""
    if not has_entered(request, token):
        return page("groups/enter.html", headers=HIDDEN, action="")
    return await _page(request, await enter_group(token), token, form_of({}))


@post("/to-truong/{token:str}", opt=GROUP)
async def enter(token: FromPath[str]) -> Response[Any]:
    """Raises NotFound alike for unknown, revoked and expired links."""
    await enter_group(token)
    path = f"/to-truong/{token}"
    cookies = [
        Cookie(
            key=COOKIE,
            value=_pass(token),
            path=in_path,
            max_age=LIFE,
            httponly=True,
            secure=SETTINGS.secure,
            samesite="lax",
        )
        for in_path in (in_language(path, each) for each in languages())
    ]
    return Redirect(url(path), status_code=303, cookies=cookies)


@post("/to-truong/{token:str}/cau-hoi", opt=GROUP)
async def send_questions(
    request: Request[Any, Any, Any], token: FromPath[str]
) -> Template | Redirect:
    if not has_entered(request, token):
        return Redirect(url(f"/to-truong/{token}"), status_code=303)
    visitor = await enter_group(token)
    form = await read_form(request, QuestionsForm)
    if form.data is None:
        return await _page(request, visitor, token, form, 422)
    near = await _near(visitor.ward, form.data)
    if near:
        return await _page(request, visitor, token, form, near=near)
    try:
        await _send(visitor, form.data)
    except REFUSED as error:
        status, wrong = REFUSALS.shown(form, error)
        return await _page(request, visitor, token, wrong, status)
    count = len(form.data.questions())
    return Redirect(url(f"/to-truong/{token}") + f"?da-gui={count}", status_code=303)


async def _near(ward: int, data: QuestionsForm) -> dict[int, list[NearAnswer]]:
    """By the number of the place: what to show once before the questions are sent."""
    texts = [(number, clean(getattr(data, f"text_{number}"))) for number in NUMBERS]
    found = {
        number: await before_sending(ward, text, seen=data.seen, files=False)
        for number, text in texts
        if text
    }
    return {number: near for number, near in found.items() if near}


HIDDEN = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def _pass(token: str) -> str:
    """Shows that the button was pressed for this link."""
    return ".".join(keys().seal("passes", f"group {token_hash(token)}", 16))


def has_entered(request: Request[Any, Any, Any], token: str) -> bool:
    key_id, _dot, mac = request.cookies.get(COOKIE, "").partition(".")
    text = f"group {token_hash(token)}"
    return len(mac) == 32 and keys().holds("passes", key_id, text, mac)


def _place(visitor: GroupVisitor) -> str:
    """What a ticket of this page is bound to; not the token, which is nobody else's business."""
    return f"/to-truong/{visitor.link}"


async def _send(visitor: GroupVisitor, data: QuestionsForm) -> list[Received]:
    nonce = nonce_hash(keys(), _place(visitor), data.ticket, now(), EVENING)
    receipt = receipt_of(keys(), data.ticket)
    questions = data.questions()
    new = [
        NewMatter(
            visitor.ward,
            text,
            field=chosen(about)[0],
            topic=chosen(about)[1],
            language=language(),
            code=derived_tracking_code(keys(), f"{receipt} {place}"),
        )
        for place, (text, about) in enumerate(questions)
    ]
    body = body_hash(keys(), json.dumps(questions))
    return await receive_for_group(visitor, new, Ticket(nonce, body, EVENING))


REFUSALS = Refusals(
    body="text_1",
    about="text_1",
    wrong=WORDS,
    again=gettext_lazy("Có câu đã được gửi lúc %(when)s. Ông bà bỏ câu đó rồi gửi lại giúp."),
    used=gettext_lazy("Lần gửi trước đã được nhận. Bấm Gửi lần nữa nếu đây là câu mới."),
    stale=gettext_lazy("Trang này mở đã lâu. Ông bà bấm Gửi lần nữa."),
    gone=gettext_lazy("Mục đã chọn không còn trong danh sách. Ông bà chọn lại."),
)


def labels() -> dict[str, str]:
    """What the error summary calls the form's fields."""
    asked, about = str(gettext_lazy("Câu %(number)s")), str(gettext_lazy("Việc của câu %(number)s"))
    return {
        f"{name}_{number}": text % {"number": number}
        for number in NUMBERS
        for name, text in (("text", asked), ("about", about))
    }


def _done(request: Request[Any, Any, Any]) -> str:
    count = whole(request.query_params.get("da-gui", ""))
    if count is None or count not in NUMBERS:
        return ""
    return ngettext("Phường đã nhận %(num)s câu.", "Phường đã nhận %(num)s câu.", count) % {
        "num": count
    }


async def _page(  # noqa: PLR0917  what one page may have to say
    request: Request[Any, Any, Any],
    visitor: GroupVisitor,
    token: str,
    form: Form[Any],
    status: int = 200,
    near: Mapping[int, list[NearAnswer]] = MappingProxyType({}),
) -> Template:
    ward = await wards.ward_by_id(visitor.ward)
    fields, topics = await subjects(ward.id)
    promised = await group_tasks(visitor.ward, visitor.group)
    return page(
        "groups/questions.html",
        status=status,
        headers=HIDDEN,
        ward=ward,
        visitor=visitor,
        token=token,
        form=form,
        ticket=issue(keys(), _place(visitor), now()),
        visit=issue(keys(), f"/{ward.slug}/gop-y", now()),
        near_by=near,
        numbers=NUMBERS,
        labels=labels(),
        fields=fields,
        topics=topics,
        matters=[each for each in await sent(visitor) if each[0].seen is None],
        groups=await group_names(visitor),
        promises=promised,
        to_confirm=sum(each.state is TaskState.DONE_CLAIMED for each in promised),
        reminders=await reminders_of_group(visitor.ward, visitor.group),
        done=_done(request),
    )


async def sent(visitor: GroupVisitor) -> list[tuple[GroupMatter, str, list[str]]]:
    """What the group sent, with the pass of its page, and how it stands."""
    units = {unit.id: unit_name(unit) for unit in await wards.units(visitor.ward, past=True)}
    return [
        (each, make_pass(each.tracking, now()), standing(each, units.get(each.unit or 0, "")))
        for each in await group_matters(visitor)
    ]


async def group_names(visitor: GroupVisitor) -> dict[int, str]:
    """Also of those that went into this one."""
    return {card.id: card.label for card in await wards.groups(visitor.ward, True)}


handlers = [show_page, enter, send_questions]
