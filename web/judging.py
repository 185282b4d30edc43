"""Was a promise kept? One question on a page of its own, for askers and for heads of groups."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated, Literal

from litestar.response import Template
from pydantic import BaseModel, Field

from dialogue.core.errors import Conflict, Invalid
from dialogue.matters.actions.task_steps import LONGEST
from dialogue.matters.queries.tasks import TaskCard, TaskLine
from dialogue.ward.cards import WardCard
from web.answer_cards import names
from web.forms import Form, form_of
from web.i18n import gettext_lazy as _
from web.render import page

WORDS = {
    "required": _("Xin ghi chỗ nào chưa xong, để đơn vị làm tiếp cho đúng."),
    "too-long": _("Nội dung dài quá. Quý vị rút gọn giúp."),
}
MEANWHILE = _("Việc này đã có người xác nhận hoặc đã mở lại. Dưới đây là bản mới nhất.")
DONE = {
    "1": _("Đã ghi: việc này đã xong. Xin cảm ơn."),
    "0": _("Đã ghi: việc này chưa xong. Việc trở lại đơn vị và cấp trên của đơn vị."),
}


class KeptForm(BaseModel):
    kept: Literal["0", "1"]
    why: Annotated[str, Field(max_length=LONGEST)] = ""


async def judged(act: Awaitable[None], form: Form[KeptForm]) -> tuple[int, Form[KeptForm]] | None:
    """None when it is done; else the status and the form with what is wrong."""
    try:
        await act
    except Invalid as error:
        named = Invalid(str(error), why=error.errors.get("reason", "required"))
        return 422, form.refuse_all(named, WORDS)
    except Conflict:
        return 409, form.refuse(kept=str(MEANWHILE))
    return None


async def judge_page(  # noqa: PLR0917  what, whose, where it is sent, where it came from
    template: str,
    ward: WardCard,
    card: TaskCard,
    action: str,
    back: str,
    answer: tuple[int, Form[KeptForm]] | None = None,
    headers: dict[str, str] | None = None,
    spoken: TaskLine | None = None,
) -> Template:
    """spoken: another group's head has decided, and this one may say the same or otherwise."""
    status, form = answer or (200, form_of({}))
    known = await names(ward.id)
    return page(
        template,
        status=status,
        headers=headers,
        ward=ward,
        card=card,
        unit=known.units.get(card.unit, ""),
        groups=known.groups,
        action=action,
        back=back,
        form=form,
        spoken=spoken,
    )


def done(key: str) -> str:
    """What is said after it; empty for a key of nobody's making."""
    return str(DONE.get(key, ""))
