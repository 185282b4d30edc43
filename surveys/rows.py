"""What one rating leaves behind: a row a table, each without a way to the others.

Only for surveys.actions, which writes them in orders of their own.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from dialogue.core.clock import local_day, local_half, start_of
from dialogue.core.codes import derived_tracking_code
from dialogue.core.keys import keys
from dialogue.core.tickets import LIFE
from surveys.alerts.states import Kind
from surveys.forms.counter import COUNTER_FORM
from surveys.queries.counters import CounterCard
from surveys.rollups import Mark
from surveys.rules import (
    CHANGE_LIFE,
    FollowUpState,
    Level,
    Series,
    final_day,
    opens_matter,
)

ID_BITS = 53  # what JavaScript and JSON keep exactly
TOKEN = 40  # letters: 160 bits


def random_id() -> int:
    """As `secrets.randbits(ID_BITS)`, in half its time: a rating takes two."""
    return int.from_bytes(os.urandom(7)) >> 56 - ID_BITS


@dataclass(frozen=True, slots=True)
class Kept:
    """Kept by a device that had no network: it may come late, and it may come again.

    at: when it was pressed, None where nobody knows. days: how long it may be sent again.
    """

    at: datetime | None
    days: int


@dataclass(frozen=True, slots=True)
class NewRating:
    """nonce: hash of the ticket's. body: keyed hash of what was sent (dialogue.core.tickets).

    receipt: derived from the ticket, so that nothing that joins rating and matter is stored.
    field None: other business. phone: only for the answer to the comment. slip: what is spent with
    it (surveys.slips.codes.spent_key), for series SLIP.
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
    series: Series = Series.GENERAL
    slip: int | None = None
    kept: Kept | None = None
    id: int = made(default_factory=random_id)


@dataclass(frozen=True, slots=True)
class Receipt:
    """receipt: for the address of the thank-you page. tracking: sixteen digits, or empty."""

    receipt: str
    tracking: str = ""


def receipt_for(rating: NewRating) -> Receipt:
    if not opens_matter(rating.comment):
        return Receipt(rating.receipt)
    return Receipt(rating.receipt, derived_tracking_code(keys(), rating.receipt))


def counted_on(rating: NewRating, moment: datetime) -> tuple[date, int]:
    """Day and half: when it was pressed, while the figures of that day are open; else when it
    arrives (docs/decisions/012-kept-ratings.md).
    """
    pressed = rating.kept.at if rating.kept else None
    last = final_day(local_day(moment))
    known = pressed is not None and pressed <= moment and local_day(pressed) > last
    counted = pressed if pressed is not None and known else moment
    return local_day(counted), local_half(counted)


def rating_row(
    rating: NewRating, day: date, half: int, pattern: Kind | None = None
) -> dict[str, Any]:
    """pattern: of what it is seen to be a part when it is saved."""
    return {
        "id": rating.id,
        "ward": rating.counter.ward,
        "counter": rating.counter.id,
        "field": rating.field,
        "series": rating.series.value,
        "form": COUNTER_FORM.name,
        "level": rating.level.value,
        "reasons": ",".join(rating.reasons),
        "day": day,
        "half": half,
        "pattern": pattern.value if pattern else "",
    }


def ticket_row(rating: NewRating, moment: datetime) -> dict[str, Any]:
    return {
        "nonce": rating.nonce,
        "ward": rating.counter.ward,
        "body": rating.body,
        "receipt": "",
        "ends": _remembered_until(rating, moment),
    }


def _remembered_until(rating: NewRating, moment: datetime) -> datetime:
    """What a device kept, for as long as it may come again: a midnight, which times nothing."""
    if rating.kept is None:
        return moment + LIFE
    return start_of(local_day(moment) + timedelta(days=rating.kept.days + 1))


def change_rows(fresh: Sequence[NewRating], moment: datetime) -> list[dict[str, Any]]:
    """What was kept has none: the figures of its day would still move when they are final."""
    ends = moment + CHANGE_LIFE
    rows = []
    for each in fresh:
        if each.kept is not None:
            continue
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
        "id": random_id(),
        "ward": card.ward,
        "counter": card.id,
        "field": field,
        "day": day,
        "reasons": ",".join(reasons),
        "state": FollowUpState.HELD.value,
        "cause": "",
        "remedy": "",
    }


def mark(rating: NewRating, day: date, half: int) -> Mark:
    card = rating.counter
    field = rating.field or 0
    return Mark(card.ward, card.id, field, rating.series, day, half, rating.level, rating.reasons)
