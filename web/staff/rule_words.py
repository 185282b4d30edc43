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
    "coffee": _("Cà phê sáng"),
    "document": _("Thể thức văn bản"),
    "calendar": _("Lịch và ngày nghỉ"),
    "connection": _("Máy kết nối"),
    "mail": _("Thư và theo dõi"),
    "letter": _("Thư chúc mừng, chia buồn, cảm ơn"),
    "bulletin": _("Bản tin phát thanh"),
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
    "CLK-SEALED": _("Đặt hạn ghi bàn giao nội dung niêm phong, tính từ lúc niêm phong."),
    "CLK-CUTOFF": _("Gửi sau giờ này hoặc vào ngày nghỉ thì tính là nhận ngày làm việc kế tiếp."),
    "RAT-LEVELS": _("Trang đánh giá có ba mức."),
    "RAT-REASON": _("Hỏi lý do khi chọn “Không hài lòng”, và có bắt buộc ghi hay không."),
    "RAT-ONE": _("Mỗi hồ sơ có phiếu được tính một lượt; đánh giá bằng mã quầy tính riêng."),
    "RAT-CODE-LIFE": _(
        "Thời hạn của phiếu đánh giá, tính từ ngày đưa phiếu; mã quầy không hết hạn."
    ),
    "SLIP-INVITE": _("Mời mọi hồ sơ, rút thăm, hay theo thứ tự; đổi thì từ ngày hôm sau."),
    "SLIP-SHARE": _("Phần hồ sơ được mời khi rút thăm."),
    "SLIP-EVERY": _("Cứ bấy nhiêu hồ sơ nhập tại quầy thì mời một."),
    "LTR-QUIET": _("Hồ sơ ghi cùng thư chia buồn không được mời, không được đưa phiếu."),
    "LTR-CONDOLE": _("Đặt hạn ký thư chia buồn, tính từ ngày soạn."),
    "LTR-SIGN": _("Đặt hạn ký thư chúc mừng, thư cảm ơn, tính từ ngày soạn."),
    "LTR-RETAIN": _("Xóa tên và lời thư; loại thư và ngày tháng ở lại trong sổ."),
    "LTR-BATCH": _("In chung nhiều nhất bấy nhiêu thư; thư chia buồn in riêng từng thư."),
    "SLIP-NEVER": _("Từ chối đưa phiếu cho các thủ tục này, và nói lý do."),
    "RAT-MIN-N": _("Dưới số lượt này chỉ hiện tổng số, không hiện tỷ lệ, lý do hay lời góp ý."),
    "PDP-RETAIN-RATING": _(
        "Xóa từng lượt đánh giá theo tháng sau thời hạn này; sổ ghi một dòng có chữ ký, "
        "số cộng theo ngày vẫn giữ."
    ),
    "RAT-SHARED-IP": _("Không chặn nhiều lượt từ cùng một mạng."),
    "PAP-STACK": _("Không nhận xấp phiếu giấy dài hơn; các phiếu đã gõ vẫn còn trên trang."),
    "PAP-ROWS": _("Từ chối bảng tính phiếu giấy dài hơn, trước khi ghi bất cứ phiếu nào."),
    "PAP-DOUBLE": _("Rút ngẫu nhiên chừng ấy phần trăm số xấp để người khác nhập lại và so."),
    "UPL-MAX": _("Từ chối tệp lớn hơn mức này; chữ đã gõ vẫn giữ nguyên."),
    "DLG-FREQ": _("Xếp màu từng năm: còn phải tổ chức, đã lên lịch, đã tổ chức."),
    "DLG-NOTICE": _("Từ chối thông báo muộn hơn, trừ khi lãnh đạo ghi lý do; hồ sơ giữ lý do."),
    "DLG-RESULT": _("Đặt hạn công bố kết quả, tính từ ngày hội nghị."),
    "DLG-AHEAD": _("Đặt hạn nhận câu hỏi gửi trước; gửi sau hạn vẫn nhận và ghi là gửi sau."),
    "DLG-FLOOR": _("Nhắc khi chương trình dành cho người dân ít hơn mức này."),
    "DLG-CANCEL": _("Hủy hội nghị đã thông báo phải có lý do và ngày mới trong thời gian này."),
    "HUD-MORNING": _("Mở buổi hội ý của buổi sáng vào giờ này."),
    "HUD-AFTERNOON": _("Mở buổi hội ý của buổi chiều vào giờ này."),
    "HUD-SATURDAY": _("Mở buổi hội ý cuối sáng thứ Bảy."),
    "BUL-WORDS": _("Tin nào không vừa thì để lại cả tin, và nêu tên."),
    "BUL-PACE": _("Tính số phút đọc ghi cạnh bản tin."),
    "HUD-POINTS": _("Không nhận thêm việc khi đã đủ số này."),
    "COF-NOTICE": _("Không cho báo buổi gặp gần hơn; trang nói ngày sớm nhất được báo."),
    "COF-REPORT": _("Đặt hạn đăng báo cáo ngắn, tính từ ngày gặp."),
    "COF-VISIT": _("Đánh dấu nơi quá bấy nhiêu ngày chưa có buổi gặp."),
    "NTC-MORNING": _("Lập danh sách buổi sáng cho lãnh đạo vào giờ này của ngày làm việc."),
    "NTC-KEEP": _("Xóa thông báo đã đọc sau bấy nhiêu ngày; chưa đọc thì giữ."),
    "PRM-CONFIRM": _("Báo xong mà hết thời gian này không ai nói khác thì coi là xong, có ghi rõ."),
    "PRM-MOVES": _("Không cho dời ngày quá số lần này; ngày hứa đầu tiên luôn được tính."),
    "BAT-ROWS": _("Từ chối bảng tính dài hơn, trước khi ghi bất cứ dòng nào."),
    "HOOK-GAPS": _("Chưa báo được thì thử lại sau các khoảng này, rồi mới thôi."),
    "HOOK-TELL": _("Báo cho người quản lý máy kết nối; vẫn tiếp tục thử lại."),
    "HOOK-MOST": _("Đủ số này thì phải tắt một máy rồi mới thêm được máy khác."),
    "API-RATE": _("Máy gửi dồn hơn mức này thì bị bảo chờ đến phút sau."),
    "API-KEEP-DAYS": _("Trong từng ấy ngày, gửi lại cùng một khóa thì không ghi thêm lần nữa."),
    "API-SLIPS": _("Từ chối cả danh sách dài hơn."),
    "API-RATINGS": _("Từ chối cả danh sách dài hơn."),
    "FOL-GAP": _("Gom câu trả lời mới vào thư sau, không gửi dồn."),
    "FOL-ITEMS": _("Thư nêu từng ấy câu, còn lại đếm và dẫn về bảng trả lời."),
    "FOL-CONFIRM": _("Quá thời hạn mà chưa xác nhận thì xóa địa chỉ."),
    "FOL-ASKS": _("Đủ số này thì không gửi thư xác nhận nữa; người đăng ký thấy như nhau."),
    "FOL-SOURCE": _("Đăng ký dồn hơn mức này thì bị bảo chờ."),
    "MAIL-ASK": _("Chưa đồng ý thì không có thư nào khác; liên kết trong thư cũng hết hạn."),
    "MAIL-BOUNCES": _("Đủ số này thì dừng mọi đăng ký của địa chỉ và xóa địa chỉ."),
    "MAIL-GAPS": _("Thư chưa gửi được thì thử lại sau các khoảng này, rồi mới thôi."),
    "MAIL-KEEP": _("Xóa dấu vết sau thời gian này; địa chỉ và lời thư không bao giờ nằm trong đó."),
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
    "SLIP-INVITE": {
        "all": _("mời mọi hồ sơ"),
        "draw": _("rút thăm theo số hồ sơ"),
        "every": _("theo thứ tự tại quầy"),
    },
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
