"""What a machine's keeper is told of an error, beside its code: in Vietnamese, place by place."""

from __future__ import annotations

import re
from typing import Any

from litestar.exceptions import HTTPException

from dialogue.core.errors import DialogueError, Invalid
from web.i18n import gettext_lazy as _

BY_CODE = {
    "token-refused": _("Thiếu mã kết nối, hoặc mã đã hết hạn, đã thu hồi."),
    "forbidden": _("Mã kết nối này không mở được việc này, hoặc thuộc về phường khác."),
    "idempotency-key-invalid": _("Tiêu đề Idempotency-Key cần từ 8 đến 120 ký tự ASCII."),
    "idempotency-key-reused": _(
        "Idempotency-Key này đã đi với một nội dung khác. Chưa ghi gì; xin dùng khóa mới."
    ),
    "too-many-tries": _("Gửi dồn dập quá. Xin chờ số giây ghi ở Retry-After rồi gửi lại."),
    "invalid": _("Có chỗ chưa đúng, nên chưa ghi gì của lần gửi này."),
    "conflict": _("Chưa ghi được vì nội dung vừa thay đổi hoặc thiếu quy định. Chưa ghi gì."),
    "not-found": _("Không có phường hoặc mục này."),
    "already-sent": _("Đúng lời này vừa được nhận ít phút trước, nên không ghi thêm."),
    "unavailable": _("Máy chủ đang bận, chưa ghi gì. Xin gửi lại với cùng Idempotency-Key."),
}
BY_STATUS = {
    400: _("Nội dung hoặc tiêu đề không đúng mẫu; xem errors. Chưa ghi gì."),
    413: _("Nội dung lớn quá mức cho phép. Xin chia làm nhiều lần."),
    415: _("Chỉ nhận application/json."),
    503: _("Máy chủ đang bận, chưa ghi gì. Xin gửi lại với cùng Idempotency-Key."),
}
BY_KEY = {
    "missing": _("còn thiếu"),
    "unknown": _("không có trong phường này"),
    "odd": _("không phải số hồ sơ"),
    "closed": _("quầy đã đóng"),
    "too-many": _("nhiều hơn mức của một lần gửi"),
    "too-long": _("dài quá"),
    "too-old": _("đã quá lâu để nhận"),
    "ahead": _("chưa tới giờ này; đồng hồ của máy có thể sai"),
    "short": _("ngắn quá"),
    "long": _("dài quá"),
    "required": _("có số liên hệ mà người hỏi chưa đồng ý"),
    "unreachable": _("không phải số điện thoại hay địa chỉ thư"),
    "out-of-range": _("ngoài khoảng cho phép"),
    "before-since": _("sớm hơn ngày đầu"),
    "not-begun": _("kỳ này chưa bắt đầu"),
    "nothing-to-qualify": _("có chữ hơn, gần mà không có số"),
    "never": _("không mời đánh giá sau thủ tục này"),
}


def told(error: Exception, status: int) -> dict[str, Any]:
    """detail, and errors by JSON pointer (RFC 6901) where it is known which place is wrong."""
    code = error.code if isinstance(error, DialogueError) else ""
    words = BY_CODE.get(code) or BY_STATUS.get(status)
    found: dict[str, Any] = {} if words is None else {"detail": str(words)}
    if isinstance(error, Invalid):
        found["errors"] = [
            {"pointer": f"/{place}", "code": key, "detail": str(BY_KEY.get(key, key))}
            for place, key in error.errors.items()
        ]
    elif isinstance(error, HTTPException) and isinstance(error.extra, list):
        found["errors"] = [_place(each) for each in error.extra if isinstance(each, dict)]
    return found


def _place(extra: dict[str, Any]) -> dict[str, str]:
    """The framework names a place `ratings[0].level`."""
    steps = re.findall(r"[^.\[\]]+", str(extra.get("key", "")))
    pointer = "".join(f"/{step}" for step in steps)
    return {"pointer": pointer, "detail": str(extra.get("message", ""))}
