"""The poster of a counter, as a printer and a phone's camera meet it."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pypdf
import pypdfium2
import pytest
import zxingcpp

from surveys.posters import QUIET, Poster, counter_name, counter_url, posters_pdf, qr_svg

pytestmark = pytest.mark.unit
DPI = 150
URL = counter_url("https://langnghe.example", "abcd2345")
LETTERS = "ẶẪỰỮỆẴ"
POSTERS = [
    Poster(f"UBND phường Bến Lúa {LETTERS}", "phường", "Quầy 2 · Hộ tịch", URL, "028 0000 0000"),
    Poster("UBND xã Vạn An", "xã", "Quầy 1", counter_url("https://langnghe.example", "wxyz6789")),
]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return posters_pdf(POSTERS)


def test_each_counter_has_one_a4_page(pdf: bytes) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages] == [(595, 842)] * 2


def test_the_code_on_the_page_is_the_counters_address(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    for page, poster in zip(document, POSTERS, strict=True):
        picture = page.render(scale=DPI / 72).to_pil()
        (found,) = zxingcpp.read_barcodes(picture)
        assert found.text == poster.url
        wide = (found.position.top_right.x - found.position.top_left.x) / DPI * 25.4
        assert wide >= 60  # millimetres


def test_the_page_says_what_to_type_and_keeps_every_vietnamese_letter(pdf: bytes) -> None:
    first, second = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert f"UBND phường Bến Lúa {LETTERS}\nQuầy 2 · Hộ tịch\n" in first
    assert "Gõ langnghe.example/q/abcd2345\nĐiện thoại: 028 0000 0000" in first
    assert "Xin cho phường biết." in first
    assert "Xin cho xã biết." in second
    assert "Điện thoại" not in second


def test_the_code_keeps_its_quiet_zone() -> None:
    svg = ET.fromstring(qr_svg(URL))  # noqa: S314  our own
    size = int(svg.attrib["viewBox"].split()[2])
    path = svg[1].attrib["d"]
    starts = [part.split("h")[0].split() for part in path.split("M")[1:]]
    assert min(int(x) for x, _ in starts) == QUIET
    assert min(int(y) for _, y in starts) == QUIET
    assert max(int(y) for _, y in starts) == size - QUIET - 1


def test_a_counter_without_a_name_shows_its_label() -> None:
    assert counter_name("Quầy 2", "Hộ tịch") == "Quầy 2 · Hộ tịch"
    assert counter_name("Quầy 2", "") == "Quầy 2"
