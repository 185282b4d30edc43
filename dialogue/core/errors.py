"""What can go wrong, in the words of the domain. web/ turns these into replies.

This file is the catalogue of codes: a test wants each class to have its own code and a status.
The message of an error is for people who read logs; pages choose their own words by class.
"""

from __future__ import annotations

from datetime import datetime


class DialogueError(Exception):
    """Base. `code` is stable and public: it appears in API replies and logs."""

    code = "error"


class NotFound(DialogueError):
    """It does not exist, or belongs to another ward: both look the same."""

    code = "not-found"


class Forbidden(DialogueError):
    """The actor's roles do not allow this act."""

    code = "forbidden"


class Invalid(DialogueError):
    """A value that no rule allows. `errors`: field → message key, for forms."""

    code = "invalid"

    def __init__(self, message: str, **errors: str) -> None:
        super().__init__(message)
        self.errors = errors


class Conflict(DialogueError):
    """The row is no longer in the state this action starts from."""

    code = "conflict"


class DraftConflict(Conflict):
    """Somebody else saved a newer version of the answer meanwhile; nothing was overwritten.

    mine: what was sent and not saved. theirs: what stands as `version`, saved by `author` at `at`.
    """

    code = "draft-conflict"

    def __init__(  # noqa: PLR0917  a sentence: mine, theirs, whose and since when
        self, message: str, mine: str, theirs: str, author: str, at: datetime, version: int
    ) -> None:
        super().__init__(message)
        self.mine, self.theirs = mine, theirs
        self.author, self.at, self.version = author, at, version


class NoOutsideRecipient(Conflict):
    """One of the few is accused, and the ward has not said who outside is given such a matter."""

    code = "no-outside-recipient"


class Undecided(Conflict):
    """It shows signs of a denunciation, and no person has said yet whether it is one."""

    code = "undecided"


class NeedsTask(Conflict):
    """The answer promises something and no task was opened for it."""

    code = "needs-task"


class PersonalDataLeft(Conflict):
    """Personal data in the text is neither masked nor confirmed."""

    code = "personal-data-left"


class AlreadySent(Conflict):
    """The same words came to the same ward a moment ago, at `at`; they are not taken twice."""

    code = "already-sent"

    def __init__(self, message: str, at: datetime) -> None:
        super().__init__(message)
        self.at = at


class TicketInvalid(DialogueError):
    """The form's ticket is missing, forged, too old, or made for another page."""

    code = "ticket-invalid"


class TicketUsed(DialogueError):
    """The ticket already carried another message: Back on a shared phone."""

    code = "ticket-used"


class TokenRefused(DialogueError):
    """No token, or one that is unknown, over or revoked."""

    code = "token-refused"


class KeyInvalid(DialogueError):
    """The header Idempotency-Key is missing, shorter than 8 or longer than 120 letters."""

    code = "idempotency-key-invalid"


class CursorInvalid(DialogueError):
    """`after` is no `next` of this address with these filters."""

    code = "cursor-invalid"


class KeyReused(DialogueError):
    """The same Idempotency-Key came before, with another body; nothing was written."""

    code = "idempotency-key-reused"


class SlipUsed(DialogueError):
    """The slip's dossier has been rated already: one dossier, one rating (RAT-ONE)."""

    code = "slip-used"


class TooManyTries(DialogueError):
    """Wrong codes or passwords came too fast. `seconds`: how long to wait."""

    code = "too-many-tries"

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class FileTooLarge(DialogueError):
    """`size` and `most` are in bytes. name: of the file as it was sent, for who sent several."""

    code = "file-too-large"
    name = ""

    def __init__(self, message: str, size: int, most: int) -> None:
        super().__init__(message)
        self.size, self.most = size, most


class FileRefused(DialogueError):
    """The content is of no allowed type. `why`: `pdf-…` of dialogue.core.pdf, or empty.

    name: of the file as it was sent, for who sent several.
    """

    code = "file-refused"
    name = ""

    def __init__(self, message: str, why: str = "") -> None:
        super().__init__(message)
        self.why = why


class Unavailable(DialogueError):
    """A part of the server has stopped; nothing was saved."""

    code = "unavailable"
