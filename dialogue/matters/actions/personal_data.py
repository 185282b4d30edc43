"""Personal data found in a text is masked or confirmed as harmless before it becomes public."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.matters.exposure import covered
from dialogue.matters.states import Exposure
from dialogue.matters.tables import PersonalData


async def cover(ward: int, matter: int) -> Callable[[str], str]:
    """What masks every text of a matter: a fragment masked in one part is masked in all."""
    fragments = (
        await PersonalData.select(PersonalData.fragment)
        .where(
            PersonalData.ward == ward,
            PersonalData.matter == matter,
            PersonalData.decision == Exposure.MASK.value,
        )
        .output(as_list=True)
    )
    return lambda text: covered(text, fragments)
