"""Someone with the whole database, and a list of all dossiers, tries to find how one was rated."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogue.core.clock import at, now
from dialogue.core.database import DB
from dialogue.core.jobs import Work, erase_old_tickets
from dialogue.core.local import LocalEngine
from surveys.actions.ratings import erase_old_changes, rate
from surveys.queries.counters import CounterCard
from surveys.rules import Level, Series
from surveys.slips.nights import tell_spent
from surveys.slips.queries import SlipCard
from surveys.slips.tables import DossierSlip, SlipDay, SpentSlip
from surveys.tables import Rating, RatingChange
from tests.surveys.builders import counter_in_ward, rating
from tests.surveys.slip_builders import handed, officer
from tests.surveys.test_privacy import telling
from tests.surveys.wal import commits

pytestmark = pytest.mark.integration
PEOPLE = 20
WORK = Work(id=1, kind="", key="", ward=None, payload={}, attempt=1)
REASONS = ("wait", "manner")


@pytest.fixture
async def card(db: None) -> CounterCard:
    """Without the application: its own jobs would tell slips, and empty the log, in between."""
    return await counter_in_ward()


@pytest.fixture
async def slips(card: CounterCard) -> list[tuple[SlipCard, str]]:
    """Each with the reason that its bearer chose: the test knows it, and only the test."""
    drawn = random.Random(7).choices(REASONS, k=PEOPLE)  # noqa: S311
    actor = await officer(card.ward)
    made = [(await handed(actor, card, f"H26-{n:04}"), each) for n, each in enumerate(drawn)]
    given = [
        replace(
            rating(card, Level.NOT, reasons=(reason,), field=slip.field),
            series=Series.SLIP,
            slip=slip.spent_key,
        )
        for slip, reason in made
    ]
    for one in given[: PEOPLE // 2]:
        await rate([one])
    await rate(given[PEOPLE // 2 :])
    return made


async def test_slips_and_ratings_share_counter_and_field_alone(
    slips: list[tuple[SlipCard, str]],
) -> None:
    ratings, ours = await Rating.select(), await DossierSlip.select()
    assert len(ratings) == len(ours) == PEOPLE
    (found,) = telling(ratings).values()  # the random ids
    for row in ours:
        assert {str(value) for value in row.values()} & found == set()
    spent = {str(row["key"]) for row in await SpentSlip.select()}
    assert len(spent) == PEOPLE
    assert spent & found == set()
    assert spent & {str(value) for row in ours for value in row.values()} == set()
    assert spent & {str(row["rating"]) for row in await RatingChange.select()} == set()


async def test_no_order_leads_from_slips_to_ratings(slips: list[tuple[SlipCard, str]]) -> None:
    """Neither do marks in their order, nor dossiers in the order they were entered in."""
    rated = [row["reasons"] for row in await Rating.select(Rating.reasons).order_by(Rating.id)]
    keys = [row["key"] for row in await SpentSlip.select().order_by(SpentSlip.key)]
    by_key = {slip.spent_key: reason for slip, reason in slips}
    for true in ([reason for _, reason in slips], [by_key[key] for key in keys]):
        for half in (slice(0, PEOPLE // 2), slice(PEOPLE // 2, PEOPLE)):
            assert rated[half] != true[half]


async def test_a_slip_learns_that_it_is_spent_and_not_when(
    slips: list[tuple[SlipCard, str]],
) -> None:
    before = await DossierSlip.select().order_by(DossierSlip.id)
    assert not any(row["spent"] for row in before)  # until the night, nothing at all
    with at(now() + timedelta(days=1)):
        await tell_spent(WORK)
    after = await DossierSlip.select().order_by(DossierSlip.id)
    assert after == [row | {"spent": True} for row in before]
    (day,) = await SlipDay.select()
    assert day["answered"] == PEOPLE
    assert set(after[0]) == {
        "id", "ward", "counter", "field", "procedure", "dossier", "live", "token", "day", "state",
        "ends", "spent",
    }  # fmt: skip


async def test_after_a_week_no_mark_is_left(slips: list[tuple[SlipCard, str]]) -> None:
    with at(now() + timedelta(days=8)):
        await tell_spent(WORK)
        await erase_old_changes(WORK)
        await erase_old_tickets(WORK)
    assert (await SpentSlip.count(), await RatingChange.count()) == (0, 0)


@pytest.mark.skipif(not isinstance(DB, LocalEngine), reason="reads SQLite's own files")
async def test_no_commit_in_the_log_holds_a_rating_and_its_slip(
    slips: list[tuple[SlipCard, str]],
) -> None:
    tokens = [slip.dossier.encode() for slip, _ in slips]
    rated = [pages for pages in commits() if b"slipcounter-3@1not" in pages]
    assert len(rated) >= PEOPLE // 2
    assert not any(token in pages for pages in rated for token in tokens)


@pytest.mark.skipif(isinstance(DB, LocalEngine), reason="PostgreSQL's hidden columns")
async def test_no_transaction_wrote_a_rating_and_a_slip(
    slips: list[tuple[SlipCard, str]],
) -> None:
    with at(now() + timedelta(days=1)):
        await tell_spent(WORK)
    ratings = {row["xmin"] for row in await Rating.raw("SELECT xmin::text FROM rating")}
    ours = {row["xmin"] for row in await Rating.raw("SELECT xmin::text FROM dossier_slip")}
    assert len(ratings) > PEOPLE // 2
    assert len(ours) == 1
    assert ratings & ours == set()
