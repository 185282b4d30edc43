"""Every job of this package is registered here: those of time, and those asked for."""

from __future__ import annotations

from dialogue.core import audit
from dialogue.core.database import DB
from dialogue.core.jobs import SLOW, Work, every, handler
from dialogue.core.memo import forget
from dialogue.matters.actions.batches import TAKE, erase_old_batches, take_all
from dialogue.matters.actions.clocks import note_overdue, recompute
from dialogue.matters.actions.contacts import erase_old_contacts
from dialogue.matters.actions.judging import confirm_by_silence
from dialogue.matters.actions.notices import tell_account, tell_machine
from dialogue.matters.actions.proving import SILENCE
from dialogue.matters.actions.public_copy import PURGE
from dialogue.matters.actions.reminders import erase_old, make_morning_lists, tell_due_soon
from dialogue.matters.actions.vault import FORGET
from dialogue.matters.actions.vault import forget as forget_sealed_words
from dialogue.matters.queries.board import TEXT_ALTERED, altered
from dialogue.matters.search import purge
from dialogue.matters.waiting import close_all_silent, resume_clocks
from dialogue.ward import queries as ward_queries
from dialogue.ward.actions.accounts import TELL_ACCOUNT
from dialogue.ward.machines.uses import TELL_ELSEWHERE


@handler(PURGE)
async def forget_words(work: Work) -> None:
    await purge()


@handler(FORGET)
async def forget_sealed(work: Work) -> None:
    if work.ward is not None:
        await forget_sealed_words(work.ward, int(work.payload["matter"]))


@handler(SILENCE)
async def let_silence_confirm(work: Work) -> None:
    if work.ward is not None:
        await confirm_by_silence(work.ward, int(work.payload["task"]))


@every(24 * 60, "check-texts", SLOW)
async def check_texts(work: Work) -> None:
    """An answer that was changed past us stands in the audit log the next morning."""
    for ward in await ward_queries.wards():
        numbers = await altered(ward.id)
        if numbers:
            async with DB.transaction():
                await audit.record(
                    ward.id, None, TEXT_ALTERED, "answers", after={"numbers": numbers}
                )


@every(24 * 60, "erase-old-contacts")
async def erase_contacts(work: Work) -> None:
    await erase_old_contacts()


@handler("calendar-changed")
async def follow_calendar(work: Work) -> None:
    """Due dates of what is open move with the calendar; each move stands in the history."""
    forget()  # another process may have changed it: what is remembered here is old
    if work.ward is not None:
        await recompute(work.ward)


@handler(TELL_ACCOUNT)
async def tell_of_account(work: Work) -> None:
    if work.ward is not None:
        said = work.payload
        await tell_account(work.ward, said["act"], said["by"], said["account"], work.key)


@handler(TELL_ELSEWHERE)
async def tell_of_machine(work: Work) -> None:
    if work.ward is not None:
        async with DB.transaction():
            await tell_machine(work.ward, work.key, "elsewhere", str(work.payload["name"]))


@every(60, "watch-matters")
async def watch(work: Work) -> None:
    """Each hour, every ward: what is overdue, who was asked in vain, who stays silent.

    What was missed while the server was down is done then.
    """
    for ward in await ward_queries.wards():
        await recompute(ward.id)
        await note_overdue(ward.id)
        await resume_clocks(ward.id)
        await close_all_silent(ward.id)
        await tell_due_soon(ward.id)


@every(10, "morning-lists")
async def begin_the_day(work: Work) -> None:
    """As often as this, so that the list is there soon after the hour that a ward has set."""
    for ward in await ward_queries.wards():
        await make_morning_lists(ward.id)


@handler(TAKE)
async def take_batch(work: Work) -> None:
    if work.ward is not None:
        await take_all(work.ward, int(work.payload["batch"]))


@every(30, "erase-old-batches")
async def erase_batches(work: Work) -> None:
    await erase_old_batches()


@every(24 * 60, "erase-old-notices")
async def erase_notices(work: Work) -> None:
    for ward in await ward_queries.wards():
        await erase_old(ward.id)
