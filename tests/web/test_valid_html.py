"""Every page is whole HTML: a strict parser takes it, an id is one thing, no link holds a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from html5lib.html5parser import ParseError
from httpx import AsyncClient

from tests.web.doors import DOORS
from tests.web.site import Site, ask, at
from tests.web.test_every_route import enters

pytestmark = pytest.mark.integration
NAMED = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
PRESSED = {"a", "button", "input", "select", "textarea", "label", "details", "summary"}
HOLDS_NONE = {"a", "button"}  # HTML: no interactive content inside


async def test_every_page_is_whole(client: AsyncClient, site: Site) -> None:
    wrong, seen = [], 0
    for door in (door for door in DOORS if door.startswith("GET")):
        reply = await ask(client, site, enters(door), door, at(door, site.values))
        if reply.headers.get("content-type", "").startswith("text/html"):
            seen += 1
            wrong += [(door, fault) for fault in faults(reply.text)]
    assert not wrong, "\n".join(map(str, wrong))
    assert seen > 150


def faults(text: str) -> Iterator[str]:
    try:
        root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    except ParseError as error:
        yield f"not strict: {error}"
        return
    ids = Counter(each.get("id") for each in root.iter() if each.get("id") is not None)
    yield from (f"id {name!r} {n} times" for name, n in ids.items() if n > 1)
    for each in root.iter():
        yield from _lost(each, ids)
        if each.tag in HOLDS_NONE:
            yield from (f"{inner} in {each.tag}" for inner in _inside(each))
    heads = sum(each.tag == "h1" for each in _shown(root))
    if heads != 1:
        yield f"{heads} h1"


def _shown(each: Element) -> Iterator[Element]:
    """The steps of a tablet stand in one page, and all but one are hidden."""
    if each.get("hidden") is None:
        yield each
        for inner in each:
            yield from _shown(inner)


def _lost(each: Any, ids: Counter[str]) -> Iterator[str]:
    """Names of other elements that are not there."""
    for name in NAMED:
        for one in (each.get(name) or "").split():
            if one not in ids:
                yield f"{each.tag} {name}={one!r} of nothing"


def _inside(each: Element) -> Iterator[str]:
    for inner in each.iter():
        if inner is not each and inner.tag in PRESSED and inner.get("type") != "hidden":
            yield str(inner.tag)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p><div></div></p>", "not strict"),
        ("<section><p>a</section></p>", "not strict"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' 2 times"),
        ('<label for="b">B</label>', "label for='b' of nothing"),
        ('<a href="/"><button>B</button></a>', "button in a"),
    ],
)
def test_it_sees_what_is_wrong(body: str, fault: str) -> None:
    page = f"<!doctype html><html><head><title>T</title></head><body><h1>T</h1>{body}</body></html>"
    assert [each for each in faults(page) if each.startswith(fault)]


@pytest.mark.unit
def test_a_whole_page_has_no_fault() -> None:
    page = "<!doctype html><html><head><title>T</title></head><body><h1>T</h1></body></html>"
    assert list(faults(page)) == []
