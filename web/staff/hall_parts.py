"""What the pages of the hall's console share: their frame, their forms, the names of places."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_hex
from typing import Annotated, Any

from litestar import Request
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field

from dialogue.core.text import clean
from dialogue.matters.rules import LONGEST, SHORTEST
from dialogue.ward import queries as wards
from dialogue.ward.rules import Actor
from meetings.conferences.actions.capturing import ANSWER_MOST, WHO_MOST, NewOpinion
from meetings.conferences.actions.settling import RECEIVER_MOST
from meetings.conferences.actions.speaking import NAME_MOST, ORGANISATION_MOST
from meetings.conferences.queries.conferences import ConferenceCard
from meetings.conferences.queries.drafts import newest_drafts
from meetings.conferences.queries.floor import OpinionCard
from meetings.conferences.states import Hiding, OpinionSource, OpinionState, Outcome
from web.forms import form_of
from web.hall_slides import HIDING, OUTCOME, View, view_of
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.staff.conference_parts import PATH, WRONG, conference_page
from web.staff.parts import Words, finished, onward

SENT = "^[A-Za-z0-9-]{8,64}$"  # a sender's own id of one deed
DONE: Words = {
    "mo": _("Đã khai mạc. Điện thoại trong hội trường gửi câu hỏi được."),
    "dong": _("Đã bế mạc. Câu nào chưa trả lời đều có hạn trả lời bằng văn bản."),
    "cho": _("Đã ghi vào hàng chờ."),
    "luot": _("Đã cập nhật lượt phát biểu."),
    "ghi": _("Đã ghi ý kiến."),
    "rieng": _(
        "Ý kiến có dấu hiệu tố cáo: đã chuyển vào sổ xử lý riêng, không nêu trong hội trường."
    ),
    "sua": _("Đã lưu ý kiến."),
    "ket-qua": _("Đã ghi kết quả."),
    "chieu": _("Đã đổi màn chiếu."),
    "duyet": _("Đã duyệt câu hỏi."),
    "vao": _("Đã ghi nhận một lượt dự."),
    "huy": _("Đã bỏ lượt ghi nhầm."),
    "chon": _("Đã cập nhật các câu được chọn."),
    "van-ban": _("Các câu không chọn đã có hạn trả lời bằng văn bản."),
    "phieu": _("Đã tạo phiếu. Ông bà in trang này."),
}
STATE: Words = {
    OpinionState.WAITING: _("Chờ duyệt"),
    OpinionState.SHOWN: _("Đã nêu"),
    OpinionState.PICKED: _("Chủ trì chọn"),
    OpinionState.SETTLED: _("Có kết quả"),
    OpinionState.MERGED: _("Gộp vào câu khác"),
    OpinionState.NOT_SHOWN: _("Không nêu"),
}
WHY: Words = {
    Hiding.SEPARATE: _("Việc cần xử lý riêng"),
    Hiding.OFF_TOPIC: _("Ngoài nội dung đối thoại"),
    Hiding.RUDE: _("Lời lẽ không phù hợp"),
    Hiding.EMPTY: _("Không có nội dung hỏi"),
}
ERRORS: Words = dict(WRONG) | {
    "short": _("Ghi ít nhất 10 chữ cái."),
    "long": _("Dài quá 4.000 chữ cái. Ông bà chia làm hai ý kiến; chữ vẫn còn ở dưới."),
    "used": _("Phiếu này đã được nhập rồi. Xem lại mã, hoặc bỏ trống ô mã phiếu."),
    "unprinted": _("Không có phiếu nào mang mã này."),
    "apart": _("Ý kiến đã vào sổ; việc cần gửi riêng do người giữ sổ chuyển."),
    "late": _("Muộn hơn hạn trả lời theo quy định. Để trống thì hạn tự tính."),
    "known": _(
        "Lần gửi trước đã đến nơi, với nội dung khác. Nội dung dưới đây chưa ghi: "
        "ghi lần nữa thì thành một mục mới."
    ),
    "required": _("Đơn vị chưa có người đứng đầu. Ông bà chọn người làm."),
}

Sent = Annotated[str, Field(pattern=SENT)]


class OpinionForm(BaseModel):
    """What is taken down. version: as it was read; 0 for a new one."""

    words: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST), BeforeValidator(clean)]
    group: Id | None = None
    organisation: Annotated[str, Field(max_length=ORGANISATION_MOST)] = ""
    asker: Annotated[str, Field(max_length=NAME_MOST)] = ""
    field: Id | None = None
    unit: Id | None = None
    slip: Annotated[str, Field(max_length=20)] = ""
    answer: Annotated[str, Field(max_length=ANSWER_MOST)] = ""
    answered_by: Annotated[str, Field(max_length=WHO_MOST)] = ""
    operation: Annotated[str, Field(pattern="^([A-Za-z0-9-]{8,64})?$")] = ""
    version: Annotated[int, Field(ge=0)] = 0

    def new(self) -> NewOpinion:
        return NewOpinion(
            self.words,
            self.group,
            self.organisation,
            self.asker,
            self.field,
            self.unit,
            self.slip,
        )


class Version(BaseModel):
    version: Id


@dataclass(frozen=True, slots=True)
class Choices:
    """Places of the ward, as selects take them."""

    groups: list[tuple[int, str]]
    fields: list[tuple[int, str]]
    units: list[tuple[int, str]]
    people: list[tuple[int, str]]


async def choices(ward: int) -> Choices:
    people = [each for each in await wards.staff_list(ward) if each.active]
    return Choices(
        [(each.id, each.label) for each in await wards.groups(ward)],
        [(each.id, each.name) for each in await wards.fields(ward)],
        [(each.id, each.name) for each in await wards.units(ward)],
        [(each.id, f"{each.name}, {each.title}") for each in people],
    )


async def hall_page(
    request: Request[Actor, Any, Any],
    template: str,
    card: ConferenceCard,
    *,
    tab: str = "",
    status: int = 200,
    view: View | None = None,
    **context: Any,
) -> Template:
    """A page of the console, below its own tabs. tab: the last part of its address."""
    shown = view or await view_of(card.ward, card.id)
    return await conference_page(
        request,
        template,
        card,
        "dieu-khien",
        status=status,
        tab=tab,
        view=shown,
        floor=shown.floor,
        desk=desk_of(card),
        outcomes=OUTCOME,
        states=STATE,
        whys=WHY,
        hidings=HIDING,
        operation=token_hex(16),
        receiver_most=RECEIVER_MOST,
        done=finished(request, DONE),
        **context,
    )


def desk_of(card: ConferenceCard) -> str:
    return f"{PATH}/{card.id}/dieu-khien"


def back(number: int, part: str = "", done: str = "") -> Redirect:
    path = f"{PATH}/{number}/dieu-khien"
    return onward(f"{path}/{part}" if part else path, done)


def filled(card: OpinionCard) -> Any:
    """The form of an opinion as it stands."""
    names = ("words", "group", "organisation", "field", "unit", "answer", "answered_by")
    return form_of({name: getattr(card, name) for name in names} | {"version": card.version})


SETTLED: list[tuple[str, object]] = [(outcome.value, OUTCOME[outcome]) for outcome in Outcome]


async def draft_of(ward: int, opinion: OpinionCard | None) -> str:
    """What its unit has drafted in answer to a question sent ahead; empty for none."""
    if opinion is None or opinion.matter is None or opinion.source is not OpinionSource.AHEAD:
        return ""
    return (await newest_drafts(ward, [opinion.matter])).get(opinion.matter, "")
