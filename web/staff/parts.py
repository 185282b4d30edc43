"""What the pages of the ward's administration share: days, files, the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from babel.support import LazyProxy
from litestar import Request
from litestar.response import Redirect
from pydantic import BeforeValidator, Field

from dialogue.core.errors import Invalid
from dialogue.core.text import clean
from web.forms import MISSING, WRONG, Form
from web.i18n import gettext_lazy as _
from web.render import NO_STORE

Words = Mapping[str, LazyProxy]


Name = Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=120)]
Text = Annotated[str, BeforeValidator(clean), Field(max_length=120)]


def finished(request: Request[Any, Any, Any], words: Words) -> object:
    """What `?xong=` says has been done, for the toast; empty for none and for nonsense."""
    return words.get(request.query_params.get("xong", ""), "")


def onward(path: str, done: str = "") -> Redirect:
    """After a POST."""
    return Redirect(
        f"{path}?xong={done}" if done else path, status_code=303, headers=dict(NO_STORE)
    )


# Files

FILE: Words = {
    "empty-file": _("Tệp không có dòng nào."),
    "not-a-text": _("Tệp này không phải bảng CSV. Mở bằng Excel, lưu lại dạng “CSV UTF-8”."),
    "old-encoding": _(
        "Tệp dùng bảng mã cũ (TCVN3 hoặc VNI) nên chữ có dấu bị hỏng. Mở bằng phần mềm đã gõ, "
        "chuyển sang Unicode, lưu lại dạng “CSV UTF-8” rồi tải lên."
    ),
    "no-column": _("Dòng đầu thiếu tên cột này."),
    "column-twice": _("Tên cột này có hai lần ở dòng đầu."),
    "unknown-column": _("Không biết cột này. Có thể tên cột gõ sai."),
    "broken-row": _("Dấu ngoặc kép mở mà không đóng."),
    "too-many-cells": _("Dòng này nhiều ô hơn dòng đầu; ô có dấu phẩy cần đặt trong ngoặc kép."),
    "too-many-rows": _("Tệp dài quá. Chia thành nhiều tệp nhỏ hơn."),
    "twice": _("Mục này có hai lần trong tệp."),
    "too-long": _("Nội dung dài quá."),
    "missing": _("Ô này còn trống."),
    "not-a-day": _("Không phải ngày. Ví dụ: 20/11/2026."),
    "not-a-number": _("Không phải số nguyên. Ví dụ: 1.500 hoặc hơn 16.710."),
    "unknown-kind": _(
        "Chỉ nhận holiday (ngày nghỉ), makeup_workday (ngày làm bù), morning_off (nghỉ buổi sáng), "
        "afternoon_off (nghỉ buổi chiều) hoặc makeup_morning (làm bù buổi sáng)."
    ),
    "unknown-unit-kind": _("Chỉ nhận office, counter, ward hoặc other."),
    "day-twice": _("Cùng một ngày có ở cả hai dòng. Chưa ghi ngày nào; bỏ một dòng rồi tải lại."),
    "unknown-group": _("Không có nơi nào mang tên này, kể cả tên cũ."),
    "several-groups": _(
        "Nhiều nơi cùng mang tên này. Ghi thêm tên cũ, ví dụ: Khu phố 1 (Phú Mỹ cũ)."
    ),
    "goes-nowhere": _("Một nơi không thể sáp nhập vào chính nó hoặc vào nơi đã kết thúc."),
    "in-the-future": _("Ngày chưa tới. Xin nhập khi việc sắp xếp có hiệu lực."),
    "unknown-field": _("Phường không có lĩnh vực mang mã này."),
    "before-since": _("Ngày cuối sớm hơn ngày đầu."),
    "not-begun": _("Kỳ này chưa bắt đầu nên chưa có số liệu."),
    "out-of-range": _("Số ngoài khoảng cho phép."),
}
NO_FILE = _("Ông bà chưa chọn tệp.")


def file_wrong(error: Invalid) -> str:
    """`Dòng 3, cột date: Không phải ngày. …`"""
    what = str(FILE.get(error.errors.get("file", ""), WRONG))
    place = [
        str(word) % {"where": error.errors[key]}
        for key, word in (("line", _("dòng %(where)s")), ("column", _("cột %(where)s")))
        if key in error.errors
    ]
    told = ", ".join(place)
    return f"{told[:1].upper()}{told[1:]}: {what}" if told else what


async def upload_of(form: Form[Any], name: str = "file") -> bytes:
    """The file sent; empty without one."""
    return await form.files[name][0].read() if form.files[name] else b""


# Messages that actions give beside a field, by their key

FIELD: Words = {
    "missing": MISSING,
    "too-long": _("Nội dung dài quá."),
    "unchanged": _("Mật khẩu mới phải khác mật khẩu hiện nay."),
    "too-weak": _("Mật khẩu cần từ 8 đến 200 ký tự và không chỉ lặp một ký tự."),
    "wrong-password": _("Mật khẩu hiện nay chưa đúng."),
    "not-usable": _("Chỉ dùng chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối."),
    "taken": _("Tên này đã có. Xin chọn tên khác."),
    "before-since": _("Ngày cuối sớm hơn ngày đầu."),
    "not-begun": _("Kỳ này chưa bắt đầu nên chưa có số liệu."),
    "out-of-range": _("Số ngoài khoảng cho phép."),
    "unknown": _("Mục đã chọn không còn trong danh sách. Ông bà chọn lại giúp."),
    "nothing-to-qualify": _("Có chữ “hơn”, “gần” mà không có số."),
    "in-the-future": _("Ngày chưa tới. Xin nhập khi việc sắp xếp có hiệu lực."),
    "twice": _("Tên này ghi hai lần."),
    "outside": _("Ngày nằm ngoài thời gian của dòng này."),
}
