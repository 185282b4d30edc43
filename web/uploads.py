"""Files of a form, read and judged by their content before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence

import anyio
from litestar.datastructures import UploadFile

from dialogue.core import files
from dialogue.core.errors import FileRefused, FileTooLarge, Invalid
from dialogue.core.i18n import decimal
from dialogue.matters.actions.attachments import MEGABYTE, MOST_FILES, most_bytes
from web.i18n import gettext_lazy as _
from web.i18n import language

TOO_MANY = _("Mỗi lần gửi nhiều nhất %(most)s tệp.")
TOO_LARGE = _(
    "Tệp %(size)s MB vượt mức %(most)s MB. Chọn tệp nhỏ hơn hoặc gửi không kèm tệp. "
    "Nội dung đã ghi vẫn còn."
)
REFUSED = _(
    "Phường nhận ảnh (JPG, PNG, WebP, HEIC) và PDF. Tệp vừa chọn không đọc được. "
    "Nội dung đã ghi vẫn còn."
)
PDF_REFUSED = {
    "pdf-locked": _(
        "Tệp PDF này có mật khẩu hoặc bị khóa nên không nhận được. Lưu lại tệp không khóa, hoặc "
        "chụp ảnh từng trang rồi gửi. Nội dung đã ghi vẫn còn."
    ),
    "pdf-broken": _(
        "Tệp PDF này hỏng hoặc dài quá 300 trang nên không nhận được. In lại ra PDF, hoặc chụp "
        "ảnh từng trang rồi gửi. Nội dung đã ghi vẫn còn."
    ),
}


async def accepted(ward: int, sent: Sequence[UploadFile]) -> list[files.Accepted]:
    """Raises FileTooLarge, FileRefused, Invalid (too many)."""
    if len(sent) > MOST_FILES:
        raise Invalid("too many files", files="too-many")
    most = await most_bytes(ward)
    kept = []
    for file in sent:
        data = await file.read(most + 1)
        if len(data) > most:
            raise FileTooLarge(f"{file.filename} is too large", file.file.seek(0, 2), most)
        kept.append(await anyio.to_thread.run_sync(files.accept, data, file.filename, most))
    return kept


def refusal(error: Exception) -> str:
    """Why a file was not taken, for the form's field."""
    if isinstance(error, FileTooLarge):
        size, most = (decimal(n / MEGABYTE, language=language()) for n in (error.size, error.most))
        return str(TOO_LARGE) % {"size": size, "most": most}
    if isinstance(error, FileRefused):
        return str(PDF_REFUSED.get(error.why, REFUSED))
    return str(TOO_MANY) % {"most": MOST_FILES}
