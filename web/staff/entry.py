"""Entry on behalf: what came on paper, by telephone or at a reception, typed in verbatim."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hmac import compare_digest
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core.clock import now
from dialogue.core.codes import derived_tracking_code, grouped
from dialogue.core.errors import (
    FileRefused,
    FileTooLarge,
    Invalid,
    NotFound,
    TicketInvalid,
    TicketUsed,
)
from dialogue.core.files import Accepted
from dialogue.core.keys import keys
from dialogue.core.text import clean
from dialogue.core.tickets import LIFE, body_hash, issue, nonce_hash, receipt_of
from dialogue.matters.actions.attachments import MOST_FILES
from dialogue.matters.actions.intake import (
    CONTACT_MOST,
    NAME_MOST,
    ON_BEHALF,
    NewMatter,
    Ticket,
    receive_on_behalf,
)
from dialogue.matters.queries import matters
from dialogue.matters.queries.nearest import NearAnswer
from dialogue.matters.rules import LONGEST, SHORTEST
from dialogue.matters.states import AskerKind, Kind, Source
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.forms import UPLOAD_BODY, Form, form_of, read_form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.pages.near import before_sending
from web.render import staff_page
from web.staff.places import ABOUT, abouts, read_about
from web.staff.queue import PATH
from web.uploads import accepted, refusal
from web.words import ASKER, KIND, SOURCE

ENTRY = f"{PATH}/moi"
CONSENT = "staff-contact-1"  # version of the consent text in entry.html
TYPISTS = (
    Role.REGISTER_KEEPER,
    Role.COUNTER_OFFICER,
    Role.CLERK,
    Role.OFFICER,
    Role.UNIT_HEAD,
    Role.DIRECTOR,
    Role.CHAIRMAN,
)
SEAL, TIME, RECEIPT = 16, 10, 32  # letters of the slip's address
WORDS = {
    "short": _("Lời người hỏi ngắn quá: cần ít nhất 10 chữ cái."),
    "long": _("Nội dung dài quá. Ông bà rút gọn hoặc nhập làm hai lần."),
    "required": _("Ghi số liên hệ thì phải hỏi và đánh dấu người hỏi đồng ý."),
    "channel": _("Ông bà chọn cách ý kiến đến phường."),
}
USED = _("Phiếu trước đã được ghi. Nếu đây là ý kiến khác, ông bà bấm Ghi vào sổ lần nữa.")
STALE = _("Trang này mở đã lâu. Nội dung vẫn còn; ông bà bấm Ghi vào sổ lần nữa.")
GONE = _("Mục đã chọn không còn trong danh sách. Ông bà chọn lại giúp.")


class EntryForm(BaseModel):
    """about: "field-12" or "topic-3"."""

    source: Source
    body: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
    kind: Kind = Kind.QUESTION
    about: Annotated[str, Field(pattern=ABOUT)] = ""
    group: Id | None = None
    asker_kind: AskerKind = AskerKind.PERSON
    name: Annotated[str, Field(max_length=NAME_MOST)] = ""
    contact: Annotated[str, Field(max_length=CONTACT_MOST)] = ""
    consent: Literal["", "1"] = ""
    names_allowed: Literal["", "1"] = ""
    private: Literal["", "1"] = ""
    seen: Literal["", "1"] = ""
    ticket: str = ""


@get("/van-de/moi", opt=staff(*TYPISTS))
async def show_entry(request: Request[Actor, Any, Any]) -> Template:
    typed = {"source": Source.PAPER, "kind": Kind.QUESTION, "asker_kind": AskerKind.PERSON}
    return await _form(request, form_of(typed))


@post("/van-de/moi", opt=staff(*TYPISTS), request_max_body_size=UPLOAD_BODY)
async def enter_matter(request: Request[Actor, Any, Any]) -> Template | Redirect:
    form = await read_form(request, EntryForm)
    if form.data is None:
        return await _form(request, form, 422)
    near = await before_sending(
        request.user.ward, form.data.body, seen=form.data.seen, files=bool(form.files["files"])
    )
    if near:
        return await _form(request, form, near=near)
    try:
        nonce = nonce_hash(keys(), _page_of(request.user), form.data.ticket, now())
        kept = await accepted(request.user.ward, form.files["files"])
        sent = Ticket(nonce, _body(form.data, kept))
        new = await receive_on_behalf(request.user, _matter(request.user, form.data), sent, kept)
    except tuple(REFUSALS) as error:
        status, name, words = REFUSALS[type(error)]
        if isinstance(error, Invalid) and "files" not in error.errors:
            return await _form(request, form.refuse_all(error, WORDS), 422)
        return await _form(request, form.refuse(**{name: words or refusal(error)}), status)
    slip = seal(request.user, new.id, receipt_of(keys(), form.data.ticket))
    return Redirect(f"{PATH}/{new.id}/phieu/{slip}", status_code=303)


@get("/van-de/{matter:int}/phieu/{slip:str}", opt=staff(*TYPISTS))
async def show_slip(
    request: Request[Actor, Any, Any], matter: FromPath[int], slip: FromPath[str]
) -> Template:
    """The tracking code, to be written on the asker's slip: kept nowhere, gone in two hours."""
    receipt = unsealed(request.user, matter, slip)
    return await staff_page(
        request,
        "staff/slip.html",
        page="matters",
        matter=await matters.slip(request.user.ward, matter),
        code=grouped(derived_tracking_code(keys(), receipt)),
    )


def seal(actor: Actor, matter: int, receipt: str) -> str:
    made = f"{int(now().timestamp()):010x}"
    return receipt + made + _mac(actor, matter, receipt + made)


def unsealed(actor: Actor, matter: int, slip: str) -> str:
    """The receipt. Raises NotFound for a slip of another person or matter, forged, or too old."""
    head, mac = slip[: RECEIPT + TIME], slip[RECEIPT + TIME :]
    if not compare_digest(_mac(actor, matter, head).encode(), mac.encode()):
        raise NotFound("no such slip")
    if now().timestamp() - int(head[RECEIPT:], 16) > LIFE.total_seconds():
        raise NotFound("the slip is over")
    return head[:RECEIPT]


def _mac(actor: Actor, matter: int, head: str) -> str:
    return keys().fixed("receipts", f"slip {actor.ward} {actor.staff} {matter} {head}")[:SEAL]


def _page_of(actor: Actor) -> str:
    """What a ticket is bound to: this form in this person's hands."""
    return f"{ENTRY} {actor.ward} {actor.staff}"


def _matter(actor: Actor, data: EntryForm) -> NewMatter:
    field, topic = read_about(data.about)
    return NewMatter(
        actor.ward,
        data.body,
        source=data.source,
        kind=data.kind,
        asker_kind=data.asker_kind,
        field=field,
        topic=topic,
        group=data.group,
        name=data.name,
        contact=data.contact,
        consent=CONSENT if data.consent else "",
        names_allowed=bool(data.names_allowed),
        public=not data.private,
        code=derived_tracking_code(keys(), receipt_of(keys(), data.ticket)),
    )


def _body(data: EntryForm, kept: list[Accepted]) -> str:
    """Keyed hash of all that was sent, its files too."""
    sent = data.model_dump(mode="json", exclude={"ticket", "seen"}) | {"body": clean(data.body)}
    return body_hash(keys(), json.dumps([sent, [file.digest for file in kept]]))


# error → status, field, words (None: what web.uploads says of the file)
REFUSALS: dict[type[Exception], tuple[int, str, object]] = {
    Invalid: (422, "files", None),
    FileTooLarge: (413, "files", None),
    FileRefused: (415, "files", None),
    TicketUsed: (409, "ticket", USED),
    TicketInvalid: (422, "ticket", STALE),
    NotFound: (422, "about", GONE),
}


async def _form(
    request: Request[Actor, Any, Any],
    form: Form[Any],
    status: int = 200,
    near: Sequence[NearAnswer] = (),
) -> Template:
    """Everything as it was typed, with a fresh ticket. near: shown once before it is entered."""
    actor = request.user
    slug = (await wards.ward_by_id(actor.ward)).slug
    return await staff_page(
        request,
        "staff/entry.html",
        status=status,
        page="matters",
        form=form,
        ticket=issue(keys(), _page_of(actor), now()),
        visit=issue(keys(), f"/{slug}/gop-y", now()),
        near=near,
        sources=[(source, text) for source, text in SOURCE.items() if source in ON_BEHALF],
        kinds=list(KIND.items()),
        askers=list(ASKER.items()),
        abouts=await abouts(actor.ward),
        groups=[(card.id, card.label) for card in await wards.groups(actor.ward)],
        most_files=MOST_FILES,
    )


handlers = [show_entry, enter_matter, show_slip]
