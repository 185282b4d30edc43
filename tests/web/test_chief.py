"""The first page of the staff area: what waits for whom, and the chairman's one click."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import html5lib
import httpx
import pytest

from dialogue.core import clock
from dialogue.matters.actions import approval, drafting, tasks, triage
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.states import Kind, MatterState
from dialogue.ward import actions as wards
from dialogue.ward import queries
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter, set_counter_staff
from surveys.queries.follow_ups import follow_ups
from surveys.rules import Level
from tests.matters import builders
from tests.pages import Page
from tests.surveys.builders import FIELDS, follow_ups_show, give
from tests.web.desk import enter, see

pytestmark = pytest.mark.integration
HOME = "/quan-tri/"


async def test_without_a_session_one_signs_in_first(client: httpx.AsyncClient) -> None:
    response = await client.get(HOME)
    assert (response.status_code, response.headers["location"]) == (
        303,
        "/quan-tri/dang-nhap?tiep=/quan-tri",
    )


@pytest.mark.parametrize(
    ("gender", "greeting"),
    [
        ("ông", "Chào ông Thịnh, hôm nay chưa có việc cần ông quyết"),
        ("bà", "Chào bà Thịnh, hôm nay chưa có việc cần bà quyết"),
        ("", "Chào ông bà Thịnh, hôm nay chưa có việc cần ông bà quyết"),
    ],
)
async def test_the_chairman_is_greeted_by_gender(
    client: httpx.AsyncClient, gender: str, greeting: str
) -> None:
    place = await builders.scene()
    await wards.add_staff(
        system_actor(place.ward),
        "ct",
        "Trần Quốc Thịnh",
        "Chủ tịch",
        [Role.CHAIRMAN],
        password=builders.PASSWORD,
        own=True,
        gender=gender,
    )
    await enter(client, place, "ct")
    page = await see(client, HOME)
    assert page.texts("h1") == [greeting]
    assert page.texts(".stat .value") == ["0việc", "0vấn đề", "–", "0việc"]
    assert page.texts("#decide ~ .empty h3") == ["Chưa có việc nào cần quyết"]


async def test_each_role_sees_its_own_work_and_the_button_that_leads_to_it(
    client: httpx.AsyncClient,
) -> None:
    place = await builders.scene()
    new = await builders.received(place)
    seen: list[tuple[str, list[str], list[str]]] = []
    for login in ("tong-hop", "truong-phong", "chuyen-vien"):
        await enter(client, place, login)
        page = await see(client, HOME)
        seen.append((login, page.texts(".action-row .button"), page.texts(".empty h2")))
    assert seen == [
        ("tong-hop", ["Phân loại"], []),
        ("truong-phong", [], ["Chưa có việc nào chờ"]),
        ("chuyen-vien", [], ["Chưa có việc nào chờ"]),
    ]
    await enter(client, place, "tong-hop")
    page = await see(client, HOME)
    assert page.attribute(".action-row a.button", "href") == f"/quan-tri/van-de/{new.id}"
    assert page.texts("h1") == ["Chào ông bà tong-hop, hôm nay có 1 việc chờ ông bà"]
    assert len(page.texts(".action-row .badge")) == 2


async def test_a_reopening_is_told_and_the_officer_knows_it_is_the_second_answer(
    client: httpx.AsyncClient,
) -> None:
    place = await builders.scene()
    await builders.not_enough(await builders.published(place))
    told = "Trang góp ý · Người hỏi chưa hài lòng, đề nghị trả lời lại: Vẫn ngập."
    for login, button, note in (
        ("pho-chu-tich", "Xem vấn đề", told),
        ("truong-phong", "Xem vấn đề", told),
        (
            "chuyen-vien",
            "Soạn trả lời",
            "Trang góp ý · Trả lời lại lần 2 – người hỏi: «Vẫn ngập.»",
        ),
    ):
        await enter(client, place, login)
        page = await see(client, HOME)
        assert page.texts(".action-row .button") == [button]
        assert page.texts(".action-row .muted") == [note]
    page = await see(client, "/quan-tri/van-de")
    assert "Trả lời lại" in page.texts("main .badge")
    assert "Đang soạn trả lời" not in page.texts("main .badge")


async def test_one_click_publishes_what_was_shown(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.approving(place)
    await enter(client, place, "pho-chu-tich")
    page = await see(client, HOME)
    assert page.texts(".action-row button") == ["Duyệt và đăng"]
    assert page.texts(".action-row details p")[0] == builders.GOOD
    path = page.attribute(".action-row form", "action")
    version = page.attribute(".action-row [name=version]", "value")
    response = await client.post(path, data={"version": version})
    assert (response.status_code, response.headers["location"]) == (303, f"{HOME}?xong=duyet")
    assert (await matter_for(place.chairman, new.id)).state is MatterState.PUBLISHED
    page = await see(client, f"{HOME}?xong=duyet")
    assert page.texts(".toast") == ["Đã duyệt. Người hỏi đọc được câu trả lời ngay bây giờ."]
    assert page.texts(".action-row") == []


async def test_somebody_was_faster(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.approving(place)
    await approval.return_draft(place.deputy, new.id, "Ghi rõ ngày.")
    await enter(client, place, "pho-chu-tich")
    response = await client.post(f"/quan-tri/duyet/{new.id}", data={"version": "1"})
    assert response.status_code == 409
    why, link = Page(response.text).texts("[role=alert] p")
    assert "đã thay đổi: Người pho-chu-tich trả về để sửa, " in why
    assert link == "Mở vấn đề này"
    assert (await matter_for(place.chairman, new.id)).state is MatterState.DRAFTING


async def test_a_second_click_on_approve_is_no_quarrel(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.approving(place)
    await enter(client, place, "pho-chu-tich")
    replies = [
        await client.post(f"/quan-tri/duyet/{new.id}", data={"version": "1"}) for _ in range(2)
    ]
    assert [reply.headers["location"] for reply in replies] == [f"{HOME}?xong=duyet"] * 2


async def test_another_draft_than_the_one_that_was_read_is_not_published(
    client: httpx.AsyncClient,
) -> None:
    place = await builders.scene()
    new = await builders.approving(place)
    await enter(client, place, "pho-chu-tich")
    response = await client.post(f"/quan-tri/duyet/{new.id}", data={"version": "2"})
    assert response.status_code == 409
    assert (await matter_for(place.chairman, new.id)).state is MatterState.APPROVING


async def test_what_is_undecided_leads_to_the_matter_instead(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    body = f"{builders.words()} Số của tôi là 0912 345 678."
    new = await builders.received(place, body)
    await triage.assign(
        place.keeper,
        new.id,
        Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field),
    )
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await drafting.save_draft(place.officer, new.id, 0, builders.GOOD)
    await drafting.send_for_check(place.officer, new.id)
    await approval.pass_up(place.head, new.id, place.deputy.staff, leave=True)
    await enter(client, place, "pho-chu-tich")
    page = await see(client, HOME)
    assert page.texts(".action-row button") == []
    assert page.texts(".action-row a.button") == ["Đọc và duyệt"]
    response = await client.post(f"/quan-tri/duyet/{new.id}", data={"version": "1"})
    assert response.status_code == 409
    assert Page(response.text).texts("[role=alert] p")[0] == (
        "Còn thông tin riêng chưa quyết định che hay giữ. Ông bà xem từng chỗ rồi duyệt."
    )


async def test_who_does_not_approve_cannot_click(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.approving(place)
    await enter(client, place, "truong-phong")
    response = await client.post(f"/quan-tri/duyet/{new.id}", data={"version": "1"})
    assert response.status_code == 403
    await enter(client, place, "chu-tich")
    assert (await client.post("/quan-tri/duyet/9", data={"version": "1"})).status_code == 404
    away = f"/quan-tri/duyet/{2**40}"
    assert (await client.post(away, data={"version": "1"})).status_code == 404
    assert (
        await client.post(f"/quan-tri/duyet/{new.id}", data={"version": "x"})
    ).status_code == 404


async def test_what_is_late_says_who_has_it_since_when_and_why(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    with clock.at(datetime(2026, 3, 2, 2, tzinfo=UTC)):  # a Monday: triage 4/3, draft 9/3
        new = await builders.received(place)
    with clock.at(datetime(2026, 3, 6, 2, tzinfo=UTC)):
        given = Assignment(Kind.QUESTION, "Nạo vét cống", field=place.field)
        await triage.assign(place.keeper, new.id, given)
        await drafting.give_to_officer(place.head, new.id, place.officer.staff)
        await approval.propose_extension(place.head, new.id, 3, "Chờ khảo sát.")
        await approval.extend(place.deputy, new.id, 3, "Chờ khảo sát.")
    with clock.at(datetime(2026, 3, 24, 2, tzinfo=UTC)):
        await enter(client, place, "chu-tich")
        page = await see(client, HOME)
    assert page.texts("#late ~ ul > li > p") == [
        "Nạo vét cống",
        "Phòng Kinh tế, Hạ tầng và Đô thị · hạn trả lời người dân 19/3",
        "Người chuyen-vien giữ việc này từ ngày 6/3 (12 ngày làm việc): chờ soạn trả lời",
        "Bước phân loại chậm 2 ngày làm việc; "
        "bước soạn trả lời chưa xong, đã chậm 11 ngày làm việc",
    ]
    assert page.texts("#late ~ ul ul li") == [
        "Người truong-phong xin lùi hạn: “Chờ khảo sát.”",
        "Đã lùi hạn một lần: “Chờ khảo sát.”",
    ]
    assert page.attribute("#late ~ ul a", "href") == f"/quan-tri/van-de/{new.id}"
    assert page.texts(".stat .value")[1] == "1vấn đề"


async def test_late_without_a_word_is_said_to_be_so(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    with clock.at(clock.now() - timedelta(days=60)):
        await builders.drafting_(place)
    await enter(client, place, "chu-tich")
    assert (await see(client, HOME)).texts("#late ~ ul ul li") == ["Chưa ai ghi lý do chậm."]


async def test_promises_of_mine_and_of_my_unit(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    due = clock.local_day(clock.now()) + timedelta(days=3)
    promise = NewTask("Nạo vét cống tổ 4", place.unit, due, place.officer.staff, matter=new.id)
    task = await tasks.open_task(place.officer, promise)
    calendar = await queries.calendar(place.ward)
    left = calendar.between(clock.local_day(clock.now()), due)
    for login in ("chuyen-vien", "dong-nghiep", "chu-tich"):
        await enter(client, place, login)
        page = await see(client, HOME)
        assert page.texts("#promises ~ ul a") == ["Nạo vét cống tổ 4"]
        assert page.attribute("#promises ~ ul a", "href") == f"/quan-tri/viec/{task}"
        assert page.texts("#promises ~ ul .badge") == [f"Còn {left} ngày làm việc"]


async def test_the_director_is_led_to_each_rating_that_was_not_satisfied(
    client: httpx.AsyncClient,
) -> None:
    place = await builders.scene()
    director = await place.person("giam-doc", Role.DIRECTOR)
    card = await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=FIELDS)
    await give(card, [Level.NOT] + [Level.VERY] * 9)
    await follow_ups_show()
    (one,) = await follow_ups(director)
    await enter(client, place, "giam-doc")
    page = await see(client, HOME)
    assert page.texts("h1") == ["Chào ông bà giam-doc, hôm nay có 1 việc chờ ông bà"]
    assert page.texts("#follow-ups ~ ul .muted") == ["Người đánh giá không chọn lý do."]
    assert page.attribute("#follow-ups ~ ul a", "href") == f"/quan-tri/khac-phuc/{one.id}"
    assert (await client.get(f"/quan-tri/khac-phuc/{one.id}")).status_code == 200


async def test_who_works_at_a_counter_does_not_see_its_single_ratings(
    client: httpx.AsyncClient,
) -> None:
    place = await builders.scene()
    director = await place.person("giam-doc", Role.DIRECTOR)
    card = await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=FIELDS)
    await set_counter_staff(place.ward, card.code, [director.staff])
    await give(card, [Level.NOT] + [Level.VERY] * 9)
    await follow_ups_show()
    await enter(client, place, "giam-doc")
    page = await see(client, HOME)
    assert page.texts("#follow-ups") == []
    assert page.texts(".empty h2") == ["Chưa có việc nào chờ"]


@pytest.mark.parametrize("login", ["chu-tich", "tong-hop", "giam-doc"])
async def test_valid_html(client: httpx.AsyncClient, login: str) -> None:
    place = await builders.scene()
    await place.person("giam-doc", Role.DIRECTOR)
    await builders.received(place)
    await builders.approving(place)
    await enter(client, place, login)
    html5lib.HTMLParser(strict=True).parse((await client.get(HOME)).text)


async def test_each_overseer_begins_with_what_it_oversees(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    with clock.at(clock.now() - timedelta(days=60)):
        await builders.drafting_(place)
    starts = {
        Role.INSPECTOR: ["start-late", "start-disputed", "start-again"],
        Role.KEEPER: ["start-accounts", "start-counters", "start-jobs"],
        Role.COUNTER_OFFICER: ["start-paper", "start-slips"],
        Role.OBSERVER: ["start-figures"],
    }
    for role, cards in starts.items():
        await place.person(role.value, role)
        await enter(client, place, role.value)
        page = await see(client, HOME)
        assert page.attributes("h2[id^=start-]", "id") == cards, role
        for path in page.attributes("main .card a", "href"):
            assert (await client.get(path)).status_code == 200, (role, path)


async def test_a_counter_officer_shows_the_qr_of_the_own_counter(
    client: httpx.AsyncClient,
) -> None:
    place = await builders.scene()
    officer = await place.person("mot-cua", Role.COUNTER_OFFICER)
    card = await add_counter(place.ward, "Quầy 1", "Hộ tịch", fields=FIELDS)
    await set_counter_staff(place.ward, card.code, [officer.staff])
    await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=FIELDS)
    await enter(client, place, "mot-cua")
    page = await see(client, HOME)
    assert page.texts("h2[id^=start-counter]") == ["Mã QR của Quầy 1 · Hộ tịch"]
    assert len(page.attributes(".qr-inline svg", "viewBox")) == 1
