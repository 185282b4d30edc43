"""What must stay hidden in every public text of a matter."""

from __future__ import annotations

from collections.abc import Sequence

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


def masked_line(text: str, hidden: Sequence[str]) -> str:
    """A line that staff wrote after publishing: numbers of persons are masked without asking."""
    found = [hit.fragment for hit in personal.find(text) if hit.kind is not personal.Kind.HOUSE]
    return personal.masked(text, [*hidden, *found])
