"""Those who were at a conference are asked how it was: from the programme to the public page."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from dialogue.core.clock import at
from dialogue.ward.states import Role
from tests.matters import builders
from tests.meetings import conference_rows as rows
from tests.meetings.conference_rows import DAY
from tests.pages import Page
from tests.web.office import enter, read, send

pytestmark = pytest.mark.integration
SLUG = "hoi-nghi-doi-thoai-voi-nhan-dan-ve-cai-cach-thu-tuc-hanh-chinh-2026-12-11"
BEFORE = rows.at(DAY - timedelta(days=3), 9)
NEW = "/quan-tri/khao-sat/moi"
NAMES = ("title", "title_en", "slug", "opens", "closes")


@pytest.fixture
async def number(client: httpx.AsyncClient) -> int:
    scene = await builders.scene()
    number = await rows.held(scene.ward, slug=SLUG)
    with at(BEFORE):
        await enter(client, scene.ward, "giam-doc", Role.DIRECTOR)
    return number


def filled(page: Page) -> dict[str, str]:
    form = {name: page.attribute(f"[name={name}]", "value") for name in NAMES}
    return form | {"form": page.attribute("[name=form] [selected]", "value")}


async def test_from_the_programme_to_the_public_page(
    client: httpx.AsyncClient, number: int
) -> None:
    with at(BEFORE):
        agenda = await read(client, f"/quan-tri/doi-thoai/{number}/chuong-trinh")
        offered = agenda.attribute(f"main a[href^='{NEW}']", "href")
        form = filled(await read(client, offered))
        assert form["slug"].endswith(SLUG[-40:])
        assert form["form"] == "after-dialogue@1"
        public = f"/thach-ban/doi-thoai/{SLUG}"
        assert (
            "/khao-sat/" not in (await client.get(public)).text.split("<main")[1].split("<aside")[1]
        )
        assert (await send(client, NEW, **form)).status_code == 303
        page = await read(client, public)
        survey = f"/thach-ban/khao-sat/{form['slug']}"
        assert survey in page.attributes("aside a", "href")
        assert page.attributes("aside .qr-inline svg", "viewBox")
        agenda = await read(client, f"/quan-tri/doi-thoai/{number}/chuong-trinh")
        assert survey in agenda.attributes("main a", "href")


async def test_of_no_conference_nothing_is_offered(client: httpx.AsyncClient, number: int) -> None:
    with at(BEFORE):
        assert (await client.get(f"{NEW}?doi_thoai=khong-co")).status_code == 404
