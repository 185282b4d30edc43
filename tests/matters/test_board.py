"""The board's pages: order, filters, counts, figures, one answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.core.errors import NotFound
from dialogue.core.local import LocalEngine
from dialogue.matters.actions import publishing
from dialogue.matters.queries import board, board_filters
from dialogue.matters.results import Share
from dialogue.matters.search import Count, Filters
from dialogue.matters.states import MatterState, VerdictLevel
from dialogue.matters.tables import Published, Verdict
from dialogue.ward.states import Role
from tests.matters.build import approve, house, matter, published
from tests.ward.builders import bare_ward

pytestmark = pytest.mark.integration
START = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday


async def test_pages_are_stable_while_answers_come(db: None) -> None:
    home = await house()
    for day in range(5):
        with clock.at(START + timedelta(days=day)):
            await published(home, f"Câu {day}")
    first = await board.board(home.ward, limit=2)
    await published(home, "Câu mới")
    second = await board.board(home.ward, after=first.after, limit=2)
    third = await board.board(home.ward, after=second.after, limit=2)
    titles = [item.title for page in (first, second, third) for item in page.items]
    assert titles == ["Câu 4", "Câu 3", "Câu 2", "Câu 1", "Câu 0"]
    assert (first.count, third.after) == (Count(5, more=False), "")


async def test_answers_of_one_second_all_have_their_place(db: None) -> None:
    home = await house()
    with clock.at(START):
        for number in range(4):
            await published(home, f"Câu {number}")
    first = await board.board(home.ward, limit=3)
    second = await board.board(home.ward, after=first.after, limit=3)
    assert [item.title for item in first.items + second.items] == [
        f"Câu {number}" for number in (3, 2, 1, 0)
    ]


async def test_counts_of_filters_agree_with_the_board(db: None) -> None:
    home = await house()
    await published(home, "Đất", field="DD", group=home.groups[0], source="phone")
    await published(home, "Xây", field="XD", source="web")
    await published(home, "Cả hai", field="DC-XD", source="web")
    chairman = await home.person(Role.CHAIRMAN)
    corrected = await matter(home, "Khai sinh")
    await approve(home, corrected)
    await publishing.correct(chairman, corrected, "Khác.", "Ghi nhầm.")
    gone = await matter(home, "Gỡ")
    await approve(home, gone)
    await publishing.take_down(chairman, gone, "Dữ liệu cá nhân.")
    options = await board_filters.filter_options(home.ward)
    assert options.total == 4
    assert options.fields[home.fields["DC-XD"]] == 3
    assert options.fields[home.fields["DD"]] == 1
    assert options.states == {"published": 4, "corrected": 1}
    for name, counts in (
        ("field", options.fields),
        ("group", options.groups),
        ("source", options.sources),
        ("state", options.states),
        ("year", options.years),
    ):
        for value, n in counts.items():
            one: dict[str, Any] = {name: value}
            page = await board.board(home.ward, filters=Filters(**one))
            assert len(page.items) == n, (name, value)


async def test_figures_count_first_answers_of_the_period(db: None) -> None:
    home = await house()
    since, until = date(2026, 3, 1), date(2026, 3, 31)
    due = date(2026, 3, 4)
    for days, level in ((1, "satisfied"), (2, "not"), (8, None)):
        with clock.at(START):
            asked = await matter(home, f"Sau {days}", publish_due=due)
        with clock.at(START + timedelta(days=days)):
            await approve(home, asked)
            if level is not None:
                async with DB.transaction():
                    await publishing.mark_verdict(
                        home.ward, asked, VerdictLevel(level), MatterState.CLOSED
                    )
    with clock.at(START - timedelta(days=30)):
        await published(home, "Trước kỳ")
    await matter(home, "Đang chờ", state="drafting", publish_due=date(2026, 3, 3))
    for state in ("sealed", "redirected", "merged", "rejected", "waiting_for_asker"):
        await matter(home, f"Là {state}", state=state, publish_due=date(2026, 3, 3))
    await matter(home, "Lần hai", state="drafting", publish_due=date(2026, 3, 3), round=2)
    await matter(home, "Riêng", state="drafting", publish_due=date(2026, 3, 3), public=False)
    await matter(home, "Chưa tới hạn", state="drafting", publish_due=date(2026, 3, 30))
    await matter(home, "Mới nhận", state="received", publish_due=None)
    with clock.at(START + timedelta(days=20)):
        figures = await board.figures(home.ward, since, until)
    assert figures.answered == 3
    assert figures.in_time == Share(2, 4, shown=True)
    assert figures.median_days == 2
    assert figures.clear == Share(0, 2, shown=False)
    assert (figures.waiting, figures.late) == (6, 4)
    nobody = await board.figures(await bare_ward("binh-duong", "Bình Dương"), since, until)
    assert (nobody.answered, nobody.median_days, nobody.in_time.shown) == (0, None, False)


async def test_one_answer_shows_verdicts_without_their_words(db: None) -> None:
    home = await house()
    asked = await matter(home, "Hỏi")
    number = await approve(home, asked)
    await Verdict.insert(
        Verdict(ward=home.ward, matter=asked, round=1, level="partly", reason="kín", at=clock.now())
    )
    page = await board.answer(home.ward, number)
    assert [verdict.level for verdict in page.verdicts] == ["partly"]
    assert "kín" not in str(page)
    for absent in (0, number + 1):
        with pytest.raises(NotFound):
            await board.answer(home.ward, absent)


async def test_similar_answers_share_half_the_words_of_the_title(db: None) -> None:
    home = await house()
    await published(home, "Khai sinh quá hạn cho cháu 3 tuổi")
    await published(home, "Thay mái tôn có phải xin giấy phép?")
    number = await published(home, "Khai sinh cho cháu ngoại")
    page = await board.answer(home.ward, number)
    assert [each.title for each in page.similar] == ["Khai sinh quá hạn cho cháu 3 tuổi"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Một đoạn.\n\nĐoạn hai.", "Một đoạn."),
        ("", ""),
        ("từ " * 100, ("từ " * 86).strip() + "…"),
    ],
)
def test_an_excerpt_is_the_first_paragraph_cut_at_a_word(text: str, shown: str) -> None:
    assert board.excerpt(text) == shown


async def test_the_board_reads_from_indexes(db: None) -> None:
    if not isinstance(DB, LocalEngine):
        pytest.skip("the planner of PostgreSQL reads small tables whole")
    home = await house()
    await published(home, "Câu")
    board_page = "SELECT place FROM published WHERE ward = {} AND place < 9 ORDER BY place DESC"
    figures = (
        "SELECT in_time, days, verdict, count(*) FROM published WHERE ward = {}"
        " AND published_at >= '2026' GROUP BY 1, 2, 3"
    )
    facets = (
        'SELECT state, year, source, field, topic, "group", corrected_on, count(*)'
        " FROM published WHERE ward = {} GROUP BY 1, 2, 3, 4, 5, 6, 7"
    )
    for query, index in (
        (board_page, "USING COVERING INDEX published_board"),
        (figures, "USING COVERING INDEX published_figures"),
        (facets, "USING COVERING INDEX published_facets"),
    ):
        plan = await Published.raw("EXPLAIN QUERY PLAN " + query, home.ward)
        assert any(index in row["detail"] for row in plan), plan
