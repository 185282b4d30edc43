"""Signing in and out, and the sessions between. How tries are slowed: attempts.py."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dialogue.core import jobs
from dialogue.core.clock import now
from dialogue.core.codes import new_token, token_hash
from dialogue.core.database import DB
from dialogue.core.errors import Invalid, NotFound
from dialogue.core.memo import forget, remembered
from dialogue.ward import queries
from dialogue.ward.actions.attempts import Place, open_attempt, place_of, succeeded
from dialogue.ward.known_devices import account_name, device_of
from dialogue.ward.rules import SESSION_IDLE, SESSION_LIFE, Actor
from dialogue.ward.tables import SignInAttempt, Staff, StaffSession

SEEN_EVERY = timedelta(minutes=1)  # seen_at is no finer, so that reading a page rarely writes


async def sign_in(
    account: str, password: str, address: str, device: str = "", marks: str = ""
) -> str:
    """The session's token for the cookie. account: `chu-tich@thach-ban`. device: for the list.

    marks: the browser's, of earlier sign-ins (known_devices). Raises Invalid for a wrong account
    or password, the same for both and in the same time; TooManyTries with the seconds to wait.
    The address is kept as a keyed hash, for a day.
    """
    account = account_name(account)
    place = place_of(account, address, device_of(account, marks))
    attempt = await open_attempt(place)  # slowed before a place is taken: who waits holds none
    row = await _staff(account)
    with place.lane.place(place.account, place.source):
        if not await place.lane.fits(row["password"] if row else None, password) or row is None:
            raise Invalid("no such account and password", password="wrong-sign-in")  # noqa: S106
    return await _open_session(row, place, attempt, device)


async def _staff(account: str) -> dict[str, Any] | None:
    login, _, slug = account.partition("@")
    return (
        await Staff.select(Staff.id, Staff.ward, Staff.password)
        .where(Staff.login == login, Staff.ward.slug == slug, Staff.active.eq(True))
        .first()
    )


async def _open_session(row: dict[str, Any], place: Place, attempt: int, device: str) -> str:
    token = new_token()
    async with DB.transaction():
        await succeeded(place, attempt)
        await _keep_session(row["ward"], row["id"], token, device)
    return token


async def open_paired(ward: int, staff: int, device: str) -> str:
    """The session's token for a browser that somebody signed in has let in without a password.

    Raises NotFound for an account that is switched off.
    """
    await queries.actor(ward, staff)
    token = new_token()
    async with DB.transaction():
        await _keep_session(ward, staff, token, device)
    return token


async def _keep_session(ward: int, staff: int, token: str, device: str) -> None:
    moment = now()
    await StaffSession.insert(
        StaffSession(
            ward=ward,
            staff=staff,
            token=token_hash(token),
            device=device[:120],
            started_at=moment,
            seen_at=moment,
            ends_at=moment + SESSION_LIFE,
        )
    )


@jobs.every(24 * 60, "erase-old-sign-ins")
async def erase_old_sign_ins(work: jobs.Work) -> None:
    """Failures older than a day, and sessions that ended."""
    async with DB.transaction():
        await SignInAttempt.delete().where(SignInAttempt.at < now() - timedelta(days=1))
        await StaffSession.delete().where(StaffSession.ends_at < now())


# Sessions


async def session(token: str) -> Actor | None:
    """Who comes with this cookie; None: nobody. Rights are at most some seconds old.

    Signed out are browsers idle for eight hours, and all after twelve.
    """
    moment = now()
    row = await _session(token_hash(token))
    if row is None or row["ends_at"] <= moment or row["seen_at"] <= moment - SESSION_IDLE:
        return None
    if row["seen_at"] < moment - SEEN_EVERY:
        async with DB.transaction():
            await StaffSession.update({StaffSession.seen_at: moment}).where(
                StaffSession.id == row["id"], StaffSession.seen_at < moment - SEEN_EVERY
            )
        row["seen_at"] = moment  # what is remembered is this very dict
    try:
        return await queries.actor(row["ward"], row["staff"])
    except NotFound:  # switched off meanwhile
        return None


async def session_id(token: str) -> int | None:
    """Which of the list of sessions this cookie is."""
    row = await _session(token_hash(token))
    return None if row is None else int(row["id"])


@remembered(seconds=3)
async def _session(hashed: str) -> dict[str, Any] | None:
    return (
        await StaffSession.select(
            StaffSession.id,
            StaffSession.ward,
            StaffSession.staff,
            StaffSession.seen_at,
            StaffSession.ends_at,
        )
        .where(StaffSession.token == hashed)
        .first()
    )


async def sign_out(token: str) -> None:
    """Ends the session of this cookie; an unknown one is as good as ended."""
    async with DB.transaction():
        await StaffSession.delete().where(StaffSession.token == token_hash(token))
    forget()


async def end_session(actor: Actor, session: int) -> None:
    """One of the actor's own, from the list. Raises NotFound."""
    async with DB.transaction():
        ended = (
            await StaffSession.delete()
            .where(
                StaffSession.id == session,
                StaffSession.ward == actor.ward,
                StaffSession.staff == actor.staff,
            )
            .returning(StaffSession.id)
        )
        if not ended:
            raise NotFound(f"no session {session}")
    forget()


async def end_sessions(actor: Actor) -> None:
    """All of the actor's own."""
    async with DB.transaction():
        await StaffSession.delete().where(
            StaffSession.ward == actor.ward, StaffSession.staff == actor.staff
        )
    forget()


async def end_other_sessions(actor: Actor, token: str) -> None:
    """All of the actor's own but the one of this cookie."""
    async with DB.transaction():
        await StaffSession.delete().where(
            StaffSession.ward == actor.ward,
            StaffSession.staff == actor.staff,
            StaffSession.token != token_hash(token),
        )
    forget()
