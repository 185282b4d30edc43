"""The queue: narrowed, paged, with both dates of each matter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from httpx import AsyncClient

from dialogue.core import clock
from tests.matters import builders
from tests.pages import Page
from tests.web.desk import DESK, enter, see


async def test_the_queue_is_filtered_and_paged(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.staff.queue.SIZE", 2)
    place = await builders.scene()
    given = [await builders.assigned(place), *[await builders.received(place) for _ in range(3)]]
    await enter(client, place, "tong-hop")

    def numbers(page: Page) -> list[int]:
        return [int(href.split("/")[-1]) for href in page.attributes("h3 a", "href")]

    first = await see(client, DESK)
    by_step = [*given[1:], given[0]]  # to triage is due before what is to be drafted
    expected = [new.id for new in by_step]
    assert (numbers(first), first.texts("main h2")) == (expected[:2], ["4 vấn đề"])
    second = await see(client, first.attribute("[rel=next]", "href"))
    assert numbers(second) == expected[2:]
    assert second.texts(".pagination a") == ["Về trang đầu"]
    asked = {
        "buoc=assigned": [given[0].id],
        f"linh_vuc={place.field}": [given[0].id],
        f"don_vi={place.unit}": [given[0].id],
        "nguon=paper": [],
        "han=late": [],
        "cua_toi=1": [],
    }
    for query, found in asked.items():
        assert numbers(await see(client, f"{DESK}?{query}")) == found, query
    empty = await see(client, f"{DESK}?nguon=paper")
    assert empty.texts(".empty h2") == ["Không có vấn đề nào khớp"]
    for nonsense in ("buoc=nothing", "linh_vuc=999", "sau=zzz", "don_vi=9999999999999"):
        assert numbers(await see(client, f"{DESK}?{nonsense}")) == expected[:2]


async def test_a_line_names_both_dates_in_working_days(client: AsyncClient) -> None:
    place = await builders.scene()
    with clock.at(datetime(2026, 11, 16, 2, tzinfo=UTC)):  # a Monday
        await builders.assigned(place)
    with clock.at(datetime(2026, 11, 24, 2, tzinfo=UTC)):
        await enter(client, place, "truong-phong")
        page = await see(client, DESK)
        assert page.texts("main .badge")[0] == "Chậm 1 ngày làm việc"
        assert page.texts("main li p b") == ["giao người soạn", "thứ Ba 1/12"]
        said = page.texts("main li p")[0]
        assert "hạn thứ Hai 23/11 (chậm 1 ngày làm việc)" in said
        assert said.endswith("(còn 5 ngày làm việc)")
