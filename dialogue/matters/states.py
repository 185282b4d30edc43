"""States of a matter (process.md §2) and of a task (§7), with the steps between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MatterState(StrEnum):
    RECEIVED = "received"
    WAITING_FOR_ASKER = "waiting_for_asker"
    ASSIGNED = "assigned"
    DRAFTING = "drafting"
    CHECKING = "checking"
    APPROVING = "approving"
    PUBLISHED = "published"
    ANSWERED = "answered"  # answered to the asker alone
    REOPENED = "reopened"
    CLOSED = "closed"
    CLOSED_FINAL = "closed_final"
    REDIRECTED = "redirected"
    MERGED = "merged"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SEALED = "sealed"
    SEALED_DONE = "sealed_done"
    RETRACTED = "retracted"  # taken back by who asked, before it was answered


class Outcome(StrEnum):
    """How a matter ended. "Closed" is never "solved": each has its own words."""

    NONE = ""
    SATISFIED = "satisfied"  # the asker said so
    PARTLY = "partly"
    NOT_SATISFIED = "not"
    SILENT = "silent"  # no verdict in time; never counted as satisfied
    FINAL = "final"  # the chairman's last word after a third reopening
    NOT_OURS = "not-ours"  # redirected, the receiver is named
    NOT_ACCEPTED = "not-accepted"  # rejected, with a reason
    DUPLICATE = "duplicate"  # merged
    TAKEN_DOWN = "taken-down"
    SEPARATE = "separate"  # sealed: handled by the law on denunciations
    RETRACTED = "retracted"  # the asker took it back; nothing was solved


class Kind(StrEnum):
    QUESTION = "question"  # câu hỏi
    PETITION = "petition"  # kiến nghị
    REPORT = "report"  # phản ánh
    SUGGESTION = "suggestion"  # góp ý
    PRAISE = "praise"  # khen


class Source(StrEnum):
    WEB = "web"
    RATING = "rating"  # the comment of a counter rating
    GROUP = "group"  # a residential group's head
    CONFERENCE = "conference"
    COFFEE = "coffee"
    PAPER = "paper"
    PHONE = "phone"
    RECEPTION = "reception"
    LETTER = "letter"
    CHANNEL = "channel"  # another system of the ward, by its machine


class AskerKind(StrEnum):
    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    BUSINESS = "business"


class VerdictLevel(StrEnum):
    SATISFIED = "satisfied"
    PARTLY = "partly"
    NOT = "not"


class TaskState(StrEnum):
    OPEN = "open"
    DONE_CLAIMED = "done_claimed"
    DONE = "done"
    STOPPED = "stopped"


class TaskStep(StrEnum):
    """What happens to a task. The values stand in its history and never change meaning."""

    OPEN = "open"
    PROGRESS = "progress"
    GIVE = "give"  # into another person's hands, or another unit's
    MOVE_DATE = "move-date"
    PROPOSE_STOP = "propose-stop"  # the unit says that it cannot be done; the leader decides
    CLAIM_DONE = "claim-done"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    SECOND_WORD = "second-word"  # of another asking group's head, after the first one decided
    STOP = "stop"
    SHOW = "show"  # public from now on, where no answer of a matter makes it so


TASK_STEPS: dict[TaskState, dict[TaskStep, TaskState]] = {
    TaskState.OPEN: {
        TaskStep.PROGRESS: TaskState.OPEN,
        TaskStep.GIVE: TaskState.OPEN,
        TaskStep.MOVE_DATE: TaskState.OPEN,
        TaskStep.PROPOSE_STOP: TaskState.OPEN,
        TaskStep.CLAIM_DONE: TaskState.DONE_CLAIMED,
        TaskStep.STOP: TaskState.STOPPED,
    },
    TaskState.DONE_CLAIMED: {
        TaskStep.CONFIRM: TaskState.DONE,
        TaskStep.DISPUTE: TaskState.OPEN,
    },
    TaskState.DONE: {},
    TaskState.STOPPED: {},
}


class OriginKind(StrEnum):
    """Where a task was promised."""

    ANSWER = "answer"
    CONCLUSION = "conclusion"  # of a dialogue conference
    COFFEE = "coffee"
    HUDDLE = "huddle"
    REVIEW = "review"  # of half a year


class ProofKind(StrEnum):
    DOCUMENT = "document"
    PHOTO = "photo"
    GROUP = "group"  # a group head's word


class ConfirmedBy(StrEnum):
    """Who said that a promise was kept; silence is marked as what it is."""

    ASKER = "asker"
    GROUP = "group"
    INSPECTION = "inspection"
    SILENCE = "silence"


class Exposure(StrEnum):
    """What becomes of a hit of personal data before publishing."""

    MASK = "mask"
    KEEP = "keep"


class Consent(StrEnum):
    """Of the address that an asker left: may it be written of the steps?"""

    ASKED = "asked"  # one letter asks; nothing else is sent
    LIVE = "live"
    STOPPED = "stopped"  # kept, so that the same matter does not ask again


class Step(StrEnum):
    """What happens to a matter. The values stand in its history and never change meaning."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    REDIRECT = "redirect"
    REJECT = "reject"
    PROPOSE_REJECTION = "propose-rejection"  # an insult: a second person must agree
    KEEP = "keep"  # the second person did not agree
    NOT_DENUNCIATION = "not-denunciation"  # a person read what the program flagged
    MERGE = "merge"
    PART = "part"  # what it was merged into was sealed, and it shows no signs of its own
    ASK_BACK = "ask-back"
    REPLY = "reply"
    TIME_OVER = "time-over"  # the asker did not reply
    SEAL = "seal"
    UNSEAL = "unseal"  # sealed by mistake: a lawful question is not lost
    HAND_OVER = "hand-over"
    GIVE = "give"
    HAND_BACK = "hand-back"
    SAVE_DRAFT = "save-draft"
    SEND_FOR_CHECK = "send-for-check"
    RETURN = "return"
    CLEAR_STOP = "clear-stop"  # a second person: what stops the answer is harmless here
    PASS_UP = "pass-up"  # noqa: S105  no password
    APPROVE = "approve"
    PROPOSE_EXTENSION = "propose-extension"  # the unit's head asks the leader
    EXTEND = "extend"
    MOVE = "move"
    VERDICT = "verdict"
    REOPEN = "reopen"
    ROUTE = "route"  # a reopened matter goes to its unit and the superior
    DECIDE = "decide"  # the chairman, after a third reopening
    SILENCE = "silence"
    CORRECT = "correct"
    TAKE_DOWN = "take-down"
    COVER = "cover"  # personal data masked in what is public already
    NOTE = "note"
    MOVE_DUE_DATE = "move-due-date"
    OVERDUE = "overdue"
    ERASE_CONTACT = "erase-contact"  # name and contact; the words and the answer stay
    RETRACT = "retract"  # by the last of its askers, or by one whose own matter was merged
    ASKER_LEFT = "asker-left"  # one of several askers took it back: it goes on for the others
    SAME_QUESTION = "same-question"  # a keeper confirms that it was asked before
    NOT_SAME = "not-same"  # … and takes that back
    SINCE_LAST = "since-last"  # what changed since the last answer to the same question
    CAMPAIGN = "campaign"  # marked as one of many near-equal texts, or no longer


class Who(StrEnum):
    """Who may take a step, as process.md names them; rules.py says it of a given person."""

    REGISTER_KEEPER = "register-keeper"
    UNIT_HEAD = "unit-head"
    OFFICER = "officer"
    LEADER = "leader"
    CHAIRMAN = "chairman"
    SEALED_READER = "sealed-reader"
    ASKER = "asker"
    SYSTEM = "system"


class Rejection(StrEnum):
    """Why an opinion is not dealt with."""

    REPEATED = "repeated"  # trùng của cùng người
    EMPTY = "empty"  # không có nội dung
    INSULT = "insult"  # xúc phạm
    ADVERT = "advert"  # quảng cáo
    UNLAWFUL = "unlawful"  # vi phạm pháp luật


class Redirection(StrEnum):
    """Why another body answers."""

    NOT_OURS = "not-ours"  # không thuộc thẩm quyền phường
    COMPLAINT = "complaint"  # khiếu nại: the law on complaints has its own way
    SERVICE = "service"  # việc của đơn vị cung cấp dịch vụ


@dataclass(frozen=True, slots=True)
class Move:
    """One line of process.md §2. `next` equals `state` where the state stays."""

    state: MatterState
    step: Step
    next: MatterState
    who: Who


S, W = MatterState, Who
IN_WORK = (S.DRAFTING, S.CHECKING, S.APPROVING)
BEFORE_ANSWER = (S.RECEIVED, S.WAITING_FOR_ASKER, S.ASSIGNED, *IN_WORK)
ANSWERED = (S.PUBLISHED, S.ANSWERED)
ENDS = frozenset(
    {
        S.CLOSED,
        S.CLOSED_FINAL,
        S.REDIRECTED,
        S.MERGED,
        S.REJECTED,
        S.WITHDRAWN,
        S.SEALED_DONE,
        S.RETRACTED,
    }
)

STEPS: tuple[Move, ...] = (
    Move(S.RECEIVED, Step.ASSIGN, S.ASSIGNED, W.REGISTER_KEEPER),
    Move(S.RECEIVED, Step.REDIRECT, S.REDIRECTED, W.REGISTER_KEEPER),
    Move(S.RECEIVED, Step.REJECT, S.REJECTED, W.REGISTER_KEEPER),
    Move(S.RECEIVED, Step.PROPOSE_REJECTION, S.RECEIVED, W.REGISTER_KEEPER),
    Move(S.RECEIVED, Step.KEEP, S.RECEIVED, W.UNIT_HEAD),
    Move(S.RECEIVED, Step.NOT_DENUNCIATION, S.RECEIVED, W.REGISTER_KEEPER),
    Move(S.RECEIVED, Step.MERGE, S.MERGED, W.REGISTER_KEEPER),
    Move(S.RECEIVED, Step.ASK_BACK, S.WAITING_FOR_ASKER, W.REGISTER_KEEPER),
    Move(S.WAITING_FOR_ASKER, Step.REPLY, S.RECEIVED, W.ASKER),
    Move(S.WAITING_FOR_ASKER, Step.TIME_OVER, S.RECEIVED, W.SYSTEM),
    *(Move(state, Step.SEAL, S.SEALED, W.REGISTER_KEEPER) for state in (*BEFORE_ANSWER, S.MERGED)),
    *(Move(state, Step.RETRACT, S.RETRACTED, W.ASKER) for state in (*BEFORE_ANSWER, S.MERGED)),
    *(Move(state, Step.ASKER_LEFT, state, W.ASKER) for state in BEFORE_ANSWER),
    Move(S.MERGED, Step.PART, S.RECEIVED, W.SYSTEM),
    Move(S.SEALED, Step.UNSEAL, S.RECEIVED, W.CHAIRMAN),
    Move(S.SEALED, Step.UNSEAL, S.MERGED, W.CHAIRMAN),  # it went with what it was merged into
    Move(S.SEALED, Step.HAND_OVER, S.SEALED_DONE, W.SEALED_READER),
    Move(S.ASSIGNED, Step.GIVE, S.DRAFTING, W.UNIT_HEAD),
    Move(S.DRAFTING, Step.GIVE, S.DRAFTING, W.UNIT_HEAD),  # to another officer
    Move(S.ASSIGNED, Step.HAND_BACK, S.RECEIVED, W.UNIT_HEAD),
    Move(S.DRAFTING, Step.SAVE_DRAFT, S.DRAFTING, W.OFFICER),
    Move(S.DRAFTING, Step.SEND_FOR_CHECK, S.CHECKING, W.OFFICER),
    Move(S.CHECKING, Step.RETURN, S.DRAFTING, W.UNIT_HEAD),
    Move(S.CHECKING, Step.CLEAR_STOP, S.CHECKING, W.UNIT_HEAD),
    Move(S.APPROVING, Step.CLEAR_STOP, S.APPROVING, W.LEADER),
    Move(S.CHECKING, Step.PASS_UP, S.APPROVING, W.UNIT_HEAD),
    Move(S.APPROVING, Step.RETURN, S.DRAFTING, W.LEADER),
    Move(S.APPROVING, Step.APPROVE, S.PUBLISHED, W.LEADER),
    Move(S.APPROVING, Step.APPROVE, S.ANSWERED, W.LEADER),
    *(Move(state, Step.PROPOSE_EXTENSION, state, W.UNIT_HEAD) for state in IN_WORK),
    *(Move(state, Step.EXTEND, state, W.LEADER) for state in IN_WORK),
    *(Move(state, Step.MOVE, S.ASSIGNED, W.CHAIRMAN) for state in (S.ASSIGNED, *IN_WORK)),
    *(Move(state, Step.VERDICT, S.CLOSED, W.ASKER) for state in ANSWERED),
    *(Move(state, Step.VERDICT, state, W.ASKER) for state in ANSWERED),  # others still to speak
    *(Move(state, Step.REOPEN, S.REOPENED, W.ASKER) for state in ANSWERED),
    *(Move(state, Step.SILENCE, S.CLOSED, W.SYSTEM) for state in ANSWERED),
    Move(S.REOPENED, Step.ROUTE, S.DRAFTING, W.SYSTEM),
    Move(S.REOPENED, Step.DECIDE, S.CLOSED_FINAL, W.CHAIRMAN),
    # The public copy, also while a second answer is written. How a matter ended stays.
    *(
        Move(state, step, state, W.LEADER)
        for state in (*IN_WORK, S.REOPENED, S.CLOSED_FINAL)
        for step in (Step.CORRECT, Step.TAKE_DOWN)
    ),
    Move(S.PUBLISHED, Step.CORRECT, S.PUBLISHED, W.LEADER),
    Move(S.CLOSED, Step.CORRECT, S.PUBLISHED, W.LEADER),  # the asker may judge anew
    Move(S.PUBLISHED, Step.TAKE_DOWN, S.WITHDRAWN, W.LEADER),
    Move(S.CLOSED, Step.TAKE_DOWN, S.CLOSED, W.LEADER),
)

OUTCOMES: dict[Step, frozenset[Outcome]] = {
    Step.REDIRECT: frozenset({Outcome.NOT_OURS}),
    Step.REJECT: frozenset({Outcome.NOT_ACCEPTED}),
    Step.MERGE: frozenset({Outcome.DUPLICATE}),
    Step.UNSEAL: frozenset({Outcome.DUPLICATE}),
    Step.HAND_OVER: frozenset({Outcome.SEPARATE}),
    Step.VERDICT: frozenset({Outcome.SATISFIED, Outcome.PARTLY, Outcome.NOT_SATISFIED}),
    Step.SILENCE: frozenset(  # of several askers some have spoken
        {Outcome.SILENT, Outcome.SATISFIED, Outcome.PARTLY, Outcome.NOT_SATISFIED}
    ),
    Step.DECIDE: frozenset({Outcome.FINAL}),
    Step.TAKE_DOWN: frozenset({Outcome.TAKEN_DOWN}),
    Step.RETRACT: frozenset({Outcome.RETRACTED}),
}


def next_states(old: MatterState, step: Step) -> frozenset[MatterState]:
    """Where a step may lead from a state; empty when it is not allowed there."""
    return frozenset(move.next for move in STEPS if move.state is old and move.step is step)


def steps_from(state: MatterState) -> frozenset[Step]:
    return frozenset(move.step for move in STEPS if move.state is state)


def may_end(step: Step, new: MatterState, outcome: Outcome) -> bool:
    """An end needs the outcome that belongs to the step; what goes on has none."""
    if new not in ENDS:
        return outcome is Outcome.NONE
    return outcome in OUTCOMES.get(step, frozenset())
