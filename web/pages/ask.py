"""The public form: a question, petition or report, without an account (/{ward}/gop-y)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field

from dialogue.core import files
from dialogue.core.clock import now
from dialogue.core.codes import derived_tracking_code, grouped, tracking_hash
from dialogue.core.errors import NotFound
from dialogue.core.keys import keys
from dialogue.core.text import clean
from dialogue.core.tickets import body_hash, issue, nonce_hash, receipt_of
from dialogue.matters.actions.attachments import MOST_FILES
from dialogue.matters.actions.intake import NewMatter, Ticket, receive
from dialogue.matters.manners import NOTHING, Heed
from dialogue.matters.queries.nearest import NearAnswer
from dialogue.matters.queries.tracking import tracking
from dialogue.matters.signs import signs
from dialogue.matters.states import AskerKind
from dialogue.ward import queries as wards
from dialogue.ward.cards import WardCard
from meetings.conferences.queries.ahead import asked_at
from web.access import PUBLIC
from web.asking import ABOUT, REFUSED, Refusals, chosen, subject_of, subjects, to_heed
from web.english import group_name, plain
from web.forms import UPLOAD_BODY, Form, form_of, read_form
from web.i18n import gettext_lazy, language, url
from web.numbers import Id
from web.old_groups import old_options, question_of
from web.pages.near import before_sending
from web.render import page
from web.uploads import accepted
from web.words import ASKER

CONSENT = "contact-1"  # the version of the consent text in ask.html; a new text, a new version
WORDS = {
    "short": gettext_lazy("Quý vị viết thêm giúp: cần ít nhất 10 chữ cái."),
    "long": gettext_lazy("Nội dung dài quá. Quý vị rút gọn hoặc gửi làm hai lần."),
    "unreachable": gettext_lazy(
        "Phường chưa liên hệ được theo nội dung này. Ví dụ: 0912 345 678 hoặc ten@thu.vn."
    ),
    "required": gettext_lazy("Muốn phường liên hệ lại, quý vị đánh dấu đồng ý ở dưới."),
}


class AskForm(BaseModel):
    """about: "field-12" or "topic-3"."""

    body: Annotated[str, Field(min_length=10, max_length=4000)]
    about: Annotated[str, Field(pattern=ABOUT)] = ""
    group: Id | None = None
    asker_kind: AskerKind = AskerKind.PERSON
    name: Annotated[str, Field(max_length=120)] = ""
    contact: Annotated[str, Field(max_length=200)] = ""
    consent: Literal["", "1"] = ""
    names_allowed: Literal["", "1"] = ""
    private: Literal["", "1"] = ""
    seen: Literal["", "1"] = ""
    place_asked: Id | None = None
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What the form belongs to; its ticket is good for this path alone."""

    ward: WardCard

    @property
    def path(self) -> str:
        return f"/{self.ward.slug}/gop-y"


@get("/{ward:str}/gop-y", opt=PUBLIC)
async def show_form(request: Request[Any, Any, Any], ward: FromPath[str]) -> Template:
    """?hoi=… brings words along, from a search that found nothing; ?linh-vuc=… its field."""
    place, given = Place(await wards.ward(ward)), request.query_params
    typed = {
        "body": given.get("hoi", "")[:4000],
        "about": await subject_of(place.ward.id, given.get("linh-vuc", "")),
        "asker_kind": AskerKind.PERSON,
    }
    return await _form(place, form_of(typed))


@post("/{ward:str}/gop-y", opt=PUBLIC, request_max_body_size=UPLOAD_BODY)
async def send_form(request: Request[Any, Any, Any], ward: FromPath[str]) -> Template | Redirect:
    place = Place(await wards.ward(ward))
    form = await read_form(request, AskForm)
    if form.data is None:
        return await _form(place, form, 422)
    split = await question_of(place.ward.id, form.data.group, asked=form.data.place_asked)
    if split:
        return await _form(place, form.refuse(group=split), 422)
    near = await before_sending(
        place.ward.id, form.data.body, seen=form.data.seen, files=bool(form.files["files"])
    )
    told = to_heed(form.data.body) if not (form.data.seen or form.files["files"]) else NOTHING
    if near or told.before_sending:
        return await _form(place, form, near=near, told=told)
    try:
        ticket = nonce_hash(keys(), place.path, form.data.ticket, now())
        kept = await accepted(place.ward.id, form.files["files"])
        sent = Ticket(ticket, _body(form.data, kept))
        await receive(_matter(place.ward.id, form.data), sent, kept)
    except REFUSED as error:
        status, wrong = REFUSALS.shown(form, error)
        return await _form(place, wrong, status)
    return Redirect(
        url(f"{place.path}/cam-on/{receipt_of(keys(), form.data.ticket)}"), status_code=303
    )


@get("/{ward:str}/gop-y/cam-on/{receipt:str}", opt=PUBLIC)
async def show_receipt(ward: FromPath[str], receipt: FromPath[str]) -> Template:
    """Made from the receipt alone, so that it still opens after a restart. Raises NotFound."""
    card = await wards.ward(ward)
    code = derived_tracking_code(keys(), receipt)
    hashed = tracking_hash(keys(), code)
    seen = await tracking(hashed)
    if seen.ward != card.id:
        raise NotFound("no such receipt")
    return page(
        "pages/received.html",
        ward=card,
        page="ask",
        code=grouped(code),
        matter=seen,
        conference=await asked_at(card.id, hashed),
        urgent=signs(seen.body).urgent,
    )


def _matter(ward: int, data: AskForm) -> NewMatter:
    field, topic = chosen(data.about)
    return NewMatter(
        ward,
        data.body,
        asker_kind=data.asker_kind,
        field=field,
        topic=topic,
        group=data.group,
        language=language(),
        name=data.name,
        contact=data.contact,
        consent=CONSENT if data.consent else "",
        names_allowed=bool(data.names_allowed),
        public=not data.private,
        code=derived_tracking_code(keys(), receipt_of(keys(), data.ticket)),
    )


def _body(data: AskForm, kept: list[files.Accepted]) -> str:
    """Keyed hash of all that was sent, its files too."""
    sent = data.model_dump(mode="json", exclude={"ticket", "seen", "place_asked"}) | {
        "body": clean(data.body)
    }
    return body_hash(keys(), json.dumps([sent, [file.digest for file in kept]]))


REFUSALS = Refusals(
    body="body",
    about="about",
    wrong=WORDS,
    again=gettext_lazy(  # not when, and not by whom: it may be another person's
        "Phường vừa nhận một nội dung giống hệt. Nếu quý vị đã gửi rồi thì không cần gửi lại; nếu "
        "đây là chuyện khác, quý vị ghi thêm nơi và lúc xảy ra."
    ),
    used=gettext_lazy("Ý kiến trước đã được gửi. Bấm Gửi lần nữa nếu đây là ý kiến mới."),
    stale=gettext_lazy("Trang này mở đã lâu. Quý vị bấm Gửi lần nữa."),
    gone=gettext_lazy("Mục đã chọn không còn trong danh sách. Quý vị chọn lại giúp."),
)


async def _form(
    place: Place,
    form: Form[Any],
    status: int = 200,
    near: Sequence[NearAnswer] = (),
    told: Heed = NOTHING,
) -> Template:
    """Everything as it was typed, with a fresh ticket. near, told: before it is sent."""
    fields, topics = await subjects(place.ward.id)
    return page(
        "pages/ask.html",
        status=status,
        ward=place.ward,
        page="ask",
        form=form,
        ticket=issue(keys(), place.path, now()),
        fields=fields,
        topics=topics,
        groups=[(each.id, plain(group_name(each))) for each in await wards.groups(place.ward.id)],
        old_groups=await old_options(place.ward.id),
        askers=list(ASKER.items()),
        most_files=MOST_FILES,
        near=near,
        told=told,
    )


handlers = [show_form, send_form, show_receipt]
