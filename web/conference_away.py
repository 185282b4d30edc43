"""Why a page of a conference writes nothing now: it is over, or at the hall's laptop."""

from __future__ import annotations

from meetings.conferences.queries.conferences import conference
from web.i18n import gettext_lazy as _

AWAY = _(
    "Chưa ghi được: hội nghị đang ở máy của hội trường, không nối với máy chủ. "
    "Quý vị báo trực tiếp ở cửa hội trường, hoặc gọi phường. Câu hỏi gửi trước vẫn nhận."
)


async def why_not(ward: int, number: int, late: object) -> object:
    """late: what is said of one that is here. Raises NotFound."""
    return AWAY if (await conference(ward, number)).locked_to else late
