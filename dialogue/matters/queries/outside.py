"""Who outside the ward is given what accuses one of the few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.core import clock
from dialogue.core.errors import NoOutsideRecipient
from dialogue.matters.tables import OutsideRecipient


@dataclass(frozen=True, slots=True)
class Recipient:
    """since: the day from which it is given to this one. staff: who set it."""

    name: str
    body: str
    address: str
    since: date
    staff: int

    @property
    def line(self) -> str:
        """As the matter keeps it; the address stands on the cover."""
        return f"{self.name}, {self.body}"


async def recipients(ward: int) -> list[Recipient]:
    """All that were ever set, the newest first."""
    rows = (
        await OutsideRecipient.select(
            OutsideRecipient.name,
            OutsideRecipient.body,
            OutsideRecipient.address,
            OutsideRecipient.since,
            OutsideRecipient.staff,
        )
        .where(OutsideRecipient.ward == ward)
        .order_by(OutsideRecipient.since, ascending=False)
        .order_by(OutsideRecipient.id, ascending=False)
    )
    return [Recipient(**row) for row in rows]


async def recipient(ward: int) -> Recipient | None:
    """Who is given it today; None while nobody was set."""
    today = clock.local_day(clock.now())
    return next((each for each in await recipients(ward) if each.since <= today), None)


async def needed_recipient(ward: int) -> Recipient:
    """Raises NoOutsideRecipient."""
    found = await recipient(ward)
    if found is None:
        raise NoOutsideRecipient(f"ward {ward} has set no outside recipient")
    return found
