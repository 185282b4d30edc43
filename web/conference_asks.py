"""A question sent ahead of a conference: one form for residents, guests and heads of groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from litestar.response import Redirect
from pydantic import BaseModel, Field

from dialogue.core.clock import now
from dialogue.core.codes import derived_tracking_code
from dialogue.core.errors import Conflict
from dialogue.core.keys import keys
from dialogue.core.text import clean
from dialogue.core.tickets import LIFE, issue, nonce_hash, receipt_of
from dialogue.matters.manners import NOTHING, Heed
from dialogue.matters.queries.nearest import NearAnswer
from dialogue.ward.cards import WardCard
from meetings.conferences.actions.ahead import Question, Sender, ask_ahead, is_late
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.states import TAKES_QUESTIONS
from web.asking import ABOUT, EVENING, REFUSED, Refusals, chosen, subjects, to_heed
from web.forms import Form
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.pages.near import before_sending


class AheadForm(BaseModel):
    """about: "field-12" or "topic-3". seen: the near answers were shown."""

    body: Annotated[str, Field(min_length=10, max_length=4000)]
    about: Annotated[str, Field(pattern=ABOUT)] = ""
    seen: Literal["", "1"] = ""
    ticket: str = ""


REFUSALS = Refusals(
    body="body",
    about="about",
    wrong={
        "short": _("Quý vị viết thêm giúp: cần ít nhất 10 chữ cái."),
        "long": _("Nội dung dài quá. Quý vị rút gọn hoặc gửi làm hai lần."),
    },
    again=_("Phường vừa nhận một nội dung giống hệt."),
    used=_("Câu trước đã được gửi. Bấm Gửi lần nữa nếu đây là câu mới."),
    stale=_("Trang này mở đã lâu. Quý vị bấm Gửi lần nữa."),
    gone=_("Mục đã chọn không còn trong danh sách. Quý vị chọn lại giúp."),
)
CLOSED = _("Hội nghị này không còn nhận câu hỏi gửi trước. Chữ quý vị gõ vẫn còn ở dưới.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says instead of thanks."""

    form: Form[Any]
    status: int = 200
    near: tuple[NearAnswer, ...] = ()
    told: Heed = NOTHING


async def send(
    ward: WardCard, card: ConferenceCard, who: Sender, place: str, form: Form[AheadForm]
) -> Redirect | Answer:
    """place: the path that the form's ticket is bound to. Onward to the page with the code."""
    if form.data is None:
        return Answer(form, 422)
    near = await before_sending(ward.id, form.data.body, seen=form.data.seen, files=False)
    told = NOTHING if form.data.seen else to_heed(form.data.body)
    if near or told.before_sending:
        return Answer(form, near=tuple(near), told=told)
    try:
        receipt = await _ask(card, who, place, form.data)
    except REFUSED as error:
        status, wrong = REFUSALS.shown(form, error)
        return Answer(wrong, status)
    except Conflict:
        return Answer(form.refuse(ticket=CLOSED), 409)
    return Redirect(url(f"/{ward.slug}/gop-y/cam-on/{receipt}"), status_code=303)


async def _ask(card: ConferenceCard, who: Sender, place: str, data: AheadForm) -> str:
    life = EVENING if who.kind == "group" else LIFE
    nonce = nonce_hash(keys(), place, data.ticket, now(), life)
    receipt = receipt_of(keys(), data.ticket)
    field, topic = chosen(data.about)
    asked = Question(clean(data.body), derived_tracking_code(keys(), receipt), field, topic)
    await ask_ahead(card.ward, card.id, who, [asked], nonce, language())
    return receipt


async def form_parts(
    ward: WardCard, card: ConferenceCard, place: str, answer: Answer
) -> dict[str, Any]:
    """What the template's form needs, with a fresh ticket."""
    fields, topics = await subjects(card.ward)
    return {
        "form": answer.form,
        "near": answer.near,
        "told": answer.told,
        "visit": issue(keys(), f"/{ward.slug}/gop-y", now()),
        "ticket": issue(keys(), place, now()),
        "fields": fields,
        "topics": topics,
        "late": is_late(card),
        "takes": card.state in TAKES_QUESTIONS,
    }
