"""The note page of a coffee session, for a telephone, and the office's pages about sessions."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from itertools import count

import httpx
import pytest

from dialogue.core.clock import HANOI, at
from dialogue.core.codes import read_tracking_code
from dialogue.ward import actions as ward_actions
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from meetings.coffee.queries.items import items
from meetings.coffee.queries.sessions import session
from meetings.coffee.states import SessionState
from tests.matters.test_attachments import photo
from tests.pages import Page
from tests.ward.builders import ward_with_defaults
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/ca-phe"
# Years ahead: the jobs of the running application go by the true clock.
BEFORE, DAY = (
    datetime(2030, 11, 18, 9, tzinfo=HANOI),
    datetime(2030, 11, 23, 7, 30, tzinfo=HANOI),
)
SLUG = "2030-11-23"
NOTES, SESSION = f"{PATH}/ghi/{SLUG}", f"{PATH}/buoi/{SLUG}"
LAMP = "Đèn hẻm 18 hỏng từ tuần trước, tối đi lại khó."
_names = count(1)


def a_name() -> str:
    return f"{next(_names):032x}"


async def planned(client: httpx.AsyncClient, **other: object) -> int:
    """The ward, with a session announced by its register keeper, who stays signed in."""
    ward = await ward_with_defaults()
    group = await ward_actions.add_group(system_actor(ward), "Tổ 7")
    with at(BEFORE):
        await enter(client, ward, "van-phong", Role.REGISTER_KEEPER)
        typed = {"day": "23/11/2030", "starts": "7h", "place": "Nhà văn hóa tổ 7", "groups": group}
        sent = await send(client, f"{PATH}/moi", **typed | other)
    assert sent.status_code in {200, 303}, errors(sent)
    return ward


async def opened(client: httpx.AsyncClient) -> int:
    ward = await planned(client)
    with at(DAY):
        await enter(client, ward, "tong-hop", Role.REGISTER_KEEPER)
        sent = await send(client, f"{SESSION}/mo")
    assert sent.headers["location"] == NOTES
    return ward


def deed(kind: str, **fields: object) -> dict[str, object]:
    return {"client": a_name(), "kind": kind, **fields}


async def did(client: httpx.AsyncClient, fields: dict[str, object]) -> httpx.Response:
    """A form's own way."""
    return await client.post(NOTES, data=fields)


async def gave(client: httpx.AsyncClient, *deeds: dict[str, object]) -> dict[str, object]:
    """What a device sends in one go."""
    reply = await send(client, f"{NOTES}/gui", deeds=json.dumps(deeds))
    assert reply.status_code == 200
    return dict(reply.json())


async def test_too_late_a_day_is_told_with_the_first_lawful_one(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    group = await ward_actions.add_group(system_actor(ward), "Tổ 7")
    typed = {"day": "19/11/2030", "starts": "7h", "place": "Nhà văn hóa", "groups": group}
    with at(BEFORE):
        await enter(client, ward, "van-phong", Role.REGISTER_KEEPER)
        refused = await send(client, f"{PATH}/moi", **typed)
        assert (refused.status_code, errors(refused)) == (
            422,
            ["Ngày này gần quá, chưa kịp báo bà con. Sớm nhất là thứ Tư 20/11."],
        )
        assert Page(refused.text).attribute("#place", "value") == "Nhà văn hóa"
        bad = await send(client, f"{PATH}/moi", **typed | {"starts": "sáng sớm", "groups": ""})
        assert bad.status_code == 422
        assert len(errors(bad)) == 2


async def test_a_holiday_is_told_by_its_name_and_chosen_by_a_tick(
    client: httpx.AsyncClient,
) -> None:
    ward = await ward_with_defaults()
    row = "date,name_vi,kind\n2030-11-23,Ngày hội của phường,holiday\n"
    await ward_actions.import_holidays(system_actor(ward), row.encode())
    group = await ward_actions.add_group(system_actor(ward), "Tổ 7")
    typed = {"day": "23/11/2030", "starts": "7h", "place": "Nhà văn hóa", "groups": group}
    with at(BEFORE):
        await enter(client, ward, "van-phong", Role.REGISTER_KEEPER)
        assert "Vẫn gặp ngày này" not in (await read(client, f"{PATH}/moi")).texts("form")[0]
        refused = await send(client, f"{PATH}/moi", **typed)
        assert refused.status_code == 422
        assert "(Ngày hội của phường)" in errors(refused)[0]
        (tick,) = Page(refused.text).attributes("[name=on_holiday]", "value")
        chosen = await send(client, f"{PATH}/moi", **typed, on_holiday=tick)
    assert chosen.status_code == 303


async def test_a_series_names_the_days_off_that_it_skips(client: httpx.AsyncClient) -> None:
    ward = await planned(client)
    with at(BEFORE):
        group = (await session(await enter(client, ward, "van-thu", Role.CLERK), SLUG)).groups[0]
        typed = {"day": "30/11/2030", "starts": "7h", "place": "Nhà văn hóa", "groups": group}
        told = await send(client, f"{PATH}/moi", **typed, until="14/12/2030")
        assert Page(told.text).texts(".notice--jade a") == [
            "30/11/2030",
            "07/12/2030",
            "14/12/2030",
        ]
        year = await read(client, f"{PATH}?nam=2030")
        assert len(year.texts(".ruled-list a[href*='/buoi/']")) == 4
        assert (await read(client, f"{PATH}?nam=2029")).texts(".empty h2") == [
            "Năm 2029 chưa có buổi nào"
        ]


async def test_the_whole_of_it_without_javascript(client: httpx.AsyncClient) -> None:
    ward = await opened(client)
    with at(DAY):
        page = await read(client, NOTES)
        assert page.texts("#nothing") == ["Chưa có việc nào. Ghi câu đầu tiên ở trên."]
        await did(client, deed("count", delta=1))
        note = deed("note", text=LAMP)
        sent = await did(client, note)
        assert sent.headers["location"] == f"{NOTES}?xong=ghi"
        await did(client, note)  # twice by a nervous finger
        page = await read(client, NOTES)
        assert page.texts("#attendances") == ["1"]
        assert page.texts("#items li > p:not([class])") == [LAMP]
        early = await send(client, f"{SESSION}/ket-thuc")
        assert early.status_code == 422
        item = page.attribute("#items [name=item]", "value")
        due = page.attribute(f"#due-{item}", "value")
        assert due  # the register's own date is there already: one tap
        wordless = await did(client, deed("settle", item=item, way="answered"))
        assert (wordless.status_code, errors(wordless)) == (
            422,
            ["Ông bà chưa ghi hoặc chưa chọn mục này."],
        )
        unit = page.attribute(f"#unit-{item} option:nth-child(2)", "value")
        settled = deed("settle", item=item, way="taken", unit=unit, due=due)
        slip = await did(client, settled)
        assert slip.status_code == 303
        (code,) = (await read(client, slip.headers["location"])).texts(".code--large")
        assert read_tracking_code(code)
        ended = await send(client, f"{SESSION}/ket-thuc")
        assert ended.headers["location"] == f"{SESSION}?xong=ket-thuc"
        assert (await client.get(NOTES)).headers["location"] == SESSION
        late = await did(client, deed("count", delta=1))
        assert late.status_code == 409
        keeper = await enter(client, ward, "khac", Role.REGISTER_KEEPER)
        assert (await session(keeper, SLUG)).attendances == 1


async def test_what_was_typed_stays_when_it_is_refused(client: httpx.AsyncClient) -> None:
    await opened(client)
    with at(DAY):
        refused = await did(client, deed("note", text="Đèn"))
        assert (refused.status_code, errors(refused)) == (
            422,
            ["Ghi ngắn quá: cần ít nhất 10 chữ cái."],
        )
        assert Page(refused.text).attribute("#text", "value") == "Đèn"


async def test_a_device_sends_what_it_kept_in_order_and_once(client: httpx.AsyncClient) -> None:
    ward = await opened(client)
    with at(DAY):
        notes = [deed("note", text=f"{LAMP} ({number})") for number in range(3)]
        taken = deed("settle", item=notes[0]["client"], way="taken", due="30/11/2030", unit=1)
        given = [deed("count", delta=1), *notes, deed("count", delta=1), taken]
        first, second = await gave(client, *given), await gave(client, *given)
        assert [each["done"] for each in first["told"]] == [True] * 6  # type: ignore[attr-defined]
        assert first["told"][5]["code"] == second["told"][5]["code"]  # type: ignore[index]
        assert (first["attendances"], second["attendances"]) == (2, 2)
        keeper = await enter(client, ward, "khac", Role.REGISTER_KEEPER)
        assert len(await items(keeper, await session(keeper, SLUG))) == 3
        assert len(Page(str(second["items"])).texts("[data-item]")) == 3


async def test_what_is_refused_is_told_by_its_name_and_the_rest_is_done(
    client: httpx.AsyncClient,
) -> None:
    await opened(client)
    with at(DAY):
        short, good = deed("note", text="Đèn"), deed("note", text=LAMP)
        told = (await gave(client, short, good, {"kind": "note"}, {"client": "x"}))["told"]
        assert isinstance(told, list)
        assert [each["done"] for each in told] == [False, True, False, False]
        assert told[0] == {
            "client": short["client"],
            "done": False,
            "why": "Ghi ngắn quá: cần ít nhất 10 chữ cái.",
        }


@pytest.mark.parametrize("deeds", ["", "{}", "[" * 50_000, json.dumps([{}] * 51), "[1]x"])
async def test_what_is_no_list_of_deeds_is_refused(client: httpx.AsyncClient, deeds: str) -> None:
    await opened(client)
    with at(DAY):
        reply = await send(client, f"{NOTES}/gui", deeds=deeds)
    assert reply.status_code == 422


async def test_signed_out_the_device_is_told_so(client: httpx.AsyncClient) -> None:
    await opened(client)
    client.cookies.clear()
    reply = await send(client, f"{NOTES}/gui", deeds=json.dumps([deed("count", delta=1)]))
    assert reply.status_code == 401


async def test_signs_of_a_denunciation_offer_the_separate_way(client: httpx.AsyncClient) -> None:
    await opened(client)
    with at(DAY):
        words = "Tôi tố cáo cán bộ địa chính nhận 5 triệu đồng để làm nhanh sổ đỏ."
        note = deed("note", text=words)
        await gave(client, note)
        page = await read(client, NOTES)
        assert "Việc cần gửi riêng" in page.texts("#items .notice p")[0]
        told = await gave(client, deed("settle", item=note["client"], way="separate"))
        assert words not in str(told["items"])
        assert words not in (await client.get(SESSION)).text


async def test_the_worker_keeps_to_the_note_pages(client: httpx.AsyncClient) -> None:
    await opened(client)
    with at(DAY):
        reply = await client.get(f"{PATH}/ghi/may.js")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert "service-worker-allowed" not in reply.headers  # its address is its scope


async def test_moved_and_cancelled_with_a_reason(client: httpx.AsyncClient) -> None:
    ward = await planned(client)
    with at(BEFORE):
        page = await read(client, SESSION)
        group = page.attribute("[name=groups]", "value")
        typed = {"day": "30/11/2030", "starts": "07:00", "place": "Quán nước", "groups": group}
        silent = await send(client, f"{SESSION}/doi", **typed, version=1)
        assert silent.status_code == 422
        moved = await send(client, f"{SESSION}/doi", **typed, version=1, reason="Mưa bão")
        assert moved.headers["location"] == f"{SESSION}?xong=doi"
        stale = await send(client, f"{SESSION}/huy", cancel_reason="Mưa", version=1)
        assert stale.status_code == 409
        await send(client, f"{SESSION}/huy", cancel_reason="Mưa tiếp", version=2)
        assert (await read(client, SESSION)).texts(".timeline li > b") == [
            *("Báo buổi gặp", "Đổi ngày, giờ, nơi", "Hủy buổi gặp")
        ]
        keeper = await enter(client, ward, "khac", Role.REGISTER_KEEPER)
        card = await session(keeper, SLUG)
        assert (card.state, card.day, card.reason) == (
            SessionState.CANCELLED,
            date(2030, 11, 30),
            "Mưa tiếp",
        )


async def test_from_the_notes_to_the_report(client: httpx.AsyncClient) -> None:
    await opened(client)
    with at(DAY):
        early = await send(client, f"{SESSION}/bao-cao", looked="1")
        assert early.status_code == 409
        note = deed("note", text="Bà con xin số 0912 345 678 để gọi sửa đèn.")
        answer = deed("settle", item=note["client"], way="answered", said="Có trực mỗi tối.")
        await gave(client, note, answer)
        await send(client, f"{SESSION}/ket-thuc")
        page = await read(client, SESSION)
        assert page.texts(".pairs dd")[-1] == "thứ Tư 27/11"  # three working days
        (name,) = page.attributes("[name^=text_]", "name")
        personal = await send(client, f"{SESSION}/bao-cao", looked="1", **{name: note["text"]})
        assert (personal.status_code, errors(personal)) == (
            422,
            ["Có số điện thoại, số nhà hoặc tên riêng. Xóa rồi đăng lại."],
        )
        wrong = {"files": {"photo": ("a.jpg", b"no photo")}}
        no_photo = await client.post(f"{SESSION}/anh", data={"alt": "Bàn trà"}, **wrong)  # type: ignore[arg-type]
        assert no_photo.status_code == 415
        right = {"photo": ("a.png", photo().data)}
        agreed = {"alt": "Bà con quanh bàn trà", "consent": "1"}
        unasked = await client.post(f"{SESSION}/anh", data={"alt": "Bàn trà"}, files=right)
        assert unasked.status_code == 422
        assert "Cần đánh dấu ô này." in Page(unasked.text).texts(".error")
        added = await client.post(f"{SESSION}/anh", data=agreed, files=right)
        assert added.headers["location"] == f"{SESSION}?xong=anh"
        item, due = re.sub(r"\D", "", name), "30/11/2030"
        unit = page.attributes("#promise_unit option", "value")[0]
        promise = {"item": item, "promise_text": "Sửa đèn", "promise_unit": unit}
        headless = await send(client, f"{SESSION}/hua", **promise, promise_due=due)
        assert (headless.status_code, errors(headless)) == (
            422,
            ["Đơn vị này chưa có trưởng đơn vị để nhận việc. Ông bà chọn đơn vị khác."],
        )
        sent = await send(
            client, f"{SESSION}/bao-cao", looked="1", **{name: "Hỏi cách báo đèn hỏng"}
        )
        assert sent.headers["location"] == f"{SESSION}?xong=bao-cao"


async def test_earlier_figures_are_entered_as_they_were_told(client: httpx.AsyncClient) -> None:
    await planned(client)
    with at(BEFORE):
        told = {
            "until": "17/09/2025",
            "sessions": "45",
            "attendances": "hơn 1.000",
            "source": "Báo",
        }
        bad = await send(client, f"{PATH}/truoc-day", **told | {"attendances": "nhiều lắm"})
        assert bad.status_code == 422
        assert Page(bad.text).attribute("#sessions", "value") == "45"
        await send(client, f"{PATH}/truoc-day", **told)
        page = await read(client, PATH)
        assert "Đến hết 17/9/2025: 45 buổi, hơn 1.000 lượt người.Báo" in page.texts("section li p")
        await send(client, page.attribute("form[action$='/rut']", "action"))
        assert "hơn 1.000" not in (await client.get(PATH)).text.replace("Ví dụ: hơn 1.000", "")


@pytest.mark.parametrize("place", ["ghi/2030-01-01", "buoi/hom-nay", "buoi/2030-01-01/anh/x"])
async def test_no_such_session(client: httpx.AsyncClient, place: str) -> None:
    await planned(client)
    with at(BEFORE):
        assert (await client.get(f"{PATH}/{place}")).status_code == 404
