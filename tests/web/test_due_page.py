"""The asker reads how the day was counted, also after a day off was announced late."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from httpx import AsyncClient as Client

from dialogue.core import clock
from dialogue.matters.actions.clocks import recompute
from dialogue.matters.actions.intake import NewMatter, Received, receive
from dialogue.matters.queries.tracking import tracking
from dialogue.matters.states import Step
from dialogue.ward.actions import change_calendar
from dialogue.ward.cards import DayCard
from dialogue.ward.rules import system_actor
from dialogue.ward.states import DayKind
from tests.matters.builders import Scene, hash_of, scene
from tests.pages import Page
from web.passes import make_pass

pytestmark = pytest.mark.integration
BEFORE_TET = datetime(2026, 2, 13, 4, tzinfo=UTC)  # 11:00 in Vietnam, the last day before Tết


@pytest.fixture
async def place(client: Client) -> Scene:
    return await scene()


async def asked(place: Scene) -> Received:
    return await receive(NewMatter(place.ward, "Bao giờ phường sửa đèn ngõ 12?"))


async def due_page(client: Client, got: Received) -> Page:
    key = make_pass(hash_of(got), clock.now())
    page = await client.get(f"/tra-cuu/{key}/cach-tinh-han")
    assert page.status_code == 200
    return Page(page.text)


async def test_every_step_of_the_counting_is_told(client: Client, place: Scene) -> None:
    with clock.at(BEFORE_TET):
        got = await asked(place)
        page = await due_page(client, got)
    told, days_off = page.texts("main ol > li"), page.texts("main ol ul li")
    assert told[0].startswith("Phường nhận lúc 11:00, 13/02/2026, trong giờ làm việc")
    assert told[1].startswith("Từ ngày sau ngày 0, đếm 10 ngày làm việc.")
    assert told[-1] == "Hạn trả lời: thứ Sáu 6/3, 17 giờ."
    assert len(days_off) == 11  # the nine days of Tết, and a weekend
    assert all("Tết" in text for text in days_off[2:7])


async def test_days_off_before_day_zero_are_told_by_name(client: Client, place: Scene) -> None:
    with clock.at(BEFORE_TET.replace(hour=10, minute=30)):  # 17:30, after the cut-off
        got = await asked(place)
        page = await due_page(client, got)
    first = page.texts("main ol > li")[0]
    assert "ngày 0 là ngày làm việc kế tiếp: thứ Hai 23/2" in first
    assert "Những ngày nghỉ trước ngày 0:" in first
    assert "Tết" in first


async def test_case_25_a_day_off_announced_late_moves_the_date_and_says_why(
    client: Client, place: Scene
) -> None:
    with clock.at(BEFORE_TET):
        got = await asked(place)
        off = DayCard(date(2026, 3, 3), DayKind.HOLIDAY, "Nghỉ bù", "", "announced", "")
        await change_calendar(system_actor(place.ward), [off])
        await recompute(place.ward)  # or the job, which runs beside us
        told = (await due_page(client, got)).texts("main ol > li")
        seen = await tracking(hash_of(got))
    assert told[-1] == "Hạn trả lời: thứ Hai 9/3, 17 giờ.Lần đầu hẹn: thứ Sáu 6/3."
    (moved,) = [line for line in seen.journey if line.step is Step.MOVE_DUE_DATE]
    assert moved.data["why"] == "calendar"
    assert moved.data["publish"] == ["2026-03-06", "2026-03-09"]


async def test_a_pass_that_is_over_leads_to_the_code(client: Client, place: Scene) -> None:
    assert (await client.get("/tra-cuu/x/cach-tinh-han")).headers["location"] == "/tra-cuu"


HALF_DAYS = (
    DayCard(date(2026, 2, 24), DayKind.AFTERNOON_OFF, "Họp mặt đầu xuân", "", "announced", ""),
    DayCard(date(2026, 3, 6), DayKind.AFTERNOON_OFF, "Nghỉ buổi chiều", "", "announced", ""),
    DayCard(date(2026, 2, 28), DayKind.MAKEUP_WORKDAY, "Làm bù", "", "announced", ""),
    DayCard(date(2026, 3, 2), DayKind.HOLIDAY, "Nghỉ hoán đổi", "", "announced", ""),
)


async def test_a_half_day_ends_at_noon_and_counts_as_one(client: Client, place: Scene) -> None:
    with clock.at(BEFORE_TET):
        await change_calendar(system_actor(place.ward), HALF_DAYS)
        got = await asked(place)
        page = await due_page(client, got)
    told = page.texts("main ol > li")
    assert told[-1] == "Hạn trả lời: thứ Sáu 6/3, 11 giờ 30."
    (days,) = [text for text in told if "không đếm" in text]
    assert "Những ngày làm bù này có đếm:Thứ Bảy 28/2" in days
    assert "Những ngày nghỉ một buổi này đếm là một ngày:Thứ Ba 24/2Thứ Sáu 6/3" in days


async def test_after_the_noon_of_a_half_day_the_next_day_is_day_0(
    client: Client, place: Scene
) -> None:
    with clock.at(datetime(2026, 3, 6, 5, tzinfo=UTC)):  # noon
        await change_calendar(system_actor(place.ward), HALF_DAYS)
        page = await due_page(client, await asked(place))
    assert "sau giờ chốt trong ngày là 11 giờ 30, nên ngày 0" in page.texts("main ol > li")[0]
