"""The administration as a whole: every page opens, and only for those it is for."""

from __future__ import annotations

import httpx
import pytest

from dialogue.ward.states import Role
from tests.ward.builders import bare_ward, ward_with_defaults
from tests.web.office import enter, read

pytestmark = pytest.mark.integration
KEEPER, CHAIRMAN, DIRECTOR = Role.KEEPER, Role.CHAIRMAN, Role.DIRECTOR
REGISTER, INSPECTOR = Role.REGISTER_KEEPER, Role.INSPECTOR
EVERYONE = set(Role)
PAGES: dict[str, set[Role]] = {
    "/quan-tri/phien": EVERYONE,
    "/quan-tri/quay": {KEEPER, CHAIRMAN, DIRECTOR},
    "/quan-tri/quay/them": {KEEPER, DIRECTOR},
    "/quan-tri/to-dan-pho": {KEEPER, REGISTER},
    "/quan-tri/tai-khoan": {KEEPER, CHAIRMAN},
    "/quan-tri/tai-khoan/them": {KEEPER, CHAIRMAN},
    "/quan-tri/lich": EVERYONE,
    "/quan-tri/quy-dinh": EVERYONE,
    "/quan-tri/quy-dinh/CLK-DRAFT": {CHAIRMAN},
    "/quan-tri/so-lieu": EVERYONE,
    "/quan-tri/so-lieu/ghi": {KEEPER, REGISTER, Role.CLERK, DIRECTOR, Role.UNIT_HEAD, CHAIRMAN},
    "/quan-tri/khac-phuc": {DIRECTOR},
    "/quan-tri/cai-dat": {KEEPER},
    "/quan-tri/cai-dat/don-vi": {KEEPER},
    "/quan-tri/cai-dat/linh-vuc": {KEEPER},
    "/quan-tri/cai-dat/chu-de": {KEEPER},
    "/quan-tri/nhat-ky": {KEEPER, CHAIRMAN, INSPECTOR, Role.SEALED_READER},
}


async def test_each_role_opens_its_pages_and_no_other(client: httpx.AsyncClient) -> None:
    ward = await ward_with_defaults()
    for role in Role:
        await enter(client, ward, role.value, role)
        opened = {path for path in PAGES if (await client.get(path)).status_code == 200}
        refused = {path for path in PAGES if (await client.get(path)).status_code == 403}
        assert opened == {path for path, roles in PAGES.items() if role in roles}
        assert refused == set(PAGES) - opened


async def test_pages_are_valid_and_lead_nowhere_forbidden(client: httpx.AsyncClient) -> None:
    """Also in a ward that has nothing yet."""
    for ward in (await ward_with_defaults(), await bare_ward()):
        await enter(client, ward, "moi-viec", KEEPER, CHAIRMAN, DIRECTOR)
        rails = (await read(client, "/quan-tri/phien")).attributes(".rail__list a", "href")
        assert {path for path in rails if path.startswith("/quan-tri")} >= set(PAGES) - {
            path for path in PAGES if path.count("/") > 2
        }
        for path in PAGES if ward == 1 else [p for p in PAGES if "CLK" not in p]:
            page = await read(client, path)
            assert len(page.texts("h1")) == 1, path
            assert len(page.texts("main .button:not([class*='--'])")) <= 1, path


async def test_a_rail_shows_only_what_may_be_opened(client: httpx.AsyncClient) -> None:
    await enter(client, await bare_ward(), "can-bo", Role.OFFICER)
    page = await read(client, "/quan-tri/phien")
    for path in page.attributes(".rail__list a", "href"):
        if path.startswith("/quan-tri"):
            assert (await client.get(path)).status_code == 200, path


async def test_nobody_comes_in_without_signing_in(client: httpx.AsyncClient) -> None:
    for path in PAGES:
        response = await client.get(path)
        assert response.status_code == 303
        assert response.headers["location"] == f"/quan-tri/dang-nhap?tiep={path}"
