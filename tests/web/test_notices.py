"""The inbox as staff see it: sentences with links, read one by one or all, chosen by kind."""

from __future__ import annotations

from datetime import datetime

import pytest
from httpx import AsyncClient

from dialogue.core import clock
from dialogue.core.clock import HANOI
from dialogue.matters.actions import approval, triage
from dialogue.matters.actions.reminders import make_morning_lists
from dialogue.matters.queries.notices import inbox
from tests.matters import builders
from tests.pages import Page
from tests.web.desk import DESK, enter, see
from web.staff.notices import ABOUT, BY_TIME, LOOK, PATH, SENTENCES, SIZE

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=HANOI)


def lines(page: Page) -> list[str]:
    return page.texts(".ruled-list h2")


def badge_of_rail(page: Page) -> list[str]:
    return page.texts(f".rail__list a[href='{PATH}'] b")


async def test_a_notice_is_a_sentence_that_leads_to_its_place(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.checking(place)
    await approval.return_draft(place.head, new.id, "Thiếu ngày.")
    await enter(client, place, "chuyen-vien")
    page = await see(client, PATH)
    assert lines(page) == ["Người truong-phong trả bản soạn về để sửa"]  # who drafted knows it
    assert page.attributes("main h2 + p a", "href") == [f"{DESK}/{new.id}"]
    assert page.texts("main h2 + p a") == ["Nạo vét cống"]
    assert (await client.get(f"{DESK}/{new.id}")).status_code == 200


async def test_the_rail_counts_what_is_unread_on_every_page(client: AsyncClient) -> None:
    place = await builders.scene()
    await builders.assigned(place)
    await enter(client, place, "truong-phong")
    for path in (PATH, "/quan-tri/", DESK):
        assert badge_of_rail(await see(client, path)) == ["1thông báo chưa đọc"]
    newest = (await see(client, PATH)).attribute("[name=newest]", "value")
    reply = await client.post(f"{PATH}/doc-het", data={"newest": newest}, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, f"{PATH}?xong=da-doc-het")
    page = await see(client, reply.headers["location"])
    assert (badge_of_rail(page), page.texts(".empty h2")) == ([], ["Không còn thông báo chưa đọc"])
    assert lines(await see(client, f"{PATH}?loc=tat-ca")) == [
        "Người tong-hop giao đơn vị ông bà trả lời"
    ]


async def test_one_is_read_and_stays_under_all(client: AsyncClient) -> None:
    place = await builders.scene()
    await builders.assigned(place)
    await builders.assigned(place)
    await enter(client, place, "truong-phong")
    newest, _older = await inbox(place.head)
    await client.post(f"{PATH}/{newest.id}/doc", data={"loc": ""})
    assert len(lines(await see(client, PATH))) == 1
    assert len(lines(await see(client, f"{PATH}?loc=tat-ca"))) == 2
    await enter(client, place, "tong-hop")
    reply = await client.post(f"{PATH}/{newest.id}/doc", data={"loc": ""})
    assert reply.status_code == 404


async def test_long_lists_have_pages(client: AsyncClient) -> None:
    place = await builders.scene()
    for _ in range(SIZE + 1):
        await builders.assigned(place)
    await enter(client, place, "truong-phong")
    page = await see(client, PATH)
    assert len(lines(page)) == SIZE
    page = await see(client, page.attribute(".pagination [rel=next]", "href"))
    assert len(lines(page)) == 1
    assert page.attributes(".pagination a", "href") == [PATH]
    for nonsense in ("12", "x.1", "99999999999999999.1", "1.9999999999999999999"):
        assert (await client.get(PATH, params={"sau": nonsense})).status_code == 200


async def test_case_36_a_sealed_one_leaves_no_trace(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.checking(place)
    await triage.seal(place.keeper, new.id)
    for login in ("truong-phong", "chuyen-vien", "pho-chu-tich"):
        await enter(client, place, login)
        page = await see(client, f"{PATH}?loc=tat-ca")
        # On a working day a leader's morning list may have come: it tells of no matter.
        assert [line for line in lines(page) if not line.startswith("Đầu ngày")] == []
        assert f"/quan-tri/van-de/{new.id}" not in page.attributes("main a", "href")


async def test_case_19_words_are_shown_as_they_were_typed(client: AsyncClient) -> None:
    place = await builders.scene()
    text = "<script>alert(1)</script> cháy nhà ở hẻm 12, xin cứu giúp"
    await builders.received(place, text)
    await enter(client, place, "tong-hop")
    page = await see(client, PATH)
    # On a working day the hourly look may add that it is due today.
    assert set(page.texts("main h2 + p a")) == {text}
    assert "Ý kiến mới có dấu hiệu khẩn cấp, cần người xem ngay" in lines(page)


async def test_kinds_are_chosen_but_the_fixed_ones_stay(client: AsyncClient) -> None:
    place = await builders.scene()
    await enter(client, place, "chuyen-vien")
    page = await see(client, f"{PATH}/tuy-chon")
    offered = page.attributes("[name=wanted]", "value")
    assert sorted(offered) == [
        "alert",
        "approved",
        "commented",
        "disputed",
        "meeting",
        "morning",
        "retracted",
        "returned",
        "soon",
    ]
    reply = await client.post(f"{PATH}/tuy-chon", data={"wanted": ["soon"]}, follow_redirects=False)
    assert reply.headers["location"] == f"{PATH}?xong=da-luu"
    page = await see(client, f"{PATH}/tuy-chon")
    assert page.attributes("[name=wanted][checked]", "value") == ["soon"]
    new = await builders.checking(place)
    await approval.return_draft(place.head, new.id, "Thiếu ngày.")
    told = lines(await see(client, PATH))
    assert [line for line in told if "trả bản soạn" in line] == []


async def test_the_chairmans_morning(client: AsyncClient) -> None:
    place = await builders.scene()
    with clock.at(datetime(2026, 11, 2, 9, tzinfo=HANOI)):
        late = await builders.drafting_(place)
    with clock.at(MONDAY):
        await make_morning_lists(place.ward)
    await enter(client, place, "chu-tich")
    page = await see(client, PATH)
    assert lines(page)[0] == "Đầu ngày thứ Hai 30/11"
    assert page.texts("main h2 + p a")[0] == "1 việc quá hạn"
    page = await see(client, page.attributes("main h2 + p a", "href")[0])
    assert page.attributes("main .card li a", "href") == [f"{DESK}/{late.id}"]
    assert page.texts("main .card p") == [
        "Không có việc nào chờ ông bà.",
        "Không có việc nào đến hạn hôm nay.",
        "Không có lời hứa nào đến hạn.",
    ]


async def test_an_ordinary_notice_is_no_morning_list(client: AsyncClient) -> None:
    place = await builders.scene()
    await builders.assigned(place)
    (told,) = await inbox(place.head)
    await enter(client, place, "truong-phong")
    assert (await client.get(f"{PATH}/sang/{told.id}")).status_code == 404


@pytest.mark.unit
def test_every_kind_and_every_told_step_has_its_words() -> None:
    from dialogue.matters.telling import HEARD, TASK_HEARD, NoticeKind

    assert set(LOOK) == set(ABOUT) == set(NoticeKind)
    assert set(HEARD) | set(TASK_HEARD) - set(SENTENCES) == set(HEARD)
    assert {NoticeKind.SOON, NoticeKind.OVERDUE} == set(BY_TIME)
