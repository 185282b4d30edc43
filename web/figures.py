"""The ward's figures as tiles, and its promises in short: for the board and the front door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from dialogue.core import clock
from dialogue.core.i18n import decimal, number, percent
from dialogue.matters.queries import board
from dialogue.matters.queries.promises import PromiseFilters, kept_promises, promises
from dialogue.matters.queries.tasks import PromiseState, TaskCard
from dialogue.matters.results import Figures, Kept
from dialogue.matters.states import TaskState
from dialogue.ward.cards import WardCard
from web.i18n import gettext_lazy as _
from web.i18n import language, ngettext

PERIOD = timedelta(days=365)  # before today, so that every month of a year has its say
FEW = 3  # promises beside the board


@dataclass(frozen=True, slots=True)
class Tile:
    """As the macro stat_tile takes it; note carries the denominator."""

    label: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class InShort:
    """The promises that a reader should see first, and how many there are of a year's."""

    cards: list[TaskCard]
    kept: Kept

    @property
    def done(self) -> int:
        return self.kept.kept + self.kept.late


async def tiles(ward: int) -> list[Tile]:
    """The board's figures, of answers first given within a year."""
    today = clock.local_day(clock.now())
    found = await board.figures(ward, today - PERIOD, today)
    return [_in_time(found), _how_long(found), _answered(found), _clear(found), _waiting(found)]


def _in_time(found: Figures) -> Tile:
    part, n = found.in_time.part, found.in_time.n
    note = _("chưa có câu trả lời nào trong 12 tháng qua")
    if n:
        note = _("%(part)s trên %(n)s câu đã đến hạn hoặc đã trả lời, 12 tháng qua")
    return Tile(
        str(_("Trả lời đúng hạn")),
        percent(part, n, 0, language()),
        "",
        str(note) % {"part": _number(part), "n": _number(n)},
    )


def _how_long(found: Figures) -> Tile:
    label = str(_("Thường trả lời sau"))
    if found.median_days is None:
        return Tile(label, "–", "", str(_("chưa có câu trả lời nào trong 12 tháng qua")))
    days = found.median_days
    shown = _number(int(days)) if days == int(days) else decimal(days, 1, language())
    unit = ngettext("ngày", "ngày", 1 if days == 1 else 2)
    return Tile(label, shown, unit, str(_("ngày làm việc, một nửa số câu nhanh hơn")))


def _answered(found: Figures) -> Tile:
    """Five who ask the same are one matter, and five askers."""
    asked = ngettext("của %(num)s người hỏi", "của %(num)s người hỏi", found.askers)
    unit = ngettext("câu", "câu", found.answered)
    within = str(_("12 tháng qua"))  # not inside the f-string: Babel would not find it there
    note = f"{asked % {'num': _number(found.askers)}}, {within}"
    return Tile(str(_("Đã trả lời")), _number(found.answered), unit, note)


def _clear(found: Figures) -> Tile:
    part, n = found.clear.part, found.clear.n
    label = str(_("Người hỏi nói “đã rõ”"))
    if not found.clear.shown:
        few = _("mới có %(n)s người hỏi cho ý kiến, chưa đủ để công bố")
        return Tile(label, "–", "", str(few) % {"n": _number(n)})
    note = _("%(part)s trên %(n)s người hỏi đã cho ý kiến")
    shown = {"part": _number(part), "n": _number(n)}
    return Tile(label, percent(part, n, 0, language()), "", str(note) % shown)


def _waiting(found: Figures) -> Tile:
    unit = ngettext("câu", "câu", found.waiting)
    note = ngettext("trong đó %(num)s câu quá hạn", "trong đó %(num)s câu quá hạn", found.late) % {
        "num": found.late
    }
    if not found.late:
        note = str(_("không câu nào quá hạn"))
    return Tile(str(_("Đang chờ trả lời")), _number(found.waiting), unit, note)


def _number(value: int) -> str:
    return number(value, language())


async def promises_in_short(ward: WardCard, field: int | None = None) -> InShort:
    """Late ones first, then what is being done, then the rest. field: of that one alone."""
    today = clock.local_day(clock.now())
    first: list[TaskCard] = []
    for state in (PromiseState.OPEN, None):  # overdue ones lead the open ones
        found = await promises(ward.id, PromiseFilters(state, field=field), limit=2 * FEW)
        first += [each for each in found.cards if each.state is not TaskState.STOPPED]
    shown = {each.id: each for each in first}
    mine = PromiseFilters(field=field)
    kept = await kept_promises(ward.id, today - PERIOD, today, filters=mine)
    return InShort(list(shown.values())[:FEW], kept)
