"""What the asker is told first: how the matter stands, what comes next and until when.

Only what the column "Citizen sees" of the process allows: where a draft lies stays inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from babel.support import LazyProxy

from dialogue.core.clock import is_day_alone, local_day
from dialogue.core.i18n import day, moment, weekday_day
from dialogue.matters.queries.due import DueState
from dialogue.matters.queries.tracking import TrackingView
from dialogue.matters.states import ANSWERED as TO_JUDGE
from dialogue.matters.states import MatterState, Step
from web.english import joined, said
from web.english import title as title_in_words
from web.history import WHY
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.render import first_down
from web.words import CITIZEN_SEES

DATES = ("due", "verdict")
COMES = _("Tiếp theo: câu trả lời hiện tại trang này, chậm nhất %(due)s.")
NEXT: Mapping[MatterState, LazyProxy] = {
    MatterState.RECEIVED: _(
        "Tiếp theo: phường chọn đơn vị trả lời. Câu trả lời hiện tại trang này, chậm nhất %(due)s."
    ),
    MatterState.ASSIGNED: COMES,
    MatterState.DRAFTING: COMES,
    MatterState.CHECKING: COMES,
    MatterState.APPROVING: COMES,
    MatterState.REOPENED: COMES,
    MatterState.PUBLISHED: _("Tiếp theo: quý vị cho biết đã rõ chưa, chậm nhất %(verdict)s."),
    MatterState.ANSWERED: _("Tiếp theo: quý vị cho biết đã rõ chưa, chậm nhất %(verdict)s."),
}
ENDED = (Step.REJECT, Step.REDIRECT)
RECEIVED_THAT_DAY = _("Phường đã nhận ý kiến ngày %(moment)s.")  # its hour is not kept
LATE = _("Câu trả lời đã quá hạn %(due)s. Khi có, câu trả lời hiện tại trang này.")


class Progress(NamedTuple):
    """Two sentences; `next` is empty where nothing more is to come."""

    now: str
    next: str


def progress(seen: TrackingView, unit: str) -> Progress:
    """unit: the name of who answers, empty before it is known.

    A question of the ward to the asker has a place of its own on the page.
    """
    known = _known(seen, unit)
    return Progress(_said(_now(seen, known), known), _said(_next(seen, known), known))


def _now(seen: TrackingView, known: Mapping[str, str]) -> LazyProxy | None:
    state = seen.state
    if state is MatterState.MERGED:  # with what was sealed: the journey says enough
        return None
    if state is MatterState.WAITING_FOR_ASKER and not seen.question:  # for another asker
        state = MatterState.RECEIVED
    if state is MatterState.CLOSED_FINAL and "day" not in known:
        state = MatterState.CLOSED
    if state is MatterState.RECEIVED and is_day_alone(seen.received_at):
        return RECEIVED_THAT_DAY
    return CITIZEN_SEES[state]


def _next(seen: TrackingView, known: Mapping[str, str]) -> LazyProxy | None:
    if seen.state in TO_JUDGE and not seen.may_judge:
        return None
    sentence = NEXT.get(seen.state)
    if sentence is not None and seen.due_state is DueState.LATE:
        return LATE
    return sentence if sentence is None or _whole(sentence, known) else None


def _whole(sentence: LazyProxy, known: Mapping[str, str]) -> bool:
    """Is every date of it known?"""
    return all(name in known for name in DATES if f"%({name})s" in str(sentence))


def _said(sentence: LazyProxy | None, known: Mapping[str, str]) -> str:
    return "" if sentence is None else joined(sentence, _Dashes(known))


class _Dashes(dict[str, str]):
    """For what an older matter does not say."""

    def __missing__(self, name: str) -> str:
        return "–"


def _known(seen: TrackingView, unit: str) -> dict[str, str]:
    """The parts of the sentences that this matter has."""
    dates = {"due": seen.publish_due, "verdict": seen.verdict_due}
    found = {name: weekday_day(value, language()) for name, value in dates.items() if value}
    found |= {
        "moment": moment(seen.received_at, language()),
        "unit": unit or "–",
        "question": seen.question,
        "receiver": said(seen.receiver),
        "reason": _reason(seen),
    }
    if seen.answer is not None:
        names = {
            "title": title_in_words(seen.answer.approver_title),
            "of": seen.answer.approver_name,
        }
        found["approver"] = joined("%(title)s %(of)s", names)
    happened = _happened(seen)
    return found if happened is None else found | {"day": day(happened, language())}


def _reason(seen: TrackingView) -> str:
    """What the ward wrote; else the words of the reason that was chosen."""
    codes = (line.data.get("why", "") for line in reversed(seen.journey) if line.step in ENDED)
    chosen = str(WHY.get(str(next(codes, "")), ""))
    return (
        first_down(seen.reason.rstrip(" .")) or chosen or str(_("lý do ghi ở diễn biến bên dưới"))
    )


def _happened(seen: TrackingView) -> date | None:
    """The day that the sentence of the state speaks of."""
    if seen.state in TO_JUDGE:
        return None if seen.answer is None else local_day(seen.answer.at)
    for line in reversed(seen.journey):
        if line.step in {Step.REDIRECT, Step.TAKE_DOWN, Step.RETRACT, Step.ASKER_LEFT}:
            return local_day(line.at)
        if line.step is Step.DECIDE:
            return _read(line.data.get("invited_on"))
    return None


def _read(given: object) -> date | None:
    return None if not given else date.fromisoformat(str(given))
