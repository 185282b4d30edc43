"""What one rating leaves behind: a row a table, each without a way to the others.

Only for surveys.actions, which writes them in orders of their own.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from dialogue.core.codes import derived_tracking_code
from dialogue.core.keys import keys
from dialogue.core.tickets import LIFE
from surveys.forms import COUNTER_FORM
from surveys.queries import CounterCard
from surveys.rollups import Mark
from surveys.rules import (
    CHANGE_LIFE,
    FollowUpState,
    Level,
    Series,
    opens_matter,
)

ID_BITS = 53  # what JavaScript and JSON keep exactly
TOKEN = 40  # letters: 160 bits


@dataclass(frozen=True, slots=True)
class NewRating:
    """nonce: hash of the ticket's. body: keyed hash of what was sent (dialogue.core.tickets).

    receipt: derived from the ticket, so that nothing that joins rating and matter is stored.
    field None: other business. phone: only for the answer to the comment.
    """

    counter: CounterCard
    level: Level
    nonce: str
    body: str
    receipt: str
    field: int | None = None
    reasons: tuple[str, ...] = ()
    comment: str = ""
    wants_answer: bool = False
    phone: str = ""
    language: str = "vi"
    id: int = made(default_factory=lambda: secrets.randbits(ID_BITS))


@dataclass(frozen=True, slots=True)
class Receipt:
    """receipt: for the address of the thank-you page. tracking: sixteen digits, or empty."""

    receipt: str
    tracking: str = ""


def receipt_for(rating: NewRating) -> Receipt:
    if not opens_matter(rating.comment):
        return Receipt(rating.receipt)
    return Receipt(rating.receipt, derived_tracking_code(keys(), rating.receipt))


def rating_row(rating: NewRating, day: date, half: int) -> dict[str, Any]:
    return {
        "id": rating.id,
        "ward": rating.counter.ward,
        "counter": rating.counter.id,
        "field": rating.field,
        "series": Series.GENERAL.value,
        "form": COUNTER_FORM.name,
        "level": rating.level.value,
        "reasons": ",".join(rating.reasons),
        "day": day,
        "half": half,
    }


def ticket_row(rating: NewRating, moment: datetime) -> dict[str, Any]:
    return {
        "nonce": rating.nonce,
        "ward": rating.counter.ward,
        "body": rating.body,
        "receipt": "",
        "ends": moment + LIFE,
    }


def change_rows(fresh: Sequence[NewRating], moment: datetime) -> list[dict[str, Any]]:
    ends = moment + CHANGE_LIFE
    rows = []
    for each in fresh:
        token, mask = change_right(each.receipt)
        rows.append(
            {
                "token": token,
                "ward": each.counter.ward,
                "rating": each.id ^ mask,
                "ends": ends,
            }
        )
    return sorted(rows, key=itemgetter("token"))


def change_right(receipt: str) -> tuple[str, int]:
    """The right to change a reply: what the database keeps of it for 24 hours, and the mask that
    hides the rating's id from whoever lacks the receipt.

    Two parts of one MAC, so that neither tells anything of the other.
    """
    mac = keys().fixed("receipts", f"change {receipt}")
    return mac[:TOKEN], int(mac[TOKEN:], 16) % (1 << ID_BITS)


def follow_up_row(
    card: CounterCard, field: int | None, reasons: tuple[str, ...], day: date
) -> dict[str, Any]:
    return {
        "id": secrets.randbits(ID_BITS),
        "ward": card.ward,
        "counter": card.id,
        "field": field,
        "day": day,
        "reasons": ",".join(reasons),
        "state": FollowUpState.HELD.value,
        "cause": "",
        "remedy": "",
    }


def mark(rating: NewRating, day: date) -> Mark:
    card = rating.counter
    return Mark(card.ward, card.id, rating.field or 0, day, rating.level, rating.reasons)
