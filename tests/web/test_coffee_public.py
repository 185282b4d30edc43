"""Coffee sessions in public: what is to come, what was said, the calendar; no name anywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from icalendar import Calendar

from dialogue.core.clock import at, local_day, now
from dialogue.matters.actions import triage
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.states import Kind
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Qualifier
from meetings.coffee.actions import earlier, planning, reporting
from meetings.coffee.actions.earlier import Told
from meetings.coffee.actions.reporting import NewPhoto, Promise
from meetings.coffee.queries.sessions import public_session
from meetings.coffee.states import WayOut
from tests.matters.test_attachments import photo
from tests.meetings.yard import (
    LAMP,
    SATURDAY,
    Yard,
    announced,
    noted,
    on,
    reported,
    running,
    settled,
    taken,
    views,
    yard_of,
)
from tests.pages import Page
from tests.web.office import read

pytestmark = pytest.mark.integration
PATH = "/thach-ban/ca-phe-sang"
FEED = "/thach-ban/lich.ics"


@pytest.fixture
async def yard(client: httpx.AsyncClient) -> Yard:
    """With the application that shows it."""
    return await yard_of()


def events(text: str) -> list[dict[str, str]]:
    calendar = Calendar.from_ical(text)
    return [{name: str(value) for name, value in each.items()} for each in calendar.walk("VEVENT")]


async def test_before_the_first_one_the_page_says_so(client: httpx.AsyncClient, yard: Yard) -> None:
    page = await read(client, PATH)
    assert page.texts(".empty h3") == ["Chưa báo buổi nào"]
    assert page.texts("#past + p") == ["Chưa có buổi nào được ghi tại đây."]
    assert events((await client.get(FEED)).text) == []
    assert (await client.get(f"{PATH}?sau=hôm-qua")).status_code == 404
    assert (await client.get(f"{PATH}/2026-01-01")).status_code == 404


async def test_what_is_announced_shows_at_once_and_in_the_calendar(
    client: httpx.AsyncClient, yard: Yard
) -> None:
    day = local_day(now()) + timedelta(days=5)
    slug = await announced(yard, day=day)
    page = await read(client, PATH)
    assert page.attribute(".ruled-list a", "href") == f"{PATH}/{slug}"
    one = await read(client, f"{PATH}/{slug}")
    assert one.texts(".pairs dd") == ["7 giờ", "Nhà văn hóa tổ 7", "Tổ 7", "Chủ tịch UBND"]
    (event,) = events((await client.get(FEED)).text)
    assert event["STATUS"] == "CONFIRMED"
    assert events((await client.get(f"{PATH}/{slug}/lich.ics")).text) == [event]


async def test_a_moved_session_keeps_its_uid_and_a_cancelled_one_stays(
    client: httpx.AsyncClient, yard: Yard
) -> None:
    day = local_day(now()) + timedelta(days=5)
    slug = await announced(yard, day=day)
    reply = await client.get(FEED)
    assert reply.headers["content-type"].startswith("text/calendar")
    (first,) = events(reply.text)
    later = yard.meeting(day=day + timedelta(days=7))
    await planning.move(yard.keeper, slug, later, "Mưa bão", 1)
    await settle(client)
    (moved,) = events((await client.get(FEED)).text)
    assert moved["UID"] == first["UID"]
    assert (first["SEQUENCE"], moved["SEQUENCE"]) == ("0", "1")
    starts = datetime.combine(later.day, later.starts, on(later.day, 7).tzinfo).astimezone(UTC)
    (event,) = Calendar.from_ical((await client.get(FEED)).text).walk("VEVENT")
    assert event.decoded("dtstart") == starts
    await planning.cancel(yard.keeper, slug, "Nhà văn hóa đang sửa", 2)
    await settle(client)
    (gone,) = events((await client.get(FEED)).text)
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (first["UID"], "2", "CANCELLED")
    page = await read(client, f"{PATH}/{slug}")
    assert page.texts(".notice--lacquer p") == ["Buổi này đã hủy", "Nhà văn hóa đang sửa"]


async def settle(client: httpx.AsyncClient) -> None:
    """The watcher of the log has dropped what changed."""
    from web.caching import PAGES

    PAGES.clear()


async def test_the_report_shows_topics_ways_out_and_no_name(
    client: httpx.AsyncClient, yard: Yard
) -> None:
    with at(on(SATURDAY, 7, 30)):
        slug = await running(yard)
        item = await noted(yard, slug, LAMP, speaker="Nguyễn Thị Vẹt Mào")
        done = await taken(yard, slug, item)
        named = Assignment(Kind.REPORT, "Đèn hẻm 18, gọi 0912 345 678", yard.field, unit=yard.unit)
        await triage.assign(yard.keeper, done.matter or 0, named)
        private = await noted(yard, slug, "Chuyện riêng của ông Quetzal ở xóm.")
        await settled(yard, slug, private, WayOut.THANKS)
        await planning.close(yard.officer, slug)
        early = await client.get(f"{PATH}/{slug}")
        assert "Báo cáo ngắn được đăng trước" in early.text
        assert LAMP not in early.text
        asked = NewPhoto(photo(), "Bàn trà ngoài sân", consent=True)
        seen = await reporting.add_photo(yard.keeper, slug, asked)
        assert (await client.get(f"{PATH}/{slug}/anh/{seen}")).status_code == 404
        first, second = await views(yard, slug)
        words = {first.id: (LAMP, ""), second.id: ("", "")}
        await reporting.publish(yard.keeper, slug, words, "Bà con cởi mở.", looked=True)
        due = SATURDAY + timedelta(days=9)
        new = Promise("Thay đèn hẻm 18", yard.unit, due, yard.officer.staff)
        await reporting.promise(yard.keeper, slug, first.id, new)
        await settle(client)
        page = await read(client, f"{PATH}/{slug}")
        text = (await client.get(f"{PATH}/{slug}")).text
        assert "Đèn hẻm 18, gọi ••••5678" in page.texts(".ruled-list p")  # as the register says
        assert "Vẹt Mào" not in text
        assert "Quetzal" not in text
        assert page.texts(".ruled-list .badge")[-1] == "Phường đã ghi nhận và cảm ơn"
        assert page.attribute("figure img", "alt") == "Bàn trà ngoài sân"
        assert (await client.get(page.attribute("figure img", "src"))).status_code == 200
        promise = page.attribute(".ruled-list a[href*='/cam-ket/']", "href")
        back = await read(client, promise)
        assert f"{PATH}/{slug}" in back.attributes("article a", "href")
        english = await client.get(f"/en{PATH}/{slug}")
        assert english.status_code == 200
        view = (await views(yard, slug))[0]
        assert view.matter
        await triage.seal(yard.keeper, view.matter.id)
        await settle(client)
        assert "Đèn hẻm" not in Page((await client.get(f"{PATH}/{slug}")).text).texts("ol p")


async def test_running_figures_have_their_n_and_earlier_ones_their_word(
    client: httpx.AsyncClient, yard: Yard
) -> None:
    await reported(yard)
    told = (date(2025, 9, 17), Told(45), Told(1000, Qualifier.MORE_THAN))
    await earlier.enter_earlier(yard.keeper, *told, "Báo chí ngày 17/9/2025")
    page = await read(client, PATH)
    assert page.texts(".stat .value")[:3] == ["1", "0lượt", "1"]
    assert "trên 2 việc" in page.texts(".stat dd")
    (line,) = page.texts(".hero .container > p:last-child")
    assert line.startswith("Trước đó, đến hết 17/9/2025: 45 buổi, hơn 1.000 lượt người dự.")
    assert "Số này không cộng vào các số trên." in line


async def test_past_sessions_go_on_page_by_page(
    client: httpx.AsyncClient, yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.pages import coffee

    monkeypatch.setattr(coffee, "SIZE", 1)
    first, second = await reported(yard), await reported(yard, SATURDAY + timedelta(days=7))
    page = await read(client, PATH)
    assert page.attributes("#past ~ ul a", "href") == [f"{PATH}/{second}"]
    older = await read(client, page.attribute("a[rel=next]", "href"))
    assert older.attributes("#past ~ ul a", "href") == [f"{PATH}/{first}"]
    assert older.texts(".pages a") == ["Về trang đầu"]


async def test_the_next_one_shows_what_became_of_last_time(
    client: httpx.AsyncClient, yard: Yard
) -> None:
    await reported(yard)
    slug = await announced(yard, day=SATURDAY + timedelta(days=14))
    page = await read(client, f"{PATH}/{slug}")
    assert page.texts("#last ~ ol .badge") == ["Phường mang về, đang trả lời"]


async def test_a_group_head_sees_the_sessions_of_the_group(
    client: httpx.AsyncClient, yard: Yard
) -> None:
    mine = await announced(yard, day=local_day(now()) + timedelta(days=5))
    await announced(yard, day=local_day(now()) + timedelta(days=6), groups=yard.groups[1:])
    token = await ward_actions.make_group_link(system_actor(yard.ward), yard.groups[0], "ông Bảy")
    await client.post(f"/to-truong/{token}")
    page = await read(client, f"/to-truong/{token}/ca-phe")
    assert page.attributes(".card a", "href") == [f"{PATH}/{mine}"]
    home = Page((await client.get(f"/to-truong/{token}")).text)
    assert f"/to-truong/{token}/ca-phe" in home.attributes("main a", "href")
    assert (await public_session(yard.ward, mine)).groups == yard.groups[:1]
