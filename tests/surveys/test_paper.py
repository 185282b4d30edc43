"""Stacks of paper slips: counted apart, once, and nothing of them kept."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from dialogue.core import audit, keys
from dialogue.core.clock import at, local_day, now
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.paper import actions
from surveys.paper.queries import stack, stacks, twice
from surveys.paper.states import Source, StackState
from surveys.paper.tables import PaperStack
from surveys.queries.counters import CounterCard
from surveys.queries.ratings import day_counts
from surveys.results import Counts
from surveys.rules import Series
from surveys.satisfaction import satisfaction
from surveys.tables import Rating
from tests.surveys.builders import director
from tests.surveys.paper_build import new_stack, slips, stack_waiting
from tests.ward.builders import person

pytestmark = pytest.mark.integration


@pytest.fixture
async def clerk(card: CounterCard) -> Actor:
    return await person(card.ward, "mot-cua", Role.COUNTER_OFFICER)


@pytest.fixture
async def other(card: CounterCard) -> Actor:
    return await person(card.ward, "van-thu", Role.CLERK)


async def counted(card: CounterCard, series: Series) -> Counts:
    day = local_day(now())
    rows = await day_counts(card.ward, day, day, series)
    return sum((row.counts for row in rows), Counts())


async def test_a_stack_counts_in_its_own_series_and_nothing_of_it_is_kept(
    card: CounterCard, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda _most: 20)
    await actions.enter(clerk, new_stack(card, "1", "a2", "314", "x"))
    assert await counted(card, Series.STAFF) == Counts(1, 1, 1)
    assert await counted(card, Series.GENERAL) == Counts()
    (row,) = await PaperStack.select()
    assert (row["state"], row["first"], row["second"]) == ("counted", "", "")
    assert (row["slips"], row["spoiled"]) == (3, 1)
    kept = {str(value) for each in await Rating.select() for value in each.values()}
    assert row["public_id"] not in kept


async def test_of_a_hundred_stacks_twenty_are_drawn_to_be_entered_again(
    card: CounterCard, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for draw, state in ((19, StackState.SECOND), (20, StackState.COUNTED)):
        monkeypatch.setattr(secrets, "randbelow", lambda _most, drawn=draw: drawn)
        assert (await actions.enter(clerk, new_stack(card, "1"))).state is state


async def test_the_same_form_twice_is_one_stack(card: CounterCard, clerk: Actor) -> None:
    new = new_stack(card, *["1"] * 5, again=True)
    first = await actions.enter(clerk, new)
    again = await actions.enter(clerk, new)
    assert first.id == again.id
    assert len(await stacks(clerk, 10)) == 1


async def test_who_entered_is_told_once_a_stack(card: CounterCard, clerk: Actor) -> None:
    made = await stack_waiting(clerk, card)
    entries = await audit.entries(card.ward)
    told = [each for each in entries if each.action == "enter-paper-stack"]
    assert [(each.staff, each.after["slips"]) for each in told] == [(clerk.staff, 3)]
    assert made.state is StackState.SECOND


async def test_what_waits_is_locked(card: CounterCard, clerk: Actor) -> None:
    await stack_waiting(clerk, card)
    (row,) = await PaperStack.select(PaperStack.first)
    assert "not" not in row["first"]
    assert b"not" in keys.unlock(keys.keys(), "texts", row["first"])
    assert await counted(card, Series.STAFF) == Counts()


async def test_a_second_person_enters_the_same(
    card: CounterCard, clerk: Actor, other: Actor
) -> None:
    made = await stack_waiting(clerk, card)
    with pytest.raises(Forbidden):
        await actions.enter_again(clerk, made.public_id, made.first)
    await actions.enter_again(other, made.public_id, slips(card, "1", "2", "341"))
    assert await counted(card, Series.STAFF) == Counts(1, 1, 1)
    with pytest.raises(Conflict):
        await actions.enter_again(other, made.public_id, made.first)
    exact = await twice(clerk)
    assert (exact.stacks, exact.slips, exact.different) == (1, 3, 0)


async def test_what_differs_is_decided_by_another_with_a_reason(
    card: CounterCard, clerk: Actor, other: Actor
) -> None:
    made = await stack_waiting(clerk, card)
    await actions.enter_again(other, made.public_id, slips(card, "1", "1", "314", "2"))
    known = await stack(other, made.public_id)
    assert known.state is StackState.DIFFERS
    assert [each.number for each in known.differences] == [2, 4]
    assert await counted(card, Series.STAFF) == Counts()
    right = {2: "first", 4: "second"}
    with pytest.raises(Forbidden):
        await actions.settle(clerk, made.public_id, right, "gõ nhầm")
    for chosen, reason in ((right, " "), ({2: "first"}, "gõ nhầm")):
        with pytest.raises(Invalid):
            await actions.settle(other, made.public_id, chosen, reason)
    await actions.settle(other, made.public_id, right, "gõ nhầm phím")
    assert await counted(card, Series.STAFF) == Counts(1, 2, 1)
    assert (await twice(clerk)).different == 2
    with pytest.raises(Conflict):
        await actions.settle(other, made.public_id, right, "gõ nhầm phím")


async def test_a_file_is_confirmed_once_and_read_once(
    card: CounterCard, clerk: Actor, other: Actor
) -> None:
    new = new_stack(card, "1", "1", "2")
    from_file = actions.NewStack(
        new.key, card, Source.FILE, "phieu.csv", new.slips, digest="d" * 64
    )
    made = await actions.bring_in(clerk, from_file)
    assert made.state is StackState.READY
    with pytest.raises(Forbidden):
        await actions.confirm(other, made.public_id)
    await actions.confirm(clerk, made.public_id)
    with pytest.raises(Conflict):
        await actions.confirm(clerk, made.public_id)
    again = await actions.bring_in(
        other, actions.NewStack("f" * 16, card, Source.FILE, "b.csv", new.slips, digest="d" * 64)
    )
    assert again.id == made.id
    assert await counted(card, Series.STAFF) == Counts(2, 1, 0)


async def test_a_discarded_stack_counts_nothing(
    card: CounterCard, clerk: Actor, other: Actor
) -> None:
    made = await stack_waiting(clerk, card)
    with pytest.raises(Forbidden):
        await actions.discard(other, made.public_id, "nhầm quầy")
    await actions.discard(clerk, made.public_id, "nhầm quầy")
    with pytest.raises(Conflict):
        await actions.enter_again(other, made.public_id, made.first)
    assert await counted(card, Series.STAFF) == Counts()
    (row,) = await PaperStack.select(PaperStack.first, PaperStack.reason)
    assert (row["first"], row["reason"]) == ("", "nhầm quầy")


async def test_too_long_or_empty_a_stack_is_refused(card: CounterCard, clerk: Actor) -> None:
    for new, wrong in (
        (new_stack(card), "missing"),
        (new_stack(card, *["1"] * 81), "too-many"),
    ):
        with pytest.raises(Invalid) as caught:
            await actions.enter(clerk, new)
        assert caught.value.errors == {"slips": wrong}
    chairman = await person(card.ward, "chu-tich", Role.CHAIRMAN)
    with pytest.raises(Forbidden):
        await actions.enter(chairman, new_stack(card, "1"))


async def test_its_figures_stand_apart(card: CounterCard, clerk: Actor, other: Actor) -> None:
    reader = await director(card.ward)
    with at(now() - timedelta(days=5)):
        made = await actions.enter(clerk, new_stack(card, *["1"] * 9, "3", again=True))
        await actions.enter_again(other, made.public_id, made.first)
    since, today = local_day(now()) - timedelta(days=30), local_day(now())
    of_staff = await satisfaction(reader, since, today, Series.STAFF)
    assert (of_staff.whole.n, of_staff.whole.percent) == (10, 90.0)
    assert (await satisfaction(reader, since, today)).whole.n == 0
