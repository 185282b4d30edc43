"""States of a dialogue conference (hội nghị đối thoại, process.md §4) and of what belongs to it."""

from __future__ import annotations

from enum import StrEnum


class ConferenceState(StrEnum):
    """From T−20 to T+90. CANCELLED ends the road; a new conference is another one."""

    PLANNED = "planned"
    COLLECTING = "collecting"  # questions ahead are taken
    ANNOUNCED = "announced"  # the notice is out
    PREPARING = "preparing"  # early collection is over; units draft
    READY = "ready"  # check-list done
    RUNNING = "running"
    MINUTES = "minutes"  # the hall has emptied
    RESULT_DRAFT = "result-draft"  # conclusions become tasks, promised answers are written
    RESULT_OUT = "result-out"
    FOLLOWING = "following"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why it is held (rule DLG-TRIGGER)."""

    REGULAR = "regular"  # định kỳ
    VOTERS = "voters"  # theo đề nghị của cử tri
    NEEDED = "needed"  # khi cần thiết


class Mode(StrEnum):
    """How it is held (rule DLG-MODE); more than one may be chosen."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    SOCIAL_MEDIA = "social-media"


class AgendaKind(StrEnum):
    """FLOOR and ANSWERS are the residents' time: at least half of the whole."""

    WELCOME = "welcome"
    OPENING = "opening"
    REPORT = "report"
    EARLY = "early"  # answers to questions sent ahead
    FLOOR = "floor"  # residents speak
    ANSWERS = "answers"
    CONCLUSION = "conclusion"
    CLOSING = "closing"
    OTHER = "other"


class InviteeKind(StrEnum):
    GROUP = "group"  # a residential group
    ORGANISATION = "organisation"
    BUSINESS = "business"
    PERSON = "person"


class Reply(StrEnum):
    NONE = "none"
    COMES = "comes"
    SUBSTITUTE = "substitute"
    DECLINES = "declines"


class Posting(StrEnum):
    """Where a notice or a result was made known (rules DLG-NOTICE, DLG-RESULT)."""

    MEDIA = "media"
    NOTICE_BOARD = "notice-board"  # at the ward's office
    GROUP_HEADS = "group-heads"
    LOUDSPEAKER = "loudspeaker"
    OTHER = "other"


class Subject(StrEnum):
    """What was made known."""

    NOTICE = "notice"
    RESULT = "result"


class OpinionSource(StrEnum):
    AHEAD = "ahead"  # sent before the day
    SPOKEN = "spoken"
    SLIP = "slip"  # a numbered paper slip
    PHONE = "phone"  # the hall's page


class OpinionState(StrEnum):
    """Of one opinion in the hall. What its asker is told of it hangs on this."""

    WAITING = "waiting"  # for the moderator
    SHOWN = "shown"
    PICKED = "picked"  # the chair will take it in the hall
    SETTLED = "settled"  # has its outcome
    MERGED = "merged"  # into a lead
    NOT_SHOWN = "not-shown"  # with a reason


class Outcome(StrEnum):
    """Each opinion leaves the hall by one of these."""

    ANSWERED = "answered"  # now
    WRITTEN = "written"  # a written answer, due on a date
    FORWARDED = "forwarded"  # to another body
    TASK = "task"  # do it now


class Hiding(StrEnum):
    """Why an opinion was not shown in the hall. SEPARATE says nothing of what it was."""

    SEPARATE = "separate"  # is dealt with apart: somebody's own affair, or not for the hall
    OFF_TOPIC = "off-topic"
    RUDE = "rude"
    EMPTY = "empty"  # no question, no opinion: it enters no register
    TIME = "time"  # the hall closed before anybody had read it


class SpeakerState(StrEnum):
    WAITING = "waiting"
    SPEAKING = "speaking"
    DONE = "done"
    LEFT = "left"  # gave the turn up


class Entrance(StrEnum):
    """How somebody was counted at the door."""

    CODE = "code"  # the QR of an invitation
    NAME = "name"  # found by two letters
    WALK_IN = "walk-in"  # not on the list
    PAPER = "paper"  # from the attendance sheet, afterwards
    ONLINE = "online"


class Step(StrEnum):
    """What happens to a conference. The values stand in its history and never change meaning."""

    PLAN = "plan"
    CHANGE = "change"
    OPEN_COLLECTION = "open-collection"
    ANNOUNCE = "announce"
    MOVE = "move"
    CANCEL = "cancel"
    CLOSE_COLLECTION = "close-collection"
    MAKE_READY = "make-ready"
    TICK = "tick"
    UNTICK = "untick"
    POST = "post"
    ACKNOWLEDGE = "acknowledge"
    CHANGE_AGENDA = "change-agenda"
    CHANGE_CLUSTERS = "change-clusters"
    INVITE = "invite"
    UNINVITE = "uninvite"
    REMIND = "remind"
    REPLY = "reply"
    OPEN = "open"
    CLOSE = "close"
    CHECK_IN = "check-in"
    UNDO_CHECK_IN = "undo-check-in"
    CAPTURE = "capture"
    CHANGE_OPINION = "change-opinion"
    SHOW = "show"
    NOT_SHOW = "not-show"
    MERGE = "merge"
    PICK = "pick"
    ORDER = "order"
    SETTLE = "settle"
    QUEUE = "queue"
    SPEAK = "speak"
    MORE_TIME = "more-time"
    PUT_ON_SCREEN = "put-on-screen"
    ASK = "ask"
    ME_TOO = "me-too"
    PRINT_SLIPS = "print-slips"
    END_TURN = "end-turn"
    CONCLUDE = "conclude"
    CHANGE_CONCLUSION = "change-conclusion"
    REMOVE_CONCLUSION = "remove-conclusion"
    WRITE_MINUTES = "write-minutes"
    ADD_PHOTO = "add-photo"
    REMOVE_PHOTO = "remove-photo"
    NUMBER_PAPER = "number-paper"
    PUBLISH = "publish"
    CORRECT = "correct"
    REVIEW = "review"
    FOLLOW = "follow"
    END = "end"
    LOCK = "lock"  # taken to the hall's laptop
    UNLOCK = "unlock"


# What the public reads of: before that a conference is the ward's own affair.
PUBLIC_STATES = frozenset(ConferenceState) - {ConferenceState.PLANNED}
# Before the day: the plan may still change.
AHEAD = (
    ConferenceState.PLANNED,
    ConferenceState.COLLECTING,
    ConferenceState.ANNOUNCED,
    ConferenceState.PREPARING,
    ConferenceState.READY,
)
# The notice is out and the day has not come.
NOTICED = (ConferenceState.ANNOUNCED, ConferenceState.PREPARING, ConferenceState.READY)
COMING = (*AHEAD, ConferenceState.RUNNING)
# Questions ahead are taken; those after the deadline count as late.
TAKES_QUESTIONS = (ConferenceState.COLLECTING, *NOTICED)
HELD = frozenset(ConferenceState) - {*AHEAD, ConferenceState.CANCELLED}
OVER = frozenset({ConferenceState.CLOSED, ConferenceState.CANCELLED})
IN_THE_HALL = frozenset({OpinionSource.SPOKEN, OpinionSource.SLIP, OpinionSource.PHONE})
# What projector, phone page and minutes may name.
SEEN = frozenset({OpinionState.SHOWN, OpinionState.PICKED, OpinionState.SETTLED})
RESIDENTS_TIME = frozenset({AgendaKind.FLOOR, AgendaKind.ANSWERS})
