"""What is asked and said at a conference. Written by meetings.conferences.actions."""

from __future__ import annotations

from typing import Any

from piccolo.columns import (
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from dialogue.core.database import DB
from dialogue.matters.tables import Matter
from dialogue.matters.task_tables import Task
from dialogue.ward.tables import Field, ResidentialGroup, Staff, Unit, Ward
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.states import OpinionState, SpeakerState
from meetings.conferences.tables import Conference


class Opinion(Table, db=DB, tablename="conference_opinion"):
    """One opinion of a conference, sent ahead or in the hall.

    A question sent ahead is a matter of the register from its first moment; one of the hall enters
    it when its outcome needs somebody to go on with it. `operation` is the sender's own id: a
    second sending makes nothing new. `number` is what the screen shows, given in the hall;
    (conference, number) is unique. `words` are verbatim. `asker` (a name that was given) is
    encrypted with `key`. `position`: the order in which the chair takes those picked. What shows
    signs of a denunciation goes to the register at once and keeps no words here.
    """

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    public_id = Varchar(length=24, unique=True)
    operation = Varchar(length=40, unique=True)
    number = Integer(null=True, default=None)
    source = Varchar(length=8)  # OpinionSource
    state = Varchar(length=10, default=OpinionState.WAITING.value)
    matter = ForeignKey(Matter, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    task = ForeignKey(Task, null=True, default=None, on_delete=OnDelete.restrict)  # do it now
    tracking = Varchar(length=64, default="", index=True)  # hash of the asker's tracking code
    phone = Varchar(length=64, default="")  # keyed hash of the id that a hall's phone keeps
    lead: ForeignKey[Any] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict
    )  # merged into
    invitee = ForeignKey(Invitee, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    organisation = Varchar(length=200, default="")
    asker = Text(default="")
    key = Text(default="")
    field = ForeignKey(Field, null=True, default=None, on_delete=OnDelete.restrict)
    unit = ForeignKey(Unit, null=True, default=None, on_delete=OnDelete.restrict)  # who answers
    words = Text()
    answer = Text(default="")  # the words that answered it in the hall
    answered_by = Varchar(length=160, default="")  # name and title
    outcome = Varchar(length=10, default="")  # Outcome
    due = Date(null=True, default=None)  # of the written answer
    receiver = Varchar(length=200, default="")  # forwarded to
    reason = Text(default="")  # why not shown, why not picked
    position = SmallInt(null=True, default=None)
    slip = Varchar(length=16, default="")  # code of the paper slip
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)  # who noted it
    at = Timestamptz()
    settled_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class OpinionVoice(Table, db=DB, tablename="conference_opinion_voice"):
    """A phone has this question too. (opinion, phone) is unique; phone: a keyed hash."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    opinion = ForeignKey(Opinion, null=False, index=True, on_delete=OnDelete.restrict)
    phone = Varchar(length=64)
    at = Timestamptz()


class Slip(Table, db=DB, tablename="conference_slip"):
    """A numbered paper slip that was printed. (conference, code) is unique."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=16)
    opinion = ForeignKey(Opinion, null=True, default=None, on_delete=OnDelete.restrict)
    printed_at = Timestamptz()


class Speaker(Table, db=DB, tablename="conference_speaker"):
    """A turn in the queue of speakers. The timer is `started_at`: it outlives any reload."""

    id: Serial
    ward = ForeignKey(Ward, null=False, on_delete=OnDelete.restrict)
    conference = ForeignKey(Conference, null=False, index=True, on_delete=OnDelete.restrict)
    operation = Varchar(length=40, unique=True)
    group = ForeignKey(ResidentialGroup, null=True, default=None, on_delete=OnDelete.restrict)
    organisation = Varchar(length=200, default="")
    name = Text(default="")  # encrypted with `key`
    key = Text(default="")
    opinion = ForeignKey(Opinion, null=True, default=None, on_delete=OnDelete.restrict)
    state = Varchar(length=8, default=SpeakerState.WAITING.value)
    queued_at = Timestamptz()
    started_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    seconds = Integer(default=0)  # allowed, with what was added
    version = Integer(default=1)
