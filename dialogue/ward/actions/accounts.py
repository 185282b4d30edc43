"""Accounts of staff: who may sign in, with which roles."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from typing import Any

from dialogue.core import audit, jobs
from dialogue.core.clock import now
from dialogue.core.codes import password_fits, password_hash
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.rules import (
    TOLD_ROLES,
    Actor,
    may_change_account,
    may_keep_accounts,
    usable_login,
    usable_password,
)
from dialogue.ward.states import Role
from dialogue.ward.tables import Field, Staff, StaffField, StaffRole, StaffSession, Unit

TELL_ACCOUNT = "tell-account"  # kind of job: payload act, by, account (ids of staff)
GENDERS = frozenset({"ông", "bà", ""})


async def add_staff(
    actor: Actor,
    login: str,
    name: str,
    title: str,
    roles: Iterable[Role],
    *,
    password: str = "",
    unit: int | None = None,
    gender: str = "",
    fields: Iterable[int] = (),
    hashed: str = "",
    own: bool = False,
) -> int:
    """The new account's id. fields: those in which a deputy chairman approves.

    hashed: a ready argon2 value in place of the password, for accounts made by the dozen.
    own: the owner chose the password; any other must be changed after the first sign-in.

    Raises Invalid, Conflict for a login in use, NotFound for a unit or field of another ward.
    """
    held = frozenset(roles)
    _check_right(actor, held)
    texts = _checked(name, title, gender)
    if not usable_login(login):
        raise Invalid(f"{login!r} is no login", login="not-usable")
    hashed = hashed or await _hashed(password)
    async with DB.transaction():
        await take_turn(actor.ward)
        if await Staff.exists().where(Staff.ward == actor.ward, Staff.login == login):
            raise Conflict(f"there is an account {login!r}")
        await _check_unit(actor.ward, unit)
        (row,) = await Staff.insert(
            Staff(
                ward=actor.ward,
                login=login,
                unit=unit,
                password=hashed,
                password_from=None if own else actor.staff,
                password_at=now(),
                **texts,
            )
        )
        staff = int(row["id"])
        await _give(actor.ward, staff, held, frozenset(fields))
        await _record(actor, "add-staff", staff, after={"login": login, "roles": sorted(held)})
        await _tell(actor, "add-staff", staff, held)
    forget()
    return staff


def _check_right(actor: Actor, roles: Iterable[Role]) -> None:
    if not may_change_account(actor, roles):
        raise Forbidden("this account is kept by others")


def _checked(name: str, title: str, gender: str) -> dict[str, Any]:
    texts: dict[str, Any] = {"name": clean(name), "title": clean(title), "gender": gender}
    errors = {key: "too-long" for key in ("name", "title") if len(texts[key]) > 120}
    if not texts["name"]:
        errors["name"] = "missing"
    if gender not in GENDERS:
        errors["gender"] = "unknown"
    if errors:
        raise Invalid("an account", **errors)
    return texts


async def _hashed(password: str) -> str:
    if not usable_password(password):
        raise Invalid("the password is too short or too plain", password="too-weak")  # noqa: S106
    return await asyncio.to_thread(password_hash, password)  # slow on purpose: not on the loop


async def _check_unit(ward: int, unit: int | None) -> None:
    if unit is not None and not await Unit.exists().where(Unit.id == unit, Unit.ward == ward):
        raise NotFound(f"no unit {unit}")


async def _give(ward: int, staff: int, roles: frozenset[Role], fields: frozenset[int]) -> None:
    """In place of what the account held."""
    known = {row["id"] for row in await Field.select(Field.id).where(Field.ward == ward)}
    if strange := fields - known:
        raise NotFound(f"no field {min(strange)}")
    await StaffRole.delete().where(StaffRole.ward == ward, StaffRole.staff == staff)
    await StaffField.delete().where(StaffField.ward == ward, StaffField.staff == staff)
    if roles:
        await StaffRole.insert(
            *(StaffRole(ward=ward, staff=staff, role=role.value) for role in sorted(roles))
        )
    if fields:
        await StaffField.insert(
            *(StaffField(ward=ward, staff=staff, field=field) for field in sorted(fields))
        )


async def _record(
    actor: Actor,
    action: str,
    staff: int,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(actor.ward, actor.recorded, action, "staff", staff, before, after)


async def _tell(actor: Actor, act: str, staff: int, roles: frozenset[Role]) -> None:
    """Asks that the chairmen hear of it: the room of the notices stands above this one."""
    if actor.is_system or actor.has(Role.CHAIRMAN) or TOLD_ROLES.isdisjoint(roles):
        return
    key = f"{TELL_ACCOUNT}-{secrets.token_hex(8)}"
    await jobs.ask(
        TELL_ACCOUNT, key, {"act": act, "by": actor.staff, "account": staff}, ward=actor.ward
    )


async def _known(actor: Actor, staff: int) -> tuple[dict[str, Any], frozenset[Role]]:
    """The account's row and roles, in the caller's transaction. Raises NotFound."""
    row = (
        await Staff.select(Staff.name, Staff.title, Staff.gender, Staff.unit, Staff.active)
        .where(Staff.id == staff, Staff.ward == actor.ward)
        .first()
    )
    if row is None:
        raise NotFound(f"no account {staff}")
    held = await StaffRole.select(StaffRole.role).where(
        StaffRole.ward == actor.ward, StaffRole.staff == staff
    )
    return row, frozenset(Role(each["role"]) for each in held)


async def change_staff(
    actor: Actor, staff: int, name: str, title: str, *, unit: int | None, gender: str = ""
) -> None:
    """New name, title, unit. Raises NotFound."""
    if not may_keep_accounts(actor):
        raise Forbidden("accounts are kept by others")
    new = {**_checked(name, title, gender), "unit": unit}
    async with DB.transaction():
        old, held = await _known(actor, staff)
        _check_right(actor, held)
        await _check_unit(actor.ward, unit)
        await Staff.update(**new).where(Staff.id == staff, Staff.ward == actor.ward)
        await _record(actor, "change-staff", staff, {"unit": old["unit"]}, {"unit": unit})
    forget()


async def set_roles(
    actor: Actor, staff: int, roles: Iterable[Role], fields: Iterable[int] = ()
) -> None:
    """In place of the roles and fields held. Nobody changes his own. Raises NotFound."""
    new = frozenset(roles)
    if not may_keep_accounts(actor) or staff == actor.staff:
        raise Forbidden("roles are given by others")
    async with DB.transaction():
        _, held = await _known(actor, staff)
        _check_right(actor, held | new)
        await _give(actor.ward, staff, new, frozenset(fields))
        await _record(actor, "set-roles", staff, {"roles": sorted(held)}, {"roles": sorted(new)})
        await _tell(actor, "set-roles", staff, held | new)
    forget()


async def switch_staff(actor: Actor, staff: int, active: bool) -> None:
    """Off: signs in no more, and every browser is signed out. Nobody switches himself off."""
    if not may_keep_accounts(actor) or staff == actor.staff:
        raise Forbidden("accounts are switched by others")
    async with DB.transaction():
        old, held = await _known(actor, staff)
        _check_right(actor, held)
        await Staff.update({Staff.active: active}).where(
            Staff.id == staff, Staff.ward == actor.ward
        )
        if not active:
            await _end_all(actor.ward, staff)
        await _record(actor, "switch-staff", staff, {"active": old["active"]}, {"active": active})
    forget()


async def _end_all(ward: int, staff: int) -> None:
    await StaffSession.delete().where(StaffSession.ward == ward, StaffSession.staff == staff)


async def end_staff_sessions(actor: Actor, staff: int) -> None:
    """Every browser of theirs is signed out, such as after a phone was lost. Raises NotFound."""
    if not may_keep_accounts(actor):
        raise Forbidden("accounts are kept by others")
    async with DB.transaction():
        _, held = await _known(actor, staff)
        _check_right(actor, held)
        await _end_all(actor.ward, staff)
        await _record(actor, "end-staff-sessions", staff)
    forget()


async def set_password(actor: Actor, staff: int, password: str) -> None:
    """A new password for somebody else, to be changed after the next sign-in; nobody's own.

    Every browser of theirs is signed out. Raises NotFound, Forbidden, Invalid.
    """
    if not may_keep_accounts(actor) or staff == actor.staff:
        raise Forbidden("accounts are kept by others")
    hashed = await _hashed(password)
    async with DB.transaction():
        _, held = await _known(actor, staff)
        _check_right(actor, held)
        await _store_password(actor, staff, hashed, "reset-password")
        await _tell(actor, "reset-password", staff, held)
    forget()


async def change_password(actor: Actor, old: str, new: str) -> None:
    """One's own, another than before. Every browser is signed out, this one too.

    Raises Invalid (old, password).
    """
    mine = (Staff.id == actor.staff) & (Staff.ward == actor.ward)
    row = await Staff.select(Staff.password).where(mine).first()
    stored = row["password"] if row else None
    if not await asyncio.to_thread(password_fits, stored, old):
        raise Invalid("not the old password", old="wrong-password")
    if new == old:
        raise Invalid("the same password", password="unchanged")  # noqa: S106
    hashed = await _hashed(new)
    async with DB.transaction():
        await _store_password(actor, actor.staff, hashed, "change-password")
    forget()


async def _store_password(actor: Actor, staff: int, hashed: str, action: str) -> None:
    own = staff == actor.staff
    await Staff.update(
        {
            Staff.password: hashed,
            Staff.password_from: None if own else actor.staff,
            Staff.password_at: now(),
        }
    ).where(Staff.id == staff, Staff.ward == actor.ward)
    await _end_all(actor.ward, staff)
    await _record(actor, action, staff)
