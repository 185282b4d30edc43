"""Personal data in words: where it stands and what it is."""

from __future__ import annotations

from dialogue.matters.actions import personal_data
from dialogue.matters.states import Exposure
from web.i18n import gettext_lazy as _
from web.words import Words

PART: Words = {
    personal_data.TITLE: _("Tên vấn đề"),
    personal_data.BODY: _("Lời người hỏi"),
    personal_data.ANSWER: _("Câu trả lời"),
    personal_data.FILES: _("Tên tệp"),
    personal_data.TASKS: _("Việc đã hứa"),
    personal_data.CHANGED: _("Điều đã thay đổi"),
}
DATA_KIND: Words = {
    "bank": _("Số tài khoản"),
    "cccd": _("Số căn cước"),
    "phone": _("Số điện thoại"),
    "cmnd": _("Số chứng minh cũ"),
    "plate": _("Biển số xe"),
    "email": _("Thư điện tử"),
    "house": _("Số nhà"),
    "birth": _("Ngày, năm sinh"),
    "sensitive": _("Hoàn cảnh riêng"),
    "name": _("Tên người"),
    "rude": _("Lời lẽ xúc phạm"),
    "other": _("Thông tin khác"),
}
DECIDED: Words = {Exposure.MASK: _("Sẽ che"), Exposure.KEEP: _("Giữ nguyên")}
