"""The result of a conference in words: how its opinions stand, and what it still lacks."""

from __future__ import annotations

from meetings.conferences.lacks import Lack, Missing
from meetings.conferences.standing import Standing
from web.i18n import gettext_lazy as _
from web.shapes import Look

STANDING = {
    Standing.ANSWERED: (_("Đã trả lời tại hội nghị"), "jade", "check"),
    Standing.PUBLISHED: (_("Đã trả lời bằng văn bản"), "jade", "check"),
    Standing.AWAITED: (_("Hẹn trả lời bằng văn bản"), "turmeric", "clock"),
    Standing.LATE: (_("Quá hạn trả lời"), "lacquer", "warn"),
    Standing.FORWARDED: (_("Đã chuyển cơ quan khác"), "outline", "right"),
    Standing.TASK: (_("Giao làm ngay"), "indigo", "flag"),
    Standing.OPEN: (_("Chưa có cách xử lý"), "outline", "clock"),
    Standing.MERGED: (_("Ghép với ý kiến khác"), "outline", "merge"),
    Standing.NOT_SHOWN: (_("Không nêu"), "outline", "eyeoff"),
}
LACK = {
    Lack.NO_CONCLUSION: _("Chưa ghi kết luận nào."),
    Lack.UNIT: _("Kết luận %(of)s chưa có đơn vị."),
    Lack.PERSON: _("Kết luận %(of)s chưa có người làm, mà đơn vị chưa có người đứng đầu."),
    Lack.DUE: _("Kết luận %(of)s chưa có hạn."),
    Lack.PAST: _("Hạn của kết luận %(of)s đã qua."),
    Lack.RECEIVER: _("Kết luận %(of)s vượt thẩm quyền mà chưa ghi nơi nhận."),
    Lack.OUTCOME: _("Ý kiến %(of)s chưa có cách xử lý."),
    Lack.ANSWER: _("Ý kiến %(of)s ghi đã trả lời mà chưa có lời trả lời."),
    Lack.ANSWER_DUE: _("Ý kiến %(of)s hẹn trả lời mà chưa có ngày."),
    Lack.ASSESSMENT: _("Biên bản chưa có đánh giá chung."),
}


def standing_look(found: Standing) -> Look:
    text, tone, icon = STANDING[found]
    return Look(str(text), tone, icon)


def told_lack(missing: Missing) -> str:
    return str(LACK[missing.lack]) % {"of": missing.of}
