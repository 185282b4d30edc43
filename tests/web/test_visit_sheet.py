"""A ward on one page for a visiting leader: who may read it, and that it is one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import pytest

from dialogue.core.documents import layout
from dialogue.core.errors import Forbidden
from dialogue.core.memo import forget
from dialogue.ward import queries as wards
from dialogue.ward.cards import CaseCard
from dialogue.ward.figures import Figures
from dialogue.ward.states import Role
from surveys.results import Counts, figure
from tests.matters.build import House, house, matter, published
from tests.ward.builders import person
from tests.web.office import enter, read
from tests.web.test_printing import pdf_pages
from web.pages.rating import REASONS
from web.printing.pdf import as_pdf
from web.staff.visit_sheet import MOST, Late, document, lines, sheet

pytestmark = pytest.mark.integration

MONTH = (date(2026, 3, 1), date(2026, 3, 31))
CASES = CaseCard(
    1, None, *MONTH, "", Figures(received=1_050, returned=1_020, late=4), "", None,
    datetime(2026, 4, 1, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
async def place(client: httpx.AsyncClient) -> House:
    """One answered, two that wait."""
    made = await house()
    await published(made, "Cống thoát nước bị tắc")
    for title in ("Đèn đường hỏng", "Rác chưa được dọn"):
        await matter(made, title)
    forget()
    return made


async def test_it_tells_what_came_what_waits_and_of_what(place: House) -> None:
    observer = await person(place.ward, "quan-sat", Role.OBSERVER)
    found = await sheet(observer)
    assert (found.until - found.since).days + 1 == 30  # both days are within
    told = dict(lines(found))
    assert told["Câu hỏi, phản ánh nhận được, 30 ngày"] == "3"
    assert told["Đã trả lời công khai, 30 ngày"] == "1"
    assert told["Trả lời đúng hạn, 30 ngày"] == "100% (1/1)"
    assert told["Đang chờ trả lời hôm nay; trong đó quá hạn"] == "2; 0"
    assert told["Người dân hài lòng tại quầy, 30 ngày"] == "chưa đủ số lượt để tính"


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.INSPECTOR, Role.CHAIRMAN])
async def test_who_oversees_the_ward_reads_it(place: House, role: Role) -> None:
    assert (await sheet(await person(place.ward, "doc", role))).received == 3


@pytest.mark.parametrize("role", [Role.KEEPER, Role.COUNTER_OFFICER, Role.CLERK])
async def test_others_do_not(place: House, role: Role) -> None:
    with pytest.raises(Forbidden):
        await sheet(await person(place.ward, "doc", role))


async def test_the_fullest_sheet_still_fits_a_page(place: House) -> None:
    found = await sheet(await person(place.ward, "quan-sat", Role.OBSERVER))
    full = replace(
        found,
        late=[Late("Nạo vét cống thoát nước " * 8, date(2026, 3, 2), 40)] * MOST,
        asked=[("Quản lý đô thị, xây dựng và hạ tầng kỹ thuật", 120)] * MOST,
        satisfaction=figure(Counts(600, 200, 200), dict.fromkeys(REASONS, 20)),
        cases=CASES,
    )
    ward = await wards.ward_by_id(place.ward)
    (page,) = pdf_pages(as_pdf(document(ward, full), layout(found.until)))
    assert "80,0%" in page


async def test_the_page_links_to_its_paper_and_to_the_wards_beside(
    client: httpx.AsyncClient, place: House
) -> None:
    await enter(client, place.ward, "quan-sat", Role.OBSERVER)
    page = await read(client, "/quan-tri/mot-trang")
    links = page.attributes("main p.row a", "href")
    assert links == ["/quan-tri/mot-trang.pdf", "/tinh/ha-noi", "/quan-tri/so-ket#wards"]
    paper = await client.get("/quan-tri/mot-trang.pdf")
    assert paper.content.startswith(b"%PDF")
