"""States of a form's version, of a survey (đợt khảo sát) and of a comment; kinds of questions."""

from __future__ import annotations

from enum import StrEnum


class FormState(StrEnum):
    """Only a draft is edited; what was published keeps its words for ever."""

    DRAFT = "draft"
    REVIEW = "review"  # somebody else reads it
    PUBLISHED = "published"
    RETIRED = "retired"  # a newer version took its place, or it is used no more


class Stage(StrEnum):
    """Where a survey stands on a day: from its dates, and whether its figures are out."""

    AHEAD = "ahead"
    OPEN = "open"
    COUNTING = "counting"  # its last day is over, its figures are not out yet
    CLOSED = "closed"


class CommentState(StrEnum):
    WAITING = "waiting"  # nobody has read it yet
    SHOWN = "shown"  # for all who may read figures
    KEPT = "kept"  # with who read it first: it speaks of persons, say


class Kind(StrEnum):
    """Of a question. CONSENT stands in the counter's form alone: a survey asks nobody's number."""

    SINGLE = "single"
    MULTI = "multi"
    SCALE = "scale5"
    TEXT = "text"
    CONSENT = "consent"


CHOSEN = frozenset({Kind.SINGLE, Kind.MULTI, Kind.SCALE, Kind.CONSENT})  # answered by options
SURVEYED = (Kind.SINGLE, Kind.MULTI, Kind.SCALE, Kind.TEXT)  # what a survey may ask

# state → step → state. The values of steps stand in the audit log.
MOVES = {
    FormState.DRAFT: {"send": FormState.REVIEW},
    FormState.REVIEW: {"return": FormState.DRAFT, "publish": FormState.PUBLISHED},
    FormState.PUBLISHED: {"retire": FormState.RETIRED},
    FormState.RETIRED: {},
}
