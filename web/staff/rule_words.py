"""The rule table in people's words: what a rule is about, how sure it is, what it does here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogue.core.i18n import number
from dialogue.ward.rules import RuleValue
from dialogue.ward.states import Certainty
from web.i18n import gettext_lazy as _
from web.staff.parts import Words

TOPIC: Words = {
    "clock": _("Hạn trả lời"),
    "rating": _("Đánh giá tại quầy"),
    "upload": _("Tệp gửi kèm"),
    "notice": _("Thông báo cho cán bộ"),
    "intake": _("Nhận ý kiến"),
    "promise": _("Việc đã hứa"),
    "personal_data": _("Dữ liệu cá nhân"),
    "sensitive": _("Tố cáo, khiếu nại"),
    "dialogue": _("Hội nghị đối thoại"),
    "reception": _("Tiếp công dân"),
    "one_stop": _("Một cửa"),
    "survey": _("Khảo sát hài lòng"),
    "report": _("Kỳ báo cáo"),
    "huddle": _("Hội ý cuối buổi"),
    "document": _("Thể thức văn bản"),
    "calendar": _("Lịch và ngày nghỉ"),
}
CERTAINTY: Words = {
    Certainty.CHECKED: _("đã xem văn bản"),
    Certainty.SECONDARY: _("theo báo chí, trang pháp luật"),
    Certainty.UNVERIFIED: _("cần kiểm tra"),
    Certainty.HOUSE: _("quy ước, phường đổi được"),
}
SOFTWARE: Words = {  # what the software does by it
    "CLK-ACK": _("Đặt hạn báo đã nhận; mã tra cứu được đưa ngay khi gửi."),
    "CLK-TRIAGE": _("Đặt hạn phân loại, tính từ ngày nhận."),
    "CLK-DRAFT": _("Đặt hạn dự thảo, tính từ ngày nhận."),
    "CLK-PUBLISH": _("Đặt hạn trả lời công khai, tính từ ngày nhận."),
    "CLK-EXT": _("Cho gia hạn một lần nhiều nhất bấy nhiêu ngày; người hỏi thấy lý do và hạn mới."),
    "CLK-REOPEN": _("Đặt hạn trả lời lại sau khi người hỏi chưa hài lòng."),
    "CLK-SILENT": _("Kết thúc khi người hỏi im lặng; không bao giờ tính là hài lòng."),
    "CLK-CUTOFF": _("Gửi sau giờ này hoặc vào ngày nghỉ thì tính là nhận ngày làm việc kế tiếp."),
    "RAT-LEVELS": _("Trang đánh giá có ba mức."),
    "RAT-REASON": _("Hỏi lý do khi chọn “Không hài lòng”, và có bắt buộc ghi hay không."),
    "RAT-ONE": _("Mỗi mã giấy hẹn một lượt; đánh giá bằng mã quầy tính riêng."),
    "RAT-CODE-LIFE": _("Thời hạn của mã giấy hẹn; chưa dùng cho mã dán tại quầy."),
    "RAT-MIN-N": _("Dưới số lượt này chỉ hiện tổng số, không hiện tỷ lệ, lý do hay lời góp ý."),
    "RAT-SHARED-IP": _("Không chặn nhiều lượt từ cùng một mạng."),
    "UPL-MAX": _("Từ chối tệp lớn hơn mức này; chữ đã gõ vẫn giữ nguyên."),
    "HUD-MORNING": _("Mở buổi hội ý của buổi sáng vào giờ này."),
    "HUD-AFTERNOON": _("Mở buổi hội ý của buổi chiều vào giờ này."),
    "HUD-SATURDAY": _("Mở buổi hội ý cuối sáng thứ Bảy."),
    "HUD-POINTS": _("Không nhận thêm việc khi đã đủ số này."),
    "NTC-MORNING": _("Lập danh sách buổi sáng cho lãnh đạo vào giờ này của ngày làm việc."),
    "NTC-KEEP": _("Xóa thông báo đã đọc sau bấy nhiêu ngày; chưa đọc thì giữ."),
    "PRM-CONFIRM": _("Báo xong mà hết thời gian này không ai nói khác thì coi là xong, có ghi rõ."),
    "PRM-MOVES": _("Không cho dời ngày quá số lần này; ngày hứa đầu tiên luôn được tính."),
    "BAT-ROWS": _("Từ chối bảng tính dài hơn, trước khi ghi bất cứ dòng nào."),
    "SAME-SHARE": _("Nhắc người phân loại khi phần từ ngữ trùng với câu cũ từ mức này trở lên."),
    "SAME-PLACE": _("Cùng lĩnh vực, cùng nơi ở: mỗi điều hạ mức gần giống bấy nhiêu."),
    "SAME-TELL": _(
        "Từ lần hỏi này, câu trả lời phải nói điều gì đã thay đổi mới trình duyệt được."
    ),
    "REO-CHAIR": _("Lần đề nghị trả lời lại này chuyển thẳng đến Chủ tịch quyết định."),
    "DEN-NOPUB": _("Nội dung có dấu hiệu tố cáo vào hộp riêng, chỉ hai người đọc được."),
    "COM-REDIRECT": _("Hướng dẫn gửi đơn khiếu nại theo luật, không đăng như câu hỏi."),
    "LAB-COMP": _("Lịch nhắc khi ngày lễ rơi vào cuối tuần mà chưa có ngày nghỉ bù."),
    "CAL-ANNOUNCE": _("Nguồn của lịch nghỉ nhập mỗi năm."),
}
CHOICES: Mapping[str, Words] = {  # values that are words of the program's own, by code
    "RAT-REASON": {"asked": _("hỏi, không bắt buộc"), "required": _("bắt buộc ghi")},
}
NOT_YET = _("Ghi để tra cứu; trang nào dùng thì nêu nguồn này.")


def shown_value(value: Any) -> str:
    """The value of a rule as people read it; `–` for one that has none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    if isinstance(value, int):
        return number(value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {shown_value(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(shown_value(each) for each in value)
    return str(value)


def shown_rule(row: RuleValue) -> str:
    """Value and unit; the unit of a choice only lists its codes."""
    words = CHOICES.get(row.code)
    if words is not None:
        return str(words.get(row.value, row.value))
    unit = row.unit if row.unit != "–" else ""
    return f"{shown_value(row.value)} {unit}".rstrip()
