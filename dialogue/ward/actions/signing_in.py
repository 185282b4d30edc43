"""Signing in and out. Failures make the next try wait, but lock nobody out of an account.

Refused for a while is one account from one address, or a whole address for some seconds. An
account that is guessed at from everywhere only answers more slowly, and the right password from
an address that is not waiting always works.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from dialogue.core import jobs
from dialogue.core.clock import now
from dialogue.core.codes import new_token, password_fits, token_hash
from dialogue.core.database import DB
from dialogue.core.errors import Invalid, NotFound, TooManyTries
from dialogue.core.keys import keys
from dialogue.core.memo import forget, remembered
from dialogue.ward import queries
from dialogue.ward.rules import (
    ACCOUNT_PATIENCE,
    ADDRESS_PATIENCE,
    FAILURES_COUNT,
    PAIR_PATIENCE,
    SESSION_IDLE,
    SESSION_LIFE,
    Actor,
    Patience,
    wait_seconds,
)
from dialogue.ward.tables import SignInAttempt, Staff, StaffSession

SEEN_EVERY = timedelta(minutes=1)  # seen_at is no finer, so that reading a page rarely writes
pause: Callable[[float], Awaitable[None]] = asyncio.sleep  # tests do not wait


async def sign_in(account: str, password: str, address: str, device: str = "") -> str:
    """The session's token for the cookie. account: `chu-tich@thach-ban`. device: for the list.

    Raises Invalid for a wrong account or password, the same for both and in the same time;
    TooManyTries with the seconds to wait. The address is kept as a keyed hash, for a day.
    """
    account = account.strip().lower()
    attempt, slow = await _open_attempt(account, address)
    await pause(slow)
    row = await _staff(account)
    stored = row["password"] if row else None
    if not await asyncio.to_thread(password_fits, stored, password) or row is None:
        raise Invalid("no such account and password", password="wrong-sign-in")  # noqa: S106
    return await _open_session(row, attempt, device)


async def _staff(account: str) -> dict[str, Any] | None:
    login, _, slug = account.partition("@")
    return (
        await Staff.select(Staff.id, Staff.ward, Staff.password)
        .where(Staff.login == login, Staff.ward.slug == slug, Staff.active.eq(True))
        .first()
    )


async def _open_attempt(account: str, address: str) -> tuple[tuple[str, str], int]:
    """Notes the try as failed before it is looked at, so that many at once do not slip by.

    Gives the hashes of account and address, and the seconds to be slower by.
    """
    pair = keys().fixed("attempts", f"account {account}"), keys().fixed("attempts", f"at {address}")
    moment = now()
    async with DB.transaction():
        failures = await _failures(pair, moment - FAILURES_COUNT)
        both = [row["at"] for row in failures if (row["account"], row["address"]) == pair]
        there = [row["at"] for row in failures if row["address"] == pair[1]]
        wait = max(_wait(PAIR_PATIENCE, both, moment), _wait(ADDRESS_PATIENCE, there, moment))
        if wait:
            raise TooManyTries("too many failed sign-ins", wait)
        await SignInAttempt.insert(SignInAttempt(account=pair[0], address=pair[1], at=moment))
    elsewhere = sum(row["account"] == pair[0] for row in failures) - len(both)
    return pair, ACCOUNT_PATIENCE.seconds(elsewhere)


async def _failures(pair: tuple[str, str], since: datetime) -> list[dict[str, Any]]:
    """The newest of the account and of the address; more would not make the wait longer."""
    rows: dict[int, dict[str, Any]] = {}
    for column, value in ((SignInAttempt.account, pair[0]), (SignInAttempt.address, pair[1])):
        found = (
            await SignInAttempt.select(
                SignInAttempt.id, SignInAttempt.account, SignInAttempt.address, SignInAttempt.at
            )
            .where(column == value, SignInAttempt.at > since)
            .order_by(SignInAttempt.id, ascending=False)
            .limit(200)
        )
        rows |= {row["id"]: row for row in found}
    return list(rows.values())


def _wait(patience: Patience, failures: list[datetime], moment: datetime) -> int:
    return wait_seconds(patience, len(failures), max(failures, default=None), moment)


async def _open_session(row: dict[str, Any], attempt: tuple[str, str], device: str) -> str:
    """A right password clears the failures of this account from this address."""
    token, moment = new_token(), now()
    async with DB.transaction():
        await SignInAttempt.delete().where(
            SignInAttempt.account == attempt[0], SignInAttempt.address == attempt[1]
        )
        await StaffSession.insert(
            StaffSession(
                ward=row["ward"],
                staff=row["id"],
                token=token_hash(token),
                device=device[:120],
                started_at=moment,
                seen_at=moment,
                ends_at=moment + SESSION_LIFE,
            )
        )
    return token


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
