"""The answer that stands for an asker: on the board or private, and the asker's word on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogue.matters.states import MatterState, VerdictLevel
from dialogue.matters.tables import Approval, Draft, Published, PublishedAnswer, Verdict

Row = dict[str, Any]  # of a matter: at least ward, id, number, round


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that stands, as this asker may read it. number: on the board, None: private.

    at: when it was approved; corrected_at: when its present text was put there by a correction.
    """

    round: int
    text: str
    summary_en: str
    approver_name: str
    approver_title: str
    at: datetime
    number: int | None
    corrected_at: datetime | None = None


async def answer_of(lead: Row) -> Answer | None:
    """The public text when it stands on the board, else the one sent to the asker alone."""
    if lead["number"] is not None:
        return await _public_answer(lead)
    approval = (
        await Approval.select()
        .where(Approval.ward == lead["ward"], Approval.matter == lead["id"])
        .order_by(Approval.id, ascending=False)
        .first()
    )
    if approval is None:
        return None
    draft = (
        await Draft.select(Draft.text, Draft.summary_en)
        .where(
            Draft.ward == lead["ward"],
            Draft.matter == lead["id"],
            Draft.round == approval["round"],
            Draft.version == approval["version"],
        )
        .first()
    )
    if draft is None:
        return None
    return Answer(
        approval["round"],
        draft["text"],
        draft["summary_en"],
        approval["approver_name"],
        approval["approver_title"],
        approval["at"],
        None,
    )


async def _public_answer(lead: Row) -> Answer | None:
    row = (
        await Published.select(
            Published.round,
            Published.answer,
            Published.summary_en,
            Published.approver_name,
            Published.approver_title,
            Published.answered_at,
            Published.published_at,
            Published.number,
            Published.version,
        )
        .where(
            Published.ward == lead["ward"],
            Published.matter == lead["id"],
            Published.state != MatterState.WITHDRAWN.value,
        )
        .first()
    )
    if row is None:
        return None
    at = row["answered_at"] or row["published_at"]
    corrected = row["version"] > 1
    return Answer(
        row["round"],
        row["answer"],
        row["summary_en"],
        row["approver_name"],
        row["approver_title"],
        await _approved_at(lead, row["round"]) or at if corrected else at,
        row["number"],
        at if corrected else None,
    )


async def _approved_at(lead: Row, round_: int) -> datetime | None:
    """When the round's first text stood on the board, before any correction."""
    first = (
        await PublishedAnswer.select(PublishedAnswer.at)
        .where(
            PublishedAnswer.ward == lead["ward"],
            PublishedAnswer.matter == lead["id"],
            PublishedAnswer.round == round_,
            PublishedAnswer.version == 1,
        )
        .first()
    )
    return None if first is None else first["at"]


async def verdict_of(asker: int, lead: Row) -> VerdictLevel | None:
    """This asker's, of the answer that stands now."""
    row = (
        await Verdict.select(Verdict.level)
        .where(
            Verdict.ward == lead["ward"],
            Verdict.matter == asker,
            Verdict.round == lead["round"],
            Verdict.version == await _version(lead),
        )
        .first()
    )
    return None if row is None else VerdictLevel(row["level"])


async def _version(lead: Row) -> int:
    """Of the answer in its round: corrections count; a private answer has one alone."""
    row = (
        await Published.select(Published.version)
        .where(Published.ward == lead["ward"], Published.matter == lead["id"])
        .first()
    )
    return int(row["version"]) if row else 1
