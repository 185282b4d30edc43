"""States of a matter (process.md §2) and of a task (§7), with the steps between them."""

from __future__ import annotations

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


class Exposure(StrEnum):
    """What becomes of a hit of personal data before publishing."""

    MASK = "mask"
    KEEP = "keep"
