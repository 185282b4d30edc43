"""The conference of Thạch Bàn that the journey holds: facts of plan 39/KH-UBND, in its words."""

from __future__ import annotations

from web.demo.content import content

WARD = "thach-ban"
GIVEN = content("conferences")["held"]
TITLE = "Hội nghị đối thoại về cải cách thủ tục hành chính 6 tháng"
PLACE = "Hội trường UBND phường Thạch Bàn"
PROMISED = GIVEN["conclusions"][0]["text"]  # at the conference before
NINE, FIVE = "Tổ dân phố số 9", "Tổ dân phố số 5"
DRAIN = GIVEN["opinions"][7]["words"]
SAME = "Cống ngõ giáp tổ 12 tắc, mưa là nước vào nhà. Bao giờ phường cho nạo vét?"
DRAFT = "Phường kiểm tra cống cùng tổ dân phố và nạo vét trong tháng này."
ROOF, BIRTH, COPIES, SHOP = (GIVEN["opinions"][at] for at in (0, 1, 4, 6))
MINE = GIVEN["opinions"][8]["words"]  # asked by phone
RUDE = "Phường làm ăn chán lắm, chẳng ra gì cả."
LATE = "Hẻm 30 mất nước buổi tối, bao giờ có nước lại?"
THEIRS = f"{BIRTH['words']} Xin nói rõ."
DREDGE, COURSE, QUEUE = (GIVEN["conclusions"][at]["text"] for at in (4, 3, 1))
NO_TASK = "Quầy ưu tiên đã có từ kỳ trước, chỉ cần giữ."
SEEN = "Hình vẽ minh họa: bà con ngồi kín hội trường"
PAPER = "Biên bản nghiệm thu số 15/BB-UBND"
STILL = "Mới nạo vét được nửa ngõ."
