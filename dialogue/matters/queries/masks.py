"""What must stay hidden in every public text of a matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dialogue.core import personal
from dialogue.matters.manners import covered
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


async def cover(ward: int, matter: int) -> Callable[[str], str]:
    """What masks every text of a matter: a fragment masked in one part is masked in all."""
    fragments = (await masks(ward, [matter])).get(matter, [])
    return lambda text: covered(text, fragments)


@dataclass(frozen=True, slots=True)
class Decided:
    """What people said of a matter's fragments. One masked in any part is masked in all."""

    masked: list[str] = field(default_factory=list)
    harmless: set[str] = field(default_factory=set)

    def line(self, text: str) -> str:
        """A line of staff that may never have been decided: what nobody cleared is masked."""
        return covered(text, [*self.masked, *(_found(text) - self.harmless)])


@lru_cache(maxsize=2048)  # a hall reads its opinions again with each thing that happens
def _found(text: str) -> frozenset[str]:
    return frozenset(hit.fragment for hit in personal.find(text))


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
