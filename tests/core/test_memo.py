"""Remembered reads: for some seconds, errors never, not beyond their size."""

from __future__ import annotations

import pytest

from dialogue.core import memo
from dialogue.core.errors import NotFound
from dialogue.core.memo import forget, remembered

pytestmark = pytest.mark.unit


async def test_it_reads_once_until_time_or_a_write_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[tuple[int, str]] = []
    time = 100.0
    monkeypatch.setattr(memo, "monotonic", lambda: time)

    @remembered(seconds=30)
    async def read(ward: int, name: str = "") -> int:
        reads.append((ward, name))
        return len(reads)

    assert [await read(1), await read(1), await read(2), await read(1, name="x")] == [1, 1, 2, 3]
    time += 31
    assert await read(1) == 4
    forget()
    assert await read(1) == 5


async def test_errors_are_not_remembered() -> None:
    reads = 0

    @remembered(seconds=30)
    async def read() -> int:
        nonlocal reads
        reads += 1
        if reads == 1:
            raise NotFound
        return reads

    with pytest.raises(NotFound):
        await read()
    assert [await read(), await read()] == [2, 2]


async def test_it_keeps_no_more_than_its_size() -> None:
    reads: list[int] = []

    @remembered(seconds=30, size=2)
    async def read(number: int) -> int:
        reads.append(number)
        return number

    for number in (1, 2, 3, 3, 1):
        await read(number)
    assert reads == [1, 2, 3, 1]
