"""A statement of results in rows: the same for CSV, XLSX and the API, and what each column says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta

from dialogue.core.i18n import month_name as month_in_words
from dialogue.core.i18n import weekday
from surveys.periods import Period
from surveys.queries.counters import counters
from surveys.results import percent
from surveys.rules import Series
from surveys.statement import Cut, Line, Statement
from web.english import counter_called, plain, said
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.render import first_up

SERIES = {
    Series.SLIP: _("Đánh giá theo phiếu hồ sơ"),
    Series.GENERAL: _("Đánh giá chung tại quầy"),
    Series.STAFF: _("Phiếu giấy cán bộ nhập"),
    Series.MACHINE: _("Máy đánh giá có sẵn của phường"),
}
HALVES = (_("Buổi sáng"), _("Buổi chiều"))
NO_FIELD, NO_UNIT = _("Chưa chọn lĩnh vực"), _("Quầy chưa ghi đơn vị")
WHOLE = _("Toàn phường")
SOME_MONDAY = date(2024, 1, 1)
ROMAN = ("I", "II", "III", "IV")
COLUMNS = {  # each column of the files and the API, and what it says
    "series": _(
        "Chuỗi: slip là phiếu của hồ sơ, general là mã QR ở quầy, staff là phiếu nhập hộ, machine "
        "là máy đánh giá có sẵn"
    ),
    "by": _(
        "Chia theo: ward toàn phường, field lĩnh vực, unit đơn vị, counter quầy, weekday "
        "thứ, half buổi, month tháng"
    ),
    "key": _("Mã của dòng; thứ Hai là 0, buổi sáng là 0, tháng là ngày đầu tháng"),
    "name": _("Tên của dòng"),
    "within": _("Mã lĩnh vực lớn chứa lĩnh vực này"),
    "since": _("Ngày đầu của kỳ"),
    "until": _("Ngày cuối của kỳ"),
    "n": _("Số lượt đã tính; 0 là chưa đủ số lượt tối thiểu"),
    "very": _("Số lượt “Rất hài lòng”"),
    "ok": _("Số lượt “Hài lòng”"),
    "not_satisfied": _("Số lượt “Không hài lòng”"),
    "satisfied": _("Tỷ lệ hài lòng, phần trăm: “Rất hài lòng” và “Hài lòng” trên n"),
    "low": _("Cận dưới khoảng tin cậy Wilson 95%"),
    "high": _("Cận trên khoảng tin cậy Wilson 95%"),
    "before_n": _("Số lượt đã tính của kỳ trước"),
    "before": _("Tỷ lệ hài lòng của kỳ trước, phần trăm"),
    "change": _("Chênh lệch với kỳ trước, điểm phần trăm"),
    "p": _("Giá trị p của phép so hai tỷ lệ"),
    "trend": _("up tăng, down giảm hơn mức ngẫu nhiên; chance chưa hơn; unknown chưa đủ để so"),
    "standing": _(
        "So với các dòng cùng loại: above cao hơn, below thấp hơn, like chưa phân biệt "
        "được, unknown không so"
    ),
    "answered": _("Số phiếu hồ sơ nhận được trong những ngày có số hồ sơ"),
    "returned": _("Số hồ sơ đã trả kết quả, theo số liệu phường báo; trống là chưa có số hồ sơ"),
    "response": _("Tỷ lệ phản hồi, phần trăm: answered trên returned"),
    "returned_until": _("Ngày cuối mà số hồ sơ đã báo tính đến"),
    "reasons": _("Lý do chưa hài lòng, nhiều nhất đứng đầu: mã và số lần"),
}

TITLES = {  # what stands above each column where people read it
    "series": _("Chuỗi"),
    "by": _("Chia theo"),
    "key": _("Mã dòng"),
    "name": _("Tên dòng"),
    "within": _("Thuộc lĩnh vực"),
    "since": _("Từ ngày"),
    "until": _("Đến ngày"),
    "n": _("Số lượt (n)"),
    "very": _("Rất hài lòng"),
    "ok": _("Hài lòng"),
    "not_satisfied": _("Không hài lòng"),
    "satisfied": _("Tỷ lệ hài lòng (%)"),
    "low": _("Cận dưới (%)"),
    "high": _("Cận trên (%)"),
    "before_n": _("Số lượt kỳ trước"),
    "before": _("Tỷ lệ kỳ trước (%)"),
    "change": _("Thay đổi (điểm)"),
    "p": _("Giá trị p"),
    "trend": _("Xu hướng"),
    "standing": _("So với các dòng khác"),
    "answered": _("Phiếu nhận được"),
    "returned": _("Hồ sơ đã trả"),
    "response": _("Tỷ lệ phản hồi (%)"),
    "returned_until": _("Hồ sơ tính đến ngày"),
    "reasons": _("Lý do chưa hài lòng"),
}


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of a statement. Shares in percent with one decimal; null: not known, or too few."""

    series: str
    by: str
    key: str
    name: str
    within: str
    since: date
    until: date
    n: int
    very: int
    ok: int
    not_satisfied: int
    satisfied: float | None
    low: float | None
    high: float | None
    before_n: int
    before: float | None
    change: float | None
    p: float | None
    trend: str
    standing: str
    answered: int | None
    returned: int | None
    response: float | None
    returned_until: date | None
    reasons: str


def heads() -> list[str]:
    return [each.name for each in fields(ResultRow)]


def titles() -> list[str]:
    """The columns' names in words, in the same order."""
    return [str(TITLES[name]) for name in heads()]


def explained() -> list[tuple[str, str, str]]:
    """A line for each column: in words, its name in CSV and the API, what it says."""
    head = (str(_("Cột")), str(_("Tên trong CSV và API")), str(_("Ý nghĩa")))
    return [head, *((str(TITLES[name]), name, str(COLUMNS[name])) for name in heads())]


def rows(found: Statement, names: Mapping[str, str]) -> list[ResultRow]:
    """names: of `line_names`."""
    return [_row(found, line, names) for line in found.lines]


def _row(found: Statement, line: Line, names: Mapping[str, str]) -> ResultRow:
    shown, answer = line.figure, line.response
    share = answer.share if answer else None
    return ResultRow(
        series=found.series.value,
        by=line.cut.value,
        key=line.key,
        name=plain(line_name(line, names)),
        within=line.parent,
        since=found.since,
        until=found.until,
        n=shown.n,
        very=shown.counts.very,
        ok=shown.counts.ok,
        not_satisfied=shown.counts.not_,
        satisfied=shown.percent,
        low=shown.low,
        high=shown.high,
        before_n=line.before.n,
        before=line.before.percent,
        change=line.change.points,
        p=None if line.change.p is None else round(line.change.p, 4),
        trend=line.change.trend.value,
        standing=line.standing.value,
        answered=answer.given if answer else None,
        returned=answer.returned if answer else None,
        response=percent(share.part, share.whole) if share else None,
        returned_until=answer.until if answer else None,
        reasons=", ".join(f"{code} {times}" for code, times in shown.reasons),
    )


def as_cells(given: Sequence[ResultRow]) -> Iterator[tuple[object, ...]]:
    """For a file: the same values, in the columns' order."""
    for row in given:
        yield tuple(asdict(row).values())


async def line_names(ward: int) -> dict[str, str]:
    """The counters' names in the reader's language, by their own."""
    return {card.title: counter_called(card) for card in await counters(ward, retired=True)}


def line_name(line: Line, names: Mapping[str, str]) -> str:
    """In the reader's language."""
    if line.cut in _NAMES:
        return _NAMES[line.cut](line.key)
    if line.cut is Cut.COUNTER:
        return names.get(line.name, line.name)
    if not line.name:
        return str(NO_FIELD if line.cut is Cut.FIELD else NO_UNIT)
    return said(line.name, line.name_en)


def _weekday_name(key: str) -> str:
    return first_up(weekday(SOME_MONDAY + timedelta(days=int(key)), language()))


def month_name(first: date) -> str:
    if language() == "vi":
        return f"Tháng {first.month}/{first.year}"
    return f"{month_in_words(first.month, language())} {first.year}"


def period_name(period: Period) -> str:
    """`Tháng 10/2026`, `Quý III/2026`, `6 tháng đầu năm 2026`, `Năm 2026`."""
    year, part = period.year, period.part
    if period.months == 1:
        return month_name(period.since)
    if language() == "vi":
        half = f"6 tháng {'đầu' if part == 1 else 'cuối'} năm {year}"
        return {12: f"Năm {year}", 6: half, 3: f"Quý {ROMAN[part - 1]}/{year}"}[period.months]
    half = f"{'First' if part == 1 else 'Second'} half of {year}"
    return {12: f"{year}", 6: half, 3: f"Q{part} {year}"}[period.months]


_NAMES: dict[Cut, Callable[[str], str]] = {
    Cut.WARD: lambda _key: str(WHOLE),
    Cut.WEEKDAY: _weekday_name,
    Cut.HALF: lambda key: str(HALVES[int(key)]),
    Cut.MONTH: lambda key: month_name(date.fromisoformat(key)),
}
