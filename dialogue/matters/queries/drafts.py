"""Versions of an answer, and who wrote and checked it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.matters.quality import Stop
from dialogue.matters.queries.askers import asked_words
from dialogue.matters.queries.sealed_words import NOT_SEALED, SealedWords
from dialogue.matters.rules import Facts
from dialogue.matters.states import MatterState, Step
from dialogue.matters.tables import Approval, Draft, MatterEvent

COLUMNS = (
    Draft.id,
    Draft.round,
    Draft.version,
    Draft.text,
    Draft.summary_en,
    Draft.author,
    Draft.author.name,
    Draft.saved_at,
    Draft.promises,
)


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """round: 1 for the first answer, one more with each reopening; versions count from 1."""

    round: int
    version: int
    text: str
    summary_en: str
    author: int
    author_name: str
    saved_at: datetime
    promises: bool


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """remarks: codes of dialogue.matters.actions.approval, when one person did two things."""

    round: int
    version: int
    drafter_name: str
    checker_name: str
    approver_name: str
    approver_title: str
    remarks: tuple[str, ...]
    at: datetime


def _version(row: dict[str, Any]) -> DraftVersion:
    name = row.pop("author.name")
    row.pop("id")
    return DraftVersion(**row, author_name=name)


async def latest_draft(matter: Facts) -> DraftVersion | None:
    """Of the present round."""
    row = (
        await Draft.select(*COLUMNS)
        .where(Draft.ward == matter.ward, Draft.matter == matter.id, Draft.round == matter.round)
        .order_by(Draft.version, ascending=False)
        .first()
    )
    return None if row is None else _version(row)


async def drafts(ward: int, matter: int, sealed: SealedWords = NOT_SEALED) -> list[DraftVersion]:
    """All rounds, the newest first."""
    rows = (
        await Draft.select(*COLUMNS)
        .where(Draft.ward == ward, Draft.matter == matter)
        .order_by(Draft.round, ascending=False)
        .order_by(Draft.version, ascending=False)
    )
    return [_version(sealed.back(Draft, row)) for row in rows]


async def checker(matter: Facts) -> int | None:
    """Who passed it up last, since it was last in the hands of a drafter."""
    row = (
        await MatterEvent.select(MatterEvent.staff)
        .where(
            MatterEvent.ward == matter.ward,
            MatterEvent.matter == matter.id,
            MatterEvent.step == Step.PASS_UP.value,
            MatterEvent.new_state == MatterState.APPROVING.value,
        )
        .order_by(MatterEvent.id, ascending=False)
        .first()
    )
    return row["staff"] if row else None


@dataclass(frozen=True, slots=True)
class Cleared:
    """Who found a stop of a draft harmless, why and when."""

    stop: Stop
    name: str
    reason: str
    at: datetime


async def cleared(matter: Facts, draft: DraftVersion) -> tuple[Cleared, ...]:
    """Of this very version: another text is looked at anew."""
    rows = (
        await MatterEvent.select(
            MatterEvent.staff.name, MatterEvent.reason, MatterEvent.at, MatterEvent.data
        )
        .where(
            MatterEvent.ward == matter.ward,
            MatterEvent.matter == matter.id,
            MatterEvent.step == Step.CLEAR_STOP.value,
        )
        .order_by(MatterEvent.id)
    )
    found = [(row, json.loads(row["data"])) for row in rows]
    return tuple(
        Cleared(Stop(data["stop"]), row["staff.name"], row["reason"], row["at"])
        for row, data in found
        if (data["round"], data["version"]) == (draft.round, draft.version)
    )


async def words_of(matter: Facts) -> str:
    """What was asked, verbatim."""
    return await asked_words(matter.ward, matter.id)


async def approvals(ward: int, matter: int) -> tuple[ApprovalCard, ...]:
    rows = (
        await Approval.select(
            Approval.round,
            Approval.version,
            Approval.drafter.name,
            Approval.checker.name,
            Approval.approver_name,
            Approval.approver_title,
            Approval.remark,
            Approval.at,
        )
        .where(Approval.ward == ward, Approval.matter == matter)
        .order_by(Approval.id)
    )
    return tuple(
        ApprovalCard(
            row["round"],
            row["version"],
            row["drafter.name"],
            row["checker.name"] or "",
            row["approver_name"],
            row["approver_title"],
            tuple(filter(None, row["remark"].split(","))),
            row["at"],
        )
        for row in rows
    )
