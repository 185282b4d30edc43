"""The poster of a counter, as a printer and a phone's camera meet it."""

from __future__ import annotations

import io
import math
import xml.etree.ElementTree as ET

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from surveys.posters import (
    QUIET,
    Paper,
    Poster,
    counter_name,
    counter_url,
    posters_pdf,
    qr_svg,
)

pytestmark = pytest.mark.unit
DPI = 150
URL = counter_url("https://langnghe.example", "abcd2345")
LETTERS = "ẶẪỰỮỆẴ"
POSTERS = [
    Poster(f"UBND phường Bến Lúa {LETTERS}", "phường", "Quầy 2 · Hộ tịch", URL, "028 0000 0000"),
    Poster("UBND xã Vạn An", "xã", "Quầy 1", counter_url("https://langnghe.example", "wxyz6789")),
]


CODES = {Paper.A4: 1, Paper.A5: 1, Paper.TENT: 2, Paper.STICKERS: 15}  # on a page
SIZES = {Paper.A5: (420, 595)}  # points; else A4
BLOT = 0.1  # of the code's area
# Where its middle falls, in widths of the code. The three corner marks are a scanner's landmarks:
# no level of correction makes up for one of them.
BLOTTED = [(0.5, 0.5), (0.75, 0.75), (0.5, 0.3), (0.3, 0.5), (0.5, 0.8), (0.8, 0.5)]


@pytest.fixture(scope="module")
def made() -> dict[Paper, bytes]:
    return {paper: posters_pdf(POSTERS, paper=paper) for paper in Paper}


@pytest.fixture(scope="module")
def pdf(made: dict[Paper, bytes]) -> bytes:
    return made[Paper.A4]


def rendered(data: bytes) -> list[Image.Image]:
    return [page.render(scale=DPI / 72).to_pil() for page in pypdfium2.PdfDocument(data)]


def blotted(picture: Image.Image, x: float, y: float) -> Image.Image:
    """A round blot on every code of the page."""
    spoilt = picture.copy()
    draw = ImageDraw.Draw(spoilt)
    for found in zxingcpp.read_barcodes(picture):
        at = found.position
        left, right = sorted((at.top_left.x, at.bottom_right.x))
        top, bottom = sorted((at.top_left.y, at.bottom_right.y))
        side = right - left
        # of a tent's upper side the landmarks stand on their heads
        turned = at.top_left.x > at.bottom_right.x
        middle = (1 - x, 1 - y) if turned else (x, y)
        centre = (left + side * middle[0], top + (bottom - top) * middle[1])
        draw.circle(centre, side * (BLOT / math.pi) ** 0.5, fill="#3b2a1a")
    return spoilt


@pytest.mark.parametrize("paper", Paper)
def test_every_code_reads_from_the_page_and_with_a_blot(
    made: dict[Paper, bytes], paper: Paper
) -> None:
    pages = rendered(made[paper])
    for page, poster in zip(pages, POSTERS, strict=True):
        assert [each.text for each in zxingcpp.read_barcodes(page)] == [poster.url] * CODES[paper]
    for x, y in BLOTTED:
        read = zxingcpp.read_barcodes(blotted(pages[0], x, y))
        assert [each.text for each in read] == [POSTERS[0].url] * CODES[paper], (x, y)


@pytest.mark.parametrize("paper", Paper)
def test_a_page_has_the_size_of_its_paper_and_no_bitmap(
    made: dict[Paper, bytes], paper: Paper
) -> None:
    pages = pypdf.PdfReader(io.BytesIO(made[paper])).pages
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages}
    assert sizes == {SIZES.get(paper, (595, 842))}
    assert len(pages) == len(POSTERS)
    assert [image for page in pages for image in page.images] == []


@pytest.mark.parametrize("paper", Paper)
def test_a_page_says_in_two_languages_what_to_do(made: dict[Paper, bytes], paper: Paper) -> None:
    for page in pypdf.PdfReader(io.BytesIO(made[paper])).pages:
        text = " ".join(page.extract_text().split())
        assert "Quý vị có hài lòng không?" in text
        assert ("Please rate us" if paper is Paper.STICKERS else "Choose a face") in text


def test_stickers_lie_fifty_millimetres_and_a_gap_apart(
    made: dict[Paper, bytes],
) -> None:
    found = zxingcpp.read_barcodes(rendered(made[Paper.STICKERS])[0])
    columns = sorted({round(each.position.top_left.x / DPI * 25.4) for each in found})
    rows = sorted({round(each.position.top_left.y / DPI * 25.4) for each in found})
    assert [columns[n + 1] - columns[n] for n in range(2)] == pytest.approx([56, 56], abs=1)
    assert [rows[n + 1] - rows[n] for n in range(4)] == pytest.approx([56] * 4, abs=1)


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
    assert "Gõ langnghe.example/q/abcd2345" in first.replace("\u200b", "")
    assert "abcd 2345" in first  # as it is read out over the phone
    assert "Điện thoại: 028 0000 0000" in first
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
