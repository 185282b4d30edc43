"""The rule table, and the ward's own rows."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from dialogue.ward import queries
from dialogue.ward.states import Role
from tests.pages import Page
from tests.ward.builders import ward_with_defaults
from tests.web.office import enter, errors, read, send
from web.staff.rule_words import TOPIC, shown_value

pytestmark = pytest.mark.integration
PATH = "/quan-tri/quy-dinh"
OWN = {"value": "8", "source": "Quyết định 12", "since": "1/12/2026"}


async def test_every_rule_stands_there_with_source_and_window(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "can-bo", Role.OFFICER)
    page = await read(client, PATH)
    rows = await queries.rules(ward)
    assert sorted(page.texts("article .code")) == sorted({row.code for row in rows})
    assert {row.topic for row in rows} <= set(TOPIC)
    shown = page.texts("article details li")
    assert sum("Luật số 72/2025/QH15" in text for text in shown) >= 1
    assert page.texts("a[href^='/quan-tri/quy-dinh/']") == []


async def test_a_gap_is_shown_as_such(client: httpx.AsyncClient) -> None:
    """SIPAS-SHAPE ended in 2021 and began again on 28 December 2022."""
    await enter(client, await ward_with_defaults(), "can-bo", Role.OFFICER)
    page = await read(client, PATH)
    assert [text for text in page.texts("article li") if "chưa có quy định" in text] == [
        "1/1/2022 – 27/12/2022:chưa có quy định"
    ]


async def test_the_chairman_sets_a_house_rule(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    response = await send(client, f"{PATH}/CLK-PUBLISH", **OWN)
    assert response.headers["location"] == f"{PATH}?xong=da-ghi"
    rule = await queries.rule(ward, "CLK-PUBLISH", date(2026, 12, 1))
    assert rule is not None
    assert (rule.value, rule.source, rule.ward) == (8, "Quyết định 12", ward)
    before = await queries.rule(ward, "CLK-PUBLISH", date(2026, 11, 30))
    assert before is not None
    assert before.value == 10
    page = await read(client, f"{PATH}/CLK-PUBLISH")
    assert page.texts(".badge--indigo") == ["Riêng của phường"]


async def test_an_overlap_is_told_in_a_sentence(client: httpx.AsyncClient) -> None:
    await enter(client, await ward_with_defaults(), "chu-tich", Role.CHAIRMAN)
    await send(client, f"{PATH}/CLK-PUBLISH", **OWN)
    again = await send(client, f"{PATH}/CLK-PUBLISH", **(OWN | {"value": "7", "since": "2/2/2027"}))
    assert (again.status_code, errors(again)) == (
        409,
        ["Phường đã có quy định khác cho mục này trong khoảng ngày đó: 1/12/2026 – …."],
    )
    assert Page(again.text).attribute("#value", "value") == "7"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "nhiều"}, "value"),
        ({"value": "1.5"}, "value"),
        ({"value": "0"}, "value"),
        ({"source": " "}, "source"),
        ({"since": "40/1/2026"}, "since"),
        ({"since": "1/1/1990"}, "since"),
        ({"until": "30/11/2026"}, "until"),
    ],
)
async def test_a_wrong_rule_comes_back(
    client: httpx.AsyncClient, change: dict[str, str], field: str
) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    response = await send(client, f"{PATH}/CLK-PUBLISH", **(OWN | change))
    assert response.status_code == 422
    assert len(Page(response.text).texts(f"#{field}-error")) == 1
    assert all(row.ward is None for row in await queries.rules(ward))


async def test_the_law_is_not_the_ward_s_to_set(client: httpx.AsyncClient) -> None:
    await enter(client, await ward_with_defaults(), "chu-tich", Role.CHAIRMAN)
    assert (await client.get(f"{PATH}/DLG-RESULT")).status_code == 403
    assert (await send(client, f"{PATH}/DLG-RESULT", **OWN)).status_code == 403
    assert (await client.get(f"{PATH}/NO-SUCH")).status_code == 404


async def test_an_own_rule_ends_and_stays_listed(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    await send(client, f"{PATH}/CLK-PUBLISH", **OWN)
    end = (await read(client, f"{PATH}/CLK-PUBLISH")).attribute("form[action$=thuc]", "action")
    early = await send(client, end, last="1/1/2026")
    assert (early.status_code, errors(early)) == (
        422,
        ["Ngày nằm ngoài thời gian của dòng này."],
    )
    assert (await send(client, end, last="31/12/2026")).status_code == 303
    after = await queries.rule(ward, "CLK-PUBLISH", date(2027, 1, 1))
    assert after is not None
    assert after.value == 10
    listed = (await read(client, f"{PATH}/CLK-PUBLISH")).texts("section li")
    assert sum("1/12/2026 – 31/12/2026" in text for text in listed) == 1


async def test_another_ward_s_row_cannot_be_ended(client: httpx.AsyncClient) -> None:
    theirs = await ward_with_defaults("binh-duong", "Bình Dương")
    await enter(client, theirs, "chu-tich", Role.CHAIRMAN)
    await send(client, f"{PATH}/CLK-PUBLISH", **OWN)
    (row,) = [row for row in await queries.rules(theirs) if row.ward]
    await enter(client, await ward_with_defaults(), "chu-tich", Role.CHAIRMAN)
    response = await send(client, f"{PATH}/CLK-PUBLISH/{row.id}/ket-thuc", last="31/12/2026")
    assert response.status_code == 404


@pytest.mark.unit
@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (True, "có"), (1500, "1.500"), ("17:00", "17:00"), ([0, 1], "0, 1")],
)
def test_a_value_as_people_read_it(value: object, shown: str) -> None:
    assert shown_value(value) == shown


async def test_a_rule_that_is_a_choice_is_told_and_chosen_in_words(
    client: httpx.AsyncClient,
) -> None:
    await enter(client, await ward_with_defaults(), "chu-tich", Role.CHAIRMAN)
    page = await read(client, f"{PATH}/RAT-REASON")
    assert [text for text in page.texts("main b") if "hỏi" in text] == ["hỏi, không bắt buộc"]
    assert page.attributes("[name=value]", "value") == ["asked", "required"]
    assert not [text for text in page.texts("main p, main li") if "asked" in text]
    sent = await send(client, f"{PATH}/RAT-REASON", **OWN | {"value": "required"})
    assert sent.status_code == 303
    every = await read(client, PATH)
    assert not [text for text in every.texts("main article") if "required" in text]
