"""langnghe jobs, reindex and rebuild: what somebody does who looks after the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result

from dialogue.core.clock import now
from dialogue.core.database import DB, database
from dialogue.core.jobs import dead
from dialogue.core.tables import Job
from dialogue.matters.tables import Published
from surveys.rules import Level
from surveys.tables import RatingDay
from tests.matters import builders
from tests.surveys.builders import counter_in_ward, give
from web.cli import main

pytestmark = pytest.mark.integration
Value = TypeVar("Value")


def typed(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def done(work: Awaitable[Value]) -> Value:
    """With the database open, as between two commands."""

    async def opened() -> Value:
        async with database():
            return await work

    return asyncio.run(opened())


async def given_up() -> None:
    async with DB.transaction():
        job = Job(kind="remind", key="a", payload="{}", run_at=now(), state="dead", attempts=6)
        job.error = "OSError: disk is full"
        await Job.insert(job)


def test_what_was_given_up_is_listed_and_tried_again(fresh_database: None) -> None:
    assert typed("jobs").output == "no job was given up\n"
    done(given_up())
    listed = typed("jobs")
    assert listed.exit_code == 1
    assert "remind" in listed.output
    assert "OSError: disk is full" in listed.output
    assert typed("jobs", "--retry").output.endswith("1 tried again\n")
    assert done(dead()) == []
    assert typed("jobs").exit_code == 0


async def answered() -> None:
    place = await builders.scene()
    await builders.published(place)
    await Published.update({Published.words: "cu"}).where(Published.ward == place.ward)


def test_the_words_of_the_search_are_made_again(fresh_database: None) -> None:
    done(answered())
    assert typed("reindex", "--ward", "thach-ban").output == (
        "thach-ban: 1 answers have other words now\n"
    )
    assert typed("reindex").output == "thach-ban: 0 answers have other words now\n"
    missing = typed("reindex", "--ward", "khong-co")
    assert missing.exit_code == 1
    assert "no ward" in missing.output


async def miscounted() -> None:
    await give(await counter_in_ward(), [Level.OK])
    await RatingDay.update({RatingDay.ok: 5}, force=True)


def test_wrong_sums_are_named_and_mended(fresh_database: None) -> None:
    done(miscounted())
    told = typed("rebuild", "--ward", "thach-ban")
    assert told.exit_code == 1
    assert "ok 5 → 1" in told.output
    assert "thach-ban: 1 sums were wrong and are right now" in told.output
    again = typed("rebuild")
    assert (again.exit_code, again.output) == (
        0,
        "thach-ban: 0 sums were wrong and are right now\n",
    )
