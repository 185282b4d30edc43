"""A long spreadsheet keeps nobody waiting: its words are read beside the server, not in a write."""

from __future__ import annotations

import asyncio
from time import perf_counter

import pytest

from dialogue.core.database import DB
from dialogue.core.sheets import read_sheet
from dialogue.matters.actions import batches, intake
from dialogue.matters.batch_rows import FOR_STAFF, read_rows
from dialogue.matters.queries.batches import owner_of, slips_of
from dialogue.matters.signs import Signs, signs
from dialogue.matters.states import Source
from dialogue.matters.tables import Matter
from tests.matters import builders
from tests.matters.test_batches import LAMP, NONE, kept, take_all

pytestmark = pytest.mark.integration


async def test_words_are_read_outside_the_write_and_beside_the_server(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reads(text: str) -> Signs:
        assert not DB.transaction_exists()
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        return signs(text)

    place = await builders.scene()
    owner, batch = await kept(place, LAMP)
    await batches.confirm(owner, batch, skip_alike=True)
    monkeypatch.setattr(intake, "signs", reads)
    await take_all()
    assert await Matter.count() == 1


async def test_five_thousand_rows_in_reasonable_time(db: None) -> None:
    place = await builders.scene()
    text = "\n".join(["Nội dung", *(f"{LAMP} Nhà số {number}." for number in range(5_000))])
    began = perf_counter()
    found = read_rows(read_sheet(text.encode(), 5_010), FOR_STAFF, NONE, 5_000)
    owner = owner_of(place.keeper)
    batch = await batches.keep(owner, found, Source.PAPER, {}, {"name": "dài.csv"})
    await batches.confirm(owner, batch, skip_alike=True)
    await take_all()
    assert (await Matter.count(), len(await slips_of(owner, batch))) == (5_000, 5_000)
    assert perf_counter() - began < 120  # quiet: about ten seconds
