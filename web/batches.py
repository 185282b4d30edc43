"""A spreadsheet of opinions, for staff and for the heads of groups alike: words, files, steps."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import anyio
from babel.support import LazyProxy
from litestar import Response
from litestar.datastructures import UploadFile
from pydantic import BaseModel

from dialogue.core.codes import grouped
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.i18n import number
from dialogue.core.sheets import MOST_BYTES, read_sheet
from dialogue.matters.actions import batches as acts
from dialogue.matters.batch_rows import (
    FOR_GROUP,
    FOR_STAFF,
    HEADING_WITHIN,
    Fault,
    heading,
    read_rows,
)
from dialogue.matters.exports import csv_text
from dialogue.matters.queries.batches import (
    BatchView,
    Limit,
    Slip,
    alike,
    choices,
    limit_of,
    own_batch,
    owner_of,
)
from dialogue.matters.states import Source
from dialogue.ward.rules import Actor, GroupVisitor
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.render import NO_STORE

BODY = 8 * 1024 * 1024  # bytes of the form that carries a file
SHOWN = 30  # rows of a preview; faults and doubles are told of all
CSV, XLSX = (
    "text/csv",
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet program would take it for a formula
Words = Mapping[str, LazyProxy]

REFUSED: Words = {  # %(…)s from the error, and the rule's limit
    "missing": _("Ông bà chưa chọn tệp."),
    "empty": _("Tệp không có chữ nào."),
    "too-large": _("Tệp lớn quá, hoặc mở ra lớn quá. Ông bà tách làm nhiều tệp."),
    "too-many-rows": _(
        "Bảng dài hơn %(most)s dòng, là mức nhiều nhất của một lần gửi (quy định %(rule)s, "
        "từ %(since)s). Chưa dòng nào được ghi. Ông bà tách làm nhiều tệp."
    ),
    "old-excel": _(
        "Tệp là Excel kiểu cũ (.xls) hoặc có mật khẩu. Ông bà mở bằng Excel, bỏ mật khẩu, rồi lưu "
        "thành .xlsx."
    ),
    "macros": _("Tệp có macro nên không nhận. Ông bà lưu lại thành .xlsx không có macro."),
    "not-a-table": _("Không đọc được tệp này như một bảng. Phường nhận tệp .xlsx và .csv."),
    "tcvn3": _(
        "Chữ trong tệp theo bảng mã cũ TCVN3 (ABC, phông .VnTime). Ông bà chuyển sang Unicode rồi "
        "gửi lại."
    ),
    "vni": _("Chữ trong tệp theo bảng mã cũ VNI. Ông bà chuyển sang Unicode rồi gửi lại."),
    "separator": _(
        "Các cột trong tệp ngăn nhau bằng dấu “%(separator)s”. Phường nhận dấu phẩy, chấm phẩy "
        "hoặc tab. Ông bà mở bằng Excel, lưu lại dạng “CSV UTF-8” hoặc .xlsx rồi gửi lại."
    ),
    "broken-row": _("Dòng %(line)s có dấu nháy kép mở mà không đóng, nên bảng bị vỡ."),
    "no-heading": _("Không thấy cột “%(meant)s”. Dòng đầu bảng phải ghi tên các cột như tệp mẫu."),
    "misspelt": _("Cột “%(column)s” có lẽ là “%(meant)s”. Ông bà sửa tên cột rồi gửi lại."),
    "unknown-column": _(
        "Cột “%(column)s” không có trong mẫu. Ông bà xóa cột này, hoặc đổi tên theo mẫu."
    ),
    "column-twice": _("Cột “%(column)s” có hai lần."),
    "no-rows": _("Bảng chỉ có tên cột, chưa có dòng nào."),
    "channel": _("Ông bà chọn cách ý kiến đến phường."),
    "no-rule": _("Hiện không có quy định cho gửi bằng bảng tính."),
}
FAULT: Words = {
    "empty": _("còn trống"),
    "short": _("ngắn quá: %(size)s chữ cái, cần ít nhất %(most)s"),
    "long": _("dài quá: %(size)s chữ cái, nhiều nhất %(most)s"),
    "unknown": _("“%(cell)s” không có trong danh sách"),
    "several": _("“%(cell)s” có hơn một nơi cùng tên, ghi rõ hơn"),
    "consent": _("có số liên hệ mà cột “%(consent)s” chưa ghi “x”"),
}
EXTRA = _("Dòng %(line)s: chữ “%(cell)s” nằm ngoài các cột có tên")
PLACE = _("Dòng %(line)s, cột %(column)s: %(what)s")
SEPARATOR: Words = {",": _("dấu phẩy"), ";": _("dấu chấm phẩy"), "\t": _("dấu tab")}
NOT_CONFIRMED: Words = {
    "faults": _("Bảng còn lỗi nên chưa ghi được. Ông bà sửa tệp rồi tải lên lại."),
    "nothing": _("Bỏ các dòng trùng thì không còn dòng nào để ghi."),
}


class ConfirmForm(BaseModel):
    """alike: what becomes of rows that are there already."""

    alike: Literal["skip", "take"] = "skip"


@dataclass(frozen=True, slots=True)
class Double:
    """A row that is there already. text: since when, or in which line."""

    number: int
    text: str
    matter: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """What a sheet is sent for. to: kind and id; name: what people read."""

    to: tuple[str, int] | None = None
    name: str = ""


NOWHERE = Bound()


async def receive_file(
    who: Actor | GroupVisitor, files: Sequence[UploadFile], source: Source, bound: Bound = NOWHERE
) -> str:
    """The public id of the preview. Raises Invalid(file=…) as REFUSED has it, Forbidden."""
    owner = owner_of(who)
    limit = await limit_of(who.ward)
    if limit is None:
        raise Invalid("no rule", file="no-rule")
    if not files:
        raise Invalid("no file", file="missing")
    data = await files[0].read(MOST_BYTES + 1)
    sheet = await anyio.to_thread.run_sync(read_sheet, data, limit.most + HEADING_WITHIN)
    columns = FOR_STAFF if isinstance(who, Actor) else FOR_GROUP
    known = await choices(who.ward)
    read = await anyio.to_thread.run_sync(read_rows, sheet, columns, known, limit.most)
    told = {
        "name": files[0].filename[-120:],
        "encoding": sheet.encoding.value,
        "delimiter": sheet.delimiter,
        "bound": bound.name,
    }
    known_rows = await alike(who, read.rows)
    return await acts.keep(owner, read, source, known_rows, told, bound.to)


async def confirm(who: Actor | GroupVisitor, batch: str, how: str) -> None:
    """A short sheet is registered at once, the rest of a long one by a job. Raises Invalid."""
    owner = owner_of(who)
    await acts.confirm(owner, batch, skip_alike=how == "skip")
    row = await own_batch(owner, batch)
    try:
        await acts.take_part(who.ward, row["id"])
    except Conflict:  # the job is at it already
        return


def refusal(error: Invalid, limit: Limit | None) -> str:
    """Why a file was not taken."""
    key = error.errors.get("file") or error.errors.get("source", "")
    said = {name: error.errors.get(name, "–") for name in ("line", "column", "meant", "separator")}
    if limit is not None:
        said |= {
            "most": number(limit.most, language=language()),
            "rule": "BAT-ROWS",
            "since": f"{limit.since:%d/%m/%Y}",
        }
    return str(REFUSED.get(key, REFUSED["not-a-table"])) % said


def parts(view: BatchView) -> dict[str, Any]:
    """What the templates of a batch are given."""
    return {
        "batch": view,
        "faults": [_fault(fault, view.heads) for fault in view.faults],
        "doubles": _doubles(view),
        "separator": SEPARATOR.get(view.told.get("delimiter", ""), ""),
        "rows": view.rows[:SHOWN],
    }


def _fault(fault: Fault, heads: Mapping[str, str]) -> str:
    if not fault.column:
        return str(EXTRA) % {"line": fault.number, "cell": fault.cell}
    what = str(FAULT[fault.key]) % {
        "cell": fault.cell,
        "size": number(fault.size, language=language()),
        "most": number(fault.most, language=language()),
        "consent": heading("consent"),
    }
    column = heads.get(fault.column) or heading(fault.column)
    return str(PLACE) % {"line": fault.number, "column": column, "what": what}


def _doubles(view: BatchView) -> list[Double]:
    made = [
        Double(line, str(_("trùng lời với dòng %(line)s")) % {"line": first})
        for line, first in view.twins.items()
    ]
    for line, what in view.known.items():
        year, month, day = str(what["on"]).split("-")
        text = str(_("đã có trong sổ, nhận ngày %(day)s")) % {"day": f"{day}/{month}/{year}"}
        made.append(Double(line, text, what["matter"]))
    return sorted(made, key=lambda double: double.number)


# Files to take away


def template_csv(columns: Sequence[str]) -> Response[bytes]:
    return csv_file("mau-y-kien.csv", [heading(column) for column in columns], [])


def template_xlsx(columns: Sequence[str]) -> Response[bytes]:
    """Every cell is text, so that Excel keeps 0912… and 15/8 as they are typed."""
    from openpyxl import Workbook  # noqa: PLC0415  see dialogue.core.sheets
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append([heading(column) for column in columns])
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].number_format = "@"
        sheet.column_dimensions[letter].width = 60 if column == "body" else 20
        for line in range(2, 202):
            sheet.cell(line, place).number_format = "@"
    sheet.freeze_panes = "A2"
    book.save(out)
    return _download(out.getvalue(), XLSX, "mau-y-kien.xlsx")


def slips_csv(slips: Sequence[Slip], site: str) -> Response[bytes]:
    heads = [str(_("Dòng")), str(_("Số")), str(_("Mã tra cứu")), str(_("Nội dung")), ""]
    rows = [
        (slip.number, slip.public_id, grouped(slip.code), slip.words, f"{site}/tra-cuu")
        for slip in slips
    ]
    return csv_file("phieu-tra-cuu.csv", heads, rows)


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response[bytes]:
    """A table for Excel, for nobody's cache."""
    return _download(csv_text(heads, rows).encode(), CSV, name)


def _download(data: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = NO_STORE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)
