"""Entry on behalf, the slip with the code, and the files of a matter."""

from __future__ import annotations

from io import BytesIO

from httpx import AsyncClient
from PIL import Image

from dialogue.core.codes import tracking_hash
from dialogue.core.keys import keys
from dialogue.matters.actions import triage
from dialogue.matters.actions.verdicts import give_verdict
from dialogue.matters.states import VerdictLevel
from dialogue.ward.states import Role
from tests.matters import builders
from tests.pages import Page
from tests.web.desk import DESK, enter, see, take

ENTRY = f"{DESK}/moi"
WORDS = "Đèn đường trước số 5 hỏng đã hai tuần, tối không thấy đường."


def picture() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG")
    return out.getvalue()


async def ticket(client: AsyncClient) -> str:
    return (await see(client, ENTRY)).attribute("[name=ticket]", "value")


async def test_the_slip_stays_the_same_when_the_matter_is_sealed(client: AsyncClient) -> None:
    """Its code would be lost, and its loss would tell."""
    place = await builders.scene()
    await place.person("mot-cua", Role.COUNTER_OFFICER)
    await enter(client, place, "mot-cua")
    values = {"source": "paper", "body": WORDS, "kind": "report", "ticket": await ticket(client)}
    entered = await client.post(ENTRY, data=values, follow_redirects=False)
    slip = entered.headers["location"]
    before = (await client.get(slip)).text
    await triage.seal(place.keeper, int(slip.split("/")[3]), "Tố cáo.")
    assert (await client.get(slip)).text == before
    assert WORDS not in before


async def test_a_paper_slip_becomes_a_matter_with_a_code(client: AsyncClient) -> None:
    place = await builders.scene()
    await place.person("mot-cua", Role.COUNTER_OFFICER)
    await enter(client, place, "mot-cua")
    values = {"source": "paper", "body": WORDS, "kind": "report", "ticket": await ticket(client)}
    files = {"files": ("phieu.jpg", picture(), "image/jpeg")}
    first = await client.post(ENTRY, data=values, files=files, follow_redirects=False)
    again = await client.post(ENTRY, data=values, files=files, follow_redirects=False)
    assert (first.status_code, again.status_code) == (303, 303)
    slip = first.headers["location"]
    matter = slip.split("/")[3]
    assert again.headers["location"].split("/")[3] == matter
    page = await see(client, slip)
    code = "".join(page.texts(".code")[0].split())
    assert len(code) == 16
    page = await see(client, f"{DESK}/{matter}")
    assert page.texts(".verbatim") == [WORDS]
    facts = dict(zip(page.texts("#words ~ dl dt"), page.texts("#words ~ dl dd"), strict=True))
    assert (facts["Nguồn"], facts["Người nhập hộ"]) == ("Phiếu giấy", "Người mot-cua")
    await enter(client, place, "tong-hop")
    assert (await client.get(slip)).status_code == 404
    await published(place, int(matter))
    judged = await give_verdict(tracking_hash(keys(), code), VerdictLevel.SATISFIED)
    assert judged.state == "closed"


async def published(place: builders.Scene, matter: int) -> None:
    from dialogue.matters.actions import approval, drafting, personal_data, triage
    from dialogue.matters.actions.triage import Assignment
    from dialogue.matters.states import Exposure, Kind

    given = Assignment(Kind.REPORT, "Đèn đường hỏng", field=place.field)
    await triage.assign(place.keeper, matter, given)
    await drafting.give_to_officer(place.head, matter, place.officer.staff)
    await drafting.save_draft(place.officer, matter, 0, builders.GOOD)
    await drafting.send_for_check(place.officer, matter)
    await approval.pass_up(place.head, matter, place.deputy.staff, "Đủ.", leave=True)
    for hit in await personal_data.undecided(place.ward, matter):
        await personal_data.decide(place.deputy, matter, hit.part, hit.fragment, Exposure.KEEP)
    await approval.approve(place.deputy, matter)


async def test_wrong_entries_keep_the_words(client: AsyncClient) -> None:
    place = await builders.scene()
    await enter(client, place, "tong-hop")
    cases: list[tuple[dict[str, str], dict[str, tuple[str, bytes, str]], int, str]] = [
        ({"contact": "0912 345 678"}, {}, 422, "#consent-error span"),
        ({"source": "web"}, {}, 422, "#source-error span"),
        ({"group": "77"}, {}, 422, "#about-error span"),
        ({"ticket": "k1.0.0.0"}, {}, 422, "#ticket-error span"),
        ({}, {"files": ("a.exe", b"MZ" * 40, "application/pdf")}, 415, "#files-error span"),
    ]
    for more, files, status, place_of_error in cases:
        values = {"source": "phone", "body": WORDS, "ticket": await ticket(client)} | more
        reply = await client.post(ENTRY, data=values, files=files or None)
        page = Page(reply.text)
        assert (reply.status_code, page.texts("#body")) == (status, [WORDS]), more
        assert len(page.texts(place_of_error)) == 1, more
    used = {"source": "phone", "body": WORDS, "ticket": await ticket(client)}
    await client.post(ENTRY, data=used)
    other = await client.post(ENTRY, data=used | {"body": f"{WORDS} Thêm."})
    assert (other.status_code, Page(other.text).texts("#body")) == (409, [f"{WORDS} Thêm."])


async def test_a_contact_without_consent_is_told_by_the_words_of_the_tick(
    client: AsyncClient,
) -> None:
    place = await builders.scene()
    await enter(client, place, "tong-hop")
    values = {"source": "phone", "body": WORDS, "contact": "0912 345 678"}
    reply = await client.post(ENTRY, data=values | {"ticket": await ticket(client)})
    page = Page(reply.text)
    assert page.texts(".error-summary a") == [
        "Đã hỏi: người hỏi đồng ý để phường giữ tên, số liên hệ để trả lời việc này: "
        "Ghi số liên hệ thì phải hỏi và đánh dấu người hỏi đồng ý."
    ]


async def test_only_typists_enter(client: AsyncClient) -> None:
    place = await builders.scene()
    await place.person("thanh-tra", Role.INSPECTOR)
    await enter(client, place, "thanh-tra")
    assert (await client.get(ENTRY)).status_code == 403
    assert (await see(client, DESK)).texts("h1 + a") == []


async def test_files_are_sent_safely_to_who_may_read_them(client: AsyncClient) -> None:
    place, other = await builders.scene(), await builders.scene("sai-gon")
    await enter(client, place, "tong-hop")
    values = {"source": "paper", "body": WORDS, "ticket": await ticket(client)}
    files = {"files": ("Ảnh đèn.jpg", picture(), "image/jpeg")}
    sent = await client.post(ENTRY, data=values, files=files, follow_redirects=False)
    matter = int(sent.headers["location"].split("/")[3])
    page = await see(client, f"{DESK}/{matter}")
    path = page.attribute("#files ~ ul p a", "href")
    shown = page.attribute("#files ~ ul img", "src")
    reply = await client.get(path)
    wanted = {
        "content-disposition": 'attachment; filename="tep.png"; '
        "filename*=UTF-8''%E1%BA%A2nh%20%C4%91%C3%A8n.png",
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    assert {name: reply.headers[name] for name in wanted} == wanted
    assert (await client.get(shown)).headers["content-disposition"].startswith("inline")
    file = path.rsplit("/", 1)[1]
    unseen = await client.post(
        f"{DESK}/{matter}/cong-khai-tep", data={"file_id": file, "file_public": "1"}
    )
    assert (unseen.status_code, len(Page(unseen.text).texts("#file_confirmed-error"))) == (422, 1)
    await take(client, matter, "cong-khai-tep", file_id=file, file_public="1", file_confirmed="1")
    page = await see(client, f"{DESK}/{matter}")
    assert page.texts("#files ~ ul .badge") == ["Công khai cùng câu trả lời"]
    await take(client, matter, "cong-khai-tep", file_id=file)
    await enter(client, other, "tong-hop")
    assert (await client.get(path)).status_code == 404
