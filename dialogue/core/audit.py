"""The audit log: every act of staff that is not already a matter's or a task's event.

Append-only: nothing here changes or removes an entry, and the database refuses it too.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core.changes import note
from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.tables import AuditEntry

# What belongs to the ward itself and stands on public pages: such an act is also a change of it.
SHOWN = frozenset({"ward", "former_area", "field", "topic", "unit", "residential_group", "rule"})


@dataclass(frozen=True, slots=True)
class Entry:
    """staff None: the system or the command line. before, after: without personal data."""

    id: int
    ward: int
    staff: int | None
    action: str
    subject_kind: str
    subject: int | None
    before: dict[str, Any]
    after: dict[str, Any]
    at: datetime


async def record(  # noqa: PLR0917  a sentence: who did what to which, from what to what
    ward: int,
    staff: int | None,
    action: str,
    subject_kind: str,
    subject: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """In the transaction of the act itself: neither stands without the other."""
    if not DB.transaction_exists():
        raise RuntimeError("an act is recorded in the transaction that does it")
    await AuditEntry.insert(
        AuditEntry(
            ward=ward,
            staff=staff,
            action=action,
            subject_kind=subject_kind,
            subject=subject,
            before=_json(before),
            after=_json(after),
            at=now(),
        )
    )
    if subject_kind in SHOWN:
        await note(ward, "ward", ward)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the log is read. only, never: how the actions begin that alone are read, or not.

    silent: matters of which nothing is said. actions empty: all of them. since, until: moments,
    the last one not included.
    """

    only: str = ""
    never: str = ""
    actions: Sequence[str] = ()
    staff: int | None = None
    silent: Collection[int] = ()
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Wanted()


async def newest() -> datetime | None:
    """When the last line of any ward was written; None before the first."""
    row = await AuditEntry.select(AuditEntry.at).order_by(AuditEntry.id, ascending=False).first()
    return row["at"] if row else None


async def entries(
    ward: int, before: int | None = None, limit: int = 50, wanted: Wanted = EVERYTHING
) -> list[Entry]:
    """Newest first; `before`: the id of the last one already shown."""
    query = AuditEntry.select().where(AuditEntry.ward == ward, *_where(wanted))
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = await query.order_by(AuditEntry.id, ascending=False).limit(limit)
    return [_entry(row) for row in rows]


def _where(wanted: Wanted) -> list[Any]:
    where: list[Any] = []
    if wanted.only:
        where.append(AuditEntry.action.like(f"{wanted.only}%"))
    if wanted.never:
        where.append(AuditEntry.action.not_like(f"{wanted.never}%"))
    if wanted.silent:
        told = AuditEntry.subject.not_in(sorted(wanted.silent)) | AuditEntry.subject.is_null()
        where.append((AuditEntry.subject_kind != "matter") | told)
    if wanted.actions:
        where.append(AuditEntry.action.is_in(list(wanted.actions)))
    if wanted.staff is not None:
        where.append(AuditEntry.staff == wanted.staff)
    if wanted.since is not None:
        where.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        where.append(AuditEntry.at < wanted.until)
    return where


async def entries_about(
    ward: int, subject_kind: str, subject: int, actions: Sequence[str]
) -> list[Entry]:
    """What was done to one thing, oldest first; only these actions."""
    rows = (
        await AuditEntry.select()
        .where(
            AuditEntry.ward == ward,
            AuditEntry.subject == subject,
            AuditEntry.subject_kind == subject_kind,
            AuditEntry.action.is_in(list(actions)),
        )
        .order_by(AuditEntry.id)
    )
    return [_entry(row) for row in rows]


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**{**row, "before": _read(row["before"]), "after": _read(row["after"])})


def _json(values: Mapping[str, Any] | None) -> str:
    return json.dumps(values, ensure_ascii=False, default=str, sort_keys=True) if values else ""


def _read(text: str) -> dict[str, Any]:
    return dict(json.loads(text)) if text else {}
