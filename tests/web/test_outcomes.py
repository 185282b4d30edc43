"""The outcomes of a period are counted by name; merged ones as askers, sealed ones nowhere."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from dialogue.matters.actions import retracting, triage, verdicts
from dialogue.matters.states import Redirection, Rejection, VerdictLevel
from tests.matters import builders
from tests.matters.builders import Scene, hash_of
from tests.web.desk import enter, see

pytestmark = pytest.mark.integration
PATH = "/quan-tri/ket-qua"


@pytest.fixture
async def place(client: AsyncClient) -> Scene:
    place = await builders.scene()
    lead, other = await builders.received(place), await builders.received(place)
    await triage.merge(place.keeper, other.id, lead.id)
    taken, complaint, empty = [await builders.received(place) for _ in range(3)]
    await retracting.retract(hash_of(taken))
    await triage.redirect(place.keeper, complaint.id, "Thanh tra", Redirection.COMPLAINT)
    await triage.reject(place.keeper, empty.id, Rejection.EMPTY)
    await builders.published(place)
    judged = await builders.published(place)
    await verdicts.give_verdict(hash_of(judged), VerdictLevel.PARTLY, "Còn thiếu.")
    await builders.sealed(place)
    await builders.received(place, "Cán bộ Nguyễn Văn X nhận 5 triệu để làm nhanh hồ sơ.")
    return place


async def test_each_outcome_has_its_line_with_matters_and_askers(
    client: AsyncClient, place: Scene
) -> None:
    await enter(client, place, "chu-tich")
    page = await see(client, PATH)
    assert "Theo kết quả (n = 6 vấn đề)" in page.texts("caption")
    shown = [line for line in page.texts("tbody tr") if not line.endswith("00")]
    assert shown == [
        "Chưa có trả lời12",  # one matter, two who ask
        "Đã trả lời, người hỏi chưa có ý kiến11",
        "Người hỏi: rõ một phần11",
        "Chuyển cơ quan khác11",
        "Không xử lý11",
        "Người hỏi rút lại11",
        "Cộng67",
        "Chuyển: khiếu nại1",
        "Không xử lý: không có nội dung1",
    ]


async def test_it_is_taken_along_as_a_table(client: AsyncClient, place: Scene) -> None:
    await enter(client, place, "tong-hop")
    page = await see(client, PATH)
    href = next(h for h in page.attributes("a", "href") if h.startswith(f"{PATH}/so-lieu.csv"))
    reply = await client.get(href)
    assert reply.headers["content-type"].startswith("text/csv")
    lines = reply.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Kết quả;Số vấn đề;Số người hỏi"
    assert "Người hỏi rút lại;1;1" in lines
    assert "Không xử lý: không có nội dung;1" in lines


async def test_a_period_without_any_says_so(client: AsyncClient, place: Scene) -> None:
    await enter(client, place, "chu-tich")
    page = await see(client, f"{PATH}?since=01/01/2020&until=31/12/2019")
    assert "Không có vấn đề nào trong thời gian này" in page.texts("h2, h3, p, strong")


async def test_another_wards_are_not_counted(client: AsyncClient, place: Scene) -> None:
    other = await builders.scene("binh-duong")
    await builders.received(other)
    await enter(client, other, "chu-tich")
    page = await see(client, PATH)
    assert "Theo kết quả (n = 1 vấn đề)" in page.texts("caption")
