"""Who asked, who asked the same, and what each said of the answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.query.functions import Count as SqlCount

from dialogue.core.keys import decrypt, keys
from dialogue.matters.queries.sealed_words import NOT_SEALED, SealedWords
from dialogue.matters.states import AskerKind, Source, VerdictLevel
from dialogue.matters.tables import Matter, Verdict


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked. name and contact are empty when none was given or its key was erased."""

    kind: AskerKind
    name: str
    contact: str
    names_allowed: bool
    consent: str


@dataclass(frozen=True, slots=True)
class Twin:
    """A matter that was merged into this one."""

    id: int
    public_id: str
    source: Source
    group: int | None
    received_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """matter: of the asker, where several share one answer."""

    matter: int
    round: int
    version: int
    level: VerdictLevel
    reason: str
    reopens: bool
    at: datetime


def asker(row: dict[str, Any]) -> Asker:
    return Asker(
        AskerKind(row["asker_kind"]),
        _opened(row["contact_key"], row["asker_name"]),
        _opened(row["contact_key"], row["contact"]),
        row["names_allowed"],
        row["consent"],
    )


def _opened(wrapped: str, text: str) -> str:
    """Empty when nothing was given, or the row's key was erased since."""
    return decrypt(keys(), wrapped, text) if wrapped and text else ""


async def twins(ward: int, matter: int) -> tuple[Twin, ...]:
    rows = (
        await Matter.select(
            Matter.id,
            Matter.public_id,
            Matter.source,
            Matter.group,
            Matter.received_at,
            Matter.body,
        )
        .where(Matter.ward == ward, Matter.lead == matter)
        .order_by(Matter.id)
    )
    return tuple(Twin(**row | {"source": Source(row["source"])}) for row in rows)


async def verdicts(
    ward: int, matter: int, sealed: SealedWords = NOT_SEALED
) -> tuple[VerdictCard, ...]:
    """Of its asker and of those merged into it, the oldest first."""
    rows = (
        await Verdict.select(
            Verdict.id,
            Verdict.matter,
            Verdict.round,
            Verdict.version,
            Verdict.level,
            Verdict.reason,
            Verdict.reopens,
            Verdict.at,
        )
        .where(Verdict.ward == ward, Verdict.matter.is_in(await askers_of(ward, matter)))
        .order_by(Verdict.id)
    )
    return tuple(_verdict(sealed.back(Verdict, row)) for row in rows)


def _verdict(row: dict[str, Any]) -> VerdictCard:
    row.pop("id")
    return VerdictCard(**row | {"level": VerdictLevel(row["level"])})


async def askers_of(ward: int, matter: int) -> list[int]:
    """Itself and the matters merged into it: each has an asker with a code and a verdict.

    Without those who took their question back, so it may be empty, or lack itself.
    """
    rows = (
        await Matter.select(Matter.id)
        .where(
            Matter.ward == ward,
            (Matter.id == matter) | (Matter.lead == matter),
            Matter.retracted_at.is_null(),
        )
        .order_by(Matter.id)
    )
    found = [row["id"] for row in rows]
    return sorted(found, key=lambda each: each != matter)


async def asked_words(ward: int, matter: int) -> str:
    """What the answer speaks to, verbatim: of the first asker who has not taken it back.

    Its own where all have; empty where there is no such matter.
    """
    first = next(iter(await askers_of(ward, matter)), matter)
    row = await Matter.select(Matter.body).where(Matter.id == first, Matter.ward == ward).first()
    return row["body"] if row else ""


async def asker_count(ward: int, matter: int) -> int:
    return (await asker_counts(ward, [matter]))[matter]


async def asker_counts(ward: int, matters: Collection[int]) -> dict[int, int]:
    """How many ask each: one, and as many as were merged into it, but those who left."""
    wanted = list(matters) or [0]
    rows = (
        await Matter.select(Matter.lead, SqlCount(alias="n"))
        .where(Matter.ward == ward, Matter.lead.is_in(wanted), Matter.retracted_at.is_null())
        .group_by(Matter.lead)
    )
    merged = {row["lead"]: int(row["n"]) for row in rows}
    gone = await Matter.select(Matter.id).where(
        Matter.ward == ward, Matter.id.is_in(wanted), Matter.retracted_at.is_not_null()
    )
    left = {row["id"] for row in gone}
    return {matter: (matter not in left) + merged.get(matter, 0) for matter in matters}
