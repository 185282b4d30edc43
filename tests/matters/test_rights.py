"""Every step in every state, for everyone: the table, acted out against the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogue.core import audit, clock
from dialogue.core.errors import Conflict, DialogueError, Forbidden, NotFound
from dialogue.matters.actions import approval, drafting, retracting, triage, verdicts
from dialogue.matters.actions.intake import Received
from dialogue.matters.actions.looking import look
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.queue import queue
from dialogue.matters.queries.waiting import waiting_for
from dialogue.matters.states import (
    Kind,
    MatterState,
    Redirection,
    Rejection,
    Step,
    VerdictLevel,
    steps_from,
)
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
Act = Callable[[Scene, Actor, int], Awaitable[object]]
S = MatterState

# What each step of the staff is, and who of the scene takes it.
ACTS: dict[Step, tuple[str, Act]] = {
    Step.ASSIGN: (
        "keeper",
        lambda place, actor, matter: triage.assign(
            actor, matter, Assignment(Kind.QUESTION, "Nạo vét", field=place.field)
        ),
    ),
    Step.REDIRECT: (
        "keeper",
        lambda _, actor, matter: triage.redirect(
            actor, matter, "Công ty Thoát nước", Redirection.SERVICE
        ),
    ),
    Step.REJECT: ("keeper", lambda _, a, matter: triage.reject(a, matter, Rejection.EMPTY)),
    Step.PROPOSE_REJECTION: (
        "keeper",
        lambda _, actor, matter: triage.reject(actor, matter, Rejection.INSULT),
    ),
    Step.ASK_BACK: ("keeper", lambda _, a, matter: triage.ask_back(a, matter, "Ở số nhà nào?")),
    Step.SEAL: ("keeper", lambda _, actor, matter: triage.seal(actor, matter)),
    Step.UNSEAL: ("chairman", lambda _, a, matter: triage.unseal(a, matter, "Nhầm.")),
    Step.HAND_OVER: (
        "chairman",
        lambda _, actor, matter: triage.hand_over_sealed(actor, matter, "Thanh tra tỉnh"),
    ),
    Step.GIVE: (
        "head",
        lambda place, a, matter: drafting.give_to_officer(a, matter, place.officer.staff),
    ),
    Step.HAND_BACK: ("head", lambda _, a, matter: drafting.hand_back(a, matter, "Không phải.")),
    Step.SAVE_DRAFT: ("officer", lambda _, a, m: drafting.save_draft(a, m, 0, builders.GOOD)),
    Step.SEND_FOR_CHECK: ("officer", lambda _, a, matter: drafting.send_for_check(a, matter)),
    Step.RETURN: ("", lambda _, a, matter: approval.return_draft(a, matter, "Viết rõ ngày.")),
    Step.PASS_UP: (
        "head",
        lambda place, a, matter: approval.pass_up(a, matter, place.deputy.staff),
    ),
    Step.APPROVE: ("deputy", lambda _, a, matter: approval.approve(a, matter)),
    Step.PROPOSE_EXTENSION: (
        "head",
        lambda _, a, matter: approval.propose_extension(a, matter, 2, "Chờ khảo sát."),
    ),
    Step.EXTEND: ("deputy", lambda _, a, matter: approval.extend(a, matter, 3, "Chờ khảo sát.")),
    Step.MOVE: (
        "chairman",
        lambda place, a, matter: approval.move_to_unit(a, matter, place.other_unit, "Việc khác."),
    ),
    Step.DECIDE: ("chairman", lambda _, a, m: verdicts.decide(a, m, "Mời ông/bà đến gặp.")),
}
MAKE: dict[MatterState, Callable[[Scene], Awaitable[Received]]] = {
    S.RECEIVED: builders.received,
    S.ASSIGNED: builders.assigned,
    S.DRAFTING: builders.drafted,
    S.CHECKING: builders.checking,
    S.APPROVING: builders.approving,
    S.PUBLISHED: builders.published,
    S.ANSWERED: lambda place: builders.published(place, public=False),
    S.REOPENED: builders.reopened,
    S.SEALED: builders.sealed,
}


def who_takes(place: Scene, step: Step, state: MatterState) -> Actor:
    name = ACTS[step][0] or ("head" if state is S.CHECKING else "deputy")
    actor: Actor = getattr(place, name)
    return actor


async def refused(act: Awaitable[object], what: str, *errors: type[DialogueError]) -> None:
    try:
        await act
    except errors:
        return
    except DialogueError as other:
        pytest.fail(f"{what}: {type(other).__name__} instead of {errors}")
    pytest.fail(f"{what}: went through")


async def ended(place: Scene) -> dict[MatterState, int]:
    """One matter in each end and pause, made by its own step."""
    made = {}
    for step, state in (
        (Step.REDIRECT, S.REDIRECTED),
        (Step.REJECT, S.REJECTED),
        (Step.ASK_BACK, S.WAITING_FOR_ASKER),
    ):
        made[state] = (await builders.received(place)).id
        await ACTS[step][1](place, place.keeper, made[state])
    lead, twin = await builders.received(place), await builders.received(place)
    await triage.merge(place.keeper, twin.id, lead.id)
    made[S.MERGED] = twin.id
    done = await builders.sealed(place)
    await triage.hand_over_sealed(place.chairman, done.id, "Thanh tra tỉnh")
    made[S.SEALED_DONE] = done.id
    closed = await builders.published(place)
    await verdicts.give_verdict(builders.hash_of(closed), VerdictLevel.SATISFIED)
    made[S.CLOSED] = closed.id
    final = await builders.reopened(place)
    await verdicts.decide(place.chairman, final.id, "Mời ông/bà đến gặp.")
    made[S.CLOSED_FINAL] = final.id
    back = await builders.received(place)
    await retracting.retract(builders.hash_of(back))
    made[S.RETRACTED] = back.id
    return made


async def test_a_step_is_refused_from_every_state_that_does_not_know_it(db: None) -> None:
    place = await builders.scene()
    matters = {state: (await make(place)).id for state, make in MAKE.items()} | await ended(place)
    assert set(matters) == set(S) - {S.WITHDRAWN}
    for state, matter in matters.items():
        assert (await facts(place.ward, matter)).state is state
        for step, (_, act) in ACTS.items():
            if step in steps_from(state):
                continue
            everything = replace(place.chairman, roles=frozenset(Role), unit=place.unit)
            # Forbidden where the state has no unit yet whose head could be asked.
            await refused(
                act(place, everything, matter), f"{step} from {state}", Conflict, Forbidden
            )
        assert (await facts(place.ward, matter)).state is state


async def test_a_step_is_for_its_role_in_its_ward(db: None) -> None:
    """Everyone else is refused, another ward's chairman finds nothing, and then it goes through."""
    place, other = await builders.scene(), await builders.scene("binh-duong")
    nobody = await builders.person(place.ward, "quan-tri", Role.KEEPER)
    watcher = await builders.person(place.ward, "thanh-tra", Role.INSPECTOR, Role.OBSERVER)
    stranger = await builders.person(
        place.ward, "don-vi-khac", Role.UNIT_HEAD, Role.OFFICER, unit=place.other_unit
    )
    clerk = await builders.person(place.ward, "van-thu", Role.CLERK, Role.COUNTER_OFFICER)
    for state, make in MAKE.items():
        for step in [step for step in ACTS if step in steps_from(state)]:
            new, act = await make(place), ACTS[step][1]
            what = f"{step} from {state}"
            if step is Step.SAVE_DRAFT:
                new = await builders.drafting_(place)
            await refused(act(place, other.chairman, new.id), f"{what}, other ward", NotFound)
            for actor in (nobody, watcher, stranger, clerk):
                error = NotFound if state is S.SEALED else Forbidden
                await refused(act(place, actor, new.id), f"{what} by {actor.title}", error)
            await act(place, who_takes(place, step, state), new.id)


async def test_an_asker_steps_in_once(db: None) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    tracking = builders.hash_of(new)
    await verdicts.give_verdict(tracking, VerdictLevel.PARTLY, "Chưa rõ ngày.")
    with pytest.raises(Conflict):
        await verdicts.give_verdict(tracking, VerdictLevel.SATISFIED)
    with pytest.raises(NotFound):
        await verdicts.give_verdict("0" * 64, VerdictLevel.SATISFIED)


async def test_a_try_at_the_sealed_box_is_written_down(db: None) -> None:
    """Who and when, without a word of it; to him it looks as if nothing were there."""
    place = await builders.scene()
    new = await builders.sealed(place)
    missing = new.id + 1_000
    for matter in (new.id, missing):
        with pytest.raises(NotFound):
            await look(place.officer, matter)
    assert (await look(place.chairman, new.id)).id == new.id
    tries = [each for each in await audit.entries(place.ward) if each.action == "sealed-refused"]
    assert [(each.staff, each.subject, each.after) for each in tries] == [
        (place.officer.staff, new.id, {})
    ]


async def test_a_sealed_matter_is_no_hint_to_anybody(db: None) -> None:
    place = await builders.scene()
    new = await builders.sealed(place)
    reader = await builders.person(place.ward, "niem-phong", Role.SEALED_READER)
    for actor in (place.keeper, place.deputy, place.head, place.officer):
        with pytest.raises(NotFound):
            await matter_for(actor, new.id)
        assert await queue(actor) == []
    for actor in (place.chairman, reader):
        view = await matter_for(actor, new.id)
        assert view.body
        assert Step.HAND_OVER in view.steps
        assert [one.next for one in await waiting_for(actor)] == [Step.HAND_OVER]
    assert clock.now() - view.received_at < timedelta(minutes=5)
