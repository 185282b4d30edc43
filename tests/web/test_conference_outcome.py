"""From the minutes to the end of three months, at the staff's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.figures import Figures
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier, Role
from meetings.conferences.queries.conferences import conference
from meetings.conferences.states import ConferenceState
from tests.matters.test_attachments import photo
from tests.meetings import conference_rows as rows
from tests.meetings.conference_rows import DAY
from tests.pages import Page
from tests.ward.builders import ward_with_defaults
from tests.web.office import enter, errors, read, send

pytestmark = pytest.mark.integration
AFTER = rows.at(DAY + timedelta(days=1), 9)
CHAIR = (Role.CHAIRMAN, Role.REGISTER_KEEPER)


@dataclass(frozen=True)
class Room:
    ward: int
    number: int
    chair: Actor
    unit: int
    opinion: int

    @property
    def path(self) -> str:
        return f"/quan-tri/doi-thoai/{self.number}"

    async def version(self) -> int:
        return (await conference(self.ward, self.number)).version

    def conclusion(self, **other: object) -> dict[str, object]:
        new = {"text": "Nạo vét cống ngõ 12", "unit": self.unit, "staff": self.chair.staff}
        when = {"due": "20/07/2030", "product": "Ảnh", "opinions": self.opinion}
        return new | when | other


@pytest.fixture
async def room(client: httpx.AsyncClient) -> Room:
    ward = await ward_with_defaults()
    number = await rows.held(ward, assessment="")
    unit = await rows.unit_of(ward)
    opinion = await rows.opinion(ward, number, "Cống ngõ 12 tắc.", number=1, unit=unit)
    with at(AFTER):
        chair = await enter(client, ward, "chu-tich", *CHAIR)
    return Room(ward, number, chair, unit, opinion)


async def publish(client: httpx.AsyncClient, room: Room) -> httpx.Response:
    await send(client, f"{room.path}/ket-luan", **room.conclusion())
    version = await room.version()
    words = {"assessment": "Thẳng thắn", "report": "Đã báo cáo"}
    await send(client, f"{room.path}/bien-ban", version=version, **words)
    return await send(client, f"{room.path}/cong-bo", version=await room.version())


async def test_what_lacks_is_told_until_it_is_complete(
    client: httpx.AsyncClient, room: Room
) -> None:
    with at(AFTER):
        page = await read(client, f"{room.path}/ket-luan")
        assert page.texts(".empty h2") == ["Chưa có kết luận nào"]
        await send(client, f"{room.path}/ket-luan", text="Làm sạch ngõ")
        page = await read(client, f"{room.path}/ket-luan")
        assert page.texts("[aria-labelledby=publish] li") == [
            "Kết luận 1 chưa có đơn vị.",
            "Kết luận 1 chưa có hạn.",
            "Biên bản chưa có đánh giá chung.",
        ]
        early = await send(client, f"{room.path}/cong-bo", version=await room.version())
        assert early.status_code == 409
        done = await publish(client, room)
        assert done.status_code == 422  # the first conclusion lacks still
        assert Page(done.text).texts("[role=alert]")[0].startswith("Chưa công bố: còn chỗ chưa đủ")
    assert (await conference(room.ward, room.number)).published_at is None


async def test_published_it_is_a_promise_with_its_way_back(
    client: httpx.AsyncClient, room: Room
) -> None:
    with at(AFTER):
        assert (await publish(client, room)).headers["location"].endswith("?xong=cong-bo")
        promise = await read(client, "/thach-ban/cam-ket/1")
        assert "Cống ngõ 12 tắc." in " ".join(promise.texts("blockquote, .quote"))
        slug = (await conference(room.ward, room.number)).slug
        links = promise.attributes("article a", "href")
        assert f"/thach-ban/doi-thoai/{slug}#y-kien-{room.opinion}" in links
        told = await client.get(f"/thach-ban/doi-thoai/{slug}/van-ban/ket-luan.docx")
        assert told.status_code == 200
        secret = await client.get(f"/thach-ban/doi-thoai/{slug}/van-ban/giay-moi.docx")
        assert secret.status_code == 404


async def test_before_it_is_out_nothing_of_the_result_is_public(
    client: httpx.AsyncClient, room: Room
) -> None:
    slug = (await conference(room.ward, room.number)).slug
    for name in ("bien-ban.pdf", "ket-luan.docx", "bang-tong-hop.xlsx"):
        reply = await client.get(f"/thach-ban/doi-thoai/{slug}/van-ban/{name}")
        assert reply.status_code == 404


async def test_a_wrong_form_keeps_what_was_typed(client: httpx.AsyncClient, room: Room) -> None:
    with at(AFTER):
        wrong = room.conclusion(due="hôm nào đó", text="Sửa đèn")
        response = await send(client, f"{room.path}/ket-luan", **wrong)
        assert response.status_code == 422
        assert errors(response) == ["Ngày ghi theo mẫu ngày/tháng/năm, ví dụ 20/11/2026."]
        assert "Sửa đèn" in Page(response.text).texts("#text")
        both = room.conclusion(beyond="1", receiver="UBND TP", why_no_task="không")
        response = await send(client, f"{room.path}/ket-luan", **both)
        assert errors(response) == ["Chọn một: vượt thẩm quyền, hoặc lý do không giao việc."]


async def test_a_photo_is_made_anew_and_needs_its_words(
    client: httpx.AsyncClient, room: Room
) -> None:
    with at(AFTER):
        path = f"{room.path}/anh"
        files = {"photo": ("anh.png", photo().data, "image/png")}
        silent = await client.post(path, data={"alt": ""}, files=files)
        assert silent.status_code == 422
        wrong = {"photo": ("anh.jpg", b"not a picture", "image/jpeg")}
        refused = await client.post(path, data={"alt": "Hội trường"}, files=wrong)
        assert refused.status_code == 422
        assert "không đọc được" in errors(refused)[0]
        assert Page(refused.text).attribute("#alt", "value") == "Hội trường"
        await client.post(path, data={"alt": "Hội trường đông"}, files=files)
        page = await read(client, f"{room.path}/ket-luan")
        assert page.attributes("figure img", "alt") == ["Hội trường đông"]
        shown = await client.get(page.attribute("figure img", "src"))
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")


async def test_the_report_reads_the_wards_figures(client: httpx.AsyncClient, room: Room) -> None:
    with at(AFTER):
        page = await read(client, f"{room.path}/bao-cao")
        assert page.texts(".empty h2") == ["Chưa có số liệu hồ sơ của kỳ này"]
        card = await conference(room.ward, room.number)
        assert card.period_since
        assert card.period_until
        figures = Figures(
            received=2685, received_online=568, received_direct=2117, returned=2668,
            on_time=2668, late=0, in_progress=16, early=None,
            qualifiers={"opening": Qualifier.MORE_THAN}, opening=30,
        )  # fmt: skip
        entry = CaseEntry(card.period_since, card.period_until, figures, None, "", "Sổ một cửa")
        await enter_case_figures(room.chair, entry)
        page = await read(client, f"{room.path}/bao-cao")
        told = page.texts(".pairs dd")
        assert "2.685" in told
        assert "0" in told
        assert "hơn 30" in told


async def test_it_is_followed_to_its_end(client: httpx.AsyncClient, room: Room) -> None:
    with at(AFTER):
        await publish(client, room)
        page = await read(client, f"{room.path}/theo-doi")
        assert len(page.texts(".notice--turmeric")) == 1
        for kind in ("media", "notice-board", "group-heads"):
            told = {"place": "Bảng tin", "posted_on": "29/06/2030", "evidence": "Có ảnh"}
            sent = await send(client, f"{room.path}/theo-doi/noi-bao", kind=kind, **told)
            assert sent.status_code == 303
    assert (await conference(room.ward, room.number)).state is ConferenceState.FOLLOWING
    with at(AFTER + timedelta(days=90)):
        await enter(client, room.ward, "chu-tich-2", *CHAIR)
        end = {"words": "Xong", "version": await room.version()}
        refused = await send(client, f"{room.path}/theo-doi/ket-thuc", **end)
        assert refused.status_code == 422
        assert "chưa ai nói gì" in errors(refused)[0]
        page = await read(client, f"{room.path}/theo-doi")
        task = page.attributes("form input[name=task]", "value")[0]
        await send(client, f"{room.path}/theo-doi/loi", task=task, text="Chờ vật tư đến 30/10")
        done = await send(client, f"{room.path}/theo-doi/ket-thuc", **end)
        assert done.headers["location"].endswith("?xong=ket-thuc")
        page = await read(client, f"{room.path}/theo-doi")
        assert page.texts("form textarea") == []
