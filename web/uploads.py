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
    "Tệp “%(name)s” lớn hơn mức %(most)s MB. Chọn tệp nhỏ hơn hoặc gửi không kèm tệp. "
    "Nội dung đã ghi vẫn còn."
)
REFUSED = _(
    "Phường nhận ảnh (JPG, PNG, WebP, HEIC) và PDF. Tệp “%(name)s” không đọc được. "
    "Nội dung đã ghi vẫn còn."
)
PDF_REFUSED = {
    "pdf-locked": _(
        "Tệp “%(name)s” có mật khẩu hoặc bị khóa nên không nhận được. Lưu lại tệp không khóa, hoặc "
        "chụp ảnh từng trang rồi gửi. Nội dung đã ghi vẫn còn."
    ),
    "pdf-broken": _(
        "Tệp “%(name)s” bị hỏng nên không đọc được. In lại ra PDF, hoặc chụp ảnh từng trang rồi "
        "gửi. Nội dung đã ghi vẫn còn."
    ),
    "pdf-long": _(
        "Tệp “%(name)s” dài quá 300 trang nên không nhận được. Chỉ gửi những trang cần, hoặc chia "
        "thành nhiều tệp. Nội dung đã ghi vẫn còn."
    ),
    "pdf-slow": _(
        "Không đọc được tệp PDF này trong thời gian cho phép. In lại ra PDF, hoặc chụp ảnh từng "
        "trang rồi gửi. Nội dung đã ghi vẫn còn."
    ),
}


async def accepted(ward: int, sent: Sequence[UploadFile]) -> list[files.Accepted]:
    """Raises FileTooLarge, FileRefused, Invalid (too many)."""
    if len(sent) > MOST_FILES:
        raise Invalid("too many files", files="too-many")
    most = await most_bytes(ward)
    kept = []
    for file in sent:
        try:
            kept.append(await _accepted(file, most))
        except (FileTooLarge, FileRefused) as error:
            error.name = file.filename
            raise
    return kept


async def _accepted(file: UploadFile, most: int) -> files.Accepted:
    data = await file.read(most + 1)
    if len(data) > most:
        raise FileTooLarge(f"{file.filename} is too large", file.file.seek(0, 2), most)
    return await anyio.to_thread.run_sync(files.accept, data, file.filename, most)


def refusal(error: Exception) -> str:
    """Why a file was not taken, for the form's field."""
    if isinstance(error, FileTooLarge):
        most = decimal(error.most / MEGABYTE, language=language()).removesuffix(",0")
        return str(TOO_LARGE) % {"name": error.name, "most": most.removesuffix(".0")}
    if isinstance(error, FileRefused):
        return str(PDF_REFUSED.get(error.why, REFUSED)) % {"name": error.name}
    return str(TOO_MANY) % {"most": MOST_FILES}
