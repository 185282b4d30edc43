"""What the program says of an answer, as a checklist in words."""

from __future__ import annotations

from dialogue.matters.quality import Hint, Quality, Stop
from web.i18n import gettext_lazy as _
from web.words import Words

POINTS: Words = {  # hint that lacks it → the point of the checklist
    Hint.OFF_TOPIC: _("Trả lời đúng điều được hỏi"),
    Hint.NO_DATE: _("Có ngày hoặc thời hạn cụ thể"),
    Hint.NO_UNIT: _("Có đơn vị, người hoặc số điện thoại"),
    Hint.NO_BASIS: _("Có căn cứ: số văn bản, tên thủ tục"),
    Hint.NO_ACTION: _("Nói rõ ông/bà cần làm gì, ở đâu"),
    Hint.NO_MANNER: _("Có lời cảm ơn hoặc xin lỗi, xưng ông/bà"),
}
WARNINGS: Words = {
    Hint.TOO_SHORT: _("Ngắn quá, dưới 40 chữ"),
    Hint.TOO_LONG: _("Dài quá, trên 400 chữ"),
    Hint.EMPTY_PHRASE: _("Có câu chung chung"),
    Hint.BASIS_EMPTY: _("“Theo quy định” mà chưa nói quy định nào"),
    Hint.NO_TARGET_BODY: _("Nói không thuộc phường mà chưa nói thuộc cơ quan nào"),
}
STOPS: Words = {
    Stop.PLACEHOLDER: _("Còn chỗ trống của mẫu"),
    Stop.PERSONAL_DATA: _("Có thông tin riêng chưa quyết định"),
    Stop.ACCUSED_NAME: _("Nhắc tên người bị phản ánh, hoặc quy lỗi cho người nêu tên"),
    Stop.INSULT: _("Lời lẽ chưa phù hợp"),
}
CLEARED: Words = {  # what a second person says of a stop
    Stop.ACCUSED_NAME: _("Nhắc tên ở đây không phải lời quy kết"),
    Stop.INSULT: _("Lời lẽ ở đây không xúc phạm ai"),
}


def checklist(quality: Quality | None) -> list[tuple[str, object, str]]:
    """For the component of the same name; empty without a draft."""
    if quality is None:
        return []
    points: list[tuple[str, object, str]] = [
        ("missing" if hint in quality.hints else "pass", text, "") for hint, text in POINTS.items()
    ]
    phrases = ", ".join(f"“{phrase}”" for phrase in quality.phrases)
    points += [
        ("check", text, phrases if hint is Hint.EMPTY_PHRASE else "")
        for hint, text in WARNINGS.items()
        if hint in quality.hints
    ]
    return points + [("missing", STOPS[stop], "") for stop in quality.stops]
