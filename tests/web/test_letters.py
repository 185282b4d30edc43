"""Letters as the office meets them: proposed, written, printed singly or together, handed over."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from httpx import AsyncClient
from pypdf import PdfReader

from dialogue.core.clock import local_day, now
from dialogue.letters.queries import letter, letters
from dialogue.letters.states import OPEN, LetterState
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter
from tests.letters import build
from tests.letters.build import BIRTH, CHILD, DOSSIER, FATHER
from tests.matters import builders
from tests.matters.builders import Scene
from tests.pages import Page
from tests.surveys import builders as ratings
from tests.web.desk import enter
from web.masking import masked

pytestmark = pytest.mark.integration
PATH = "/quan-tri/thu"


@pytest.fixture
async def place(client: AsyncClient) -> Scene:
    return await builders.scene()


async def send(client: AsyncClient, path: str, **typed: object) -> Page:
    reply = await client.post(path, data=typed, follow_redirects=True)
    assert reply.status_code in {200, 409, 422}, reply.status_code
    return Page(reply.text)


async def test_the_whole_way_without_a_script(client: AsyncClient, place: Scene) -> None:
    await enter(client, place, "tong-hop")
    page = await send(client, f"{PATH}/moi", occasion="birth", whom=FATHER, agreed="1")
    (number,) = (await _waiting(place)).keys()
    at = f"{PATH}/{number}"
    assert page.texts("h1") == [f"Thư chúc mừng: {FATHER}"]
    version = {"version": "1", "signer": str(place.chairman.staff)}
    page = await send(client, f"{at}/soan", **version, **BIRTH)
    assert page.texts("#checked-error span") == [
        "Ông bà đối chiếu họ tên với giấy tờ rồi đánh dấu ô này."
    ]
    assert page.attributes("#ho_ten_con", "value") == [CHILD]
    page = await send(client, f"{at}/soan", **version, **BIRTH, checked="1")
    assert page.texts(".toast span") == ["Đã soạn. In ra để lãnh đạo ký tay."]
    await enter(client, place, "chu-tich")
    page = await send(client, f"{at}/ky", version="2")
    assert page.attributes(".error-summary a", "href") == ["#checked"]
    assert page.attributes("#checked", "type") == ["checkbox"]
    page = await send(client, f"{at}/ky", version="2", checked="1")
    assert page.texts(".toast span") == ["Đã ghi là đã ký."]
    await enter(client, place, "tong-hop")
    today = f"{local_day(now()):%d/%m/%Y}"
    by = f"nguoi-{place.keeper.staff}"
    page = await send(client, f"{at}/trao", version="3", on=today, way="home", by=by)
    assert page.texts(".toast span") == ["Đã ghi là đã trao."]
    page = Page((await client.get(PATH)).text)
    assert page.texts("#nam ~ .grid .value") == ["1thư", "0thư", "0thư"]


async def _waiting(place: Scene) -> dict[int, LetterState]:

    return {card.id: card.state for card in await letters(place.keeper, *OPEN)}


async def test_a_condolence_with_a_wrong_word_comes_back_with_the_word(
    client: AsyncClient, place: Scene
) -> None:
    card = await build.drafted(place, "death")
    await enter(client, place, "tong-hop")
    typed = build.DEATH | {"version": "2", "signer": str(place.chairman.staff), "checked": "1"}
    own = "Xin chúc mừng gia đình!"
    page = await send(client, f"{PATH}/{card.id}/soan", **typed, own=own)
    assert page.texts("#then-error span") == ["Chọn ghi theo mẫu hay theo lời đã sửa."]
    page = await send(client, f"{PATH}/{card.id}/soan", **typed, own=own, then="sua")
    assert page.texts(".notice li")[-3:] == [
        "“!” (dấu chấm than)",
        "“chúc mừng” (lời chúc mừng)",
        "“mừng” (lời chúc mừng)",
    ]
    assert page.texts("#own") == [own]
    assert (await letter(place.keeper, card.id)).body == card.body


@pytest.mark.parametrize("form", ["docx", "pdf"])
async def test_one_letter_is_one_page_without_a_number(
    client: AsyncClient, place: Scene, form: str
) -> None:
    card = await build.drafted(place, "death")
    await enter(client, place, "tong-hop")
    reply = await client.get(f"{PATH}/{card.id}/thu.{form}")
    assert reply.headers["cache-control"] == "no-store"
    assert "qu" not in reply.headers["content-disposition"].partition("''")[2]
    text, pages = read(reply.content, form)
    assert pages in {0, 1}
    assert "THƯ CHIA BUỒN" in text
    assert "Kính gửi: Gia đình cụ Quách Thị Lựu" in text
    assert "Người chu-tich" in text
    assert "Số:" not in text
    assert "!" not in text


def read(data: bytes, form: str) -> tuple[str, int]:
    """Its text, and how many pages a PDF has."""
    if form == "pdf":
        pages = PdfReader(BytesIO(data)).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages), len(pages)
    made = docx.Document(BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in made.paragraphs), *cells]), 0


@pytest.mark.parametrize("form", ["docx", "pdf"])
async def test_many_are_one_file_and_a_condolence_is_never_among_them(
    client: AsyncClient, place: Scene, form: str
) -> None:
    await enter(client, place, "tong-hop")
    assert (await client.get(f"{PATH}/in-chung/thu.{form}")).status_code == 404
    for occasion in ("birth", "death", "birth"):
        await build.drafted(place, occasion)
    reply = await client.get(f"{PATH}/in-chung/thu.{form}")
    text, pages = read(reply.content, form)
    assert pages in {0, 2}
    assert text.count("THƯ CHÚC MỪNG") == 2
    assert "Quách Thị Lựu" not in text
    assert (await client.get(f"{PATH}/in-chung/thu.zip")).status_code == 404


async def test_the_counter_that_may_not_ask_may_propose(client: AsyncClient, place: Scene) -> None:
    """A death registration leads to a letter, and to no slip."""
    await place.person("quay", Role.COUNTER_OFFICER)
    card = await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=ratings.FIELDS)
    await enter(client, place, "quay")
    typed = {"counter": card.code, "number": DOSSIER, "about": "dang-ky-khai-tu"}
    page = await send(client, "/quan-tri/phieu-danh-gia", **typed)
    (link,) = page.attributes("main a[href*='/thu/']", "href")
    page = Page((await client.get(link)).text)
    assert page.attributes("#occasion option[selected]", "value") == ["death"]
    page = await send(
        client,
        f"{PATH}/moi",
        occasion="death",
        whom="Gia đình cụ Lựu",
        dossiers=DOSSIER,
        agreed="1",
    )
    assert page.texts("h1") == ["Thư chia buồn: Gia đình cụ Lựu"]
    page = await send(client, "/quan-tri/phieu-danh-gia", **typed | {"about": "dang-ky-khai-sinh"})
    assert page.texts("#number-error span") == [
        "Gia đình này vừa nhận thư chia buồn, nên không mời đánh giá trong những ngày này "
        "(quy định LTR-QUIET)."
    ]


async def test_figures_of_earlier_times_keep_their_words(client: AsyncClient, place: Scene) -> None:
    await enter(client, place, "tong-hop")
    told = {
        "kind": "congratulation",
        "value": "hơn 1.000",
        "since": "2014",
        "until": "28/12/2016",
        "source": "Báo chí",
    }
    page = await send(client, f"{PATH}/so-truoc", **told)
    assert page.texts("section ul li b") == ["hơn 1.000"]
    page = await send(client, f"{PATH}/so-truoc", **told | {"value": "nhiều"})
    assert page.texts("#value-error span") == ["Chỗ này cần một số, ví dụ 12."]
    assert page.attributes("#source", "value") == ["Báo chí"]


async def test_the_ward_writes_its_own_words(client: AsyncClient, place: Scene) -> None:
    await enter(client, place, "tong-hop")
    words = {"name": "Khai sinh", "to": "Gia đình cháu {ho_ten_con}", "body": "Mừng cháu."}
    page = await send(client, f"{PATH}/mau/birth", **words, version="0")
    assert page.texts(".toast span") == ["Đã ghi lời mới. Thư đã soạn giữ lời cũ."]
    assert len(page.texts("ol.ruled-list > li")) == 2
    page = await send(client, f"{PATH}/mau/birth", **words, version="0")
    assert page.texts(".notice--lacquer p") == [
        "Chưa ghi được: lời thư vừa được người khác sửa. Xem lại bản mới rồi ghi tiếp."
    ]
    page = await send(
        client, f"{PATH}/mau/death", name="Tang", to="Gia đình", body="Chia buồn!", version="0"
    )
    assert page.texts(".notice li")[-1] == "“!” (dấu chấm than)"


async def test_no_name_leaves_the_office(
    client: AsyncClient, place: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither on public pages and feeds, nor by search, nor in the log of acts, nor in logs."""
    for occasion in ("birth", "death"):
        await build.delivered(place, occasion)
    caplog.set_level(0)
    paths = ("", "/hoi-dap", "/hoi-dap.atom", "/hoi-dap.csv", "/tim?q=Quach+Thi+Luu", "/hai-long")
    for path in paths:
        text = (await client.get(f"/{place.slug}{path}")).text
        assert [name for name in (CHILD, FATHER, "Quách Thị Lựu") if name in text] == []
    await enter(client, place, "chu-tich")
    for path in ("/quan-tri/nhat-ky", "/quan-tri/van-de", "/quan-tri/thong-bao"):
        text = (await client.get(path)).text
        assert [name for name in (CHILD, FATHER, "Quách Thị Lựu") if name in text] == []
    logged = masked(caplog.text)
    assert [name for name in (CHILD, FATHER, "Quách Thị Lựu") if name in logged] == []


async def test_who_writes_and_signs_has_each_box_once(client: AsyncClient, place: Scene) -> None:
    await place.person("ca-hai", Role.CHAIRMAN, Role.REGISTER_KEEPER)
    card = await build.drafted(place)
    await enter(client, place, "ca-hai")
    page = Page((await client.get(f"{PATH}/{card.id}")).text)
    ids = page.attributes("[id]", "id")
    assert sorted(ids) == sorted(set(ids))
