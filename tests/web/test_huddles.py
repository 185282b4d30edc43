"""The huddle's page: it fills itself, takes five points, and goes on with the last one's."""

from __future__ import annotations

from datetime import date, datetime

import httpx
import pytest

from dialogue.core.clock import HANOI, at
from dialogue.ward.states import Role
from meetings.huddles.actions import open_all
from tests.pages import Page
from tests.ward.builders import bare_ward, ward_with_defaults
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/hoi-y"
FRIDAY = f"{PATH}/2030-11-22-chieu"
MONDAY = f"{PATH}/2030-11-25-sang"
POINT = {"problem": "Loa Quầy 3 hỏng", "remedy": "Thay loa", "by_day": "25/11/2030", "by_half": "0"}


# Years ahead: the jobs of the running application go by the true clock and leave it alone.
AT_FRIDAY = datetime(2030, 11, 22, 16, 50, tzinfo=HANOI)


async def test_before_the_first_one_the_page_says_when(client: httpx.AsyncClient) -> None:
    with at(AT_FRIDAY):
        await enter(client, await ward_with_defaults(), "giam-doc", Role.DIRECTOR)
        page = await read(client, PATH)
        assert page.texts(".empty h2") == ["Chưa có buổi hội ý nào"]


async def test_a_ward_without_the_rule_is_told_so(client: httpx.AsyncClient) -> None:
    with at(AT_FRIDAY):
        await enter(client, await bare_ward(), "giam-doc", Role.DIRECTOR)
        page = await read(client, PATH)
        assert page.texts(".empty p") == ["Phường chưa có quy định về giờ hội ý."]


async def test_from_figures_to_the_end_and_on_to_monday(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    with at(AT_FRIDAY):
        await open_all()
        director = await enter(client, ward, "giam-doc", Role.DIRECTOR)
        page = await read(client, PATH)
        assert page.texts(".eyebrow") == [
            "Thứ Sáu 22/11/2030 · buổi chiều · mở lúc 16:45, tối đa 10 phút"
        ]
        assert page.attribute("#by_day", "value") == "25/11/2030"  # the next morning that is worked
        sent = await send(client, f"{FRIDAY}/so-lieu", received="41", returned="38")
        assert sent.headers["location"] == f"{FRIDAY}?xong=so-lieu"
        sent = await send(client, f"{FRIDAY}/viec", **POINT, staff=director.staff)
        assert sent.headers["location"] == f"{FRIDAY}?xong=them-viec"
        sent = await send(client, f"{FRIDAY}/ket-thuc")
        assert sent.headers["location"] == f"{FRIDAY}?xong=ket-thuc"
        over = await read(client, FRIDAY)
        assert over.texts(".pairs dd") == ["41", "38", "chưa ghi"]
        assert over.texts("form button") == ["Đăng xuất"]
    with at(datetime(2030, 11, 25, 11, 20, tzinfo=HANOI)):
        await open_all()
        await enter(client, ward, "giam-doc-2", Role.DIRECTOR)
        page = await read(client, PATH)
        assert page.texts("#earlier") == ["Việc của buổi trước"]
        early = await send(client, f"{MONDAY}/ket-thuc")
        assert early.status_code == 422
        assert Page(early.text).texts("[role=alert] p") == [
            "Còn việc của buổi trước chưa nói đã xong hay chưa."
        ]
        action = page.attribute("form[action*=viec-truoc]", "action")
        silent = await send(client, action, state="open")
        assert Page(silent.text).texts("[role=alert] p") == [
            "Việc chưa xong hoặc thôi làm cần một lý do."
        ]
        await send(client, action, state="done")
        sent = await send(client, f"{MONDAY}/ket-thuc")
        assert sent.headers["location"] == f"{MONDAY}?xong=ket-thuc"


async def test_what_was_typed_stays_when_it_is_refused(client: httpx.AsyncClient) -> None:
    with at(AT_FRIDAY):
        director = await enter(client, await ward_with_defaults(), "giam-doc", Role.DIRECTOR)
        await open_all()
        past = POINT | {"by_day": "01/11/2030"}
        response = await send(client, f"{FRIDAY}/viec", **past, staff=director.staff)
        assert response.status_code == 422
        assert errors(response) == ["Ngày này đã qua, hoặc xa quá một năm."]
        assert Page(response.text).attribute("#problem", "value") == "Loa Quầy 3 hỏng"
        response = await send(client, f"{FRIDAY}/so-lieu", received="nhiều")
        assert (response.status_code, errors(response)) == (422, ["Chỗ này cần một số, ví dụ 12."])
        await send(client, f"{FRIDAY}/ket-thuc")
        late = await send(client, f"{FRIDAY}/viec", **POINT, staff=director.staff)
        assert late.status_code == 409


async def test_a_point_is_changed_and_taken_out(client: httpx.AsyncClient) -> None:
    with at(AT_FRIDAY):
        ward = await ward_with_defaults()
        await open_all()
        clerk = await enter(client, ward, "mot-cua", Role.COUNTER_OFFICER)
        await send(client, f"{FRIDAY}/viec", **POINT, staff=clerk.staff)
        page = await read(client, FRIDAY)
        action = page.attribute("form[action$='/bo']", "action").removesuffix("/bo")
        number = action.rpartition("/")[2]
        form = await read(client, f"{FRIDAY}?sua={number}")
        assert form.attribute("#change-remedy", "value") == "Thay loa"
        changed = POINT | {"remedy": "Mượn loa", "staff": clerk.staff, "version": 1}
        await send(client, action, **changed)
        stale = await send(client, action, **changed)
        assert stale.status_code == 409
        assert Page(stale.text).attribute("#change-remedy", "value") == "Mượn loa"
        await send(client, f"{action}/bo")
        assert (await read(client, FRIDAY)).texts("ol li") == []


async def test_those_at_a_counter_see_no_figures_of_ratings(client: httpx.AsyncClient) -> None:
    with at(AT_FRIDAY):
        ward = await ward_with_defaults()
        await open_all()
        await enter(client, ward, "mot-cua", Role.COUNTER_OFFICER)
        assert "Bà con đánh giá" not in (await read(client, PATH)).texts("h2")
        await enter(client, ward, "giam-doc", Role.DIRECTOR)
        assert "Bà con đánh giá" in (await read(client, PATH)).texts("h2")


@pytest.mark.parametrize(
    "key", ["2030-11-22-trua", "hom-nay", "2026-02-30-sang", "2020-01-01-sang"]
)
async def test_no_such_huddle(client: httpx.AsyncClient, key: str) -> None:
    await enter(client, await ward_with_defaults(), "giam-doc", Role.DIRECTOR)
    assert (await client.get(f"{PATH}/{key}")).status_code == 404


def test_the_key_of_a_huddle_is_its_day_and_half() -> None:
    from meetings.huddles.states import Half
    from web.staff.huddles import key_of

    assert key_of(date(2030, 11, 22), Half.AFTERNOON) == "2030-11-22-chieu"
