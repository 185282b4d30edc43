"""The ward that is measured is one that the product can serve."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from dialogue.matters import search
from dialogue.matters.exposure import plain_words
from dialogue.matters.queries import board
from dialogue.matters.queries.hits import answer_hits
from dialogue.matters.queries.queue import Filters, queue_count
from dialogue.ward import queries as ward_queries
from dialogue.ward.states import Role
from tests.bench import answers, crowd

pytestmark = pytest.mark.integration
SERVER = re.compile(r'server\("([\w.]+):(\w+)"')


def test_each_server_that_is_measured_can_be_started() -> None:
    texts = [each.read_text("utf-8") for each in Path(answers.__file__).parent.glob("*.py")]
    named = {found for text in texts for found in SERVER.findall(text)}
    assert ("web.server", "make_server") in named
    assert [each for each in named if not hasattr(import_module(each[0]), each[1])] == []


async def test_a_crowd_fills_a_register(db: None) -> None:
    who = await crowd.people()
    await crowd.crowd(who, 60)
    (keeper,) = await ward_queries.holders(who.ward, Role.REGISTER_KEEPER)
    actor = await ward_queries.actor(who.ward, keeper.id)
    assert await queue_count(actor, Filters()) > 0


async def test_answers_in_bulk_are_found_as_those_that_were_published(db: None) -> None:
    who = await answers.fill(30)
    language = answers.Language(30)
    for word in language.draw(20):
        hits = (await search.find(who.ward, word, limit=50)).places
        items = await board.items(who.ward, hits)
        assert all(item.intact for item in items)
        rows = await answer_hits(who.ward, hits)
        assert hits
        for row in rows:
            assert set(plain_words(word)) <= set(
                plain_words(f"{row.title} {row.body} {row.answer}")
            )
    assert (await search.count(who.ward)).n == 30
