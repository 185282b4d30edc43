"""The asker's words as staff sees them: masked, until somebody entitled opens them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from dialogue.core import audit, clock, personal
from dialogue.matters.manners import covered
from dialogue.matters.queries.masks import NOTHING_DECIDED, decided
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

READ = "read-original"  # an act of the audit log
OPEN = timedelta(minutes=15)  # one reading: to look, decide what is masked, and look again


async def open_until(actor: Actor, matter: int) -> datetime | None:
    """None: this person has not opened it, or a while ago."""
    entries = await audit.entries_about(actor.ward, "matter", matter, (READ,))
    mine = [each.at + OPEN for each in entries if each.staff == actor.staff]
    return mine[-1] if mine and clock.now() < mine[-1] else None


async def covering(ward: int, matter: int) -> Callable[[str], str]:
    """What masks the words of a matter: all that was not found harmless."""
    said = (await decided(ward, [matter])).get(matter, NOTHING_DECIDED)
    offices = await ward_queries.office_numbers(ward)

    def cover(text: str) -> str:
        found = {hit.fragment for hit in personal.find(text, offices)} - said.harmless
        return covered(text, [*said.masked, *found])

    return cover
