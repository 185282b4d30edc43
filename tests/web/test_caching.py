"""Ready pages are made once, however many ask for one at the same moment."""

from __future__ import annotations

import asyncio

import pytest

from dialogue.core.changes import Entry
from web.caching import Pages

pytestmark = pytest.mark.unit


class Maker:
    """Makes "page 1", "page 2" …, each when it is let go."""

    def __init__(self) -> None:
        self.times = 0
        self.go = asyncio.Event()

    async def __call__(self) -> str:
        self.times += 1
        mine = self.times
        await self.go.wait()
        return f"page {mine}"


async def test_a_hundred_at_once_wait_for_one() -> None:
    pages, make = Pages(), Maker()
    asked = [asyncio.create_task(pages.get(1, "board", "vi", make)) for _ in range(100)]
    await asyncio.sleep(0)
    make.go.set()
    assert set(await asyncio.gather(*asked)) == {"page 1"}
    assert (make.times, pages.find(1, "board", "vi")) == (1, "page 1")


async def test_who_leaves_does_not_stop_the_others() -> None:
    pages, make = Pages(), Maker()
    first, second = (asyncio.create_task(pages.get(1, "board", "vi", make)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    make.go.set()
    assert await second == "page 1"


async def test_who_asks_after_a_change_gets_the_new_page() -> None:
    pages, make = Pages(), Maker()
    before = asyncio.create_task(pages.get(1, "board", "vi", make))
    await asyncio.sleep(0)
    pages.drop(Entry(seq=1, ward=1, kind="published", subject=7))
    after = asyncio.create_task(pages.get(1, "board", "vi", make))
    await asyncio.sleep(0)
    make.go.set()
    assert list(await asyncio.gather(before, after)) == ["page 1", "page 2"]
    assert pages.find(1, "board", "vi") == "page 2"


async def test_a_page_that_failed_is_tried_again() -> None:
    pages, made = Pages(), []

    async def fail_first() -> str:
        made.append(1)
        if len(made) == 1:
            raise OSError("the disk is full")
        return "page"

    with pytest.raises(OSError, match="full"):
        await pages.get(1, "board", "vi", fail_first)
    assert await pages.get(1, "board", "vi", fail_first) == "page"
