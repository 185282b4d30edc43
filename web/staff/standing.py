"""The answer of a matter as it stands on the board, with what was corrected in it."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.matters.queries import board
from dialogue.matters.queries.matters import MatterView
from dialogue.matters.rules import SEALED
from web.pages.answer import Correction, corrections


@dataclass(frozen=True, slots=True)
class Standing:
    """version: in its round; above 1 it was corrected. corrections: oldest first."""

    version: int
    text: str
    summary_en: str
    corrections: list[Correction]


async def standing(view: MatterView) -> Standing | None:
    """None before the first answer, for a private one, and after it was taken down or sealed."""
    if view.number is None or view.state in SEALED:
        return None
    found = await board.answer(view.ward, view.number)
    if not found.answer:
        return None
    shown = corrections(found.texts)
    return Standing(found.item.version, found.answer, found.summary_en, shown)
