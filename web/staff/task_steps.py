"""What may be done with a promise: each step with its form, who may take it, and how it is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from dialogue.core.clock import local_time
from dialogue.core.errors import FileRefused, FileTooLarge, Invalid
from dialogue.core.i18n import moment, weekday_day
from dialogue.matters.actions import judging, proving, tasks
from dialogue.matters.actions.proving import Photo, Proof
from dialogue.matters.actions.task_steps import LONGEST
from dialogue.matters.queries.tasks import TaskCard, TaskLine
from dialogue.matters.rights import (
    may_give_task,
    may_judge,
    may_move_date,
    may_stop,
    may_work_on,
)
from dialogue.matters.states import TaskState, TaskStep
from dialogue.ward.rules import Actor
from web.days import Day
from web.forms import Form
from web.i18n import gettext_lazy as _
from web.shapes import Event
from web.staff.places import Names
from web.staff.steps import WORDS
from web.uploads import accepted, refusal

SENTENCES = {
    TaskStep.OPEN: _("Mở việc"),
    TaskStep.PROGRESS: _("Báo tiến độ"),
    TaskStep.GIVE: _("Giao cho %(officer)s, %(unit)s"),
    TaskStep.MOVE_DATE: _("Đổi hạn từ %(old)s sang %(new)s"),
    TaskStep.PROPOSE_STOP: _("Đơn vị đề nghị dừng việc"),
    TaskStep.CLAIM_DONE: _("Đơn vị báo đã xong"),
    TaskStep.CONFIRM: _("Xác nhận đã xong: %(by)s"),
    TaskStep.DISPUTE: _("Có ý kiến chưa xong: %(by)s"),
    TaskStep.SECOND_WORD: _("Nói thêm: %(kept)s (%(by)s)"),
    TaskStep.STOP: _("Dừng việc"),
    TaskStep.SHOW: _("Đưa lên danh sách cam kết công khai"),
}
BY = {
    "asker": _("người hỏi"),
    "group": _("tổ trưởng"),
    "inspection": _("Ban Thanh tra nhân dân"),
    "silence": _("hết thời gian chờ, không ai có ý kiến khác"),
    "staff": _("cán bộ"),
}
SAID = WORDS | {
    "no-proof": _("Ghi số văn bản, kèm ảnh, hoặc ghi lời tổ trưởng: cần ít nhất một thứ."),
    "not-looked": _("Ông bà xem kỹ ảnh rồi đánh dấu vào ô này."),
    "same-person": _("Việc đang ở chính người này."),
}
OWN = {  # messages of one field that the common words do not fit
    ("claim_document", "required"): "no-proof",
    ("claim_harmless", "required"): "not-looked",
    ("give_officer", "unchanged"): "same-person",
}
KEPT = {True: _("đã xong"), False: _("chưa xong")}
DAYS = ("old", "new")
Text = Annotated[str, Field(max_length=LONGEST)]
OptionalId = Annotated[str, Field(pattern=r"^\d{0,9}$")]


class ProgressForm(BaseModel):
    progress_text: Text


class DateForm(BaseModel):
    date_due: Day
    date_reason: Text


class ClaimForm(BaseModel):
    """The photo itself is among the form's files."""

    claim_document: Text = ""
    claim_alt: Text = ""
    claim_harmless: Literal["", "1"] = ""
    claim_group: OptionalId = ""
    claim_word: Text = ""


class GiveForm(BaseModel):
    give_officer: Annotated[str, Field(pattern=r"^\d{1,9}$")]
    give_unit: OptionalId = ""


class ProposeForm(BaseModel):
    propose_reason: Text


class StopForm(BaseModel):
    stop_reason: Text
    stop_went_to: Annotated[str, Field(max_length=200)] = ""


class JudgeForm(BaseModel):
    judge_kept: Literal["0", "1"]
    judge_reason: Text = ""


@dataclass(frozen=True, slots=True)
class StepForm:
    """allowed: may this person take it now, most: moves? act: does it, gives the toast's key."""

    key: str
    path: str
    model: type[BaseModel]
    allowed: Callable[[Actor, TaskCard, int], bool]
    act: Callable[[Actor, int, Any, Form[Any]], Awaitable[str]]


async def _progress(actor: Actor, number: int, data: ProgressForm, _form: Form[Any]) -> str:
    await tasks.report_progress(actor, number, data.progress_text)
    return "tien-do"


async def _date(actor: Actor, number: int, data: DateForm, _form: Form[Any]) -> str:
    await tasks.ask_new_date(actor, number, data.date_due, data.date_reason)
    return "ngay-moi"


async def _claim(actor: Actor, number: int, data: ClaimForm, form: Form[Any]) -> str:
    group = int(data.claim_group) if data.claim_group else None
    photo = await _photo(actor, data, form)
    await proving.claim_done(
        actor, number, Proof(data.claim_document, photo, group, data.claim_word)
    )
    return "bao-xong"


async def _photo(actor: Actor, data: ClaimForm, form: Form[Any]) -> Photo | None:
    """Raises Invalid with the words of what is wrong with the file."""
    sent = form.files["claim_photo"]
    if not sent:
        return None
    try:
        (file,) = await accepted(actor.ward, sent[:1])
    except (FileTooLarge, FileRefused) as error:
        raise Invalid(str(error), photo=refusal(error)) from error
    return Photo(file, data.claim_alt, data.claim_harmless == "1")


async def _give(actor: Actor, number: int, data: GiveForm, _form: Form[Any]) -> str:
    unit = int(data.give_unit) if data.give_unit else None
    await tasks.give(actor, number, int(data.give_officer), unit)
    return "giao-viec"


async def _propose(actor: Actor, number: int, data: ProposeForm, _form: Form[Any]) -> str:
    await tasks.propose_stop(actor, number, data.propose_reason)
    return "de-nghi-dung"


async def _stop(actor: Actor, number: int, data: StopForm, _form: Form[Any]) -> str:
    await tasks.stop(actor, number, data.stop_reason, data.stop_went_to)
    return "dung-viec"


async def _judge(actor: Actor, number: int, data: JudgeForm, _form: Form[Any]) -> str:
    kept = data.judge_kept == "1"
    await judging.judge_as_inspector(actor, number, kept=kept, reason=data.judge_reason)
    return "xac-nhan" if kept else "chua-xong"


def _works(actor: Actor, card: TaskCard, _most: int) -> bool:
    return card.state is TaskState.OPEN and may_work_on(actor, card.unit, card.officer)


def _moves(actor: Actor, card: TaskCard, most: int) -> bool:
    left = card.moved < most and not card.late
    return card.state is TaskState.OPEN and left and may_move_date(actor, card.unit)


def _gives(actor: Actor, card: TaskCard, _most: int) -> bool:
    return card.state is TaskState.OPEN and may_give_task(actor, card.unit)


def _proposes(actor: Actor, card: TaskCard, most: int) -> bool:
    own = may_move_date(actor, card.unit)
    return card.state is TaskState.OPEN and own and not _stops(actor, card, most)


def _stops(actor: Actor, card: TaskCard, _most: int) -> bool:
    return card.state is TaskState.OPEN and may_stop(actor)


def _judges(actor: Actor, card: TaskCard, _most: int) -> bool:
    return card.state is TaskState.DONE_CLAIMED and may_judge(actor)


STEPS = (
    StepForm("progress", "tien-do", ProgressForm, _works, _progress),
    StepForm("claim", "bao-xong", ClaimForm, _works, _claim),
    StepForm("date", "ngay-moi", DateForm, _moves, _date),
    StepForm("give", "giao", GiveForm, _gives, _give),
    StepForm("propose", "de-nghi-dung", ProposeForm, _proposes, _propose),
    StepForm("stop", "dung", StopForm, _stops, _stop),
    StepForm("judge", "xac-nhan", JudgeForm, _judges, _judge),
)
BY_PATH = {step.path: step for step in STEPS}


def refused(step: StepForm, form: Form[Any], error: Invalid) -> Form[Any]:
    """The form again, with the words of each mistake beside its field."""
    named = {f"{step.key}_{name}": key for name, key in error.errors.items()}
    return form.refuse(
        **{field: SAID.get(OWN.get((field, key), key), key) for field, key in named.items()}
    )


def _judge_called(line: TaskLine, names: Names) -> str:
    who = BY.get(str(line.data.get("by", "")), "")
    group = names.groups.get(line.data.get("group", 0))
    return f"{who}, {group}" if group else str(who)


def told(line: TaskLine, names: Names) -> Event:
    days = {name: line.data[name] for name in DAYS if name in line.data}
    known = {name: weekday_day(date.fromisoformat(day)) for name, day in days.items()}
    known |= {
        "by": _judge_called(line, names),
        "kept": str(KEPT[bool(line.data.get("kept"))]),
        "officer": names.people.get(line.data.get("officer") or 0, "–"),
        "unit": names.units.get(line.data.get("unit") or 0, "–"),
    }
    gone = str(line.data.get("went_to", ""))
    late = line.step in {TaskStep.DISPUTE, TaskStep.STOP, TaskStep.PROPOSE_STOP}
    return Event(
        title=str(SENTENCES[line.step]) % known,
        at=local_time(line.at).isoformat(timespec="minutes"),
        when=moment(line.at),
        state="late" if late else "done",
        note=" · ".join(filter(None, (line.text, gone))),
    )
