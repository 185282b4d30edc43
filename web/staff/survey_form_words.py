"""A form's check-list, steps and kinds of questions in words."""

from __future__ import annotations

from surveys.forms.faults import LONGEST_LABEL, MOST_OPTIONS, MOST_QUESTIONS, MOST_SENT, Fault
from surveys.forms.model import Form
from surveys.forms.states import Kind
from web.i18n import gettext_lazy as _

KIND = {
    Kind.SINGLE: _("Chọn một"),
    Kind.MULTI: _("Chọn nhiều"),
    Kind.SCALE: _("Thang năm mức hài lòng"),
    Kind.TEXT: _("Ghi ngắn"),
}
FAULT = {
    "no-questions": _("Phiếu chưa có câu nào."),
    "too-many-questions": _("Phiếu nhiều hơn %(questions)s câu."),
    "too-many-answers": _("Một người có thể chọn quá %(sent)s mục: giảm số mục được chọn."),
    "code-twice": _("Hai câu trùng mã."),
    "no-vietnamese": _("Thiếu chữ tiếng Việt: %(what)s."),
    "no-english": _("Thiếu tiếng Anh: %(what)s."),
    "words-too-long": _("Dài quá %(letters)s chữ cái: %(what)s."),
    "not-for-surveys": _("Loại câu này không dùng trong khảo sát."),
    "no-length": _("Chưa đặt số chữ cái nhiều nhất."),
    "few-options": _("Cần ít nhất hai lựa chọn."),
    "many-options": _("Nhiều hơn %(options)s lựa chọn."),
    "option-twice": _("Hai lựa chọn trùng mã."),
    "not-five-levels": _("Thang điểm phải đủ năm mức từ 1 đến 5."),
    "limit-too-high": _("Số mục được chọn nhiều hơn số lựa chọn."),
    "unreachable": _("Không ai thấy được câu này: điều kiện hiện không bao giờ đúng."),
    "cycle": _("Điều kiện hiện chạy vòng: câu này chờ chính nó."),
    "decided-later": _("Câu quyết định việc hiện phải đứng trước câu này."),
}
WHAT = {
    "title": _("tên phiếu"),
    "intro": _("lời mở đầu"),
    "privacy": _("lời về thông tin riêng"),
    "label": _("câu hỏi"),
    "help": _("lời giải thích"),
    "option": _("lựa chọn"),
}


def check_list(form: Form, found: tuple[Fault, ...]) -> list[tuple[str, str, str]]:
    """(state, text, note) as the component has them; one good line when nothing is wrong."""
    if not found:
        return [("pass", str(_("Phiếu đủ hai thứ tiếng, câu nào cũng có người thấy.")), "")]
    rows = [("missing", _said(each), _where(form, each.question)) for each in found]
    return list(dict.fromkeys(rows))


def _said(fault: Fault) -> str:
    return str(FAULT[fault.key]) % {
        "what": WHAT.get(fault.detail, fault.detail),
        "questions": MOST_QUESTIONS,
        "options": MOST_OPTIONS,
        "sent": MOST_SENT,
        "letters": LONGEST_LABEL,
    }


def _where(form: Form, id_: str) -> str:
    question = form.question(id_)
    if question is None:
        return ""
    place = form.questions.index(question) + 1
    return str(_("Câu %(place)s: %(label)s")) % {
        "place": place,
        "label": question.label.vi or id_,
    }
