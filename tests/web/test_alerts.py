"""The page of alerts: evidence in words, two people, nothing lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest

from dialogue.core.changes import Entry
from dialogue.core.clock import HANOI, at
from dialogue.ward.states import Role
from surveys.actions.counters import add_counter
from surveys.alerts.watching import watch
from surveys.rules import Level
from tests.pages import Page
from tests.surveys.builders import give
from tests.ward.builders import ward_with_defaults
from tests.web.office import enter, errors, read, send
from web.caching import PAGES

pytestmark = pytest.mark.integration
PATH = "/quan-tri/canh-bao"
DAY = datetime(2026, 3, 12, 9, tzinfo=HANOI)
REASON = "Đã hỏi cả hai người trực."


async def burst() -> int:
    """The ward, with one alert about fifteen ratings of one minute."""
    ward = await ward_with_defaults()
    card = await add_counter(ward, "Quầy 2", "Hộ tịch", fields=("TP-HT",))
    with at(DAY):
        await give(card, [Level.VERY] * 15)
    with at(DAY + timedelta(days=3)):
        assert await watch(ward) == 1
    return ward


async def opened(client: httpx.AsyncClient) -> str:
    page = await read(client, PATH)
    (href,) = page.attributes("main .ruled-list a", "href")
    return href


async def test_two_people_decide_and_both_reasons_stand(client: httpx.AsyncClient) -> None:
    ward = await burst()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    href = await opened(client)
    page = await read(client, href)
    assert page.texts("main .large") == ["15 lượt tốt đến trong ít phút."]
    assert page.texts("main form button") == ["Ghi giải thích", "Đề nghị để riêng"]
    await send(client, href, version="1", step="propose", reason=REASON)
    page = await read(client, href)
    assert page.texts("main form button") == []
    assert "Cần một người khác đồng ý" in page.texts("main")[0]
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    await send(client, href, version="2", step="agree", reason="Đồng ý để riêng.")
    page = await read(client, href)
    assert REASON in page.texts("main")[0]
    assert "Đồng ý để riêng." in page.texts("main")[0]
    assert page.texts("main form button") == ["Tính lại"]
    assert (await read(client, PATH)).attributes("main .ruled-list a", "href") == []
    everything = await read(client, f"{PATH}?xem=tat-ca")
    assert everything.attributes("main .ruled-list a", "href") == [href]


async def test_the_public_reads_how_many_are_marked_and_the_figure_without(
    client: httpx.AsyncClient,
) -> None:
    ward = await burst()
    results = "/thach-ban/hai-long"
    page = (await read(client, results)).texts("main")[0]
    assert "15 lượt đến dồn dập" in page
    assert "để riêng:" not in page
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    href = await opened(client)
    await send(client, href, version="1", step="propose", reason=REASON)
    await enter(client, ward, "chu-tich", Role.CHAIRMAN)
    await send(client, href, version="2", step="agree", reason="Đồng ý để riêng.")
    PAGES.drop(Entry(1, ward, "alert", 0))  # as the watcher of the change log does
    page = (await read(client, results)).texts("main")[0]
    assert "Không còn khối nào ngoài những khối đã để riêng." in page


async def test_without_a_reason_nothing_is_decided(client: httpx.AsyncClient) -> None:
    ward = await burst()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    href = await opened(client)
    refused = await send(client, href, version="1", step="explain", reason=" ")
    assert (refused.status_code, len(errors(refused))) == (422, 1)


async def test_who_comes_second_keeps_what_was_typed(client: httpx.AsyncClient) -> None:
    ward = await burst()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    href = await opened(client)
    await send(client, href, version="1", step="explain", reason=REASON)
    late = await send(client, href, version="1", step="propose", reason="Tôi thấy khác.")
    assert late.status_code == 409
    assert Page(late.text).texts("#reason") == ["Tôi thấy khác."]


async def test_the_inbox_leads_to_it(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    card = await add_counter(ward, "Quầy 2", fields=("TP-HT",))
    with at(DAY):
        await give(card, [Level.VERY] * 15)
    with at(DAY + timedelta(days=3)):
        await watch(ward)
    page = await read(client, "/quan-tri/thong-bao")
    assert await opened(client) in page.attributes("main a", "href")


async def test_no_alerts_is_said(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    await enter(client, ward, "giam-doc", Role.DIRECTOR)
    assert "Không có cảnh báo nào đang chờ" in (await read(client, PATH)).texts("main")[0]
