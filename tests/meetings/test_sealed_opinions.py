"""What is sealed in the register leaves the halls too: no file of ours keeps a word of it."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

import dialogue.matters.chores  # noqa: F401  the jobs
from dialogue.core.clock import at
from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from dialogue.matters.actions import triage
from dialogue.ward.states import Role
from meetings.conferences.actions import capturing, leaving, settling  # noqa: F401  it hears
from meetings.conferences.actions.capturing import NewOpinion
from meetings.conferences.actions.settling import Settlement
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.loan_tables import HallLoan
from meetings.conferences.loans import Clash
from meetings.conferences.queries.floor import floor, opinion
from meetings.conferences.queries.records import public_record, record
from meetings.conferences.states import Hiding, OpinionState, Outcome
from meetings.piccolo_app import APP_CONFIG
from tests.matters.test_sealed_at_rest import left_on_disk, run_jobs
from tests.meetings.hall_build import QUESTION, START, Hall, running
from tests.ward.builders import person

pytestmark = pytest.mark.integration
SECRETS = ("Quýnh-Hoắng", "Đáp-mật", "Cũ-mật", "Máy-mật")


async def left_in_tables() -> set[tuple[str, str]]:
    """Which words stand in which table of the meetings."""
    found = set()
    for table in APP_CONFIG.table_classes:
        text = repr(await table.select())
        found |= {(word, table._meta.tablename) for word in SECRETS if word in text}
    return found


async def told_in_the_hall(place: Hall) -> tuple[int, int, int]:
    """An opinion that was mended, put on the screen, promised a written answer, and changed on a
    laptop too; one with the same words is merged into it. Ids of both, and of the matter."""
    said = await capturing.capture(
        place.clerk, place.number, "operation-1", NewOpinion("Cũ-mật: đường ngõ 30 hỏng")
    )
    new = NewOpinion("Quýnh-Hoắng làm hỏng đường ngõ 30")
    await capturing.change_opinion(place.clerk, place.number, said.id, 1, new, answer="Đáp-mật")
    twin = await capturing.capture(place.clerk, place.number, "operation-2", new)
    await Opinion.update({Opinion.lead: said.id, Opinion.state: OpinionState.MERGED.value}).where(
        Opinion.id == twin.id
    )
    await capturing.put_on_screen(place.clerk, place.number, said.id)
    row = await opinion(place.ward, place.number, said.id)
    how = Settlement(Outcome.WRITTEN, answer="Đáp-mật")
    await settling.settle(place.clerk, place.number, said.id, row.version, how)
    clash = Clash("opinion", f"{row.number}: words", "Quýnh-Hoắng", "Máy-mật")
    await HallLoan.insert(
        HallLoan(
            ward=place.ward, conference=place.number, public_id="loan", laptop="Máy 1", secret="",
            lent_at=START, conflicts=json.dumps([asdict(clash)], ensure_ascii=False),
        )
    )  # fmt: skip
    matter = (await opinion(place.ward, place.number, said.id)).matter
    assert matter is not None
    return said.id, twin.id, matter


async def test_no_file_keeps_a_word_and_nothing_comes_back_by_itself(db: None) -> None:
    with at(START):
        place = await running()
        keeper = await person(place.ward, "thu-ky", Role.REGISTER_KEEPER)
        lead, twin, matter = await told_in_the_hall(place)
        assert {word for word, _table in await left_in_tables()} == set(SECRETS)
        await triage.seal(keeper, matter)
        assert await left_in_tables() == set()
        parted = (await opinion(place.ward, place.number, twin)).matter
        assert parted is not None
        await triage.seal(keeper, parted)  # without signs of its own it went back to the keeper
        await run_jobs()
    if isinstance(DB, LocalEngine):
        assert {word for word, _file in left_on_disk(SECRETS)} == set()
    for which in (lead, twin):
        card = await opinion(place.ward, place.number, which)
        assert (card.state, card.hiding) == (OpinionState.NOT_SHOWN, Hiding.SEPARATE)
    assert (await floor(place.ward, place.number)).on_screen is None
    with at(START):
        await triage.unseal(place.chairman, matter, "Nhầm")
    known = await public_record(await place.card())
    assert known.heard == ()
    assert all(each.withheld for each in (await record(place.ward, place.number)).heard)


async def test_the_others_stay_as_they_are(db: None) -> None:
    with at(START):
        place = await running()
        keeper = await person(place.ward, "thu-ky", Role.REGISTER_KEEPER)
        _lead, _twin, matter = await told_in_the_hall(place)
        other = await capturing.capture(
            place.clerk, place.number, "operation-3", NewOpinion(QUESTION)
        )
        await triage.seal(keeper, matter)
    assert (await opinion(place.ward, place.number, other.id)).words == QUESTION
