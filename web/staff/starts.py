"""What a role sees on its first page beside the work that waits: where it begins its day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from dialogue.core import jobs
from dialogue.core.i18n import counted
from dialogue.core.settings import SETTINGS
from dialogue.matters.queries import queue, tasks
from dialogue.matters.queries.queue import QueueItem
from dialogue.ward import queries as wards
from dialogue.ward.provinces import province_slug
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.posters import counter_url, qr_svg
from surveys.queries.counters import counter_staff, counters
from web.figures import Tile, tiles
from web.i18n import gettext_lazy as _
from web.staff.late import days_late, holder
from web.staff.queue import PATH as MATTERS
from web.staff.work import TASKS, promise_lines

MOST = 8  # lines of a card
BESIDE = _("Các phường, xã cùng tỉnh, thành phố")
WITHOUT_TITLE = _("Vấn đề mã nội bộ %(id)s")
Link = tuple[str, str]  # text, address


@dataclass(frozen=True, slots=True)
class Line:
    """days: working days to its date, None without one."""

    text: str
    href: str
    note: str = ""
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """key: its id on the page. text: said when there are no lines. svg: a picture of ours."""

    key: str
    title: str
    text: str = ""
    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    tiles: tuple[Tile, ...] = ()
    svg: str = ""


async def start(actor: Actor, today: date) -> list[Card]:
    """Of all roles that the actor holds; empty for those whose work comes to them."""
    return [
        card
        for role, make in STARTS.items()
        if actor.has(role)
        for card in await make(actor, today)
    ]


async def _inspector(actor: Actor, today: date) -> list[Card]:
    late = await queue.overdue(actor, MOST)
    count = await queue.queue_count(actor, queue.Filters(late=True), queue.MOST_LATE)
    again = [item for item in await queue.queue(actor, limit=200) if item.round > 1]
    disputed = await promise_lines(actor.ward, await tasks.disputed(actor, MOST), today)
    return [
        Card(
            "late",
            str(_("Quá hạn trả lời: %(num)s vấn đề")) % {"num": counted(count, queue.MOST_LATE)},
            str(_("Không có vấn đề nào quá hạn.")),
            tuple([await _late(actor.ward, item, today) for item in late]),
            ((str(_("Xem mọi vấn đề quá hạn")), f"{MATTERS}?han=late"),),
        ),
        Card(
            "disputed",
            str(_("Lời hứa bị nói là chưa xong")),
            str(_("Không có lời hứa nào bị nói là chưa xong.")),
            tuple(Line(each.text, each.href, each.note, each.days) for each in disputed),
            ((str(_("Xem mọi việc đã hứa")), TASKS),),
        ),
        Card(
            "again",
            str(_("Người hỏi đề nghị trả lời lại")),
            str(_("Không có vấn đề nào đang được trả lời lại.")),
            tuple([await _line(actor.ward, item) for item in again[:MOST]]),
            ((str(_("Xem nhật ký thay đổi")), "/quan-tri/nhat-ky"),),
        ),
    ]


async def _late(ward: int, item: QueueItem, today: date) -> Line:
    days = days_late(await wards.calendar(ward), item, today)
    line = await _line(ward, item)
    return Line(line.text, line.href, line.note, days)


async def _line(ward: int, item: QueueItem) -> Line:
    who = await holder(ward, item)
    title = item.words or str(WITHOUT_TITLE) % {"id": item.id}
    note = str(_("Đang ở: %(who)s")) % {"who": who} if who else ""
    return Line(title, f"{MATTERS}/{item.id}", note)


async def _keeper(actor: Actor, _today: date) -> list[Card]:
    people = await wards.staff_list(actor.ward)
    places = await counters(actor.ward)
    dead = [job for job in await jobs.dead() if job.ward in {None, actor.ward}]
    active = sum(card.active for card in people)
    stopped = str(_("Có %(num)s việc tự động đã dừng, xem ở trên.")) % {"num": len(dead)}
    return [
        Card(
            "accounts",
            str(_("Tài khoản")),
            str(_("%(active)s tài khoản đang dùng, %(off)s đã tắt."))
            % {"active": active, "off": len(people) - active},
            links=(
                (str(_("Xem tài khoản")), "/quan-tri/tai-khoan"),
                (str(_("Thêm tài khoản")), "/quan-tri/tai-khoan/them"),
            ),
        ),
        Card(
            "counters",
            str(_("Quầy và mã QR")),
            str(_("%(num)s quầy đang nhận đánh giá.")) % {"num": len(places)},
            links=((str(_("Xem quầy, in mã QR")), "/quan-tri/quay"),),
        ),
        Card(
            "jobs",
            str(_("Việc tự động")),
            stopped if dead else str(_("Mọi việc tự động đang chạy bình thường.")),
            links=((str(_("Xem nhật ký thay đổi")), "/quan-tri/nhat-ky"),),
        ),
    ]


async def _counter_officer(actor: Actor, _today: date) -> list[Card]:
    paper = Card(
        "paper",
        str(_("Người dân nói tại quầy hoặc viết phiếu giấy?")),
        str(_("Ông bà nhập hộ, rồi đưa người dân phiếu có mã tra cứu.")),
        links=((str(_("Nhập hộ ý kiến")), f"{MATTERS}/moi"),),
    )
    slips = Card(
        "slips",
        str(_("Trả kết quả hồ sơ?")),
        str(_("Nhập số hồ sơ để biết có mời đánh giá không, rồi in phiếu.")),
        links=(
            (str(_("Phiếu đánh giá")), "/quan-tri/phieu-danh-gia"),
            (str(_("In nhiều phiếu")), "/quan-tri/phieu-danh-gia/nhieu"),
        ),
    )
    own = [
        card
        for card in await counters(actor.ward)
        if actor.staff in await counter_staff(actor.ward, card.id)
    ]
    return [
        paper,
        slips,
        *(
            Card(
                f"counter-{card.id}",
                str(_("Mã QR của %(counter)s")) % {"counter": card.title},
                str(_("Mời người dân quét mã này để đánh giá.")),
                svg=qr_svg(counter_url(SETTINGS.site, card.code)),
            )
            for card in own
        ),
    ]


async def _observer(actor: Actor, _today: date) -> list[Card]:
    beside = province_slug((await wards.ward_by_id(actor.ward)).province)
    return [
        Card(
            "figures",
            str(_("Phường trả lời người dân ra sao")),
            tiles=tuple(await tiles(actor.ward)),
            links=(
                (str(_("Số liệu trên một trang")), "/quan-tri/mot-trang"),
                *([(str(BESIDE), f"/tinh/{beside}")] if beside else []),
                (str(_("Xem số liệu hồ sơ")), "/quan-tri/so-lieu"),
                (str(_("Xem quy định đang áp dụng")), "/quan-tri/quy-dinh"),
            ),
        )
    ]


STARTS: dict[Role, Callable[[Actor, date], Awaitable[list[Card]]]] = {
    Role.COUNTER_OFFICER: _counter_officer,
    Role.INSPECTOR: _inspector,
    Role.KEEPER: _keeper,
    Role.OBSERVER: _observer,
}
