"""The audit log: who changed what in the ward's administration, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from babel.support import LazyProxy
from litestar import Request, get
from litestar.response import Template
from pydantic import BaseModel, Field

from dialogue.core.audit import Entry, Wanted, entries
from dialogue.core.clock import HANOI
from dialogue.core.text import person_sort_key
from dialogue.matters.queries.matters import unheard_of
from dialogue.matters.rules import may_open_sealed
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.days import Day
from web.forms import read_query
from web.i18n import gettext_lazy as _
from web.numbers import LARGEST_LONG, Id, whole
from web.paging import after, slice_of
from web.render import staff_page
from web.shapes import RailItem
from web.staff.audit_words import NONE, Book, book, changes, subject
from web.staff.parts import Words

PATH = "/quan-tri/nhat-ky"
WHOLE = (Role.KEEPER, Role.CHAIRMAN, Role.INSPECTOR)
WHO = staff(*WHOLE, Role.SEALED_READER)
BOX = "sealed-"  # how the actions at the sealed box begin
SIZE = 50
SYSTEM = _("Hệ thống")
OTHER_ACT = _("Thay đổi khác")
ACTION: Words = {
    "add-counter": _("Thêm quầy"),
    "enter-dossier": _("Nhập hồ sơ để mời đánh giá"),
    "hand-slip": _("Đưa phiếu đánh giá"),
    "refuse-slip": _("Ghi: không nhận phiếu đánh giá"),
    "replace-slip": _("Thay phiếu đánh giá"),
    "add-form": _("Thêm bản của mẫu phiếu"),
    "announce-survey": _("Mở đợt khảo sát"),
    "close-survey": _("Kết thúc đợt khảo sát, công bố kết quả"),
    "edit-form": _("Sửa bản nháp mẫu phiếu"),
    "move-survey": _("Đổi ngày đợt khảo sát"),
    "publish-form": _("Ban hành mẫu phiếu"),
    "read-comments": _("Đọc đầu tiên lời ghi thêm ở quầy"),
    "read-survey-comment": _("Đọc trước lời ghi thêm của đợt khảo sát"),
    "retire-form": _("Ngừng dùng mẫu phiếu"),
    "return-form": _("Trả mẫu phiếu về bản nháp"),
    "send-form": _("Gửi duyệt mẫu phiếu"),
    "add-field": _("Thêm lĩnh vực"),
    "add-group": _("Thêm tổ dân phố"),
    "add-staff": _("Thêm tài khoản"),
    "add-topic": _("Thêm chủ đề"),
    "add-unit": _("Thêm đơn vị"),
    "change-calendar": _("Sửa lịch làm việc"),
    "change-field": _("Sửa lĩnh vực"),
    "change-group": _("Sửa tổ dân phố"),
    "change-password": _("Tự đổi mật khẩu"),
    "change-staff": _("Sửa tài khoản"),
    "change-topic": _("Sửa chủ đề"),
    "change-unit": _("Sửa đơn vị"),
    "change-ward": _("Sửa thông tin phường"),
    "discard-paper-stack": _("Bỏ xấp phiếu giấy"),
    "end-group": _("Kết thúc tổ dân phố"),
    "end-rule": _("Kết thúc quy định riêng"),
    "end-staff-sessions": _("Đăng xuất mọi máy của một tài khoản"),
    "end-unit": _("Kết thúc đơn vị"),
    "enter-paper-again": _("Nhập lần hai xấp phiếu giấy"),
    "enter-paper-stack": _("Nhập xấp phiếu giấy"),
    "enter-case-figures": _("Ghi số liệu hồ sơ"),
    "follow-up-done": _("Ghi khắc phục"),
    "import-fields": _("Nhập lĩnh vực từ tệp"),
    "import-groups": _("Nhập tổ dân phố từ tệp"),
    "import-paper-stack": _("Nhập phiếu giấy từ bảng tính"),
    "import-procedures": _("Nhập thủ tục từ tệp"),
    "import-topics": _("Nhập chủ đề từ tệp"),
    "import-units": _("Nhập đơn vị từ tệp"),
    "hide-file": _("Thôi công khai tệp"),
    "read-original": _("Xem nguyên văn lời người hỏi"),
    "keep": _("Giữ nguyên thông tin riêng"),
    "make-group-link": _("Tạo liên kết riêng"),
    "mask": _("Che thông tin riêng"),
    "reset-password": _("Đặt lại mật khẩu"),
    "add-machine": _("Tạo mã cho máy kết nối"),
    "revoke-machine": _("Thu hồi mã của máy kết nối"),
    "add-webhook": _("Thêm máy nhận tin"),
    "repeat-webhook": _("Gửi lại tin cho máy nhận tin"),
    "stop-webhook": _("Tắt máy nhận tin"),
    "elsewhere-machine": _("Mã của máy kết nối được dùng từ hai mạng"),
    "send-machine-cases": _("Máy kết nối gửi số liệu hồ sơ"),
    "send-machine-question": _("Máy kết nối gửi câu hỏi"),
    "send-machine-slips": _("Máy kết nối xin phiếu đánh giá"),
    "pair-kiosk": _("Ghép máy tại quầy"),
    "revoke-kiosk": _("Thu hồi máy tại quầy"),
    "move-counter": _("Chuyển quầy sang đơn vị khác"),
    "replace-counter-code": _("Thay mã của quầy"),
    "retire-counter": _("Đóng quầy"),
    "alert-explain": _("Giải thích cảnh báo"),
    "alert-propose": _("Đề nghị để riêng lượt đánh giá"),
    "alert-agree": _("Đồng ý để riêng lượt đánh giá"),
    "alert-decline": _("Không đồng ý để riêng lượt đánh giá"),
    "alert-restore": _("Tính lại lượt đã để riêng"),
    "revoke-group-link": _("Thu hồi liên kết riêng"),
    "sealed-missed": _("Mở vấn đề không thuộc phần việc của mình hoặc không có"),
    "sealed-refused": _("Không được mở nội dung xử lý riêng"),
    "set-counter-staff": _("Ghi người làm tại quầy"),
    "set-roles": _("Giao vai trò"),
    "set-outside": _("Chọn nơi nhận bên ngoài"),
    "sign-recount": _("Ký kết quả đếm lại sổ đánh giá"),
    "set-rule": _("Đặt quy định riêng"),
    "set-up-ward": _("Lập phường trên hệ thống"),
    "rebuild-sums": _("Tính lại tổng theo ngày từ các lượt đánh giá"),
    "settle-paper-stack": _("Quyết chỗ khác nhau của xấp phiếu giấy"),
    "show-file": _("Công khai tệp"),
    "switch-field": _("Bật, tắt lĩnh vực"),
    "switch-staff": _("Bật, tắt tài khoản"),
    "switch-topic": _("Bật, tắt chủ đề"),
    "text-altered": _("Câu trả lời công khai bị sửa ngoài phần mềm"),
}


SUBJECTS: dict[str, tuple[LazyProxy, tuple[str, ...]]] = {  # for the filter: how actions end
    "tai-khoan": (_("Tài khoản"), ("staff", "password", "roles", "staff-sessions")),
    "khao-sat": (_("Khảo sát, mẫu phiếu"), ("form", "survey", "survey-comment")),
    "quay": (
        _("Quầy"),
        ("counter", "counter-code", "counter-staff", "follow-up-done", "alert", "kiosk"),
    ),
    "phieu": (_("Phiếu đánh giá"), ("slip", "dossier")),
    "may-ket-noi": (
        _("Máy kết nối"),
        ("machine", "machine-slips", "machine-cases", "machine-question", "webhook"),
    ),
    "phieu-giay": (_("Phiếu giấy"), ("paper-stack", "paper-again")),
    "to": (_("Tổ dân phố"), ("group", "groups", "group-link")),
    "danh-muc": (
        _("Đơn vị, lĩnh vực, thủ tục"),
        ("unit", "units", "field", "fields", "topic", "topics", "procedures"),
    ),
    "quy-dinh": (_("Quy định, lịch làm việc"), ("rule", "calendar")),
    "thong-tin-rieng": (_("Thông tin riêng, tệp"), ("mask", "keep", "file")),
    "so-lieu": (_("Số liệu hồ sơ"), ("figures",)),
    "rieng": (_("Nội dung xử lý riêng"), ("refused", "missed", "outside")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """changes: (name of the value, before, after); `–` where there was none."""

    at: datetime
    who: object
    what: object
    subject: str
    changes: list[tuple[str, str, str]]


class FilterForm(BaseModel):
    """The names stand in the address."""

    ve: Annotated[str, Field(max_length=20)] = ""
    nguoi: Id | None = None
    tu: Day | None = None
    den: Day | None = None


@get("/nhat-ky", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    before = whole(after(request), LARGEST_LONG)
    actor = request.user
    form = read_query(request, FilterForm)
    found = await entries(actor.ward, before, SIZE + 1, await _wanted(actor, form.data))
    part = slice_of(request, found, SIZE, lambda entry: str(entry.id))
    known = await book(actor.ward)
    return await staff_page(
        request,
        "staff/audit.html",
        lines=[_line(entry, known) for entry in part.items],
        part=part,
        form=form,
        filtered=any(form.values.values()),
        subjects=[(name, text) for name, (text, _ends) in SUBJECTS.items()],
        people=sorted(known.names.people.items(), key=lambda each: person_sort_key(each[1])),
    )


async def _wanted(actor: Actor, form: FilterForm | None) -> Wanted:
    """A wrong address filters nothing beyond what the actor may read."""
    never = "" if may_open_sealed(actor) else BOX
    only = "" if actor.has(*WHOLE) else BOX
    silent = await unheard_of(actor)
    if form is None:
        return Wanted(only, never, silent=silent)
    since = None if form.tu is None else _midnight(form.tu)
    until = None if form.den is None else _midnight(form.den + timedelta(days=1))
    return Wanted(only, never, _actions(form.ve), form.nguoi, silent, since, until)


def _actions(chosen: str) -> tuple[str, ...]:
    if chosen not in SUBJECTS:
        return ()
    ends = SUBJECTS[chosen][1]
    return tuple(a for a in ACTION if any(a == end or a.endswith(f"-{end}") for end in ends))


def _midnight(day: date) -> datetime:
    """When it begins in Vietnam."""
    return datetime.combine(day, time(), tzinfo=HANOI)


def _line(entry: Entry, known: Book) -> Line:
    people = known.names.people
    who = SYSTEM if entry.staff is None else people.get(entry.staff, NONE)
    what = ACTION.get(entry.action, OTHER_ACT)
    return Line(entry.at, who, what, subject(entry, known), changes(entry, known))


handlers = [show]
rail = [RailItem("audit", PATH, "search", _("Nhật ký"), WHO["who"], 90)]
