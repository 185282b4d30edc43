"""Jobs of answers and promises: forget what was taken down, watch for silent edits, silence."""

from __future__ import annotations

from dialogue.core import audit
from dialogue.core.database import DB
from dialogue.core.jobs import Work, every, handler
from dialogue.matters.actions.publishing import PURGE
from dialogue.matters.actions.tasks import SILENCE, confirm_by_silence
from dialogue.matters.queries.board import altered
from dialogue.matters.search import purge
from dialogue.ward import queries as ward_queries


@handler(PURGE)
async def forget_words(work: Work) -> None:
    await purge()


@handler(SILENCE)
async def let_silence_confirm(work: Work) -> None:
    if work.ward is not None:
        await confirm_by_silence(work.ward, int(work.payload["task"]))


@every(24 * 60, "check-texts")
async def check_texts(work: Work) -> None:
    """An answer that was changed past us stands in the audit log the next morning."""
    for ward in await ward_queries.wards():
        numbers = await altered(ward.id)
        if numbers:
            async with DB.transaction():
                await audit.record(
                    ward.id, None, "text-altered", "answers", after={"numbers": numbers}
                )
