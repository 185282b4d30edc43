"""What must stay hidden in every public text of a matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dialogue.core import personal
from dialogue.matters.states import Exposure
from dialogue.matters.tables import PersonalData


async def masks(ward: int, matters: Sequence[int]) -> dict[int, list[str]]:
    """Matter → fragments to be masked; a matter without any is absent."""
    if not matters:
        return {}
    rows = await PersonalData.select(PersonalData.matter, PersonalData.fragment).where(
        PersonalData.ward == ward,
        PersonalData.matter.is_in(list(matters)),
        PersonalData.decision == Exposure.MASK.value,
    )
    hidden: dict[int, list[str]] = {}
    for row in rows:
        hidden.setdefault(row["matter"], []).append(row["fragment"])
    return hidden


@dataclass(frozen=True, slots=True)
class Decided:
    """What people said of a matter's fragments. One masked in any part is masked in all."""

    masked: list[str] = field(default_factory=list)
    harmless: set[str] = field(default_factory=set)

    def line(self, text: str) -> str:
        """A line of staff that may never have been decided: what nobody cleared is masked."""
        found = {hit.fragment for hit in personal.find(text)} - self.harmless
        return personal.masked(text, [*self.masked, *found])


NOTHING_DECIDED = Decided()


async def decided(ward: int, matters: Sequence[int]) -> dict[int, Decided]:
    """By matter; one without any decision is absent."""
    if not matters:
        return {}
    rows = await PersonalData.select(
        PersonalData.matter, PersonalData.fragment, PersonalData.decision
    ).where(PersonalData.ward == ward, PersonalData.matter.is_in(list(matters)))
    known: dict[int, Decided] = {}
    for row in rows:
        said = known.setdefault(row["matter"], Decided())
        if row["decision"] == Exposure.MASK.value:
            said.masked.append(row["fragment"])
        else:
            said.harmless.add(row["fragment"])
    return known
