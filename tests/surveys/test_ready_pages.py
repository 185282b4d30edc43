"""The rating page kept ready: compressed once, its ticket spliced in, before the framework."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest
from httpx import ASGITransport
from httpx import AsyncClient as Client
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.changes import Entry
from dialogue.ward.actions.fields import change_field
from dialogue.ward.states import Role
from dialogue.ward.tables import Field
from surveys.queries.counters import CounterCard
from surveys.results import Counts
from tests.surveys.builders import opened, sums, ticket_of
from tests.ward.builders import person
from web.caching import PAGES
from web.ready import front
from web.splice import Spliced

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="|"))


@pytest.mark.integration
async def test_each_visit_has_its_ticket_packed_or_not(client: Client, card: CounterCard) -> None:
    pages = [
        await client.get(card.path, headers={"accept-encoding": accepted})
        for accepted in ("gzip", "gzip", "identity")
    ]
    assert [page.headers.get("content-encoding") for page in pages] == ["gzip", "gzip", None]
    tickets = [ticket_of(page.text) for page in pages]
    assert len(set(tickets)) == 3
    assert len({page.text.replace(t, "") for page, t in zip(pages, tickets, strict=True)}) == 1


@pytest.mark.unit
@given(TEXTS, st.binary(max_size=200), TEXTS)
def test_a_spliced_page_is_the_page(head: str, letters: bytes, tail: str) -> None:
    page = Spliced.at("|", f"{head}|{tail}")
    assert gzip.decompress(page.gzipped(letters)) == page.plain(letters)


@pytest.mark.integration
async def test_the_ready_page_is_the_page_with_all_its_headers(
    client: Client, card: CounterCard
) -> None:
    """Before the framework or by way of it: the same, until the counter changes."""
    slow = await client.get(card.path)
    asked: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["path"])
        await client._transport.app(scope, receive, send)  # type: ignore[attr-defined]

    transport = ASGITransport(front(app))  # type: ignore[arg-type]
    async with Client(transport=transport, base_url=str(client.base_url)) as fast:
        quick = await fast.get(card.path)
        plain = await fast.get(card.path, headers={"accept-encoding": "identity"})
        assert asked == []
        assert quick.headers == slow.headers
        for reply in (quick, plain):
            assert reply.text.replace(ticket_of(reply.text), "") == slow.text.replace(
                ticket_of(slow.text), ""
            )
        assert (await fast.post(card.path, data={"level": "ok"})).status_code == 422
        assert (await fast.get(f"{card.path}?a=1")).status_code == 200
        assert asked == [card.path] * 2
        PAGES.drop(Entry(1, card.ward, "counter", card.id))
        assert (await fast.get(card.path)).status_code == 200
        assert asked == [card.path] * 3


@pytest.mark.integration
async def test_plain_ratings_are_taken_at_once_and_all_else_looked_at(
    client: Client, card: CounterCard
) -> None:
    await client.get(card.path)
    asked: list[str] = []
    app = client._transport.app  # type: ignore[attr-defined]

    class Watched:
        state = app.state

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            asked.append(scope["path"])
            await app(scope, receive, send)

    transport = ASGITransport(front(Watched()))  # type: ignore[arg-type]
    async with Client(transport=transport, base_url=str(client.base_url)) as fast:
        ticket = await opened(fast, card)
        plain = {"ticket": ticket, "level": "not", "reasons": ["wait", "fee"], "field": "CT"}
        blank = {"comment": "", "phone": ""}
        replies = await asyncio.gather(
            *(fast.post(card.path, data=plain | blank) for _ in range(4)),
            client.post(card.path, data=plain),
        )
        assert asked == []
        assert {reply.status_code for reply in replies} == {303}
        assert len({reply.headers["location"] for reply in replies}) == 1
        assert await sums(card) == Counts(0, 0, 1)
        site = {"sec-fetch-site": "cross-site"}
        for data, headers, status in (
            (plain | {"level": "ok"}, {}, 409),
            (plain | {"ticket": "x"}, {}, 422),
            (plain | {"level": ""}, {}, 422),
            (plain | {"field": "XX"}, {}, 422),
            (plain | {"comment": "Chờ"}, {}, 409),
            (plain | {"ticket": await opened(fast, card)}, site, 403),
        ):
            asked.clear()
            reply = await fast.post(card.path, data=data, headers=headers)
            assert (reply.status_code, asked) == (status, [card.path])
        assert await sums(card) == Counts(0, 0, 1)


@pytest.mark.integration
async def test_the_ready_page_follows_what_the_office_changes(
    client: Client, card: CounterCard
) -> None:
    """The ward's fields and rules stand on it too, and another process may have changed them."""
    app = client._transport.app  # type: ignore[attr-defined]
    transport = ASGITransport(front(app))  # type: ignore[arg-type]
    field = card.fields[0]
    (unit,) = (row["unit"] for row in await Field.select(Field.unit).where(Field.id == field.id))
    async with Client(transport=transport, base_url=str(client.base_url)) as fast:
        await fast.get(card.path)
        assert "Khai sinh, kết hôn" not in (await fast.get(card.path)).text
        keeper = await person(card.ward, "quan-tri", Role.KEEPER)
        await change_field(keeper, field.id, "Khai sinh, kết hôn", name_en="", short="", unit=unit)
        async with asyncio.timeout(60):
            while "Khai sinh, kết hôn" not in (await fast.get(card.path)).text:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@pytest.mark.integration
async def test_a_stopped_writer_is_told_as_a_page(client: Client, card: CounterCard) -> None:
    app = client._transport.app  # type: ignore[attr-defined]
    transport = ASGITransport(front(app))  # type: ignore[arg-type]
    async with Client(transport=transport, base_url=str(client.base_url)) as fast:
        plain = {"ticket": await opened(fast, card), "level": "ok"}
        await opened(fast, card)
        app.state.ratings._worker.cancel()
        await asyncio.sleep(0.01)
        reply = await fast.post(card.path, data=plain)
        assert (reply.status_code, "</html>" in reply.text) == (503, True)
