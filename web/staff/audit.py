"""The audit log: who changed what in the ward's administration, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, get
from litestar.response import Template

from dialogue.core.audit import Entry, entries
from dialogue.matters.queries.matters import sealed_ids
from dialogue.matters.rules import may_open_sealed
from dialogue.ward import queries
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from web.access import staff
from web.i18n import gettext_lazy as _
from web.paging import after, slice_of
from web.render import staff_page
from web.shapes import RailItem
from web.staff.parts import Words

PATH = "/quan-tri/nhat-ky"
WHOLE = (Role.KEEPER, Role.CHAIRMAN, Role.INSPECTOR)
WHO = staff(*WHOLE, Role.SEALED_READER)
BOX = "sealed-"  # how the actions at the sealed box begin
SIZE = 50
SYSTEM = _("Hệ thống")
ACTION: Words = {
    "add-counter": _("Thêm quầy"),
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
    "end-group": _("Kết thúc tổ dân phố"),
    "end-rule": _("Kết thúc quy định riêng"),
    "end-staff-sessions": _("Đăng xuất mọi máy của một tài khoản"),
    "end-unit": _("Kết thúc đơn vị"),
    "enter-case-figures": _("Ghi số liệu hồ sơ"),
    "follow-up-done": _("Ghi khắc phục"),
    "import-fields": _("Nhập lĩnh vực từ tệp"),
    "import-groups": _("Nhập tổ dân phố từ tệp"),
    "import-procedures": _("Nhập thủ tục từ tệp"),
    "import-topics": _("Nhập chủ đề từ tệp"),
    "import-units": _("Nhập đơn vị từ tệp"),
    "hide-file": _("Thôi công khai tệp"),
    "keep": _("Giữ nguyên thông tin riêng"),
    "make-group-link": _("Tạo liên kết riêng"),
    "mask": _("Che thông tin riêng"),
    "reset-password": _("Đặt lại mật khẩu"),
    "retire-counter": _("Đóng quầy"),
    "revoke-group-link": _("Thu hồi liên kết riêng"),
    "sealed-refused": _("Không được mở nội dung xử lý riêng"),
    "set-counter-staff": _("Ghi người làm tại quầy"),
    "set-roles": _("Giao vai trò"),
    "set-rule": _("Đặt quy định riêng"),
    "set-up-ward": _("Lập phường trên hệ thống"),
    "show-file": _("Công khai tệp"),
    "switch-field": _("Bật, tắt lĩnh vực"),
    "switch-staff": _("Bật, tắt tài khoản"),
    "switch-topic": _("Bật, tắt chủ đề"),
    "text-altered": _("Câu trả lời công khai bị sửa ngoài phần mềm"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """changes: (name of the value, before, after); `–` where there was none."""

    at: datetime
    who: object
    what: object
    subject: str
    changes: list[tuple[str, str, str]]


@get("/nhat-ky", opt=WHO)
async def show(request: Request[Actor, Any, Any]) -> Template:
    key = after(request)
    before = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else None
    actor = request.user
    never = "" if may_open_sealed(actor) else BOX
    only = "" if actor.has(*WHOLE) else BOX
    silent = () if may_open_sealed(actor) else await sealed_ids(actor.ward)
    found = await entries(actor.ward, before, SIZE + 1, only=only, never=never, silent=silent)
    part = slice_of(request, found, SIZE, lambda entry: str(entry.id))
    names = {each.id: each.name for each in await queries.staff_list(request.user.ward)}
    return await staff_page(
        request,
        "staff/audit.html",
        lines=[_line(entry, names) for entry in part.items],
        part=part,
    )


def _line(entry: Entry, names: dict[int, str]) -> Line:
    """An account's own line names it; other subjects are told by what changed."""
    who = SYSTEM if entry.staff is None else names.get(entry.staff, f"#{entry.staff}")
    subject = entry.subject
    told = names.get(subject, "") if entry.subject_kind == "staff" and subject else ""
    return Line(entry.at, who, ACTION.get(entry.action, entry.action), told, _changes(entry))


def _changes(entry: Entry) -> list[tuple[str, str, str]]:
    names = list(dict.fromkeys([*entry.before, *entry.after]))
    return [
        (name, _shown(entry.before.get(name)), _shown(entry.after.get(name)))
        for name in names
        if entry.before.get(name) != entry.after.get(name)
    ]


def _shown(value: object) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


handlers = [show]
rail = [RailItem("audit", PATH, "search", _("Nhật ký"), WHO["who"], 90)]
