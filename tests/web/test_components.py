"""Every component renders, without an undefined name, as valid HTML."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest

from dialogue.matters.states import MatterState, Outcome, TaskState
from dialogue.ward.rules import Actor
from tests.pages import Page
from web import words
from web.forms import Form, form_of
from web.i18n import enter
from web.render import TEMPLATES
from web.shapes import Event, Interval, RailItem

pytestmark = pytest.mark.unit

GALLERY = """
{% extends base %}
{% import "components.html" as c %}
{% block title %}Gallery{% endblock %}
{% block main %}
<h1>Gallery</h1>
{{ c.error_summary(wrong) }}
<form method="post">
{{ c.field(wrong, "phone", "Điện thoại", hint="Tùy ý", type="tel", autocomplete="tel") }}
{{ c.textarea(form, "text", "Câu hỏi", most=500, required=true, tall=true) }}
{{ c.select(form, "group", "Tổ", [(1, "Tổ 1"), (9, "Tổ 9")], empty="Chọn tổ") }}
{{ c.select(form, "field", "Lĩnh vực", groups=[("Đất đai", [(3, "Sổ đỏ")])], id="f2") }}
{{ c.choice(form, "reasons", "Lý do", [("wait", "Chờ lâu"), ("far", "Xa")], type="checkbox") }}
{{ c.choice(wrong, "verdict", "Đã rõ?", [("yes", "Rõ"), ("no", "Chưa")], stacked=true) }}
{{ c.tick(form, "agree", "Tôi đồng ý", hint="Có thể rút lại") }}
{{ c.button("Gửi", icon_name="send", name="do", value="send") }}
{{ c.button_link("Bỏ", "/", kind="plain") }}
</form>
{% for state, outcome in states %}{{ c.status_badge(state, outcome) }}{% endfor %}
<p id="due">{% for days in (-2, 0, 1, 9) %}{{ c.due_badge(days) }}{% endfor %}</p>
{{ c.notice("Tin", title="Lưu ý", tone="turmeric") }}{{ c.toast("Đã lưu") }}
{{ c.stat_tile("Đúng hạn", "94%", note="158 trên 168 câu") }}
{{ c.journey([("Hỏi tại", "Quầy 4", "done"), ("Hạn", "27/11", "late"), ("Trả lời", "", "")]) }}
{{ c.timeline([event]) }}
{% call c.matter_card("Hẻm 47 ngập", "/x", "Sau mưa", [c.badge("Tổ 12", "outline")]) %}
<p>cuối</p>{% endcall %}
{{ c.promise_list([(c.badge("Đang làm"), "Nạo vét cống", "hạn 15/12", "")]) }}
{{ c.question_quote("Một <b>\n\nHai", by="Một người dân") }}
{{ c.answer_body("Được.\n\nVì sao.") }}
{{ c.correction("cũ", "mới", "nhầm", "bà Hằng", "06/11/2026") }}
{{ c.checklist([("pass", "Ngày", ""), ("missing", "Người", "chưa"), ("check", "Dài", "")]) }}
{{ c.data_table("Bảng", [("Lĩnh vực", ""), ("n", "number")], [["Hộ tịch", 2685|number]]) }}
{{ c.tabs([("Chờ (9)", "/a", true), ("Xong", "/b", false)], "Hàng đợi") }}
{{ c.pagination(first="/a", next="/b") }}{{ c.breadcrumb([("Bảng", "/a"), ("Câu này", "")]) }}
{{ c.interval_chart(intervals, target=90) }}
{{ c.progress_bar(7, 12, "Xong 7 trên 12") }}{{ c.skeleton() }}
{% call c.empty_state("Chưa có gì", "Hãy hỏi.", "search") %}<a href="/">Về</a>{% endcall %}
{{ c.tracking_code("1234 5678 9012 3456", large=true, copy=true) }}
{% call c.card("Thẻ", "jade") %}<p>trong</p>{% endcall %}
{% endblock %}
"""
STATES = [(state, "") for state in MatterState]
ENDED = [(MatterState.CLOSED, outcome) for outcome in Outcome if outcome]
INTERVALS = [
    Interval("Chứng thực", 534, 97.2, 95.4, 98.3),
    Interval("Đất đai", 40, 42.0, 28.0, 57.0, alert=True),
    Interval("Môi trường", 7),
]


def gallery(base: str, path: str) -> str:
    enter(path)
    form: Form[Any] = form_of({"text": "Hẻm <47>", "group": 9, "reasons": ["far"]})
    wrong = form.refuse(phone="Thiếu một số", verdict="Chưa chọn")
    return TEMPLATES.from_string(GALLERY).render(
        base=base,
        form=form,
        wrong=wrong,
        states=STATES + ENDED,
        event=Event("Nhận", "2026-11-20T09:15", "9 giờ 15", note="qua mạng"),
        intervals=INTERVALS,
        actor=Actor(1, 1, "Bà Sáu", "Chủ tịch", None, frozenset()),
        rail_of=lambda actor: [
            RailItem("queue", "/quan-tri/viec", "inbox", "Câu hỏi", "staff:any")
        ],
        counts={"queue": 9},
        page="queue",
        done="Đã lưu",
    )


@pytest.mark.parametrize("base", ["base_public.html", "base_staff.html", "base_group.html"])
@pytest.mark.parametrize("path", ["/x", "/en/x"])
def test_all_components_on_every_base(base: str, path: str) -> None:
    html = gallery(base, path)
    html5lib.HTMLParser(strict=True).parse(html)
    assert "style=" not in html
    assert " onclick" not in html
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert sorted(set(ids)) == sorted(ids)


def test_a_form_shows_what_was_typed_and_what_is_wrong() -> None:
    page = Page(gallery("base_public.html", "/x"))
    assert page.texts("textarea") == ["Hẻm <47>"]
    assert page.attribute("#group option[selected]", "value") == "9"
    assert page.attribute("input[name=reasons][checked]", "value") == "far"
    assert page.attribute("#phone", "aria-describedby") == "phone-hint phone-error"
    assert page.texts(".error-summary li") == ["Thiếu một số", "Chưa chọn"]
    assert page.texts(".error-summary h2") == ["Còn 2 chỗ cần sửa"]


def test_due_dates_in_words() -> None:
    assert Page(gallery("base_public.html", "/x")).texts("#due .badge") == [
        "Chậm 2 ngày làm việc",
        "Hạn hôm nay",
        "Còn 1 ngày làm việc",
        "Còn 9 ngày làm việc",
    ]
    assert Page(gallery("base_public.html", "/en/x")).texts("#due .badge") == [
        "2 working days late",
        "Due today",
        "1 working day left",
        "9 working days left",
    ]


def test_a_chart_hides_what_too_few_said() -> None:
    page = Page(gallery("base_public.html", "/x"))
    assert page.texts(".chart__row > :nth-child(2)") == [
        "97%(95–98) n=534",
        "42%(28–57) n=40",
        "7 lượt, chưa đủ để tính",
    ]


def test_every_code_has_its_words() -> None:
    assert set(words.STATE) == set(words.CITIZEN_SEES) == set(MatterState)
    assert set(words.OUTCOME) == set(Outcome) - {Outcome.NONE}
    assert set(words.TASK) == set(TaskState)
    texts = [str(text) for text in words.OUTCOME.values()]
    assert len(set(texts)) == len(texts)
