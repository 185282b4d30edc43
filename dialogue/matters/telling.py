"""Who is told of which step, and who may say no to it: data and pure sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogue.matters.rules import Facts
from dialogue.matters.states import MatterState, Step, TaskStep


class NoticeKind(StrEnum):
    """What a notice is about; staff choose by it which ones they want."""

    ASSIGNED = "assigned"  # it came into the reader's hands
    SOON = "soon"
    OVERDUE = "overdue"
    RETURNED = "returned"
    APPROVED = "approved"
    REOPENED = "reopened"
    DISPUTED = "disputed"  # a promise that the asker, a group or the inspectors do not see kept
    COMMENTED = "commented"
    RETRACTED = "retracted"  # an asker took the question back
    URGENT = "urgent"  # fire, a threat, somebody in danger: a person must look now
    SUPERVISION = "supervision"  # what a group's head saw at the counters
    MEETING = "meeting"  # guests to be reminded, a report that is late
    ALERT = "alert"  # a counter turned red, fell silent or looks too good
    ACCOUNT = "account"  # the keeper of the system made an account, or opened one anew
    MACHINE = "machine"  # a token used from two networks, a target that cannot be reached
    MORNING = "morning"  # the leader's list of the day


FIXED = frozenset(
    {
        NoticeKind.ASSIGNED,
        NoticeKind.OVERDUE,
        NoticeKind.REOPENED,
        NoticeKind.URGENT,
        NoticeKind.SUPERVISION,
        NoticeKind.ACCOUNT,
        NoticeKind.MACHINE,
    }
)  # nobody switches these off


class Ear(StrEnum):
    """Who hears, as seen from the matter after the step."""

    OFFICER = "officer"
    HEADS = "heads"  # of its unit; without a unit the register's keepers, without a head the chair
    LEADER = "leader"
    APPROVER = "approver"  # the leader named, else the chairman
    SUPERIOR = "superior"  # named at the reopening
    KEEPERS = "keepers"
    CHAIRMEN = "chairmen"
    DIRECTORS = "directors"  # of the one-stop centre
    INSPECTORS = "inspectors"  # the people's inspection board


E = Ear
HEARD: Mapping[Step, tuple[NoticeKind, tuple[Ear, ...]]] = {
    Step.ASSIGN: (NoticeKind.ASSIGNED, (E.HEADS,)),
    Step.MOVE: (NoticeKind.ASSIGNED, (E.HEADS,)),
    Step.GIVE: (NoticeKind.ASSIGNED, (E.OFFICER,)),
    Step.SEND_FOR_CHECK: (NoticeKind.ASSIGNED, (E.HEADS,)),
    Step.PASS_UP: (NoticeKind.ASSIGNED, (E.APPROVER,)),
    Step.PROPOSE_EXTENSION: (NoticeKind.ASSIGNED, (E.APPROVER,)),
    Step.RETURN: (NoticeKind.RETURNED, (E.OFFICER,)),
    Step.HAND_BACK: (NoticeKind.RETURNED, (E.KEEPERS,)),
    Step.PART: (NoticeKind.RETURNED, (E.KEEPERS,)),
    Step.EXTEND: (NoticeKind.APPROVED, (E.OFFICER, E.HEADS)),
    Step.APPROVE: (NoticeKind.APPROVED, (E.OFFICER, E.HEADS)),
    Step.REOPEN: (NoticeKind.REOPENED, (E.OFFICER, E.HEADS, E.SUPERIOR)),
    Step.OVERDUE: (NoticeKind.OVERDUE, (E.OFFICER, E.HEADS, E.CHAIRMEN)),
    Step.NOTE: (NoticeKind.COMMENTED, (E.OFFICER, E.HEADS, E.LEADER)),
    Step.RETRACT: (NoticeKind.RETRACTED, (E.OFFICER, E.HEADS, E.LEADER)),
    Step.ASKER_LEFT: (NoticeKind.RETRACTED, (E.OFFICER, E.HEADS, E.LEADER)),
}
TASK_HEARD: Mapping[TaskStep, tuple[NoticeKind, tuple[Ear, ...]]] = {
    TaskStep.OPEN: (NoticeKind.ASSIGNED, (E.OFFICER, E.HEADS)),
    TaskStep.GIVE: (NoticeKind.ASSIGNED, (E.OFFICER,)),
    TaskStep.PROPOSE_STOP: (NoticeKind.ASSIGNED, (E.SUPERIOR, E.CHAIRMEN)),
    TaskStep.CONFIRM: (NoticeKind.APPROVED, (E.OFFICER, E.HEADS)),
    TaskStep.DISPUTE: (NoticeKind.DISPUTED, (E.OFFICER, E.HEADS, E.SUPERIOR, E.CHAIRMEN)),
    TaskStep.SECOND_WORD: (NoticeKind.COMMENTED, (E.OFFICER, E.HEADS)),
    TaskStep.STOP: (NoticeKind.APPROVED, (E.OFFICER, E.HEADS)),
}
SUPERVISION = (E.DIRECTORS, E.INSPECTORS)  # who hears what a group's head saw at the counters
LATE_TASK = (E.OFFICER, E.HEADS, E.CHAIRMEN)  # who hears that a promise's date has passed
N = NoticeKind
TO_DO = frozenset({N.ASSIGNED, N.SOON, N.OVERDUE, N.RETURNED, N.REOPENED})
SETTLES: Mapping[Step, frozenset[NoticeKind]] = {  # for everybody: there is nothing left to do
    Step.APPROVE: TO_DO,
    Step.REDIRECT: TO_DO | {N.URGENT},
    Step.REJECT: TO_DO | {N.URGENT},
    Step.MERGE: TO_DO | {N.URGENT},
    Step.SEAL: TO_DO,
    Step.DECIDE: TO_DO,
}
TASK_SETTLES: Mapping[TaskStep, frozenset[NoticeKind]] = {
    TaskStep.CLAIM_DONE: TO_DO | {N.DISPUTED},
    TaskStep.STOP: TO_DO | {N.DISPUTED},
}
HANDS: Mapping[MatterState, Ear] = {  # in whose hands it is: who hears that it is due soon
    MatterState.RECEIVED: E.KEEPERS,
    MatterState.ASSIGNED: E.HEADS,
    MatterState.DRAFTING: E.OFFICER,
    MatterState.CHECKING: E.HEADS,
    MatterState.APPROVING: E.APPROVER,
    MatterState.REOPENED: E.CHAIRMEN,
}


@dataclass(frozen=True, slots=True)
class Holders:
    """Whom the ears of one matter or promise lead to: ids of staff, or nobody."""

    unit: int | None = None
    officer: int | None = None
    leader: int | None = None
    superior: int | None = None


def after(found: Facts, data: Mapping[str, object]) -> Holders:
    """As the step leaves them: what its line in the history says, else what stood before."""
    before = Holders(found.unit, found.officer, found.leader)
    said = {name: data[name] for name in ("unit", "officer", "leader", "superior") if name in data}
    return replace(before, **said)  # type: ignore[arg-type]
