"""The calendar: seen by all, changed after a look at what moves."""

from __future__ import annotations

from datetime import UTC, date, datetime

import httpx
import pytest

from dialogue.core import clock
from dialogue.matters.actions import intake
from dialogue.matters.actions.clocks import would_move
from dialogue.ward import queries
from dialogue.ward.actions.calendar import change_calendar
from dialogue.ward.cards import DayCard
from dialogue.ward.rules import system_actor
from dialogue.ward.states import DayKind, Role
from tests.pages import Page
from tests.ward.builders import bare_ward, ward_with_defaults
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/lich"


def hidden(page: Page) -> dict[str, object]:
    """What the preview sends on when it is confirmed."""
    return {
        name: page.attributes(f"main form [name={name}]", "value")
        for name in ("version", "days", "removed")
    }


async def test_a_day_is_added_after_a_look(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    await enter(client, ward, "van-phong", Role.REGISTER_KEEPER)
    response = await send(
        client, f"{PATH}/ngay", day="24/11/2026", kind="holiday", name="Lễ, “mới”"
    )
    preview = Page(response.text)
    assert preview.texts(".notice") == ["Không việc đang làm nào đổi hạn."]
    assert await queries.calendar_days(ward) == ()
    confirmed = await send(client, PATH, **hidden(preview))
    assert confirmed.headers["location"] == f"{PATH}?xong=da-ghi"
    (card,) = await queries.calendar_days(ward)
    assert (card.day, card.kind, card.name) == (date(2026, 11, 24), DayKind.HOLIDAY, "Lễ, “mới”")
    page = await read(client, f"{PATH}?nam=2026")
    assert page.texts("tbody th") == ["Thứ Ba 24/11"]


async def test_a_day_is_taken_out_after_a_look(client: httpx.AsyncClient) -> None:
    ward = await bare_ward()
    day = DayCard(date(2026, 1, 1), DayKind.HOLIDAY, "Tết", "", "statutory", "")
    await change_calendar(system_actor(ward), [day])
    await enter(client, ward, "quan-tri", Role.KEEPER)
    preview = Page((await send(client, f"{PATH}/bo-ngay", removed="2026-01-01")).text)
    assert len(preview.texts("del")) == 1
    assert (await send(client, PATH, **hidden(preview))).status_code == 303
    assert await queries.calendar_days(ward) == ()


async def test_a_wrong_day_comes_back(client: httpx.AsyncClient) -> None:
    await enter(client, await bare_ward(), "quan-tri", Role.KEEPER)
    response = await send(client, f"{PATH}/ngay", day="31/2/2026", kind="holiday", name="Lễ")
    assert (response.status_code, errors(response)) == (
        422,
        ["Không có ngày này trong lịch. Ông bà xem lại ngày và tháng."],
    )
    assert Page(response.text).attribute("#name", "value") == "Lễ"


async def test_a_file_is_looked_at_first_and_its_mistakes_are_named(
    client: httpx.AsyncClient,
) -> None:
    ward = await bare_ward()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    wrong = b"date,name_vi,kind\n2026-01-01,Tet,holiday\n2026-13-01,Le,holiday\n"
    response = await client.post(f"{PATH}/tep", files={"file": ("a.csv", wrong)})
    assert errors(response) == ["Dòng 3, cột date: Không phải ngày. Ví dụ: 20/11/2026."]
    right = "date,name_vi,kind,certainty\n2027-02-05,Tết,holiday,projected\n".encode()
    preview = Page((await client.post(f"{PATH}/tep", files={"file": ("a.csv", right)})).text)
    assert preview.texts("main .card li") == ["Thứ Sáu 5/2/2027: Ngày nghỉ, Tết(dự kiến)"]
    await send(client, PATH, **hidden(preview))
    page = await read(client, f"{PATH}?nam=2027")
    assert page.texts("tbody .badge--turmeric") == ["dự kiến"]


async def test_what_another_changed_meanwhile_is_looked_at_again(
    client: httpx.AsyncClient,
) -> None:
    ward = await bare_ward()
    await enter(client, ward, "quan-tri", Role.KEEPER)
    preview = Page(
        (await send(client, f"{PATH}/ngay", day="24/11/2026", kind="holiday", name="Lễ")).text
    )
    other = DayCard(date(2026, 1, 1), DayKind.HOLIDAY, "Tết", "", "statutory", "")
    await change_calendar(system_actor(ward), [other])
    late = await send(client, PATH, **hidden(preview))
    assert late.status_code == 409
    again = Page(late.text)
    assert len(again.texts("[role=alert]")) == 1
    assert (await send(client, PATH, **hidden(again))).status_code == 303
    assert len(await queries.calendar_days(ward)) == 2


async def test_nothing_to_change_is_said(client: httpx.AsyncClient) -> None:
    await enter(client, await bare_ward(), "quan-tri", Role.KEEPER)
    response = await send(client, f"{PATH}/bo-ngay", removed="2026-01-01")
    assert Page(response.text).texts("[role=alert]") == ["Không có gì khác với lịch đang dùng."]


async def test_others_see_it_and_change_nothing(client: httpx.AsyncClient) -> None:
    await enter(client, await ward_with_defaults(), "can-bo", Role.OFFICER)
    assert (await read(client, PATH)).texts("main form") == []
    for path in ("", "/ngay", "/bo-ngay", "/tep"):
        assert (await send(client, f"{PATH}{path}", x="1")).status_code == 403


async def test_the_look_counts_what_would_move(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    with clock.at(datetime(2026, 11, 20, 2, tzinfo=UTC)):
        await intake.receive(intake.NewMatter(ward, "Hẻm 47 ngập đã ba tuần nay, bao giờ thoát?"))
        _, calendar = await queries.calendar_preview(ward, [], [date(2026, 11, 24)])
        assert await would_move(ward, calendar) == 1
        same, calendar = await queries.calendar_preview(ward, [], [date(2025, 1, 1)])
        assert same
        assert await would_move(ward, calendar) == 0
