"""Public answers on paper for a notice board: large, with the way to the page they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from markupsafe import Markup

from dialogue.core.settings import SETTINGS
from dialogue.matters.queries import board
from dialogue.matters.queries.board import AnswerPage, BoardItem
from dialogue.matters.queries.promises import group_tasks
from dialogue.matters.queries.tasks import TaskCard
from dialogue.matters.search import Filters
from dialogue.matters.states import MatterState, TaskState
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from surveys.posters import qr_svg
from web.answer_cards import answer_path, names

LOOKED_AT = 10  # answers of a group: some may be hidden
ANSWERS, PROMISES = 3, 2  # on half a sheet
LONGEST = 170  # letters of an answer there; what is longer stands by its title alone
LINES, LETTERS = 10, 72  # that half a sheet has for them, and of one line
DUE = 40  # letters that say when a promise is due


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer for the wall. address: what somebody types who cannot scan."""

    found: AnswerPage
    unit: str
    address: str
    qr: Markup


@dataclass(frozen=True, slots=True)
class HalfSheet:
    """What a residential group asked and was promised. answers: title, and its words if short."""

    name: str
    answers: Sequence[tuple[str, str]]
    promises: Sequence[TaskCard]
    address: str
    qr: Markup


def is_shown(item: BoardItem) -> bool:
    """Neither taken down nor altered past us."""
    return item.intact and item.state != MatterState.WITHDRAWN.value


async def sheet_of(ward: WardCard, number: int) -> Sheet:
    """Raises NotFound."""
    found = await board.answer(ward.id, number)
    known = await names(ward.id)
    address, qr = _way(answer_path(ward.slug, number))
    return Sheet(found, known.units.get(found.item.unit or 0, ""), address, qr)


async def half_sheets(ward: WardCard) -> list[HalfSheet]:
    """One for each residential group of today."""
    known = await names(ward.id)
    made = []
    for group in await queries.groups(ward.id):
        found = await board.board(ward.id, filters=Filters(group=group.id), limit=LOOKED_AT)
        shown = [each for each in found.items if is_shown(each)][:ANSWERS]
        tasks = await group_tasks(ward.id, group.id, LOOKED_AT)
        answers, promises = fitted(
            [(each.title, _if_short(each.excerpt)) for each in shown],
            [each for each in tasks if each.state is not TaskState.STOPPED][:PROMISES],
        )
        path = f"/{ward.slug}/hoi-dap?to={group.id}" if shown else f"/{ward.slug}/gop-y"
        address, qr = _way(path)
        made.append(HalfSheet(known.groups[group.id], answers, promises, address, qr))
    return made


def fitted(
    answers: Sequence[tuple[str, str]], promises: Sequence[TaskCard]
) -> tuple[list[tuple[str, str]], list[TaskCard]]:
    """Of each the first, then the second: whole, an answer at least by its title, or not at all."""
    left = LINES
    shown: list[tuple[str, str]] = []
    told: list[TaskCard] = []
    for answer, promise in zip_longest(answers, promises):
        if answer is not None:
            whole = _lines(" ".join(answer)) <= left
            fits = answer if whole else (answer[0], "")
            if _lines(" ".join(fits)) <= left:
                shown.append(fits)
                left -= _lines(" ".join(fits))
        if promise is not None and (lines := _lines(promise.text + " " * DUE)) <= left:
            told.append(promise)
            left -= lines
    return shown, told


def _lines(text: str) -> int:
    return -(-len(text) // LETTERS)


def _if_short(excerpt: str) -> str:
    """Never the beginning of a sentence."""
    return "" if len(excerpt) > LONGEST or excerpt.endswith("…") else excerpt


def _way(path: str) -> tuple[str, Markup]:
    address = f"{SETTINGS.site}{path}"
    return address.split("://", 1)[-1], Markup(qr_svg(address))  # noqa: S704  our own SVG
