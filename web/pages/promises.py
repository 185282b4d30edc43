"""What the ward promised: late ones first, each with its history, proof and the question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core import clock
from dialogue.core.clock import local_time
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.i18n import moment, percent
from dialogue.matters.queries import board, tasks
from dialogue.matters.queries.board import AnswerPage
from dialogue.matters.queries.tasks import PromiseState, TaskLine, TaskList
from dialogue.matters.results import MIN_N
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web import kept
from web.access import PUBLIC
from web.answer_cards import answer_path, names, shown_day
from web.caching import Ready
from web.figures import PERIOD
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.paging import AFTER
from web.render import render
from web.shapes import Event

SIZE = 20  # promises a page
STATES = {
    "": _("Tất cả"),
    PromiseState.LATE: _("Quá hạn"),
    PromiseState.OPEN: _("Đang làm"),
    PromiseState.DONE_CLAIMED: _("Chờ xác nhận"),
    PromiseState.DONE: _("Đã xong"),
    PromiseState.STOPPED: _("Không thực hiện được"),
}
STEPS = {
    "open": _("Phường hứa"),
    "progress": _("Báo tiến độ"),
    "move-date": _("Dời ngày hứa"),
    "claim-done": _("Đơn vị báo đã xong"),
    "confirm": _("Xác nhận đã xong"),
    "dispute": _("Chưa xong như báo"),
    "stop": _("Không thực hiện được"),
}
JUDGES = {
    "asker": _("người hỏi"),
    "group": _("tổ trưởng"),
    "inspection": _("Ban Thanh tra nhân dân"),
    "silence": _("hết thời gian chờ, không ai có ý kiến khác"),
}
LATE_STEPS = {"move-date", "dispute", "stop"}


@dataclass(frozen=True, slots=True)
class View:
    """What of the address the list shows."""

    state: str = ""
    after: str = ""

    def query(self, after: str) -> str:
        return urlencode({n: v for n, v in (("trang-thai", self.state), (AFTER, after)) if v})


@get("/{slug:str}/loi-hua", opt=PUBLIC)
async def show_promises(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)
    given = request.query_params
    state = given.get("trang-thai", "")
    view = View(state if state in STATES else "", given.get(AFTER, "")[:40])
    path = "" if view != View() else url(f"/{slug}/loi-hua")

    async def make() -> Ready:
        return Ready.of(await made(ward, view))

    return await kept.reply(request, ward, "promises", ("list", view), make, path)


@get("/{slug:str}/loi-hua/{public_id:str}", opt=PUBLIC)
async def show_promise(
    request: Request[Any, Any, Any], slug: FromPath[str], public_id: FromPath[str]
) -> Response[bytes]:
    ward = await queries.ward(slug)

    async def make() -> Ready:
        return Ready.of(await made_one(ward, public_id))

    return await kept.reply(request, ward, "promises", ("one", public_id), make)


handlers = [show_promises, show_promise]


async def made(ward: WardCard, view: View) -> str:
    """Without a filter those that are late stand above, and not again below."""
    late = TaskList([], "")
    if not view.state:
        late = await found(ward.id, View(PromiseState.LATE))
    rest = await found(ward.id, view)
    if not view.state:
        rest = replace(rest, cards=[card for card in rest.cards if not card.late])
    address = url(f"/{ward.slug}/loi-hua")
    return render(
        "pages/promises.html",
        query=view.query(view.after),
        ward=ward,
        view=view,
        late=late if not view.after else TaskList([], ""),
        rest=rest,
        units=(await names(ward.id)).units,
        tabs=[(str(word), tab(address, code), code == view.state) for code, word in STATES.items()],
        rate=await kept_rate(ward.id),
        next=f"{address}?{view.query(rest.after)}" if rest.after else "",
        first=tab(address, view.state) if view.after else "",
        late_address=tab(address, PromiseState.LATE),
    )


def tab(address: str, state: str) -> str:
    return f"{address}?{View(state).query('')}" if state else address


async def found(ward: int, view: View) -> TaskList:
    """Raises NotFound for a place that no list of ours has named."""
    state = PromiseState(view.state) if view.state else None
    try:
        return await tasks.promises(ward, state, view.after, SIZE)
    except Invalid as error:
        raise NotFound("no such place in the list") from error


@dataclass(frozen=True, slots=True)
class Rate:
    """Of promises first due within a year. share: empty where they are too few for one."""

    due: int
    kept: int
    late: int
    stopped: int
    open: int
    share: str


async def kept_rate(ward: int) -> Rate:
    today = clock.local_day(clock.now())
    found = await tasks.kept_promises(ward, today - PERIOD, today)
    rule = await queries.rule(ward, "RAT-MIN-N", today)
    enough = found.due >= (MIN_N if rule is None else int(rule.value))
    share = percent(found.kept, found.due, 0, language()) if enough else ""
    return Rate(found.due, found.kept, found.late, found.stopped, found.open, share)


async def made_one(ward: WardCard, public_id: str) -> str:
    found = await tasks.promise(ward.id, public_id)
    card = found.card
    return render(
        "pages/promise.html",
        ward=ward,
        card=card,
        unit=(await names(ward.id)).units.get(card.unit, ""),
        answer=await answer_of(ward.id, card.number),
        answer_path=url(answer_path(ward.slug, card.number)) if card.number else "",
        events=[event(line) for line in found.lines],
        confirmed_by=JUDGES.get(card.confirmed_by, ""),
    )


async def answer_of(ward: int, number: int | None) -> AnswerPage | None:
    """Whose promise it was, while that stands on the board as it was published."""
    if number is None:
        return None
    found = await board.answer(ward, number)
    return found if found.item.intact and found.withdrawn_on is None else None


def event(line: TaskLine) -> Event:
    title = str(STEPS.get(line.step, line.step))
    judge = JUDGES.get(str(line.data.get("by", "")))
    if judge is not None:
        title = f"{title}: {judge}"
    at = local_time(line.at).isoformat(timespec="minutes")
    state = "late" if line.step in LATE_STEPS else "done"
    return Event(title, at, moment(line.at, language()), state, note(line))


def note(line: TaskLine) -> str:
    """The words of who wrote it; a moved day with both days."""
    moved = [line.data.get(name) for name in ("old", "new")]
    words = line.text
    if all(moved):
        old, new = (shown_day(date.fromisoformat(str(value))) for value in moved)
        days = str(_("Từ %(old)s sang %(new)s.")) % {"old": old, "new": new}
        words = f"{days} {words}"
    if line.data.get("went_to"):
        words += " " + str(_("Đã kiến nghị %(body)s.")) % {"body": line.data["went_to"]}
    return words.strip()
