"""Signing in: slowed for those who guess, never shut for the owner; sessions that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from dialogue.core import clock, jobs
from dialogue.core.errors import Invalid, NotFound, TooManyTries
from dialogue.core.keys import keys
from dialogue.core.memo import forget
from dialogue.ward import actions, queries
from dialogue.ward.actions import attempts
from dialogue.ward.actions import signing_in as module
from dialogue.ward.known_devices import with_mark
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from dialogue.ward.tables import SignInAttempt, StaffSession
from tests.ward.builders import PASSWORD, bare_ward, person

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("db")]
ME, HOME, AWAY = "can-bo@sai-gon", "192.0.2.1", "198.51.100.7"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
waited: list[float] = []


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    async def note(seconds: float) -> None:
        waited.append(seconds)

    waited.clear()
    monkeypatch.setattr(attempts, "pause", note)
    with clock.at(START):
        yield


async def officer() -> Actor:
    return await person(await bare_ward(), "can-bo", Role.OFFICER)


async def fails(times: int, account: str = ME, address: str = HOME, marks: str = "") -> None:
    for _ in range(times):
        with pytest.raises(Invalid) as error:
            await actions.sign_in(account, "sai mật khẩu", address, marks=marks)
        assert error.value.errors == {"password": "wrong-sign-in"}


async def age_failures(minutes: int) -> None:
    """As if they had happened earlier."""
    await SignInAttempt.update({SignInAttempt.at: START - timedelta(minutes=minutes)}, force=True)


async def test_the_right_password_opens_a_session() -> None:
    actor = await officer()
    token = await actions.sign_in(" Can-Bo@SAI-GON ", PASSWORD, HOME, "Chrome, Android")
    assert await actions.session(token) == actor
    (card,) = await queries.sessions(actor)
    assert (card.device, card.ends_at) == ("Chrome, Android", START + timedelta(hours=12))
    (row,) = await StaffSession.select(StaffSession.token)
    assert token not in row["token"]
    assert await actions.session("khac") is None


@pytest.mark.parametrize(
    "account", ["ai-do@sai-gon", "can-bo@khac", "can-bo", "", "can-bo@sai-gon@sai-gon"]
)
async def test_unknown_accounts_look_like_wrong_passwords(account: str) -> None:
    await officer()
    await fails(1)
    with pytest.raises(Invalid) as error:
        await actions.sign_in(account, PASSWORD, HOME)
    assert error.value.errors == {"password": "wrong-sign-in"}


async def test_an_unknown_account_is_slowed_like_a_known_one() -> None:
    await officer()
    for account in (ME, "khong-co@sai-gon"):
        await fails(5, account)
        with pytest.raises(TooManyTries) as error:
            await actions.sign_in(account, PASSWORD, HOME)
        assert error.value.seconds == 2


async def test_guessing_waits_and_the_owner_elsewhere_does_not() -> None:
    await officer()
    await fails(5)
    with pytest.raises(TooManyTries):
        await actions.sign_in(ME, PASSWORD, HOME)
    assert await actions.sign_in(ME, PASSWORD, AWAY)
    with clock.at(START + timedelta(seconds=2)):
        assert await actions.sign_in(ME, PASSWORD, HOME)
        await fails(1)


async def test_the_wait_grows_and_refused_tries_do_not_prolong_it() -> None:
    await officer()
    await fails(5)
    for seconds in (2, 4, 8):
        for _ in range(3):
            with pytest.raises(TooManyTries) as error:
                await actions.sign_in(ME, "sai", HOME)
            assert error.value.seconds == seconds
        await age_failures(1)
        await fails(1)
    assert await SignInAttempt.count() == 8


async def test_old_failures_are_forgotten() -> None:
    await officer()
    await fails(5)
    await age_failures(31)
    await fails(1)
    assert await actions.sign_in(ME, PASSWORD, HOME)


async def test_an_account_guessed_from_everywhere_only_answers_more_slowly() -> None:
    await officer()
    for number in range(20):
        await fails(1, address=f"203.0.113.{number}")
    waited.clear()
    assert await actions.sign_in(ME, PASSWORD, HOME)
    assert waited == [2]


async def test_an_address_of_many_only_answers_more_slowly() -> None:
    await officer()
    for number in range(60):
        await SignInAttempt.insert(
            SignInAttempt(
                account=f"{number}", address=keys().fixed("attempts", f"at {HOME}"), at=START
            )
        )
    assert await actions.sign_in(ME, PASSWORD, HOME)
    assert await actions.sign_in(ME, PASSWORD, AWAY)
    assert waited == [2, 0]


async def test_nobody_uses_up_the_tries_of_a_browser_that_signed_in_before() -> None:
    await officer()
    marks = with_mark(ME, "")
    await fails(5)
    for number in range(60):
        await fails(1, address=f"203.0.113.{number}")
    with pytest.raises(TooManyTries):
        await actions.sign_in(ME, PASSWORD, HOME)
    waited.clear()
    assert await actions.sign_in(ME, PASSWORD, HOME, marks=marks)
    assert waited == [0]


async def test_a_known_browser_that_guesses_waits_too_and_nobody_with_it() -> None:
    await officer()
    marks = with_mark(ME, "")
    await fails(5, marks=marks)
    with pytest.raises(TooManyTries) as error:
        await actions.sign_in(ME, PASSWORD, AWAY, marks=marks)
    assert error.value.seconds == 2
    assert await actions.sign_in(ME, PASSWORD, HOME)
    assert await actions.sign_in(ME, PASSWORD, HOME, marks=with_mark(ME, ""))


async def test_the_mark_of_another_account_is_a_stranger_s() -> None:
    await officer()
    marks = with_mark("khac@sai-gon", "")
    await fails(5)
    with pytest.raises(TooManyTries):
        await actions.sign_in(ME, PASSWORD, HOME, marks=marks)


async def test_no_wait_is_longer_than_a_minute() -> None:
    await officer()
    account = keys().fixed("attempts", f"account {ME}")
    address = keys().fixed("attempts", f"at {HOME}")
    tried = [SignInAttempt(account=account, address=address, at=START) for _ in range(200)]
    await SignInAttempt.insert(*tried)
    with pytest.raises(TooManyTries) as error:
        await actions.sign_in(ME, PASSWORD, HOME)
    assert error.value.seconds == 60
    assert await actions.sign_in(ME, PASSWORD, AWAY)
    assert waited == [3]


async def test_a_stranger_s_success_does_not_end_the_wait_of_others_there() -> None:
    await officer()
    await fails(4)
    assert await actions.sign_in(ME, PASSWORD, HOME)
    await fails(1)
    with pytest.raises(TooManyTries):
        await actions.sign_in(ME, PASSWORD, HOME)


async def test_a_known_browser_starts_afresh_after_the_right_password() -> None:
    await officer()
    marks = with_mark(ME, "")
    await fails(4, marks=marks)
    assert await actions.sign_in(ME, PASSWORD, HOME, marks=marks)
    await fails(5, marks=marks)


async def test_a_flood_leaves_places_for_known_browsers(monkeypatch: pytest.MonkeyPatch) -> None:
    await officer()
    monkeypatch.setattr(attempts, "STRANGERS", attempts.Lane(most=2, of_one=2))
    with attempts.STRANGERS.place("a", "b"), attempts.STRANGERS.place("c", "d"):
        with pytest.raises(TooManyTries) as error:
            await actions.sign_in(ME, PASSWORD, HOME)
        assert error.value.seconds == 5
        assert await actions.sign_in(ME, PASSWORD, HOME, marks=with_mark(ME, ""))
    assert await actions.sign_in(ME, PASSWORD, HOME)


async def test_who_is_slowed_holds_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    await officer()
    lane = attempts.Lane(most=1, of_one=1)
    paused = []

    async def look_at_the_lane(seconds: float) -> None:
        with lane.place("somebody", "elsewhere"):
            paused.append(seconds)

    monkeypatch.setattr(attempts, "STRANGERS", lane)
    monkeypatch.setattr(attempts, "pause", look_at_the_lane)
    assert await actions.sign_in(ME, PASSWORD, HOME)
    assert len(paused) == 1


async def test_one_account_or_address_takes_some_of_the_places_alone() -> None:
    lane = attempts.Lane(most=9, of_one=1)
    with lane.place("a", "here"):
        for names in (("a", "there"), ("b", "here")):
            with pytest.raises(TooManyTries), lane.place(*names):
                raise AssertionError
        with lane.place("b", "there"):
            pass
    with lane.place("a", "here"):
        pass


async def test_neither_account_nor_address_is_kept_readable() -> None:
    await officer()
    await fails(1)
    (row,) = await SignInAttempt.select()
    assert ME not in str(row)
    assert HOME not in str(row)


async def test_a_session_ends_idle_or_old() -> None:
    await officer()
    token = await actions.sign_in(ME, PASSWORD, HOME)
    with clock.at(START + timedelta(hours=7, minutes=59)):
        assert await actions.session(token) is not None
    forget()
    with clock.at(START + timedelta(hours=11, minutes=59)):
        assert await actions.session(token) is not None
    with clock.at(START + timedelta(hours=12)):
        assert await actions.session(token) is None
    forget()
    idle = await actions.sign_in(ME, PASSWORD, HOME)
    with clock.at(START + timedelta(hours=8)):
        assert await actions.session(idle) is None


async def test_rights_are_fresh() -> None:
    actor = await officer()
    token = await actions.sign_in(ME, PASSWORD, HOME)
    assert await actions.session(token) == actor
    await actions.set_roles(system_actor(actor.ward), actor.staff, [Role.CLERK])
    found = await actions.session(token)
    assert found is not None
    assert found.roles == {Role.CLERK}
    await actions.switch_staff(system_actor(actor.ward), actor.staff, False)
    assert await actions.session(token) is None
    with pytest.raises(Invalid):
        await actions.sign_in(ME, PASSWORD, HOME)


async def test_sessions_are_ended_one_by_one() -> None:
    actor = await officer()
    other = await person(actor.ward, "khac", Role.OFFICER)
    first = await actions.sign_in(ME, PASSWORD, HOME, "Firefox")
    second = await actions.sign_in(ME, PASSWORD, HOME, "Chrome")
    newest, oldest = await queries.sessions(actor)
    assert (newest.device, oldest.device) == ("Chrome", "Firefox")
    with pytest.raises(NotFound):
        await actions.end_session(other, oldest.id)
    await actions.end_session(actor, oldest.id)
    assert await actions.session(first) is None
    assert await actions.session(second) == actor
    await actions.sign_out(second)
    assert await actions.session(second) is None
    third = await actions.sign_in(ME, PASSWORD, HOME)
    await actions.end_sessions(actor)
    assert await actions.session(third) is None


async def test_a_new_password_signs_every_browser_out() -> None:
    actor = await officer()
    token = await actions.sign_in(ME, PASSWORD, HOME)
    with pytest.raises(Invalid) as wrong:
        await actions.change_password(actor, "sai", "mật khẩu mới")
    assert wrong.value.errors == {"old": "wrong-password"}
    with pytest.raises(Invalid) as weak:
        await actions.change_password(actor, PASSWORD, "ngắn")
    assert weak.value.errors == {"password": "too-weak"}
    assert await actions.session(token) == actor
    await actions.change_password(actor, PASSWORD, "mật khẩu mới")
    assert await actions.session(token) is None
    await fails(1)
    token = await actions.sign_in(ME, "mật khẩu mới", HOME)
    await actions.set_password(system_actor(actor.ward), actor.staff, PASSWORD)
    assert await actions.session(token) is None
    assert await actions.sign_in(ME, PASSWORD, HOME)


async def test_failures_are_erased_after_a_day() -> None:
    actor = await officer()
    await fails(1)
    await actions.sign_in(ME, PASSWORD, AWAY)
    work = jobs.Work(1, "erase-old-sign-ins", "", None, {}, 1)
    with clock.at(START + timedelta(hours=11)):
        await module.erase_old_sign_ins(work)
    assert (await SignInAttempt.count(), await StaffSession.count()) == (1, 1)
    with clock.at(START + timedelta(hours=25)):
        await module.erase_old_sign_ins(work)
        assert await queries.sessions(actor) == ()
    assert (await SignInAttempt.count(), await StaffSession.count()) == (0, 0)
