"""Half-year review: units and wards side by side over three periods, as page and as a draft."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import docx
import httpx
import pytest

from dialogue.core.clock import HANOI, at
from dialogue.core.errors import Forbidden
from dialogue.matters.actions.intake import NewMatter, receive
from dialogue.ward import queries as ward_queries
from dialogue.ward.actions.accounts import add_staff
from dialogue.ward.actions.signing_in import sign_in
from dialogue.ward.actions.successions import take_over_area
from dialogue.ward.lineage import AreaCard
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role, UnitKind
from surveys.actions.counters import add_counter
from surveys.actions.ratings import rate
from surveys.comparison import Trend
from surveys.periods import period_of
from surveys.queries.counters import CounterCard
from surveys.reviews.figures import review
from surveys.reviews.terms import Term, calendar_term, chosen_term
from surveys.rules import Level
from tests.pages import Page
from tests.surveys.builders import director, rating
from tests.ward.builders import PASSWORD, person, ward_with_defaults
from tests.web.office import enter, errors, read, send
from web.caching import PAGES
from web.sessions import COOKIE

pytestmark = pytest.mark.integration
LATER = datetime(2027, 9, 1, 9, tzinfo=HANOI)


def half(key: str = "2027-h1") -> Term:
    period = period_of(key)
    assert period is not None
    return calendar_term(period)


async def given(card: CounterCard, day: date, good: int, bad: int) -> None:
    levels = [Level.VERY] * good + [Level.NOT] * bad
    with at(datetime(day.year, day.month, day.day, 9, tzinfo=HANOI)):
        await rate([rating(card, level) for level in levels])


@pytest.fixture
async def card(client: httpx.AsyncClient) -> CounterCard:
    ward = await ward_with_defaults("thach-ban")
    card = await add_counter(ward, "Quầy 1", "Tiếp nhận", unit="TTHCC")
    await given(card, date(2026, 3, 3), 15, 5)
    await given(card, date(2026, 9, 3), 30, 30)
    await given(card, date(2027, 3, 3), 57, 3)
    return card


async def test_three_periods_stand_beside_each_other(card: CounterCard) -> None:
    with at(LATER):
        found = await review(await director(card.ward), half())
    (part,) = found.parts
    (unit,) = part.units
    assert [each.figure.n for (each,) in (unit.now, unit.before, unit.last_year)] == [60, 60, 20]
    assert unit.change.trend is Trend.UP
    assert [each.name for each in found.wards] == ["Phường Thạch Bàn"]


async def test_two_blocks_across_a_merger(card: CounterCard) -> None:
    area = AreaCard(0, "Cự Khối", "phường", "", date(2027, 2, 28), True, "", "Sắp xếp")
    with at(LATER):
        await take_over_area(system_actor(card.ward), area)
    await given(card, date(2027, 2, 3), 20, 0)
    with at(LATER):
        found = await review(await director(card.ward), half())
    assert [(part.since, part.until) for part in found.parts] == [
        (date(2027, 1, 1), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2027, 6, 30)),
    ]
    assert [part.units[0].figure.n for part in found.parts] == [20, 60]
    assert all(part.units[0].change.trend is Trend.UNKNOWN for part in found.parts)


async def test_a_block_with_days_on_both_sides_of_a_merger_is_in_neither(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    """Six ratings before it and six after it make one block: told, and in no figure."""
    area = AreaCard(0, "Cự Khối", "phường", "", date(2027, 2, 28), True, "", "Sắp xếp")
    await given(card, date(2027, 2, 3), 20, 0)
    await given(card, date(2027, 2, 26), 6, 0)
    await given(card, date(2027, 3, 2), 6, 0)
    with at(LATER):
        await take_over_area(system_actor(card.ward), area)
        found = await review(await director(card.ward), half())
        await enter(client, card.ward, "chu-tich", Role.CHAIRMAN)
        page = await read(client, "/quan-tri/so-ket?ky=2027-h1")
    assert [part.units[0].figure.n for part in found.parts] == [20, 60]
    (ward,) = found.wards
    assert [side.figure.n for side in ward.now] == [20, 60]
    assert found.across == 12
    assert "12 lượt nằm trong những nhóm có cả ngày" in " ".join(page.texts("main"))


async def test_a_period_beside_it_is_parted_by_a_merger_too(card: CounterCard) -> None:
    """Then it stands in two blocks, and nothing is compared across that day."""
    area = AreaCard(0, "Cự Khối", "phường", "", date(2026, 8, 31), True, "", "Sắp xếp")
    await given(card, date(2026, 8, 3), 20, 0)
    with at(LATER):
        await take_over_area(system_actor(card.ward), area)
        found = await review(await director(card.ward), half())
    (unit,) = found.parts[0].units
    assert [(side.until, side.figure.n) for side in unit.before] == [
        (date(2026, 8, 31), 20),
        (date(2026, 12, 31), 60),
    ]
    assert unit.change.trend is Trend.UNKNOWN
    (ward,) = found.wards
    assert [side.figure.n for side in ward.before] == [20, 60]


async def test_days_of_ones_own(card: CounterCard) -> None:
    with at(LATER):
        found = await review(
            await director(card.ward), chosen_term(date(2027, 3, 1), date(2027, 3, 31))
        )
    (unit,) = found.parts[0].units
    assert [each.figure.n for (each,) in (unit.now, unit.before, unit.last_year)] == [60, 0, 20]


async def test_counter_officers_do_not_see_it(card: CounterCard) -> None:
    with pytest.raises(Forbidden):
        await review(await person(card.ward, "mot-cua", Role.COUNTER_OFFICER), half())


async def test_the_page_and_its_draft_say_the_same(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    with at(LATER):
        await enter(client, card.ward, "giam-doc", Role.DIRECTOR)
        page = await read(client, "/quan-tri/so-ket?ky=2027-h1")
        reply = await client.get("/quan-tri/so-ket.docx?ky=2027-h1")
        for wrong in ("ky=2099", "ky=x", "chuoi=all"):
            assert (await client.get(f"/quan-tri/so-ket?{wrong}")).status_code == 404
    document = docx.Document(BytesIO(reply.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    shown = page.texts("#units-1 ~ .table-frame td")
    assert len(shown) == 4
    assert "95,0% (86,3–98,3), n=60" in shown
    assert set(shown) <= set(cells)
    charts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(charts) == 2  # of the units and of the wards, each with its table
    assert all("95,0% (86,3–98,3), n=60" in each for each in charts)


async def test_the_register_stands_beside_satisfaction_and_is_cut_by_a_merger(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    """One question of February, two of March: never added across the first of March."""
    area = AreaCard(0, "Cự Khối", "phường", "", date(2027, 2, 28), True, "", "Sắp xếp")
    for month, times in ((2, 1), (3, 2)):
        for number in range(times):
            with at(datetime(2027, month, 3, 9, tzinfo=HANOI)):
                await receive(NewMatter(card.ward, f"Cống ngập, ngõ {month} nhà {number}?"))
    with at(LATER):
        await take_over_area(system_actor(card.ward), area)
        await enter(client, card.ward, "giam-doc", Role.DIRECTOR)
        page = await read(client, "/quan-tri/so-ket?ky=2027-h1")
        reply = await client.get("/quan-tri/so-ket.docx?ky=2027-h1")
    told = page.texts("#register ~ .table-frame td:first-of-type")
    assert told == ["1", "2"]
    captions = page.texts("#register ~ .table-frame caption")
    assert captions == ["Kỳ này, từ 1/1/2027 đến 28/2/2027", "Kỳ này, từ 1/3/2027 đến 30/6/2027"]
    document = docx.Document(BytesIO(reply.content))
    assert set(captions) <= {each.text for each in document.paragraphs}
    heads = [table.rows[0].cells[1].text for table in document.tables]
    assert heads.count("Tiếp nhận") == 2


async def test_the_reports_have_half_years_of_their_own(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    await given(card, date(2026, 12, 20), 30, 0)
    with at(LATER):
        await enter(client, card.ward, "giam-doc", Role.DIRECTOR)
        page = await read(client, "/quan-tri/so-ket?ky=bc-2027-1")
        assert (await client.get("/quan-tri/so-ket?ky=bc-2028-2")).status_code == 404
    assert page.texts('[aria-label="Kỳ báo cáo"] [aria-current=page]') == [
        "Kỳ báo cáo 15/12/2026 – 14/6/2027"
    ]
    assert any(cell.endswith("n=90") for cell in page.texts("#units-1 ~ .table-frame td"))


async def test_days_are_typed_and_wrong_ones_stay_in_the_form(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    wrong = {
        "tu=31/2/2027&den=1/3/2027": "Không có ngày này trong lịch",
        "tu=1/3/2027": "Cần cả ngày đầu và ngày cuối.",
        "tu=2/3/2027&den=1/3/2027": "Ngày đầu phải trước ngày cuối.",
        "tu=1/3/2025&den=1/3/2027": "Mỗi lần xem nhiều nhất 366 ngày.",
        "tu=1/9/2027&den=30/9/2027": "Ngày này chưa tới",
        "tu=1/3/1999&den=1/4/1999": "Ngày này sớm quá",
    }
    with at(LATER):
        await enter(client, card.ward, "giam-doc", Role.DIRECTOR)
        page = await read(client, "/quan-tri/so-ket?tu=1/3/2027&den=31/3/2027")
        for typed, words in wrong.items():
            told = await read(client, f"/quan-tri/so-ket?{typed}", 422)
            assert words in " ".join(told.texts(".error"))
            assert told.attribute("#tu", "value") == typed.split("&")[0].removeprefix("tu=")
        refused = await client.get("/quan-tri/so-ket.docx?tu=x&den=1/3/2027")
    assert any(cell.endswith("n=60") for cell in page.texts("#units-1 ~ .table-frame td"))
    assert refused.status_code == 422


# What units say of themselves


async def head_of(client: httpx.AsyncClient, ward: int, login: str, unit: str) -> None:
    """Signed in with this browser."""
    units = {each.code: each.id for each in await ward_queries.units(ward)}
    await add_staff(
        system_actor(ward),
        login,
        "Hồ Thị Thúy",
        "Trưởng phòng",
        [Role.UNIT_HEAD],
        password=PASSWORD,
        own=True,
        unit=units[unit],
    )
    client.cookies.clear()
    token = await sign_in(f"{login}@thach-ban", PASSWORD, "192.0.2.1")
    client.cookies.set(COOKIE, token, path="/quan-tri")


REMARK = "/quan-tri/so-ket/nhan-xet?ky=bc-2027-1&chuoi=general"


async def test_a_unit_remarks_and_the_draft_says_it(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    with at(LATER):
        await head_of(client, card.ward, "truong", "VHXH")
        reply = await send(
            client, REMARK, done_well="Trả sớm.\nCó sổ.", reason="Đủ người.", version="0"
        )
        assert reply.status_code == 303
        page = await read(client, reply.headers["location"].partition("#")[0])
        sheet = await client.get("/quan-tri/so-ket.docx?ky=bc-2027-1")
        other_days = await read(client, "/quan-tri/so-ket?ky=2027-h1")
    told = [each.text for each in docx.Document(BytesIO(sheet.content)).paragraphs]
    assert "Phòng Văn hóa – Xã hội" in page.texts("h3")
    assert page.attribute("[name=version]", "value") == "1"
    assert {"Phòng Văn hóa – Xã hội", "Việc làm được: Trả sớm.", "Có sổ."} <= set(told)
    assert "Chưa đơn vị nào tự nhận xét về những ngày này." in other_days.texts("p")


async def test_a_remark_of_the_small_hours_is_of_its_own_day(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    with at(LATER.replace(hour=1)):
        await head_of(client, card.ward, "truong", "VHXH")
        await send(client, REMARK, done_well="Trả sớm.", version="0")
        page = await read(client, "/quan-tri/so-ket?ky=bc-2027-1")
    assert f"ghi ngày {LATER.day}/{LATER.month}/{LATER.year}" in " ".join(page.texts("p"))


async def test_a_refused_remark_stays_in_the_form(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    with at(LATER):
        await head_of(client, card.ward, "truong", "VHXH")
        await send(client, REMARK, done_well="Bản đầu.", version="0")
        stale = await send(client, REMARK, done_well="Bản của người đọc trang cũ.", version="0")
        long = await send(client, REMARK, not_yet="chữ " * 301, version="1")
        nonsense = await send(client, REMARK, not_yet="Chờ lâu.", version="x")
        huge = await send(client, REMARK, not_yet="Chờ lâu.", version="9" * 20)
    assert [each.status_code for each in (stale, long, nonsense, huge)] == [409, 422, 422, 422]
    assert "Bản đầu." in stale.text
    assert Page(stale.text).texts("textarea#done_well") == ["Bản của người đọc trang cũ."]
    assert errors(long) == ["Phần này dài quá số tiếng cho phép."]
    assert Page(nonsense.text).texts("textarea#not_yet") == ["Chờ lâu."]


async def test_unlike_units_stand_in_groups_of_their_own(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    office = await add_counter(card.ward, "Quầy 2", "Đô thị", unit="KT")
    await given(office, date(2027, 3, 3), 20, 0)
    with at(LATER):
        found = await review(await director(card.ward), half())
        await enter(client, card.ward, "chu-tich", Role.CHAIRMAN)
        page = await read(client, "/quan-tri/so-ket?ky=2027-h1")
    groups = [(kind, len(units)) for kind, units in found.parts[0].alike]
    assert groups == [(UnitKind.OFFICE, 1), (UnitKind.COUNTER, 1)]
    assert page.texts("h3")[:2] == ["Phòng, ban chuyên môn", "Bộ phận một cửa"]


# What the chairman publishes

APPROVE = "/quan-tri/so-ket/cong-bo?ky=2027-h1&chuoi=general"
PUBLIC = "/thach-ban/so-ket/2027-01-01_2027-06-30"


async def approved(client: httpx.AsyncClient, card: CounterCard) -> httpx.Response:
    """By the chairman who signs in here, as the page gives it."""
    await enter(client, card.ward, "chu-tich", Role.CHAIRMAN)
    page = await read(client, "/quan-tri/so-ket?ky=2027-h1")
    hidden = {name: page.attribute(f"#publish ~ form [name={name}]", "value") for name in SENT}
    return await send(client, APPROVE, **hidden)


SENT = ("seen", "version")


async def test_what_was_approved_is_public_and_its_figures_stay(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    with at(LATER):
        await head_of(client, card.ward, "truong", "VHXH")
        task = "Lắp thêm ghế chờ; 30/9/2027"
        path = "/quan-tri/so-ket/nhan-xet?ky=2027-h1&chuoi=general"
        await send(client, path, done_well="Trả sớm.", next_tasks=task, version="0")
        assert (await client.get(PUBLIC)).status_code == 404
        reply = await approved(client, card)
        assert reply.status_code == 303
        page = await read(client, PUBLIC)
        inside = await read(client, "/quan-tri/so-ket?ky=2027-h1")
        sheet = await client.get(f"{PUBLIC}/bao-cao.docx")
        with at(datetime(2027, 3, 3, 9, tzinfo=HANOI)):
            await receive(NewMatter(card.ward, "Cống ngập từ đầu năm?"))
        PAGES.clear()
        later = await read(client, PUBLIC)
        moved = await read(client, "/quan-tri/so-ket?ky=2027-h1")
        english = await read(client, f"/en{PUBLIC}")
        listed = await read(client, "/thach-ban/so-ket")
    assert {"95,0% (86,3–98,3), n=60", "Lắp thêm ghế chờ", "30/9/2027"} <= set(page.texts("td"))
    assert moved.texts("#register ~ .table-frame td") != inside.texts("#register ~ .table-frame td")
    assert later.texts("td") == page.texts("td")
    assert "Trả sớm." in " ".join(page.texts("p"))
    cells = {
        cell.text
        for table in docx.Document(BytesIO(sheet.content)).tables
        for row in table.rows
        for cell in row.cells
    }
    assert set(page.texts("td")) <= cells
    assert {"Lắp thêm ghế chờ", "30/9/2027"} <= set(inside.texts("#tasks ~ .table-frame td"))
    assert english.texts("td") == page.texts("td")
    assert english.attributes("article [lang=vi] table", "class")
    assert "was approved" not in " ".join(english.texts("article [lang=vi] > p"))
    assert english.texts(".breadcrumb li")[-1] == "1 January – 30 June 2027"
    assert PUBLIC in listed.attributes("main a", "href")


async def test_what_changed_since_it_was_read_is_not_published(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    with at(LATER):
        await enter(client, card.ward, "chu-tich", Role.CHAIRMAN)
        reply = await send(client, APPROVE, seen="0" * 64, version="0")
        assert reply.status_code == 409
        assert "đọc lại rồi bấm lần nữa" in reply.text
        assert (await client.get(PUBLIC)).status_code == 404


async def test_a_half_year_that_goes_on_has_no_button(
    client: httpx.AsyncClient, card: CounterCard
) -> None:
    with at(LATER):
        await enter(client, card.ward, "chu-tich", Role.CHAIRMAN)
        page = await read(client, "/quan-tri/so-ket?ky=2027-h2")
    assert page.texts("#publish ~ form") == []
    assert "Kỳ này chưa kết thúc" in " ".join(page.texts("#publish ~ p"))


@pytest.mark.parametrize("days", ["2027-h1", "2027-01-01_", "x_y", "2027-01-01_2027-06-31"])
async def test_no_such_review_is_not_found(client: httpx.AsyncClient, days: str) -> None:
    await ward_with_defaults("thach-ban")
    assert (await client.get(f"/thach-ban/so-ket/{days}")).status_code == 404
