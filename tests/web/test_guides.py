"""The user guides: a page for each role, whose links and pictures are there."""

from __future__ import annotations

import re

import html5lib
import httpx
import pytest

from dialogue.ward.states import Role
from tests.matters import builders
from tests.pages import Page
from tests.web.office import enter, read
from web.guides import FOLDER, GUIDES, PICTURES, guide, guides_of, picture_size

IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
MOST, MOST_TOGETHER = 60_000, 2_000_000  # bytes
SOURCES = sorted(FOLDER.glob("*.md"))
PAGES = [f"/huong-dan/{slug}" for slug in GUIDES]


def shown() -> dict[str, list[tuple[str, str]]]:
    """(alternative text, file) of each picture, by guide."""
    return {path.name: IMAGE.findall(path.read_text("utf-8")) for path in SOURCES}


@pytest.mark.unit
def test_every_role_has_its_guide() -> None:
    assert {role for roles in GUIDES.values() for role in roles} == set(Role)
    assert {path.name.partition(".")[0] for path in SOURCES} == set(GUIDES)


@pytest.mark.unit
def test_every_picture_is_there_and_none_is_left_over() -> None:
    named = {file for pictures in shown().values() for _, file in pictures}
    assert named == {f"{PICTURES}{path.name}" for path in (FOLDER / PICTURES).iterdir()}


@pytest.mark.unit
def test_every_guide_has_pictures_that_are_told_in_words() -> None:
    assert [name for name, pictures in shown().items() if not pictures] == []
    assert [file for each in shown().values() for words, file in each if len(words) < 15] == []


@pytest.mark.unit
def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (FOLDER / PICTURES).iterdir()}
    assert {name: size for name, size in sizes.items() if size > MOST} == {}
    assert sum(sizes.values()) <= MOST_TOGETHER


@pytest.mark.unit
def test_a_title_a_sentence_and_then_the_page() -> None:
    found = guide("chu-tich", "vi")
    assert (found.title, found.language) == ("Chủ tịch UBND", "vi")
    assert found.about.startswith("Ông bà thấy cả phường trên một trang")
    assert found.html.startswith("<h2>Năm phút mỗi sáng</h2>")


@pytest.mark.unit
def test_links_and_pictures_lead_to_the_site() -> None:
    page = Page(guide("nguoi-dan", "vi").html)
    width, height = picture_size("nguoi-dan-danh-gia.webp")
    first = "img[src='/huong-dan/anh/nguoi-dan-danh-gia.webp']"
    told = [page.attribute(first, name) for name in ("width", "height", "loading")]
    assert told == [str(width), str(height), "lazy"]


@pytest.mark.unit
def test_whoever_holds_several_roles_has_several_guides() -> None:
    assert guides_of({Role.SEALED_READER, Role.UNIT_HEAD}) == [
        ("Trưởng đơn vị", "/huong-dan/truong-don-vi"),
        ("Người đọc hộp riêng", "/huong-dan/ho-so-rieng"),
    ]


@pytest.mark.integration
async def test_the_list_leads_to_each(client: httpx.AsyncClient) -> None:
    page = await read(client, "/huong-dan")
    assert page.attributes("main .ruled-list a", "href") == PAGES


@pytest.mark.integration
@pytest.mark.parametrize("path", PAGES)
async def test_each_is_a_page_with_its_pictures(client: httpx.AsyncClient, path: str) -> None:
    page = await read(client, path)
    assert len(page.texts("h1")) == 1
    for address in page.attributes("article img", "src"):
        reply = await client.get(address)
        assert (reply.status_code, reply.headers["content-type"]) == (200, "image/webp"), address
        assert reply.headers["cache-control"] == "public, max-age=86400"


@pytest.mark.integration
async def test_pages_set_no_cookie_and_are_kept(client: httpx.AsyncClient) -> None:
    reply = await client.get("/huong-dan/nguoi-dan")
    assert "set-cookie" not in reply.headers
    again = {"If-None-Match": reply.headers["etag"]}
    assert (await client.get("/huong-dan/nguoi-dan", headers=again)).status_code == 304


@pytest.mark.integration
async def test_in_english_where_there_is_one_and_else_marked(client: httpx.AsyncClient) -> None:
    own = await read(client, "/en/huong-dan/nguoi-dan")
    assert own.texts("h1") == ["Residents and organisations"]
    assert own.attributes("article[lang]", "lang") == []
    other = await client.get("/en/huong-dan/chu-tich")
    html5lib.HTMLParser(strict=True).parse(other.text)
    assert Page(other.text).attributes("article", "lang") == ["vi"]


@pytest.mark.integration
@pytest.mark.parametrize(
    "path",
    ["/huong-dan/thi-truong", "/huong-dan/anh/x.webp", "/huong-dan/anh/..%2Fchu-tich.md"],
)
async def test_what_there_is_not(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.integration
@pytest.mark.parametrize("role", [Role.CHAIRMAN, Role.OFFICER, Role.OBSERVER])
async def test_the_first_page_of_staff_leads_to_ones_own(
    client: httpx.AsyncClient, role: Role
) -> None:
    place = await builders.scene()
    await enter(client, place.ward, "ai-do", role)
    page = await read(client, "/quan-tri/")
    ((slug, _),) = [(slug, of) for slug, of in GUIDES.items() if role in of]
    assert page.attributes("a[href^='/huong-dan/']", "href") == [f"/huong-dan/{slug}"]


@pytest.mark.integration
async def test_the_foot_of_public_pages_leads_to_them(client: httpx.AsyncClient) -> None:
    page = await read(client, "/")
    assert page.attributes("footer a[href='/huong-dan']", "href") == ["/huong-dan"]
