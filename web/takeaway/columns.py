"""The columns of the board's downloads: one table for CSV, JSON lines, XLSX, the data package and
the page that explains them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from babel.support import LazyProxy

from dialogue.core.clock import local_day
from dialogue.core.settings import SETTINGS
from dialogue.matters.queries.whole_board import WholeAnswer
from dialogue.ward import queries
from dialogue.ward.cards import WardCard
from web.answer_cards import Names, answer_path, names
from web.english import plain
from web.i18n import gettext_lazy as _
from web.i18n import url
from web.pages.board import STATES
from web.words import SOURCE, VERDICT


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is told with: names in the language of the address, codes as they are."""

    ward: WardCard
    names: Names
    codes: dict[int, str]  # of fields


async def known_of(ward: WardCard) -> Known:
    fields = await queries.fields(ward.id, past=True)
    return Known(ward, await names(ward.id), {each.id: each.code.lower() for each in fields})


@dataclass(frozen=True, slots=True)
class Column:
    """name: for good, in every language. kind: string, integer, boolean or date (Frictionless)."""

    name: str
    kind: str
    title: LazyProxy
    about: LazyProxy
    value: Callable[[WholeAnswer, Known], object]
    required: bool = False


def _code(each: WholeAnswer, known: Known) -> str | None:
    return known.codes.get(each.item.field or 0)


def _called(table: dict[int, str], wanted: int | None) -> str | None:
    return plain(table[wanted]) if wanted in table else None


def _verdict(each: WholeAnswer) -> str | None:
    return str(VERDICT[each.item.verdict]) if each.item.verdict else None


COLUMNS: Sequence[Column] = (
    Column(
        "so",
        "integer",
        _("Số"),
        _("Số của câu hỏi trên Bảng trả lời; không bao giờ đổi."),
        lambda each, _known: each.item.number,
        required=True,
    ),
    Column(
        "dia_chi",
        "string",
        _("Địa chỉ"),
        _("Trang có câu hỏi, câu trả lời và mọi lần đính chính."),
        lambda each, known: SETTINGS.site + url(answer_path(known.ward.slug, each.item.number)),
        required=True,
    ),
    Column(
        "tieu_de",
        "string",
        _("Tiêu đề"),
        _("Do phường viết. Trống khi nội dung đang được kiểm tra."),
        lambda each, _known: each.item.title if each.item.intact else None,
    ),
    Column(
        "cau_hoi",
        "string",
        _("Câu hỏi"),
        _("Lời người hỏi, thông tin riêng đã che."),
        lambda each, _known: each.body or None,
    ),
    Column(
        "tra_loi",
        "string",
        _("Câu trả lời"),
        _("Bản đang có hiệu lực, đã đính chính nếu có đính chính."),
        lambda each, _known: each.answer or None,
    ),
    Column(
        "tom_tat_tieng_anh",
        "string",
        _("Tóm tắt tiếng Anh"),
        _("Có khi phường viết thêm."),
        lambda each, _known: each.summary_en or None,
    ),
    Column("ma_linh_vuc", "string", _("Mã lĩnh vực"), _("Như trong địa chỉ khi lọc."), _code),
    Column(
        "linh_vuc",
        "string",
        _("Lĩnh vực"),
        _("Tên lĩnh vực thủ tục."),
        lambda each, known: _called(known.names.fields, each.item.field),
    ),
    Column(
        "chu_de",
        "string",
        _("Chủ đề"),
        _("Tên chủ đề, khi câu hỏi không thuộc lĩnh vực thủ tục nào."),
        lambda each, known: _called(known.names.topics, each.item.topic),
    ),
    Column(
        "khu_dan_cu",
        "string",
        _("Khu dân cư"),
        _("Tổ, khu phố, thôn hoặc ấp, tên vào lúc hỏi; trống khi không biết."),
        lambda each, known: _called(known.names.groups, each.item.group),
    ),
    Column(
        "hoi_qua",
        "string",
        _("Hỏi qua"),
        _("Cách câu hỏi đến phường."),
        lambda each, _known: str(SOURCE[each.item.source]),
    ),
    Column(
        "so_nguoi_hoi",
        "integer",
        _("Số người cùng hỏi"),
        _("1 khi chỉ có một người hỏi."),
        lambda each, _known: each.item.askers,
    ),
    Column(
        "tinh_trang",
        "string",
        _("Tình trạng"),
        _("Như trên Bảng trả lời."),
        lambda each, _known: str(STATES[each.item.state]),
    ),
    Column(
        "ngay_nhan",
        "date",
        _("Ngày nhận"),
        _("Ngày phường nhận câu hỏi."),
        lambda each, _known: each.item.received_on,
    ),
    Column(
        "han_tra_loi",
        "date",
        _("Hạn trả lời"),
        _("Hạn của câu trả lời đầu tiên, như đã hẹn lúc đầu; trống khi không tính hạn."),
        lambda each, _known: each.item.first_due_on,
    ),
    Column(
        "ngay_tra_loi",
        "date",
        _("Ngày trả lời"),
        _("Ngày đăng câu trả lời đầu tiên."),
        lambda each, _known: each.item.published_on,
    ),
    Column(
        "so_ngay_lam_viec",
        "integer",
        _("Số ngày làm việc"),
        _("Từ ngày nhận đến câu trả lời đầu tiên."),
        lambda each, _known: each.item.days,
    ),
    Column(
        "dung_han",
        "boolean",
        _("Đúng hạn"),
        _("1: câu trả lời đầu tiên đúng hạn; 0: chậm; trống: không tính hạn."),
        lambda each, _known: each.item.in_time,
    ),
    Column(
        "lan_tra_loi",
        "integer",
        _("Lần trả lời"),
        _("Từ 2 trở lên: phường đã trả lời lại vì người hỏi chưa hài lòng."),
        lambda each, _known: each.item.round,
    ),
    Column(
        "ngay_sua",
        "date",
        _("Ngày thay đổi cuối"),
        _("Ngày trả lời lại, đính chính hoặc che thông tin gần nhất."),
        lambda each, _known: local_day(each.changed_at),
    ),
    Column(
        "ngay_dinh_chinh",
        "date",
        _("Ngày đính chính"),
        _("Trống khi không có đính chính."),
        lambda each, _known: each.item.corrected_on,
    ),
    Column(
        "y_kien_nguoi_hoi",
        "string",
        _("Ý kiến người hỏi"),
        _("Về câu trả lời; trống khi chưa cho ý kiến."),
        lambda each, _known: _verdict(each),
    ),
    Column(
        "ngay_y_kien",
        "date",
        _("Ngày có ý kiến"),
        _("Ngày người hỏi cho ý kiến."),
        lambda each, _known: each.item.verdict_on,
    ),
    Column(
        "don_vi",
        "string",
        _("Đơn vị trả lời"),
        _("Đơn vị soạn câu trả lời."),
        lambda each, known: _called(known.names.units, each.item.unit),
    ),
    Column(
        "chuc_danh_duyet",
        "string",
        _("Chức danh người duyệt"),
        _("Của lãnh đạo đã duyệt câu trả lời."),
        lambda each, _known: each.item.approver_title,
    ),
)
HEADS = [column.name for column in COLUMNS]


def values(each: WholeAnswer, known: Known) -> list[Any]:
    """A row, in the order of COLUMNS."""
    return [column.value(each, known) for column in COLUMNS]
