"""What a page says after an act: ?xong=<key> in its address, a sentence on the page."""

from __future__ import annotations

from typing import Any

from litestar import Request

from web.i18n import gettext_lazy as _

DONE = {
    "giao-don-vi": _("Đã giao đơn vị trả lời."),
    "chuyen-co-quan": _("Đã chuyển cơ quan khác, người hỏi thấy tên cơ quan đó."),
    "khong-xu-ly": _("Đã ghi lý do. Người hỏi đọc được."),
    "de-nghi-khong-xu-ly": _("Đã ghi đề nghị. Vì là xúc phạm, chờ người thứ hai xem."),
    "dong-y-khong-xu-ly": _("Đã đồng ý: không xử lý."),
    "khong-phai-to-cao": _("Đã ghi không phải tố cáo. Ông bà phân loại tiếp."),
    "giu-lai": _("Đã giữ lại để xử lý."),
    "ghep": _("Đã ghép. Mọi người hỏi nhận cùng câu trả lời."),
    "hoi-them": _("Đã gửi câu hỏi thêm. Hạn tạm dừng tối đa 5 ngày làm việc."),
    "xu-ly-rieng": _("Đã chuyển sang xử lý riêng, không còn trong danh sách chung."),
    "tra-ve-phan-loai": _("Đã đưa trở lại phân loại."),
    "ban-giao": _("Đã ghi việc bàn giao."),
    "giao-nguoi": _("Đã giao người soạn."),
    "tra-lai": _("Đã trả lại để phân loại."),
    "luu-nhap": _("Đã lưu bản nháp."),
    "chen": _("Đã chép xuống dưới phần đang soạn. Chưa lưu: ông bà sửa rồi lưu nháp."),
    "gui-xem": _("Đã gửi trưởng đơn vị xem."),
    "tra-ve": _("Đã trả về cho người soạn."),
    "trinh": _("Đã trình lãnh đạo duyệt."),
    "khong-sao": _("Đã xác nhận. Tên và lý do của ông bà ở trong lịch sử."),
    "duyet": _("Đã duyệt. Người hỏi đọc được câu trả lời."),
    "xin-lui-han": _("Đã xin lùi hạn, chờ lãnh đạo."),
    "lui-han": _("Đã lùi hạn. Người hỏi đọc được lý do."),
    "chuyen-don-vi": _("Đã chuyển đơn vị khác."),
    "y-kien-cuoi": _("Đã ghi ý kiến cuối."),
    "dinh-chinh": _("Đã đính chính. Bản cũ vẫn đọc được."),
    "go": _("Đã gỡ khỏi bảng công khai."),
    "ghi-chu": _("Đã ghi chú nội bộ."),
    "che-thong-tin": _(
        "Đã ghi quyết định về thông tin riêng. Nếu đã đăng: chỗ che thì che ngay, chỗ giữ nguyên "
        "hiện lại ở lần đính chính sau."
    ),
    "nguyen-van": _("Đã mở nguyên văn. Lần xem này ở trong lịch sử và nhật ký."),
    "viec": _("Đã mở việc đã hứa."),
    "hoi-lai": _("Đã ghi là câu hỏi đã hỏi trước đây."),
    "bo-hoi-lai": _("Đã bỏ xác nhận hỏi lại."),
    "cong-khai-tep": _("Đã ghi việc công khai tệp."),
    "tien-do": _("Đã ghi tiến độ."),
    "ngay-moi": _("Đã đổi hạn. Hạn cũ vẫn giữ."),
    "bao-xong": _("Đã báo xong. Người hỏi, tổ trưởng, Ban Thanh tra được mời xem và xác nhận."),
    "giao-viec": _("Đã giao người khác. Hạn vẫn giữ."),
    "de-nghi-dung": _("Đã gửi lãnh đạo. Việc vẫn đang làm cho đến khi lãnh đạo quyết định."),
    "dung-viec": _("Đã dừng việc và ghi lý do."),
    "xac-nhan": _("Đã xác nhận việc xong."),
    "chua-xong": _("Đã ghi là chưa xong. Việc mở lại."),
}


def done_text(request: Request[Any, Any, Any]) -> str:
    """Empty without a key, and for one that nobody knows."""
    return str(DONE.get(request.query_params.get("xong", ""), ""))
