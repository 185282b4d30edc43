"""All wards of a province or city on one page: what each publishes of itself, side by side."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from dialogue.core import clock
from dialogue.core.errors import NotFound
from dialogue.matters.exports import csv_text
from dialogue.ward.provinces import Province, province
from surveys.funnel import Where
from surveys.rules import Series, final_day
from web.access import PUBLIC
from web.caching import PAGES, Ready
from web.english import province as called
from web.funnel_plot import HEIGHT, LEFT, RIGHT, WIDTH, funnel
from web.i18n import gettext_lazy as _
from web.i18n import language, url
from web.pages.results import CSV, choices, read_view
from web.papers import MEDIA
from web.province_rows import COLUMNS, HEADS, Order, Overview, cells, ordered, overview
from web.render import render
from web.result_rows import SERIES, period_name

RISING, FALLING = "tang", "giam"
SHOWN = (Series.GENERAL, Series.SLIP)  # what every ward may have
AGAINST = {
    Where.FAR_ABOVE: _("cao hơn giới hạn 99,8%"),
    Where.ABOVE: _("cao hơn giới hạn 95%"),
    Where.WITHIN: _("trong giới hạn"),
    Where.BELOW: _("thấp hơn giới hạn 95%"),
    Where.FAR_BELOW: _("thấp hơn giới hạn 99,8%"),
    Where.UNKNOWN: "",
}


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the table stands. Names begin with the first letter, figures with the largest."""

    order: Order
    falling: bool

    def query(self, order: Order) -> str:
        """Of the heading's link: the same column once more turns it round."""
        falling = not self.falling if order is self.order else order is not Order.NAME
        return f"xep={order}&chieu={FALLING if falling else RISING}"

    def aria(self, order: Order) -> str:
        if order is not self.order:
            return "none"
        return "descending" if self.falling else "ascending"


@get("/tinh/{slug:str}", opt=PUBLIC)
async def show_province(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """xep, chieu: how the table is sorted. Raises NotFound for what there is not."""
    found, sorting = await _asked(request, slug), read_sorting(request)

    async def make() -> Ready:
        return await to_thread(lambda: Ready.of(made(found, sorting)))  # 168 rows and a picture

    key = (language(), slug, found.period, found.series, sorting, found.counted)
    ready: Ready = await PAGES.get(EVERYWHERE, "province", key, make)
    return ready.reply(request)


EVERYWHERE = 0  # the shelf of pages that belong to no single ward


async def _asked(request: Request[Any, Any, Any], slug: str) -> Overview:
    place, view = await province(slug), read_view(request)
    return await overview(place, view.period, view.series or Series.GENERAL)


def read_sorting(request: Request[Any, Any, Any]) -> Sorting:
    """Raises NotFound for a column or direction that there is not."""
    given = request.query_params
    order, way = given.get("xep", Order.NAME), given.get("chieu", "")
    if order not in set(Order) or way not in {"", RISING, FALLING}:
        raise NotFound(f"no order {order!r} {way!r}")
    usual = order != Order.NAME
    return Sorting(Order(order), way == FALLING if way else usual)


def _in_a_sentence(place: Province) -> str:
    """ "tỉnh Quảng Ninh", "Quảng Ninh Province"."""
    text = called(place.name, place.title)
    return text[:1].lower() + text[1:] if place.title and text.startswith(place.title) else text


def province_path(place: Province) -> str:
    return url(f"/tinh/{place.slug}")


def made(found: Overview, sorting: Sorting) -> str:
    place, path = found.province, province_path(found.province)
    asked = f"ky={found.period.key}&chuoi={found.series}"
    last = final_day(clock.local_day(found.counted))
    return render(
        "pages/province.html",
        query=f"{asked}&{_again(sorting)}",
        found=found,
        place=_in_a_sentence(place),
        lines=ordered(found.lines, sorting.order, sorting.falling),
        heads=[
            (HEADS[each], f"?{asked}&{sorting.query(each)}", sorting.aria(each), each)
            for each in Order
        ],
        against=AGAINST,
        plot=funnel(found.lines, found.share),
        size=(WIDTH, HEIGHT, LEFT, RIGHT),
        period_name=period_name,
        tabs=[
            (period_name(each), f"{path}?ky={each.key}&chuoi={found.series}", each == found.period)
            for each in choices(last, found.period)
        ],
        all_series=[
            (SERIES[each], f"{path}?ky={found.period.key}&chuoi={each}", each is found.series)
            for each in SHOWN
        ],
        series_name=SERIES[found.series],
        files=(f"{path}/so-lieu.csv?{asked}", f"{path}/so-lieu.xlsx?{asked}"),
        columns=COLUMNS,
        path=path,
    )


def _again(sorting: Sorting) -> str:
    return f"xep={sorting.order}&chieu={FALLING if sorting.falling else RISING}"


@get("/tinh/{slug:str}/so-lieu.csv", opt=PUBLIC)
async def province_csv(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    found = await _asked(request, slug)
    return _file(csv_text(list(COLUMNS), cells(found)).encode(), CSV, found, "csv")


@get("/tinh/{slug:str}/so-lieu.xlsx", opt=PUBLIC)
async def province_sheet(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    from web.printing.sheet import as_xlsx  # noqa: PLC0415  openpyxl, which few ever need

    found = await _asked(request, slug)
    sheet = await to_thread(as_xlsx, found.province.name, list(COLUMNS), cells(found), explained())
    return _file(sheet, MEDIA["xlsx"], found, "xlsx")


def explained() -> list[tuple[str, str]]:
    """What each column says, in the reader's language."""
    return [(name, str(words)) for name, words in COLUMNS.items()]


def _file(body: bytes, media: str, found: Overview, form: str) -> Response[bytes]:
    name = f"{found.province.slug}-{found.period.key}-{found.series}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(body, media_type=media, headers=headers)


handlers = [show_province, province_csv, province_sheet]
