"""Forms, surveys, what was answered. Internal; written only by surveys.forms.actions.

A reply leads to nobody: no instant, no serial number, no words; its id is random, and in SQLite no
hidden row number is left (docs/decisions/005-blocks.md and 011-forms.md).
"""

from __future__ import annotations

from piccolo.columns import (
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    SmallInt,
    Text,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.ward.tables import Staff, Ward
from surveys.forms.states import CommentState, FormState


class SurveyForm(Table, db=DB, tablename="survey_form"):
    """One version of a form. (ward, code, number) is unique: see the migration."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=40)  # the same for all versions
    number = Integer(default=1)
    state = Varchar(length=10, default=FormState.DRAFT.value)
    content = Text()  # JSON: surveys.forms.model
    house = Varchar(length=40, default="")  # "sipas-5x5@1": taken over as it was published
    sent_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)  # grows with each change of the draft


class Survey(Table, db=DB, tablename="survey"):
    """A form asked for some weeks. (ward, slug) is unique: see the migration."""

    id: Serial
    ward = ForeignKey(Ward, null=False, index=True, on_delete=OnDelete.restrict)
    slug = Varchar(length=60)
    title = Varchar(length=160)
    title_en = Varchar(length=160, default="")
    form = ForeignKey(SurveyForm, null=False, on_delete=OnDelete.restrict)  # asked now
    opens = Date()
    closes = Date()  # its last day
    closed_on = Date(null=True, default=None)  # the day its figures came out
    least = Integer(null=True, default=None)  # RAT-MIN-N on that day
    tallies = Text(default="")  # JSON: form id → surveys.forms.results.Tally
    version = Integer(default=1)


class SurveyReply(Table, db=DB, tablename="survey_reply"):
    """What one person chose, under the version that was seen. Words are kept apart."""

    id = BigInt(primary_key=True, default=None)  # random
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    survey = ForeignKey(Survey, null=False, index=True, on_delete=OnDelete.restrict)
    form = ForeignKey(SurveyForm, null=False, on_delete=OnDelete.restrict)
    answers = Text()  # JSON: question → options, in the form's order
    day = Date()  # in Vietnam
    half = SmallInt()  # 0 morning, 1 afternoon


class SurveyWords(Table, db=DB, tablename="survey_words"):
    """Words of a survey that goes on: sealed and padded, read by nobody until it closes."""

    id = BigInt(primary_key=True, default=None)  # random: the order in which they come out
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    survey = ForeignKey(Survey, null=False, index=True, on_delete=OnDelete.restrict)
    sealed = Text()  # under the installation's key: form, question, words


class SurveyComment(Table, db=DB, tablename="survey_comment"):
    """Words of a closed survey, mixed; personal data and insults are masked for good."""

    id = BigInt(primary_key=True, default=None)  # random
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    survey = ForeignKey(Survey, null=False, index=True, on_delete=OnDelete.restrict)
    form = ForeignKey(SurveyForm, null=False, on_delete=OnDelete.restrict)
    question = Varchar(length=40)
    text = Text()
    sensitive = Boolean(default=False)  # signs of a denunciation, or of an emergency
    state = Varchar(length=10, default=CommentState.WAITING.value)
    read_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
