"""From a question of a conference to its promise and back; last time's promises come first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.matters.actions import tasks, triage
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.states import OriginKind
from dialogue.ward.states import Role
from meetings.conferences.actions import concluding, opening, publishing
from meetings.conferences.actions.concluding import NewConclusion
from meetings.conferences.queries.conferences import conference
from meetings.conferences.states import Outcome
from tests.matters import builders
from tests.matters.builders import Scene, hash_of
from tests.meetings import conference_rows as rows
from tests.meetings.conference_rows import DAY
from tests.meetings.hall_build import held
from tests.web.office import enter, read
from web.passes import make_pass

pytestmark = pytest.mark.integration
AFTER = rows.at(DAY + timedelta(days=1), 9)
ASKED = "Bao giờ có đèn ở ngõ 9?"
PROMISED, AT_ONCE = "Lắp đèn ở ngõ 9", "Dọn rác ở chợ Bến"


@pytest.fixture(autouse=True)
def the_day_after() -> Iterator[None]:
    with at(AFTER):
        yield


async def told(place: Scene) -> tuple[str, int]:
    """A result with a conclusion and a task of the hall. Hash of the code, and the matter."""
    number = await rows.held(place.ward, slug="ket-qua")
    became = await builders.received(place, ASKED)
    due = DAY + timedelta(days=20)
    one = await rows.opinion(
        place.ward, number, ASKED, number=1, matter=became.id, answer="",
        outcome=Outcome.WRITTEN.value, due=due,
    )  # fmt: skip
    new = NewTask(
        AT_ONCE, place.unit, due, place.officer.staff,
        origin_kind=OriginKind.CONCLUSION, origin_name="Hội nghị",
    )  # fmt: skip
    task = await tasks.open_task(place.keeper, new)
    await rows.opinion(
        place.ward, number, "Rác ở chợ Bến ai dọn?", number=2, task=task, due=due,
        outcome=Outcome.TASK.value,
    )  # fmt: skip
    concluded = NewConclusion(PROMISED, place.unit, place.officer.staff, due, opinions=(one,))
    await concluding.conclude(place.keeper, number, concluded)
    version = (await conference(place.ward, number)).version
    await concluding.write_minutes(
        place.keeper, number, version, assessment="Thẳng thắn", report="Đã báo cáo"
    )
    await publishing.publish(place.chairman, number, version + 1)
    return hash_of(became), became.id


async def test_the_asker_finds_the_promise_and_it_leads_back(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    tracked, matter = await told(place)
    path = f"/tra-cuu/{make_pass(tracked, AFTER)}"
    page = await read(client, path)
    listed = "section[aria-labelledby=conference-promises] a"
    assert page.texts(listed) == [PROMISED]
    promise = await read(client, page.attribute(listed, "href"))
    assert ASKED in " ".join(promise.texts("main"))
    await triage.seal(place.keeper, matter)
    assert PROMISED not in (await client.get(path)).text


async def test_what_the_hall_gave_at_once_leads_both_ways(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    await told(place)
    page = await read(client, "/thach-ban/cam-ket")
    (link,) = [
        each for each in page.attributes("main a", "href")
        if AT_ONCE in (await client.get(each)).text and "/cam-ket/" in each
    ]  # fmt: skip
    promise = await read(client, link)
    assert "Rác ở chợ Bến ai dọn?" in " ".join(promise.texts("main"))
    (back,) = [each for each in promise.attributes("main a", "href") if "#y-kien-" in each]
    assert link in (await read(client, back.partition("#")[0])).attributes("main a", "href")


async def test_last_times_promises_are_the_first_slide(client: httpx.AsyncClient) -> None:
    place = await builders.scene()
    await told(place)
    number = await held(place.ward)
    card = await conference(place.ward, number)
    screen = f"/quan-tri/man-chieu/{card.screen_key}"
    page = await read(client, screen)
    assert page.texts("#last") == ["Lần trước phường đã hứa"]
    assert PROMISED in " ".join(page.texts("[data-part=screen] li"))
    clerk = await enter(client, place.ward, "thu-ky-2", Role.CLERK)
    assert PROMISED in (await client.get(f"/quan-tri/doi-thoai/{number}/dieu-khien")).text
    await opening.open_hall(clerk, number)
    await asyncio.sleep(0.1)  # the watcher tells of it
    assert (await read(client, screen)).texts("#last") == []
