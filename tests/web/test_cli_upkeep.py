"""langnghe migrate, jobs, reindex and rebuild: what somebody does who looks after the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB, database
from dialogue.core.jobs import dead
from dialogue.core.memo import forget
from dialogue.core.tables import Job
from dialogue.matters.tables import Published
from dialogue.ward.actions.house_rules import HouseRule, set_rule
from dialogue.ward.queries import amount
from dialogue.ward.states import Role
from dialogue.ward.tables import Rule
from surveys.rules import Level
from surveys.tables import RatingDay
from tests.matters import builders
from tests.surveys.builders import counter_in_ward, give
from tests.ward.builders import person, ward_with_defaults
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


async def of_an_older_release(ward: int) -> None:
    """One rule is not there yet, and another was changed by hand."""
    await Rule.delete().where(Rule.code == "LTR-QUIET")
    await Rule.update({Rule.value: "9"}).where(Rule.code == "LTR-SIGN", Rule.ward.is_null())
    chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
    await set_rule(chairman, HouseRule("LTR-RETAIN", 33, "QĐ", local_day(now())))


async def amounts(ward: int) -> list[int]:
    forget()
    return [await amount(ward, f"LTR-{name}", 0) for name in ("QUIET", "SIGN", "RETAIN")]


def test_a_new_release_brings_the_rules_that_are_not_there(fresh_database: None) -> None:
    assert typed("migrate").output == "nothing to do: the database is current\n"
    ward = done(ward_with_defaults())
    done(of_an_older_release(ward))
    assert done(amounts(ward)) == [0, 9, 33]
    brought = typed("migrate")
    assert (brought.exit_code, brought.output) == (0, "1 new rules for all wards\n")
    quiet, *others = done(amounts(ward))
    assert quiet > 0
    assert others == [9, 33]
    assert typed("migrate").output == "nothing to do: the database is current\n"


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
