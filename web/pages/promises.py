"""What the ward promised: late ones first, each with its history, proof and the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from dialogue.core import clock
from dialogue.core.clock import local_time
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.i18n import moment, percent
from dialogue.matters.queries import board
from dialogue.matters.queries import promises as read
from dialogue.matters.queries.board import AnswerPage
from dialogue.matters.queries.promises import PromiseFilters, TakenDown
from dialogue.matters.queries.proofs import read_photo
from dialogue.matters.queries.tasks import PromiseState, TaskLine, TaskList
from dialogue.matters.results import MIN_N
from dialogue.matters.states import TaskStep
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web import kept
from web.access import PUBLIC
from web.answer_cards import Names, answer_path, in_words, names, shown_day
from web.caching import Ready
from web.conference_result import origin_of
from web.effects import promise_effect
from web.english import plain
from web.figures import PERIOD
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.numbers import whole
from web.pages.answer import GONE
from web.pages.files import sent
from web.render import first_down, render
from web.shapes import Event

SIZE = 20  # promises a page
NO_SUCH = 0  # the id of a unit, field or group that the ward does not have
STATES = {
    "": _("Tất cả"),
    PromiseState.LATE: _("Quá hạn"),
    PromiseState.OPEN: _("Đang làm"),
    PromiseState.DISPUTED: _("Có ý kiến chưa xong"),
    PromiseState.DONE_CLAIMED: _("Chờ xác nhận"),
    PromiseState.DONE: _("Đã xong"),
    PromiseState.STOPPED: _("Không thực hiện được"),
}
STEPS = {
    TaskStep.OPEN: _("Phường hứa"),
    TaskStep.PROGRESS: _("Báo tiến độ"),
    TaskStep.MOVE_DATE: _("Dời ngày hứa"),
    TaskStep.CLAIM_DONE: _("Đơn vị báo đã xong"),
    TaskStep.CONFIRM: _("Xác nhận đã xong"),
    TaskStep.DISPUTE: _("Chưa xong như báo"),
    TaskStep.SECOND_WORD: _("Nói thêm"),
    TaskStep.STOP: _("Không thực hiện được"),
}
KEPT = {True: _("Đã xong"), False: _("Chưa xong")}
JUDGES = {
    "asker": _("người hỏi"),
    "group": _("tổ trưởng"),
    "inspection": _("Ban Thanh tra nhân dân"),
    "silence": _("hết thời gian chờ, không ai có ý kiến khác"),
}
ORIGINS = {
    "answer": _("Hứa khi trả lời"),
    "conclusion": _("Hứa tại hội nghị đối thoại"),
    "coffee": _("Hứa tại buổi cà phê sáng"),
    "huddle": _("Hứa tại buổi hội ý"),
    "review": _("Hứa khi sơ kết"),
}
LATE_STEPS = {TaskStep.MOVE_DATE, TaskStep.DISPUTE, TaskStep.STOP}
Pairs = list[tuple[str, str]]  # value, text of an option


@dataclass(frozen=True, slots=True)
class View:
    """What of the address the list shows; its names there have a hyphen for each `_`."""

    trang_thai: str = ""
    don_vi: str = ""
    linh_vuc: str = ""
    to: str = ""
    sau: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.don_vi or self.linh_vuc or self.to)

    def at(self, **other: str) -> str:
        """The query of this view, with something else in it."""
        shown = asdict(self) | other
        return urlencode({n.replace("_", "-"): value for n, value in shown.items() if value})


def list_path(ward: WardCard) -> str:
    return url(f"/{ward.slug}/cam-ket")


def promise_path(slug: str, number: int | None) -> str:
    return url(f"/{slug}/cam-ket/{number}")


@get("/{slug:str}/cam-ket", opt=PUBLIC)
async def show_promises(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    ward = await queries.ward(slug)
    view = read_view(request)
    path = "" if view != View() else list_path(ward)

    async def make() -> Ready:
        return Ready.of(await made(ward, view))

    return await kept.reply(request, ward, "promises", ("list", view), make, path)


@get("/{slug:str}/cam-ket/{number:int}", opt=PUBLIC)
async def show_promise(
    request: Request[Any, Any, Any], slug: FromPath[str], number: FromPath[int]
) -> Response[bytes]:
    ward = await queries.ward(slug)

    async def make() -> Ready:
        if gone := await read.taken_down(ward.id, number):
            return Ready.of(made_gone(ward, gone), GONE)
        return Ready.of(await made_one(ward, number))

    return await kept.reply(request, ward, "promises", ("one", number), make)


@get("/{slug:str}/cam-ket/{number:int}/anh/{public_id:str}", opt=PUBLIC)
async def show_photo(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    public_id: FromPath[str],
) -> Response[bytes]:
    """A photo that proves it; the Link header leads back to its promise (RFC 8288)."""
    ward = await queries.ward(slug)
    found = await read.promise(ward.id, number)
    reply = sent(request, await read_photo(ward.id, found.card.id, public_id))
    reply.headers["Link"] = f'<{promise_path(slug, number)}>; rel="up"'
    return reply


@get("/{slug:str}/loi-hua", opt=PUBLIC)
async def former_list(request: Request[Any, Any, Any], slug: FromPath[str]) -> Redirect:
    """Where the list stood once: links and bookmarks still lead to it."""
    ward = await queries.ward(slug)
    query = request.scope["query_string"].decode("latin-1")
    return Redirect(_place(list_path(ward), query), status_code=301)


@get("/{slug:str}/loi-hua/{public_id:str}", opt=PUBLIC)
async def former_page(slug: FromPath[str], public_id: FromPath[str]) -> Redirect:
    ward = await queries.ward(slug)
    found = await read.promise_called(ward.id, public_id)
    return Redirect(promise_path(ward.slug, found.card.number), status_code=301)


handlers = [show_promises, show_promise, show_photo, former_list, former_page]


def read_view(request: Request[Any, Any, Any]) -> View:
    """What is not known here is left out, and what is too long is cut."""
    given = request.query_params
    view = View(**{n: given.get(n.replace("_", "-"), "")[:60] for n in View.__slots__})
    return view if view.trang_thai in STATES else View(**asdict(view) | {"trang_thai": ""})


async def made(ward: WardCard, view: View) -> str:
    found = await promises_in(ward.id, view)
    late = [card for card in found.cards if card.late]
    address = list_path(ward)
    known = await names(ward.id)
    return render(
        "pages/promises.html",
        query=view.at(),
        ward=ward,
        view=view,
        late=late,
        rest=[card for card in found.cards if not card.late],
        units=known.units,
        origins=ORIGINS,
        tabs=[
            (str(word), _place(address, view.at(trang_thai=code, sau="")), code == view.trang_thai)
            for code, word in STATES.items()
        ],
        choices=await choices(ward, known, view),
        rate=await kept_rate(ward.id),
        feed=_place(f"{address}.atom", view.at(sau="")),
        next=_place(address, view.at(sau=found.after)) if found.after else "",
        first=_place(address, view.at(sau="")) if view.sau else "",
    )


def _place(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


async def promises_in(ward: int, view: View) -> TaskList:
    """Raises NotFound for a place that no list of ours has named."""
    try:
        return await read.promises(ward, await filters_in(ward, view), view.sau, SIZE)
    except Invalid as error:
        raise NotFound("no such place in the list") from error


async def filters_in(ward: int, view: View) -> PromiseFilters:
    """NO_SUCH for what the ward does not have."""
    return PromiseFilters(
        state=PromiseState(view.trang_thai) if view.trang_thai else None,
        unit=_id_of(view.don_vi, await queries.units(ward, past=True)),
        field=_id_of(view.linh_vuc, await queries.fields(ward, past=True)),
        group=(whole(view.to) or NO_SUCH) if view.to else None,
    )


def _id_of(code: str, known: Any) -> int | None:
    """None for no code at all; NO_SUCH for one that the ward does not have."""
    if not code:
        return None
    return next((each.id for each in known if each.code.lower() == code.lower()), NO_SUCH)


async def choices(ward: WardCard, known: Names, view: View) -> dict[str, Pairs]:
    """Only what some promise has; and what is chosen now."""
    options = await read.promise_options(ward.id)
    units = await queries.units(ward.id, past=True)
    fields = await queries.fields(ward.id, past=True)
    groups = await queries.groups(ward.id, past=True)
    pairs: dict[str, Pairs] = {
        "don_vi": [(u.code.lower(), known.units[u.id]) for u in units if u.id in options.units],
        "linh_vuc": [(f.code.lower(), in_words(f)) for f in fields if f.id in options.fields],
        "to": [(str(g.id), known.groups[g.id]) for g in groups if g.id in options.groups],
    }
    return {name: _shown(each, getattr(view, name)) for name, each in pairs.items()}


def _shown(pairs: Pairs, chosen: str) -> Pairs:
    """A choice that no promise has any more still shows, so that it can be undone."""
    made = [(value, plain(text)) for value, text in pairs]
    return made if not chosen or chosen in dict(made) else [*made, (chosen, chosen)]


@dataclass(frozen=True, slots=True)
class Rate:
    """Of promises first due within a year. share: empty where they are fewer than `least`."""

    due: int
    kept: int
    late: int
    stopped: int
    open: int
    share: str
    least: int


async def kept_rate(ward: int) -> Rate:
    today = clock.local_day(clock.now())
    found = await read.kept_promises(ward, today - PERIOD, today)
    rule = await queries.rule(ward, "RAT-MIN-N", today)
    least = MIN_N if rule is None else int(rule.value)
    share = percent(found.kept, found.due, 0, language()) if found.due >= least else ""
    return Rate(found.due, found.kept, found.late, found.stopped, found.open, share, least)


async def made_one(ward: WardCard, number: int) -> str:
    found = await read.promise(ward.id, number)
    card = found.card
    known = await names(ward.id)
    return render(
        "pages/promise.html",
        ward=ward,
        card=card,
        unit=known.units.get(card.unit, ""),
        groups=known.groups,
        origin=ORIGINS[card.origin_kind],
        answer=await answer_of(ward.id, card.answer),
        answer_path=url(answer_path(ward.slug, card.answer)) if card.answer else "",
        conference=await origin_of(ward, card),
        photo_path=f"/{ward.slug}/cam-ket/{card.number}/anh",
        events=[event(line, ward, known.groups) for line in found.lines],
        confirmed_by=judge_called(card.confirmed_by, ward),
        effect=(effect := await promise_effect(ward.id, card)),
        field_name=known.fields.get(effect.field, "") if effect else "",
        last=next((ln for ln in reversed(found.lines) if ln.step is TaskStep.DISPUTE), None),
        stopped=next((ln for ln in found.lines if ln.step is TaskStep.STOP), None),
    )


def made_gone(ward: WardCard, gone: TakenDown) -> str:
    path = url(answer_path(ward.slug, gone.answer))
    return render("pages/promise_gone.html", ward=ward, gone=gone, answer_path=path)


async def answer_of(ward: int, number: int | None) -> AnswerPage | None:
    """Whose promise it was, while that stands on the board as it was published."""
    if number is None:
        return None
    found = await board.answer(ward, number)
    return found if found.item.intact and found.withdrawn_on is None else None


def judge_called(code: str, ward: WardCard) -> str:
    """Who said that it is done, or not; the head of a group by the ward's own word for one."""
    if code == "group" and language() == "vi":
        return first_down(ward.head_word)
    return str(JUDGES.get(code, ""))


def event(line: TaskLine, ward: WardCard, groups: Mapping[int, str]) -> Event:
    title = str(STEPS[line.step])
    judge = judge_called(str(line.data.get("by", "")), ward)
    group = groups.get(line.data.get("group", 0), "")
    if judge:
        title = f"{title}: {', '.join(filter(None, (judge, group)))}"
    if line.step is TaskStep.SECOND_WORD:
        title = f"{title}. {KEPT[line.data['kept']]}"
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
