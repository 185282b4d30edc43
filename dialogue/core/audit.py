"""The audit log: every act of staff that is not already a matter's or a task's event.

Append-only: nothing here changes or removes an entry, and the database refuses it too.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.core.clock import now
from dialogue.core.database import DB
from dialogue.core.tables import AuditEntry


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


async def entries(
    ward: int,
    before: int | None = None,
    limit: int = 50,
    *,
    only: str = "",
    never: str = "",
    silent: Collection[int] = (),
) -> list[Entry]:
    """Newest first; `before`: the id of the last one already shown.

    only, never: how the actions begin that alone are read, or that are left out. silent: matters
    of which nothing is said.
    """
    query = AuditEntry.select().where(AuditEntry.ward == ward)
    if only:
        query = query.where(AuditEntry.action.like(f"{only}%"))
    if never:
        query = query.where(AuditEntry.action.not_like(f"{never}%"))
    if silent:
        told = AuditEntry.subject.not_in(sorted(silent)) | AuditEntry.subject.is_null()
        query = query.where((AuditEntry.subject_kind != "matter") | told)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = await query.order_by(AuditEntry.id, ascending=False).limit(limit)
    return [
        Entry(**{**row, "before": _read(row["before"]), "after": _read(row["after"])})
        for row in rows
    ]


def _json(values: Mapping[str, Any] | None) -> str:
    return json.dumps(values, ensure_ascii=False, default=str, sort_keys=True) if values else ""


def _read(text: str) -> dict[str, Any]:
    return dict(json.loads(text)) if text else {}
