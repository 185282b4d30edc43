"""The forms of a matter's steps. A name is the step's key, `_`, and the domain's own name of the
value, so that ids on the page are unique and a refusal of the domain finds its field.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from dialogue.matters.quality import Stop
from dialogue.matters.states import Kind, Redirection, Rejection
from web.days import Day
from web.numbers import LARGEST, Id
from web.staff.places import ABOUT

Title = Annotated[str, Field(max_length=200)]
Reason = Annotated[str, Field(max_length=2_000)]
Answer = Annotated[str, Field(max_length=12_000)]
Tick = Literal["", "1"]


class Empty(BaseModel):
    """A button alone."""


class AssignForm(BaseModel):
    """assign_field: "field-12" or "topic-3". assign_unit None: the one these belong to."""

    assign_kind: Kind
    assign_title: Title
    assign_field: Annotated[str, Field(pattern=ABOUT)] = ""
    assign_unit: Id | None = None
    assign_public: Tick = ""


class RedirectForm(BaseModel):
    redirect_receiver: Title
    redirect_why: Redirection
    redirect_words: Reason = ""


class RejectForm(BaseModel):
    reject_why: Rejection
    reject_words: Reason = ""


class KeepForm(BaseModel):
    keep_reason: Reason


class HarmlessForm(BaseModel):
    harmless_reason: Reason


class MergeForm(BaseModel):
    merge_lead: Id


class SameForm(BaseModel):
    same_earlier: Id


class CampaignForm(BaseModel):
    campaign_on: Literal["", "1"] = ""


class AskForm(BaseModel):
    ask_question: Reason


class SealForm(BaseModel):
    seal_reason: Reason = ""


class UnsealForm(BaseModel):
    unseal_reason: Reason


class HandOverForm(BaseModel):
    over_recipient: Title
    over_reason: Reason = ""


class GiveForm(BaseModel):
    give_officer: Id


class HandBackForm(BaseModel):
    back_reason: Reason


class DraftForm(BaseModel):
    """draft_then: "send": also to the unit's head. draft_sources: answers it was taken from."""

    draft_text: Answer
    draft_summary_en: Annotated[str, Field(max_length=1_000)] = ""
    draft_promises: Literal["0", "1"] = "0"
    draft_base: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    draft_changed: Reason = ""
    draft_then: Literal["", "send"] = ""
    draft_sources: Annotated[list[Id], Field(max_length=10)] = []


class InsertForm(DraftForm):
    """More below what is being written: a template, or the answer of this number on the board."""

    draft_text: Answer = ""
    insert_template: Annotated[str, Field(max_length=40)] = ""
    insert_procedure: Id | None = None
    insert_number: Id | None = None


class ReturnForm(BaseModel):
    return_comment: Reason


class PassUpForm(BaseModel):
    pass_leader: Id
    pass_reason: Reason = ""
    pass_own: Tick = ""
    pass_leave: Tick = ""


class OriginalForm(BaseModel):
    original_reason: Reason = ""


class ClearForm(BaseModel):
    clear_stop: Stop
    clear_reason: Reason


class ApproveForm(BaseModel):
    """approve_reason: for a poor answer that its own drafter passed."""

    approve_version: Id
    approve_reason: Reason = ""


class ProposeForm(BaseModel):
    propose_days: Annotated[int, Field(ge=1, le=30)]
    propose_reason: Reason


class ExtendForm(BaseModel):
    extend_days: Annotated[int, Field(ge=1, le=30)]
    extend_reason: Reason


class MoveForm(BaseModel):
    move_unit: Id
    move_reason: Reason


class DecideForm(BaseModel):
    decide_words: Answer
    decide_day: Day | None = None


Decided = Annotated[str, Field(pattern=r"(?s)^(mask|keep):.+", max_length=400)]


class CorrectForm(BaseModel):
    """correct_decided: for each place with personal data, "mask:" or "keep:" and its words.

    correct_base: version of the public text that it was made from.
    """

    correct_base: Id | None = None
    correct_text: Answer
    correct_summary_en: Annotated[str, Field(max_length=1_000)] = ""
    correct_reason: Reason
    correct_decided: Annotated[list[Decided], Field(max_length=100)] = []


class TakeDownForm(BaseModel):
    down_reason: Reason


class NoteForm(BaseModel):
    note_text: Reason


class ExposeForm(BaseModel):
    """expose_choice: what becomes of which words where: "mask:body:0912 345 678"."""

    expose_choice: Annotated[str, Field(pattern=r"(?s)^(mask|keep):[a-z]{1,20}:.{1,300}$")]


class TaskForm(BaseModel):
    task_text: Reason
    task_unit: Id
    task_officer: Id | None = None
    task_due: Day
    task_evidence: Reason = ""


class FileForm(BaseModel):
    file_id: Annotated[str, Field(max_length=40)]
    file_public: Tick = ""
    file_confirmed: Tick = ""
