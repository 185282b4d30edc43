"""The briefing book: last time's promises first, computed; then all that the chair needs."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.ward import actions as ward_actions
from dialogue.ward.actions.case_figures import CaseEntry, enter_case_figures
from dialogue.ward.figures import Figures
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role
from meetings.conferences.actions import concluding, publishing
from meetings.conferences.actions.concluding import NewConclusion
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.queries.conferences import conference
from meetings.conferences.queries.records import record
from meetings.conferences.states import InviteeKind, OpinionSource
from tests.matters import builders
from tests.meetings import conference_rows as rows
from tests.meetings.conference_rows import DAY
from tests.ward.builders import person, ward_with_defaults
from tests.web.office import enter, read
from tests.web.test_printing import letters, pdf_pages

pytestmark = pytest.mark.integration
NEXT = DAY + timedelta(days=170)
EVE = rows.at(NEXT - timedelta(days=1), 9)
CHAIR = (Role.CHAIRMAN, Role.REGISTER_KEEPER)


async def two_conferences() -> tuple[int, int]:
    """The first with one promise said to be done; the next is a day ahead. Ward and its id."""
    ward = await ward_with_defaults()
    chair = await person(ward, "chu-tich", *CHAIR)
    first = await rows.held(ward, slug="lan-mot")
    unit = await rows.unit_of(ward)
    with at(rows.at(DAY + timedelta(days=1), 9)):
        due = DAY + timedelta(days=20)
        new = NewConclusion("Nạo vét cống ngõ 12", unit, chair.staff, due)
        await concluding.conclude(chair, first, new)
        version = (await conference(ward, first)).version
        await concluding.write_minutes(chair, first, version, assessment="Tốt", report="Có")
        await publishing.publish(chair, first, version + 1)
        (concluded,) = (await record(ward, first)).conclusions
        assert concluded.task is not None
        await claim_done(chair, concluded.task.id, Proof(document="12/BB-UBND"))
    number = await rows.held(ward, NEXT, slug="lan-hai", state="preparing", opened_at=None)
    return ward, number


async def test_last_times_promises_come_first_and_are_computed(client: httpx.AsyncClient) -> None:
    ward, number = await two_conferences()
    with at(EVE):
        await enter(client, ward, "chu-tich-2", *CHAIR)
        page = await read(client, f"/quan-tri/doi-thoai/{number}/tom-tat")
        assert page.texts("main h2")[0] == "Lần trước đã hứa"
        assert page.texts("[aria-labelledby=last] a") == ["Nạo vét cống ngõ 12"]
        assert "1 việc, 0 việc đã xong" in " ".join(page.texts("[aria-labelledby=last] p"))
        made = await client.get(f"/quan-tri/doi-thoai/{number}/tom-tat.pdf")
        text = letters("".join(pdf_pages(made.content)))
        assert letters("I. Lần trước đã hứa") in text
        assert letters("đơn vị báo xong, chờ xác nhận") in text


async def test_the_first_conference_says_that_there_was_none(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    number = await rows.held(ward)
    with at(EVE):
        await enter(client, ward, "chu-tich", *CHAIR)
        page = await read(client, f"/quan-tri/doi-thoai/{number}/tom-tat")
    assert page.texts("[aria-labelledby=last] p") == [
        "Chưa có hội nghị nào trước đây đã công bố kết quả."
    ]


async def test_a_question_ahead_stands_with_its_draft_and_who_asked(
    client: httpx.AsyncClient,
) -> None:
    scene = await builders.scene()
    number = await rows.held(scene.ward, state="preparing")
    group = await ward_actions.add_group(system_actor(scene.ward), "Tổ dân phố số 9")
    told = await builders.received(scene, "Bao giờ sửa xong cống đầu ngõ 12?")
    await rows.opinion(
        scene.ward,
        number,
        "Bao giờ sửa xong cống đầu ngõ 12?",
        matter=told.id,
        group=group,
        source=OpinionSource.AHEAD.value,
        state="waiting",
        outcome="",
        answer="",
    )
    guest = await rows.invited(scene.ward, number, "Tổ dân phố số 9", InviteeKind.GROUP)
    await Invitee.update({Invitee.group: group, Invitee.reply: "comes"}).where(Invitee.id == guest)
    await enter(client, scene.ward, "chu-toa", *CHAIR)
    page = await read(client, f"/quan-tri/doi-thoai/{number}/tom-tat")
    (question,) = page.texts("article p:not([class])")[:1]
    assert question == "Bao giờ sửa xong cống đầu ngõ 12?"
    assert page.texts("article .small")[0] == "Tổ dân phố số 9"
    assert page.texts("[aria-labelledby=hall] ol li") == ["Tổ dân phố số 9"]


async def test_figures_that_fail_are_pointed_at(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    number = await rows.held(ward)
    with at(EVE):
        chair = await enter(client, ward, "chu-tich", *CHAIR)
        card = await conference(ward, number)
        assert card.period_since is not None
        assert card.period_until is not None
        figures = Figures(received=303, received_direct=256, received_online=40, received_post=0)
        entry = CaseEntry(card.period_since, card.period_until, figures, None, "", "Sổ")
        await enter_case_figures(chair, entry)
        page = await read(client, f"/quan-tri/doi-thoai/{number}/tom-tat")
    assert "lệch 7" in " ".join(page.texts("[aria-labelledby=figures] .notice"))


async def test_the_book_is_for_who_prepares(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    number = await rows.held(ward)
    await enter(client, ward, "chuyen-vien", Role.OFFICER)
    assert (await client.get(f"/quan-tri/doi-thoai/{number}/tom-tat")).status_code == 403
