"""How the letter to an invitee addresses it."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.core.errors import Invalid, NotFound
from dialogue.core.keys import decrypt, keys
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.queries.conferences import ConferenceCard


async def letters(card: ConferenceCard) -> tuple[tuple[int, str], ...]:
    """Id and name of each invitee, in the order of the list."""
    rows = (
        await Invitee.select(Invitee.id, Invitee.name)
        .where(
            Invitee.ward == card.ward,
            Invitee.conference == card.id,
            Invitee.removed_at.is_null(),
        )
        .order_by(Invitee.id)
    )
    return tuple((row["id"], row["name"]) for row in rows)


@dataclass(frozen=True, slots=True)
class Addressed:
    """whom: `Nguyễn Văn A, Tổ dân phố số 5`, or the name alone. part: id of theirs."""

    whom: str
    part: int | None


async def addressed(card: ConferenceCard, invitee: int) -> Addressed:
    """For staff. Raises NotFound."""
    row = (
        await Invitee.select()
        .where(
            Invitee.ward == card.ward,
            Invitee.conference == card.id,
            Invitee.id == invitee,
            Invitee.removed_at.is_null(),
        )
        .first()
    )
    if row is None:
        raise NotFound(f"no invitee {invitee}")
    who = _opened(row["key"], row["person"])
    return Addressed(", ".join(part for part in (who, row["name"]) if part), row["cluster"])


def _opened(key: str, sealed: str) -> str:
    if not (key and sealed):
        return ""
    try:
        return decrypt(keys(), key, sealed)
    except (NotFound, Invalid):
        return ""
