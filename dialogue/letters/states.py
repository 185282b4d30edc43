"""States of a letter, its kinds, what happens to it (process.md §8)."""

from __future__ import annotations

from enum import StrEnum


class LetterKind(StrEnum):
    CONGRATULATION = "congratulation"  # thư chúc mừng
    CONDOLENCE = "condolence"  # thư chia buồn
    THANKS = "thanks"  # thư cảm ơn


class LetterState(StrEnum):
    PROPOSED = "proposed"
    DRAFTED = "drafted"
    SIGNED = "signed"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"  # the family does not want it, or nobody finished it


OPEN = (LetterState.PROPOSED, LetterState.DRAFTED, LetterState.SIGNED)
ENDS = frozenset({LetterState.DELIVERED, LetterState.CANCELLED})


class Step(StrEnum):
    """What happens to a letter. The values stand in its history and never change meaning."""

    PROPOSE = "propose"
    DRAFT = "draft"
    SIGN = "sign"
    DELIVER = "deliver"
    CANCEL = "cancel"
    LAPSE = "lapse"  # nobody finished it, and its words were due to be erased
    ERASE = "erase"


class Way(StrEnum):
    """How it is handed over."""

    RESULT = "result"  # together with the result of the dossier
    HOME = "home"


class Fault(StrEnum):
    """What a tone rule finds in a letter."""

    EXCLAMATION = "exclamation"
    CONGRATULATION = "congratulation"
    RATING = "rating"
    SLOGAN = "slogan"
