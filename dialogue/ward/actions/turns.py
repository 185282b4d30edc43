"""Acts that look before they write take turns within a ward."""

from __future__ import annotations

from dialogue.core.errors import NotFound
from dialogue.ward.tables import Ward


async def take_turn(ward: int) -> None:
    """First in a transaction: until it ends, nobody else's in this ward passes here.

    An UPDATE that changes nothing locks the row on PostgreSQL; SQLite has one writer anyway.
    Raises NotFound.
    """
    held = (
        await Ward.update({Ward.calendar_version: Ward.calendar_version})
        .where(Ward.id == ward)
        .returning(Ward.id)
    )
    if not held:
        raise NotFound(f"no ward {ward}")
