"""From the question to its answer, its promise and the proof, and back, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from dialogue.core import clock
from dialogue.core.codes import tracking_hash
from dialogue.core.keys import keys
from dialogue.matters.actions import judging, personal_data, tasks
from dialogue.matters.actions.proving import Photo, Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.states import Exposure
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from tests.matters.build import House, approve, house, matter_with_code
from tests.matters.test_attachments import photo
from tests.pages import Page
from web.passes import make_pass

pytestmark = pytest.mark.integration
TEXTS = ("Đang làm", "Đã báo xong", "Bị nói chưa xong", "Đã xong", "Dừng", "Dời ngày")
QUESTION = "Hẻm 47 ngập, gọi tôi 0912345678. Xin phường trả lời."


async def every_kind(home: House) -> dict[str, str]:
    """A promise in each state, in one ward; the asker's code by its text."""
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    inspector = await home.person(Role.INSPECTOR)
    chairman = await home.person(Role.CHAIRMAN)
    proof = Proof("Biên bản 12", Photo(photo(), "Cống đã thông", harmless=True))
    due = clock.local_day(datetime.now(UTC)) + timedelta(days=9)
    made: dict[str, int] = {}
    codes: dict[str, str] = {}
    for text in TEXTS:
        asked, codes[text] = await matter_with_code(
            home, f"Hỏi về: {text}", QUESTION, group=home.groups[0]
        )
        new = NewTask(text, head.unit or 0, due, matter=asked)
        made[text] = await tasks.open_task(head, new)
        await personal_data.decide(head, asked, "body", "0912345678", Exposure.MASK)
        await approve(home, asked)
    for text in TEXTS[1:4]:
        await claim_done(head, made[text], proof)
    said = "Chưa thông."
    await judging.judge_as_inspector(inspector, made[TEXTS[2]], kept=False, reason=said)
    await judging.judge_as_inspector(inspector, made[TEXTS[3]], kept=True)
    await tasks.stop(chairman, made["Dừng"], "Không có đất", "Sở Xây dựng")
    await tasks.ask_new_date(head, made["Dời ngày"], due + timedelta(days=3), "Mưa")
    return codes


async def read(client: httpx.AsyncClient, address: str) -> Page:
    reply = await client.get(address.partition("#")[0])
    assert (reply.status_code, address) == (200, address)
    page = Page(reply.text)
    anchor = address.partition("#")[2]
    assert not anchor or page.attributes(f"#{anchor}", "id") == [anchor]
    return page


@pytest.mark.parametrize("start", ["", "/en"])
async def test_every_link_of_the_chain_leads_on_and_back(
    client: httpx.AsyncClient, start: str
) -> None:
    codes = await every_kind(await house())
    listed = await read(client, f"{start}/thach-ban/cam-ket")
    links = listed.attributes(".ruled-list .strong a", "href")
    assert sorted(listed.texts(".ruled-list .strong a")) == sorted(TEXTS)
    for link in links:
        page = await read(client, link)
        (question,) = page.attributes("article a[href*='#question']", "href")
        words = page.texts("article #question ~ div .quote")
        assert "0912345678" not in words[0]
        answer = await read(client, question)  # one click to the words it came from
        assert answer.texts("article #question + div .quote") == words
        assert answer.attributes("#promised ~ ul a", "href") == [link]  # and one back
        text = page.texts("h1")[0]
        for picture in page.attributes(".photo a", "href"):
            reply = await client.get(picture)
            assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png")
            assert reply.headers["link"] == f'<{link.removeprefix(start)}>; rel="up"'
            assert page.attributes(".photo img", "alt") == ["Cống đã thông"]
        assert bool(page.attributes(".photo a", "href")) == (text in TEXTS[1:4])
        tracked = make_pass(tracking_hash(keys(), codes[text]), clock.now())
        asker = await read(client, f"{start}/tra-cuu/{tracked}")
        assert asker.attributes("#promises ~ ul .strong a", "href") == [link]


@pytest.mark.parametrize("start", ["", "/en"])
async def test_the_old_addresses_lead_on_for_good(client: httpx.AsyncClient, start: str) -> None:
    await every_kind(await house())
    await house("sai-gon")
    reply = await client.get(f"{start}/thach-ban/loi-hua?trang-thai=late")
    assert (reply.status_code, reply.headers["location"]) == (
        301,
        f"{start}/thach-ban/cam-ket?trang-thai=late",
    )
    api = (await client.get("/api/v1/wards/thach-ban/promises")).json()["items"]
    for each in api:
        old = await client.get(f"{start}/thach-ban/loi-hua/{each['public_id']}")
        assert (old.status_code, old.headers["location"]) == (301, start + each["path"])
        assert (await client.get(f"/sai-gon/loi-hua/{each['public_id']}")).status_code == 404
        assert (await client.get(each["path"].replace("thach-ban", "sai-gon"))).status_code == 404


async def test_the_asker_says_that_it_is_not_done(client: httpx.AsyncClient) -> None:
    codes = await every_kind(await house())
    tracked = make_pass(tracking_hash(keys(), codes["Đã báo xong"]), clock.now())
    mine = await read(client, f"/tra-cuu/{tracked}")
    (where,) = mine.attributes("#promises ~ ul a.button", "href")
    form = await read(client, where)
    assert form.texts("h1") == ["Đã báo xong"]
    silent = await client.post(where, data={"kept": "0", "why": " "})
    assert (silent.status_code, len(Page(silent.text).texts("#why-error"))) == (422, 1)
    said = await client.post(where, data={"kept": "0", "why": "Cống vẫn tắc."})
    assert said.status_code == 303
    after = await read(client, said.headers["location"])
    assert after.texts(".toast")[0].startswith("Đã ghi: việc này chưa xong.")
    again = await client.post(where, data={"kept": "0", "why": "Vẫn tắc ở đầu ngõ."})
    assert (again.status_code, len(Page(again.text).texts("#kept-error"))) == (409, 1)
    assert "Vẫn tắc ở đầu ngõ." in again.text  # nothing is lost
    late = await read(client, "/thach-ban/cam-ket?trang-thai=disputed")
    assert "Đã báo xong" in late.texts(".ruled-list .strong a")
    elsewhere = where.rpartition("/")[0] + "/khong-co"
    assert (await client.get(elsewhere)).status_code == 404


async def test_a_groups_head_sees_its_promises_and_says_so(client: httpx.AsyncClient) -> None:
    home = await house()
    await every_kind(home)
    link = {}
    for group in home.groups:
        token = await ward_actions.make_group_link(system_actor(home.ward), group, "ông Bảy")
        link[group] = f"/to-truong/{token}"
    here = f"{link[home.groups[0]]}/cam-ket"
    closed = await client.get(here)
    assert (closed.status_code, Page(closed.text).texts("main button")) == (
        200,
        ["Mở trang của tôi"],
    )
    await client.post(link[home.groups[1]])
    empty = await client.get(f"{link[home.groups[1]]}/cam-ket")
    assert (empty.status_code, Page(empty.text).texts(".empty h2")) == (200, ["Chưa có việc nào"])
    await client.post(link[home.groups[0]])
    page = await read(client, link[home.groups[0]])
    assert page.attributes(".card--turmeric a", "href") == [here]
    listed = await read(client, here)
    assert listed.texts("h2 a")[0] == "Đã báo xong"  # what waits for a word comes first
    assert sorted(listed.texts("h2 a")) == sorted(TEXTS)
    (where,) = listed.attributes("a.button[href*='/cam-ket/']", "href")
    number = where.rpartition("/")[2]
    said = await client.post(where, data={"kept": "1", "why": ""})
    assert said.status_code == 303
    assert (await read(client, said.headers["location"])).texts(".toast") == [
        "Đã ghi: việc này đã xong. Xin cảm ơn."
    ]
    public = await read(client, f"/thach-ban/cam-ket/{number}")
    (said_by,) = [each for each in public.texts(".timeline b") if each.startswith("Xác nhận")]
    assert said_by.startswith("Xác nhận đã xong: tổ trưởng tổ dân phố, ")
    assert (await client.get(f"{here}/999")).status_code == 404


async def test_narrowed_by_unit_field_and_group(client: httpx.AsyncClient) -> None:
    home = await house()
    await every_kind(home)
    path = "/thach-ban/cam-ket"
    for query, count in (
        ("don-vi=vp", 6),
        ("don-vi=kt", 0),
        ("linh-vuc=tp-ht", 6),
        (f"to={home.groups[0]}&trang-thai=done", 1),
        (f"to={home.groups[1]}", 0),
        ("to=khong-co", 0),
    ):
        page = await read(client, f"{path}?{query}")
        assert (query, len(page.texts(".ruled-list .strong a"))) == (query, count)
    reply = await client.get(path)
    again = await client.get(path, headers={"if-none-match": reply.headers["etag"]})
    assert again.status_code == 304


async def test_a_second_group_may_say_otherwise_and_both_words_are_read(
    client: httpx.AsyncClient,
) -> None:
    home = await house(groups=2)
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    due = clock.local_day(clock.now()) + timedelta(days=9)
    new = NewTask("Nạo vét cống", head.unit or 0, due, group=home.groups[0], public=True)
    task = await tasks.open_task(head, replace(new, groups=(home.groups[1],)))
    await claim_done(head, task, Proof("Biên bản nghiệm thu"))
    pages = []
    for group in home.groups:
        token = await ward_actions.make_group_link(system_actor(home.ward), group, "ông Bảy")
        await client.post(f"/to-truong/{token}")
        pages.append(f"/to-truong/{token}/cam-ket/1")
    first, second = pages
    assert (await client.post(first, data={"kept": "1", "why": ""})).status_code == 303
    asked = await read(client, second)
    assert asked.texts(".notice--turmeric .strong")[0].endswith("đã nói: Đã xong")
    silent = await client.post(second, data={"kept": "0", "why": " "})
    assert silent.status_code == 422
    said = await client.post(second, data={"kept": "0", "why": "Ngõ 15 chưa làm."})
    assert said.status_code == 303
    public = await read(client, "/thach-ban/cam-ket/1")
    labels = {card.id: card.label for card in await ward_queries.groups(home.ward)}
    one, other = [f"tổ trưởng tổ dân phố, {labels[each]}" for each in home.groups]
    assert public.texts(".timeline b")[-2:] == [
        f"Xác nhận đã xong: {one}",
        f"Nói thêm: {other}. Chưa xong",
    ]
    assert "Ngõ 15 chưa làm." in public.texts(".timeline")[0]
    again = await client.post(second, data={"kept": "1", "why": ""})
    assert again.status_code == 409
