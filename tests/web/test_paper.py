"""Paper slips at the counter's pages: typed, entered again, decided, read from a file."""

from __future__ import annotations

import io
import secrets

import httpx
import pypdf
import pytest

from dialogue.core.clock import local_day, now
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import day_counts
from surveys.results import Counts
from surveys.rules import Series
from tests.pages import Page
from tests.ward.builders import ward_with_defaults
from tests.web.office import enter, read, send

pytestmark = pytest.mark.integration
PATH = "/quan-tri/phieu-giay"
DRAWN, NOT_DRAWN = 0, 99


@pytest.fixture
async def card(client: httpx.AsyncClient) -> CounterCard:
    ward = await ward_with_defaults()
    return await add_counter(ward, "Quầy 2", "Hộ tịch", fields=("TP-HT", "CT"))


@pytest.fixture(autouse=True)
def not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda _most: NOT_DRAWN)


async def counted(card: CounterCard) -> Counts:
    day = local_day(now())
    rows = await day_counts(card.ward, day, day, Series.STAFF)
    return sum((row.counts for row in rows), Counts())


async def blank(client: httpx.AsyncClient, card: CounterCard) -> dict[str, object]:
    page = await read(client, f"{PATH}/moi?quay={card.code}")
    key = page.attribute("[name=key]", "value")
    return {"counter": card.code, "source": "paper", "name": "Hòm phiếu", "key": key}


async def test_a_stack_is_an_ordinary_form_of_many_rows(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    page = await read(client, f"{PATH}/moi")
    assert len(page.texts("[name=slip]")) == 20
    form = await blank(client, card)
    sent = await send(client, f"{PATH}/moi", **form, slip=["1", "", "b2", "3 14"], do="save")
    assert (sent.status_code, sent.headers["location"].split("?")[1]) == (303, "xong=da-tinh")
    again = await send(client, f"{PATH}/moi", **form, slip=["1", "", "b2", "3 14"], do="save")
    assert again.status_code == 303
    assert await counted(card) == Counts(1, 1, 1)
    page = await read(client, PATH)
    assert "3 phiếu" in page.texts("main .ruled-list li")[0]


async def test_enter_without_a_script_only_looks(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    """A browser presses the first button of a form."""
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    form = await blank(client, card)
    page = await read(client, f"{PATH}/moi")
    assert page.attributes("main form button", "value")[0] == "look"
    looked = Page((await send(client, f"{PATH}/moi", **form, slip=["314"], do="look")).text)
    assert looked.texts("#said-1") == ["Không hài lòng · Chờ lâu · Thái độ"]
    more = Page((await send(client, f"{PATH}/moi", **form, slip=["314"], do="more")).text)
    assert more.attributes("[name=slip]", "value")[0] == "314"
    assert len(more.texts("[name=slip]")) == 21
    assert await counted(card) == Counts()


async def test_a_mistake_is_named_by_its_slip_and_nothing_is_lost(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    form = await blank(client, card)
    sent = await send(client, f"{PATH}/moi", **form, slip=["1", "5", "12"], do="save")
    page = Page(sent.text)
    assert sent.status_code == 422
    assert page.texts("[role=alert] a") == ["Phiếu 2", "Phiếu 3"]
    assert page.attributes("[name=slip]", "value")[:3] == ["1", "5", "12"]
    assert page.attribute("[name=key]", "value") == form["key"]
    none = await send(client, f"{PATH}/moi", **form, do="save")
    assert none.status_code == 422
    nowhere = await send(client, f"{PATH}/moi", **form | {"counter": ""}, slip=["1"], do="save")
    assert (nowhere.status_code, 'value="1"' in nowhere.text) == (422, True)
    long = await send(client, f"{PATH}/moi", **form, slip=["1"] * 85, do="save")
    assert long.status_code == 422
    assert "tách làm hai xấp" in long.text
    assert await counted(card) == Counts()


async def test_a_drawn_stack_is_entered_again_and_what_differs_decided(
    client: httpx.AsyncClient, card: CounterCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda _most: DRAWN)
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    form = await blank(client, card)
    sent = await send(client, f"{PATH}/moi", **form, slip=["1", "2", "31"], do="save")
    place = sent.headers["location"].split("?")[0]
    assert (await client.get(f"{place}/lan-hai")).status_code == 303  # not by oneself
    assert await counted(card) == Counts()
    await enter(client, card.ward, "van-thu", Role.CLERK)
    page = await read(client, f"{place}/lan-hai")
    assert not any(page.attributes("[name=slip]", "value"))  # the first entry is not shown
    sent = await send(client, f"{place}/lan-hai", slip=["1", "3", "31"], do="save")
    assert sent.headers["location"].endswith("xong=khac-nhau")
    page = await read(client, place)
    assert page.texts("fieldset legend") == ["Phiếu 2"]
    without = await send(client, f"{place}/quyet", side_2="first")
    assert without.status_code == 422
    assert Page(without.text).attributes("[name=side_2][checked]", "value") == ["first"]
    done = await send(client, f"{place}/quyet", side_2="first", reason="Gõ nhầm phím.")
    assert done.headers["location"].endswith("xong=da-quyet")
    assert (await send(client, f"{place}/quyet", side_2="first", reason="x")).status_code == 409
    assert await counted(card) == Counts(1, 1, 1)
    text = (await client.get(place)).text
    assert "Gõ nhầm phím." in text


async def upload(client: httpx.AsyncClient, card: CounterCard, text: str) -> httpx.Response:
    files = {"file": ("phieu.csv", text.encode(), "text/csv")}
    return await client.post(f"{PATH}/bang-tinh", data={"counter": card.code}, files=files)


async def test_a_sheet_is_looked_at_and_confirmed_once(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    sheet = "Mức,Lý do\n1,\n3,1;4\nx,\n"
    first = await upload(client, card, sheet)
    place = first.headers["location"].split("?")[0]
    page = await read(client, place)
    said = ["Rất hài lòng", "Không hài lòng · Chờ lâu · Thái độ", "phiếu hỏng, không tính"]
    assert page.texts("main section ol li") == said
    assert await counted(card) == Counts()
    again = await upload(client, card, sheet)
    assert again.headers["location"] == f"{place}?xong=da-co"
    assert (await client.post(f"{place}/ghi")).status_code == 303
    assert (await client.post(f"{place}/ghi")).status_code == 409
    assert (await upload(client, card, sheet)).headers["location"] == f"{place}?xong=da-co"
    assert await counted(card) == Counts(1, 0, 1)


async def test_a_wrong_sheet_is_told_by_row_and_column(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    wrong = await upload(client, card, "Mức,Họ và tên\n1,An\n")
    assert wrong.status_code == 422
    assert "Cột “Họ và tên” không có trong mẫu" in wrong.text
    faulty = await upload(client, card, "Mức,Lý do\n1,\n7,\n1,2\n")
    assert faulty.status_code == 422
    assert Page(faulty.text).texts("[role=alert] li") == [
        "Dòng 3, cột Mức: “7” không phải 1, 2, 3 hay tên một mức",
        "Dòng 4, cột Lý do: mức 1 và 2 không kèm lý do",
    ]
    nothing = await send(client, f"{PATH}/bang-tinh", counter=card.code)
    assert nothing.status_code == 422
    assert await counted(card) == Counts()
    assert "Chưa có xấp nào" in (await client.get(PATH)).text


async def test_the_form_to_print_has_the_keys_to_type(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    pdf = await client.get(f"{PATH}/to-phieu.pdf?quay={card.code}")
    (sheet,) = pypdf.PdfReader(io.BytesIO(pdf.content)).pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (420, 595)
    text = " ".join(sheet.extract_text().split())
    for words in ("Quầy 2 · Hộ tịch", "Rất hài lòng", "Very satisfied", "4 Thái độ", "A Hộ tịch"):
        assert words in text


async def test_readers_of_figures_see_no_slip(
    client: httpx.AsyncClient, card: CounterCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda _most: DRAWN)
    await enter(client, card.ward, "mot-cua", Role.COUNTER_OFFICER)
    form = await blank(client, card)
    sent = await send(client, f"{PATH}/moi", **form, slip=["314"], do="save")
    place = sent.headers["location"].split("?")[0]
    await enter(client, card.ward, "thanh-tra", Role.INSPECTOR)
    page = await read(client, place)
    assert not [text for text in page.texts("main") if "Thái độ" in text]
    assert (await client.get(f"{place}/lan-hai")).status_code == 403
