"""Each step of a matter: its address, its form, and the act behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from dialogue.core.text import clean
from dialogue.matters.actions import (
    approval,
    attachments,
    deciding,
    drafting,
    originals,
    personal_data,
    publishing,
    repeats,
    stopping,
    tasks,
    triage,
    verdicts,
)
from dialogue.matters.actions.campaigns import mark_campaign
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries.matters import MatterView, matter_for
from dialogue.matters.rules import needs_second_person
from dialogue.matters.states import Exposure, Step
from dialogue.ward.rules import Actor
from web.i18n import gettext_lazy as _
from web.staff import forms
from web.staff.places import read_about

Act = Callable[[Actor, int, Any], Awaitable[str | None]]
Right = Callable[[Actor, int], Awaitable[None]]

WORDS = {  # message keys of the domain
    "required": _("Ông bà chưa ghi hoặc chưa chọn mục này."),
    "confirm": _("Ông bà làm nốt, hoặc đánh dấu vào ô này rồi gửi lại."),
    "long": _("Nội dung dài quá. Ông bà rút gọn giúp."),
    "too-long": _("Nội dung dài quá. Ông bà rút gọn giúp."),
    "one": _("Ông bà chọn một lĩnh vực hoặc một chủ đề."),
    "unfit-lead": _(
        "Không ghép vào mã này được: đó là chính vấn đề này, là vấn đề đã ghép vào chỗ khác, hoặc "
        "đang chờ người hỏi nói thêm. Ông bà ghi mã của vấn đề chính."
    ),
    "finished-lead": _(
        "Vấn đề ấy đã kết thúc nên không ghép vào được: người hỏi sau cần câu trả lời và quyền "
        "đánh giá của riêng mình. Nếu phường đã trả lời câu này trước đây, ông bà ghi mã ấy ở "
        "mục “Đã hỏi trước đây?” để xác nhận hỏi lại."
    ),
    "no-body": _("Ông bà ghi tên cơ quan nhận, ví dụ: Thanh tra thành phố."),
    "accused-recipient": _(
        "Nội dung này nói đến chính người hoặc nơi ông bà ghi. Không bàn giao cho người bị tố cáo: "
        "ông bà ghi một cơ quan khác, hoặc cơ quan cấp trên."
    ),
    "undecided-lead": _(
        "Vấn đề này có dấu hiệu tố cáo, chưa ai quyết định nên chưa ghép vào được. Ông bà mở vấn "
        "đề đó: chuyển sang xử lý riêng, hoặc ghi vì sao không phải tố cáo."
    ),
    "unfit": _("Không chọn được mục này cho việc này. Ông bà chọn mục khác."),
    "number": _("Số ngày vượt mức mà quy định của phường cho phép."),
    "same": _("Việc đang ở chính đơn vị này."),
    "ends": _("Đơn vị này ngừng hoạt động trước hạn trả lời. Ông bà chọn đơn vị khác."),
    "unknown": _("Bản nháp gốc không còn. Ông bà mở lại trang rồi lưu."),
    "accused-name": _(
        "Bản trả lời nhắc tên người bị phản ánh. Ông bà trả về để bỏ tên ấy, hoặc một người khác "
        "người soạn xác nhận đây không phải lời quy kết."
    ),
    "insult": _(
        "Bản trả lời có lời lẽ chưa phù hợp. Ông bà trả về để sửa, hoặc một người khác người soạn "
        "xác nhận lời ấy không xúc phạm ai."
    ),
    "accused-here": _(
        "Bản đính chính nhắc tên người bị phản ánh. Ông bà bỏ tên ấy rồi đính chính lại."
    ),
    "insult-here": _("Bản đính chính có lời lẽ chưa phù hợp. Ông bà sửa rồi đính chính lại."),
    "second": _("Bản này dưới 7 điểm và do ông bà soạn: người khác phụ trách đơn vị xem và trình."),
    "gap": _(
        "Bản soạn còn chỗ trống: trong ngoặc { } hoặc [ ], “…/…/2026”, “xxx”, “???”. Ông bà "
        "điền nốt rồi gửi."
    ),
    "placeholder": _("Bản trả lời còn chỗ trống của mẫu. Ông bà trả về để điền nốt."),
    "past": _("Ngày này đã qua."),
    "not-later": _("Ngày mới phải sau hạn hiện nay."),
    "unchanged": _("Nội dung đính chính giống hệt bản đang đăng."),
    "since-last": _("Câu này đã hỏi lại: ông bà ghi điều đã thay đổi kể từ lần trả lời trước."),
    "wrong": _("Mục này chưa đúng. Ông bà xem lại giúp."),
}


@dataclass(frozen=True, slots=True)
class StepForm:
    """key: begins every name of the form, and names it in templates. path: ends its address.

    act: does it, and gives another key for the toast where there is one. leaves: its line in the
    history. beside: it leaves the matter where it is, and what else was typed comes back.
    right: raises Forbidden before the form is judged, where the act may find nothing to do.
    """

    key: str
    path: str
    model: type[BaseModel]
    act: Act
    leaves: tuple[Step, ...] = ()
    beside: bool = False
    many: bool = False  # the page has one for each of several things
    right: Right | None = None


async def _assign(actor: Actor, matter: int, data: forms.AssignForm) -> None:
    field, topic = read_about(data.assign_field)
    given = Assignment(
        data.assign_kind,
        data.assign_title,
        field=field,
        topic=topic,
        unit=data.assign_unit,
        public=bool(data.assign_public),
    )
    await triage.assign(actor, matter, given)


async def _redirect(actor: Actor, matter: int, data: forms.RedirectForm) -> None:
    words = data.redirect_words
    await triage.redirect(actor, matter, data.redirect_receiver, data.redirect_why, words)


async def _reject(actor: Actor, matter: int, data: forms.RejectForm) -> str:
    await triage.reject(actor, matter, data.reject_why, data.reject_words)
    return "de-nghi-khong-xu-ly" if needs_second_person(data.reject_why) else ""


async def _agree(actor: Actor, matter: int, _data: forms.Empty) -> None:
    await triage.agree(actor, matter)


async def _keep(actor: Actor, matter: int, data: forms.KeepForm) -> None:
    await triage.disagree(actor, matter, data.keep_reason)


async def _harmless(actor: Actor, matter: int, data: forms.HarmlessForm) -> None:
    await deciding.not_a_denunciation(actor, matter, data.harmless_reason)


async def _merge(actor: Actor, matter: int, data: forms.MergeForm) -> None:
    await triage.merge(actor, matter, data.merge_lead)


async def _ask(actor: Actor, matter: int, data: forms.AskForm) -> None:
    await triage.ask_back(actor, matter, data.ask_question)


async def _seal(actor: Actor, matter: int, data: forms.SealForm) -> None:
    await triage.seal(actor, matter, data.seal_reason)


async def _unseal(actor: Actor, matter: int, data: forms.UnsealForm) -> None:
    await triage.unseal(actor, matter, data.unseal_reason)


async def _hand_over(actor: Actor, matter: int, data: forms.HandOverForm) -> None:
    await triage.hand_over_sealed(actor, matter, data.over_recipient, data.over_reason)


async def _give(actor: Actor, matter: int, data: forms.GiveForm) -> None:
    await drafting.give_to_officer(actor, matter, data.give_officer)


async def _hand_back(actor: Actor, matter: int, data: forms.HandBackForm) -> None:
    await drafting.hand_back(actor, matter, data.back_reason)


async def _draft(actor: Actor, matter: int, data: forms.DraftForm) -> str | None:
    """Saved, unless it is the very text that stands; and sent on where that was the button."""
    if clean(data.draft_changed):
        await repeats.say_since_last(actor, matter, data.draft_changed)
    if data.draft_then == "send":
        drafting.require_whole(data.draft_text, data.draft_summary_en)
    if not _stands(await matter_for(actor, matter), data):
        await drafting.save_draft(
            actor,
            matter,
            data.draft_base,
            data.draft_text,
            data.draft_summary_en,
            data.draft_promises == "1",
            data.draft_sources,
        )
    if data.draft_then != "send":
        return "luu-nhap"
    await drafting.send_for_check(actor, matter)
    return "gui-xem"


def _stands(view: MatterView, data: forms.DraftForm) -> bool:
    """Is it saved already, whatever version the form began with?"""
    draft = view.draft
    return draft is not None and (draft.text, draft.summary_en, draft.promises) == (
        clean(data.draft_text),
        clean(data.draft_summary_en),
        data.draft_promises == "1",
    )


async def _return(actor: Actor, matter: int, data: forms.ReturnForm) -> None:
    await approval.return_draft(actor, matter, data.return_comment)


async def _pass_up(actor: Actor, matter: int, data: forms.PassUpForm) -> None:
    own, leave = bool(data.pass_own), bool(data.pass_leave)
    await approval.pass_up(actor, matter, data.pass_leader, data.pass_reason, own=own, leave=leave)


async def _approve(actor: Actor, matter: int, data: forms.ApproveForm) -> None:
    await approval.approve(actor, matter, data.approve_version, data.approve_reason)


async def _clear(actor: Actor, matter: int, data: forms.ClearForm) -> None:
    await stopping.clear_stop(actor, matter, data.clear_stop, data.clear_reason)


async def _propose(actor: Actor, matter: int, data: forms.ProposeForm) -> None:
    await approval.propose_extension(actor, matter, data.propose_days, data.propose_reason)


async def _extend(actor: Actor, matter: int, data: forms.ExtendForm) -> None:
    await approval.extend(actor, matter, data.extend_days, data.extend_reason)


async def _move(actor: Actor, matter: int, data: forms.MoveForm) -> None:
    await approval.move_to_unit(actor, matter, data.move_unit, data.move_reason)


async def _decide(actor: Actor, matter: int, data: forms.DecideForm) -> None:
    await verdicts.decide(actor, matter, data.decide_words, data.decide_day)


async def _correct(actor: Actor, matter: int, data: forms.CorrectForm) -> None:
    chosen = [each.partition(":") for each in data.correct_decided]
    decisions = {fragment: Exposure(exposure) for exposure, _colon, fragment in chosen}
    await publishing.correct(
        actor,
        matter,
        data.correct_text,
        data.correct_reason,
        decisions,
        summary_en=data.correct_summary_en,
        base=data.correct_base,
    )


async def _take_down(actor: Actor, matter: int, data: forms.TakeDownForm) -> None:
    await publishing.take_down(actor, matter, data.down_reason)


async def _note(actor: Actor, matter: int, data: forms.NoteForm) -> None:
    await drafting.add_note(actor, matter, data.note_text)


async def _original(actor: Actor, matter: int, data: forms.OriginalForm) -> None:
    await originals.read_original(actor, matter, data.original_reason)


async def _expose(actor: Actor, matter: int, data: forms.ExposeForm) -> None:
    decision, part, fragment = data.expose_choice.split(":", 2)
    await personal_data.decide(actor, matter, part, fragment, Exposure(decision))


async def _task(actor: Actor, matter: int, data: forms.TaskForm) -> None:
    await tasks.open_task(
        actor,
        NewTask(
            data.task_text,
            data.task_unit,
            data.task_due,
            data.task_officer,
            matter,
            data.task_evidence,
        ),
    )


async def _file(actor: Actor, _matter: int, data: forms.FileForm) -> None:
    await attachments.mark_public(
        actor,
        data.file_id,
        public=bool(data.file_public),
        confirmed=bool(data.file_confirmed),
    )


async def _same(actor: Actor, matter: int, data: forms.SameForm) -> None:
    await repeats.confirm_same(actor, matter, data.same_earlier)


async def _unsame(actor: Actor, matter: int, _data: forms.Empty) -> None:
    await repeats.undo_same(actor, matter)


async def _campaign(actor: Actor, matter: int, data: forms.CampaignForm) -> None:
    await mark_campaign(actor, matter, on=bool(data.campaign_on))


REJECTIONS = (Step.REJECT, Step.PROPOSE_REJECTION)
STEPS = (
    StepForm("assign", "giao-don-vi", forms.AssignForm, _assign, (Step.ASSIGN,)),
    StepForm("redirect", "chuyen-co-quan", forms.RedirectForm, _redirect, (Step.REDIRECT,)),
    StepForm(
        "reject", "khong-xu-ly", forms.RejectForm, _reject, (Step.REJECT, Step.PROPOSE_REJECTION)
    ),
    StepForm("agree", "dong-y-khong-xu-ly", forms.Empty, _agree, (Step.REJECT,)),
    StepForm("keep", "giu-lai", forms.KeepForm, _keep, (Step.KEEP,)),
    StepForm(
        "harmless", "khong-phai-to-cao", forms.HarmlessForm, _harmless, (Step.NOT_DENUNCIATION,)
    ),
    StepForm("merge", "ghep", forms.MergeForm, _merge, (Step.MERGE,), many=True),
    StepForm("ask", "hoi-them", forms.AskForm, _ask, (Step.ASK_BACK,)),
    StepForm("seal", "xu-ly-rieng", forms.SealForm, _seal, (Step.SEAL,)),
    StepForm("unseal", "tra-ve-phan-loai", forms.UnsealForm, _unseal, (Step.UNSEAL,)),
    StepForm("over", "ban-giao", forms.HandOverForm, _hand_over, (Step.HAND_OVER,)),
    StepForm("give", "giao-nguoi", forms.GiveForm, _give, (Step.GIVE,)),
    StepForm("back", "tra-lai", forms.HandBackForm, _hand_back, (Step.HAND_BACK,)),
    StepForm(
        "draft",
        "ban-nhap",
        forms.DraftForm,
        _draft,
        (Step.SEND_FOR_CHECK,),
        right=drafting.require_drafter,
    ),
    StepForm("return", "tra-ve", forms.ReturnForm, _return, (Step.RETURN,)),
    StepForm("pass", "trinh", forms.PassUpForm, _pass_up, (Step.PASS_UP,)),
    StepForm("clear", "khong-sao", forms.ClearForm, _clear, (Step.CLEAR_STOP,), many=True),
    StepForm("approve", "duyet", forms.ApproveForm, _approve, (Step.APPROVE,)),
    StepForm("propose", "xin-lui-han", forms.ProposeForm, _propose, (Step.PROPOSE_EXTENSION,)),
    StepForm("extend", "lui-han", forms.ExtendForm, _extend, (Step.EXTEND,)),
    StepForm("move", "chuyen-don-vi", forms.MoveForm, _move, (Step.MOVE,)),
    StepForm("decide", "y-kien-cuoi", forms.DecideForm, _decide, (Step.DECIDE,)),
    StepForm("correct", "dinh-chinh", forms.CorrectForm, _correct, (Step.CORRECT,)),
    StepForm("down", "go", forms.TakeDownForm, _take_down, (Step.TAKE_DOWN,)),
    StepForm("note", "ghi-chu", forms.NoteForm, _note, beside=True),
    StepForm("original", "nguyen-van", forms.OriginalForm, _original, beside=True),
    StepForm("expose", "che-thong-tin", forms.ExposeForm, _expose, beside=True, many=True),
    StepForm("task", "viec", forms.TaskForm, _task, beside=True),
    StepForm("same", "hoi-lai", forms.SameForm, _same, beside=True, many=True),
    StepForm("unsame", "bo-hoi-lai", forms.Empty, _unsame, beside=True),
    StepForm("campaign", "chien-dich", forms.CampaignForm, _campaign, beside=True, many=True),
    StepForm("file", "cong-khai-tep", forms.FileForm, _file, beside=True, many=True),
)
BY_PATH = {step.path: step for step in STEPS}
