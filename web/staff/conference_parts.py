"""What the staff pages of one conference share: who may come, its forms' words, its frame."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from litestar import Request
from litestar.response import Template
from pydantic import BaseModel, BeforeValidator
from pydantic_core import PydanticCustomError

from dialogue.core.clock import HANOI, local_day, now
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.i18n import read_time
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.rules import may_chair, may_prepare
from web import conference_words as words
from web.access import staff
from web.days import Day
from web.forms import Form
from web.i18n import gettext_lazy as _
from web.numbers import Id
from web.render import staff_page
from web.staff.parts import FIELD, Words

PATH = "/quan-tri/doi-thoai"
PREPARERS = (Role.REGISTER_KEEPER, Role.CLERK, Role.CHAIRMAN, Role.DEPUTY)
READERS = (
    *PREPARERS,
    Role.OFFICER,
    Role.UNIT_HEAD,
    Role.DIRECTOR,
    Role.COUNTER_OFFICER,
    Role.INSPECTOR,
    Role.OBSERVER,
)
READ, PREPARE, CHAIR = staff(*READERS), staff(*PREPARERS), staff(Role.CHAIRMAN, Role.DEPUTY)
MEANWHILE = _(
    "Chưa ghi được: hội nghị vừa được người khác sửa, đã qua bước này, hoặc đang ở máy hội trường. "
    "Trang dưới đây là bản mới nhất; chữ ông bà gõ vẫn còn."
)
WRONG: Words = dict(FIELD) | {
    "required": FIELD["missing"],
    "before-start": _("Giờ kết thúc phải sau giờ bắt đầu, trong vòng một ngày."),
    "after-the-day": _("Hạn gửi câu hỏi không thể sau ngày hội nghị."),
    "no-address": _("Địa chỉ bắt đầu bằng https://"),
    "announced": _("Thông báo đã ghi mục này. Muốn đổi, ông bà dùng “Đổi ngày, giờ, nơi họp”."),
    "unchanged": _("Ngày, giờ và nơi họp vẫn như cũ."),
    "past": _("Ngày này đã qua."),
    "too-many": _("Danh sách dài quá."),
    "not-announced": _("Hội nghị chưa có thông báo."),
    "not-a-photo": _("Tệp này không phải ảnh. Ông bà chọn ảnh JPG, PNG, WebP hoặc HEIC."),
    "unfit": _("Câu này không ghép vào được."),
}


def _read(typed: object) -> object:
    if not isinstance(typed, str):
        return typed
    found = read_time(typed)
    if found is None:
        raise PydanticCustomError("no_time", "no time of day")
    return f"{found:%H:%M}"


Hour = Annotated[str, BeforeValidator(_read)]  # typed as 8:00, 8h30


class Step(BaseModel):
    """A button alone: the version of the page that was seen."""

    version: Id


class Times(BaseModel):
    """A day with its hours."""

    day: Day
    starts: Hour
    ends: Hour

    def at(self) -> tuple[datetime, datetime]:
        return moment(self.day, self.starts), moment(self.day, self.ends)


def moment(day: date, hour: str) -> datetime:
    clock = datetime.strptime(hour, "%H:%M").time()  # noqa: DTZ007  Vietnam's, below
    return datetime.combine(day, clock, HANOI)


async def card_of(request: Request[Actor, Any, Any], number: int) -> ConferenceCard:
    """Raises NotFound, also for another ward's."""
    return await conference(request.user.ward, number)


async def conference_page(
    request: Request[Actor, Any, Any],
    template: str,
    card: ConferenceCard,
    current: str = "",
    *,
    status: int = 200,
    **context: Any,
) -> Template:
    """A page of one conference, below its tabs. current: the last part of its address."""
    today = local_day(now())
    return await staff_page(
        request,
        template,
        status=status,
        page="conferences",
        card=card,
        current=current,
        base=f"{PATH}/{card.id}",
        words=words,
        today=today,
        days_left=(card.day - today).days,
        may_prepare=may_prepare(request.user),
        may_chair=may_chair(request.user),
        **context,
    )


def told(form: Form[Any], error: Invalid | Conflict) -> tuple[int, Form[Any]]:
    """Status, and the form with what the action said beside each field."""
    if isinstance(error, Conflict):
        return 409, form.refuse(form=MEANWHILE)
    return 422, form.refuse_all(error, WRONG)


def typed(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
