"""What staff print for notice boards and read out: public facts alone, whole, in words."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO

import docx
import pytest
from httpx import AsyncClient as Client
from hypothesis import given
from hypothesis import strategies as st

from dialogue.bulletin.queries import answered, kept_promises, promises_due
from dialogue.bulletin.rules import count_words, left_to_read
from dialogue.core.clock import HANOI, at
from dialogue.matters.actions import judging, publishing, tasks
from dialogue.matters.actions.proving import Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.states import OriginKind
from dialogue.matters.tables import Published
from dialogue.ward import queries as wards
from dialogue.ward.states import Role
from tests.matters.build import House, house, published
from tests.pages import Page
from tests.web.office import enter, read
from web.bulletin import Week, bulletin, ended, first_sentences, week_of
from web.wall_sheets import LETTERS, LINES, fitted

pytestmark = pytest.mark.integration
PATH = "/quan-tri/bang-tin"
BULLETIN = f"{PATH}/phat-thanh"
MONDAY = date(2026, 3, 9)
WEEK = f"{BULLETIN}?tuan=09/03/2026"
BEFORE = (date(2026, 3, 2), date(2026, 3, 8))
SHORT = "Đội trật tự đã dọn xong."
LONG = "Phường đã cử người xem tại chỗ, làm xong trong ngày và xin bà con theo dõi thêm giúp. "


def on(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HANOI)


@pytest.fixture
async def home(client: Client) -> House:
    made = await house()
    await enter(client, made.ward, "van-thu", Role.CLERK)
    return made


async def taken_down(home: House, number: int) -> None:
    row = await Published.select(Published.matter).where(
        Published.ward == home.ward, Published.number == number
    ).first()  # fmt: skip
    assert row
    await publishing.take_down(await home.person(Role.CHAIRMAN), row["matter"], "Dữ liệu riêng.")


# Paper


async def test_the_newest_three_stand_ready_and_any_other_may_be_typed(
    client: Client, home: House
) -> None:
    numbers = [await published(home, f"Câu {number}", answer=SHORT) for number in range(5)]
    page = await read(client, PATH)
    assert page.texts(".wall h2") == ["Câu 4", "Câu 3", "Câu 2"]
    assert page.texts("button[data-print]") == ["In 3 tờ"]
    page = await read(client, f"{PATH}?khac={numbers[0]}")
    assert page.texts(".wall h2") == ["Câu 0"]
    assert f"/thach-ban/hoi-dap/{numbers[0]}" in page.texts(".wall__foot")[0]
    assert len(page.attributes(".wall__qr svg", "viewBox")) == 1


async def test_what_does_not_stand_on_the_board_is_named_and_not_printed(
    client: Client, home: House
) -> None:
    await published(await house("sai-gon"), "Của phường khác")
    number = await published(home, "Đã gỡ")
    await published(home, "Còn đó")
    await taken_down(home, number)
    page = await read(client, f"{PATH}?khac={number}, 999999, abc")
    assert page.texts(".wall h2") == []
    assert page.texts(".notice")[0].endswith(f"Không có trên Bảng trả lời: {number}, 999999")
    assert "Đã gỡ" not in page.texts("main")[0]


async def test_without_answers_it_says_so(client: Client, home: House) -> None:
    page = await read(client, PATH)
    assert "Chưa có câu trả lời công khai nào" in page.texts("main")[0]
    assert page.texts("button[data-print]") == []


async def test_each_group_has_half_a_sheet_with_its_own(client: Client, home: House) -> None:
    first = (await wards.groups(home.ward))[0].id
    await published(home, "Đèn ngõ hỏng", answer=SHORT, group=first)
    await published(home, "Cống tắc", answer=LONG * 3, group=first)
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    await tasks.open_task(
        head,
        NewTask(
            "Nạo vét cống ngõ 5", home.units["VP"], date(2099, 1, 5), public=True, group=first,
            origin_kind=OriginKind.CONCLUSION, origin="x", origin_name="Hội nghị",
        ),
    )  # fmt: skip
    page = await read(client, f"{PATH}/khu-dan-cu")
    assert page.texts(".half h2") == ["Tổ dân phố số 1", "Tổ dân phố số 2"]
    assert page.read(".half:first-child li") == [
        "Cống tắc",  # its words are long: the title alone, never the beginning of a sentence
        f"Đèn ngõ hỏng {SHORT}",
        "Nạo vét cống ngõ 5 Hạn 5/1/2099.",
    ]
    assert page.texts(".half + .half li") == []
    assert "Chưa có câu hỏi công khai nào của nơi này" in page.texts(".half + .half")[0]
    addresses = page.texts(".half__way p")
    assert addresses[0].endswith(f"/thach-ban/hoi-dap?to={first}")
    assert addresses[1].endswith("/thach-ban/gop-y")
    assert page.texts("button[data-print]") == ["In 1 tờ"]


@given(st.lists(st.tuples(st.text("ab ", max_size=400), st.text("ab ", max_size=170)), max_size=3))
def test_half_a_sheet_never_overflows(answers: list[tuple[str, str]]) -> None:
    shown, _promises = fitted(answers, [])
    assert sum(-(-len(" ".join(each)) // LETTERS) for each in shown) <= LINES
    assert all(each in answers or not each[1] for each in shown)


# The loudspeaker


async def week_with_news(home: House) -> None:
    with at(on(date(2026, 3, 4))):
        await published(
            home, "Nộp 2 bản ở UBND?", answer="Ông/bà nộp 1 bản tại Quầy 2, trước 16h30."
        )
    with at(on(date(2026, 2, 20))):
        await published(home, "Của tuần trước nữa", answer=SHORT)
    head = await home.person(Role.UNIT_HEAD, unit="VP")
    inspector = await home.person(Role.INSPECTOR)
    with at(on(date(2026, 2, 24))):
        done, _due = [
            await tasks.open_task(
                head,
                NewTask(
                    text, home.units["VP"], due, public=True,
                    origin_kind=OriginKind.CONCLUSION, origin="x", origin_name="Hội nghị",
                ),
            )
            for text, due in (("Lắp 3 bóng đèn", BEFORE[1]), ("Nạo vét cống", date(2026, 3, 12)))
        ]  # fmt: skip
    with at(on(date(2026, 3, 5))):
        await claim_done(head, done, Proof("Ảnh chụp."))
        await judging.judge_as_inspector(inspector, done, kept=True)


async def test_a_week_brings_its_own_news_and_no_other(client: Client, home: House) -> None:
    await week_with_news(home)
    assert [each.title for each in await answered(home.ward, *BEFORE)] == ["Nộp 2 bản ở UBND?"]
    assert [each.text for each in await kept_promises(home.ward, *BEFORE)] == ["Lắp 3 bóng đèn"]
    due = await promises_due(home.ward, MONDAY, MONDAY + timedelta(days=6))
    assert [each.text for each in due] == ["Nạo vét cống"]
    other = (await house("sai-gon")).ward
    assert await answered(other, *BEFORE) == []
    assert await kept_promises(other, *BEFORE) == []
    assert await promises_due(other, MONDAY, date(2026, 3, 31)) == []


async def test_it_is_told_in_words_and_the_same_on_each_day(client: Client, home: House) -> None:
    await week_with_news(home)
    ward = await wards.ward_by_id(home.ward)
    texts = []
    for day in (date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 14)):
        with at(on(day)):
            texts.append((await bulletin(ward, week_of(MONDAY))).text)
    assert len(set(texts)) == 1
    (text,) = set(texts)
    assert "Bà con hỏi: Nộp hai bản ở Ủy ban nhân dân?" in text
    assert "Ông bà nộp một bản tại Quầy hai, trước mười sáu giờ ba mươi phút." in text
    assert "Lắp ba bóng đèn. Xong ngày mồng năm tháng ba." in text
    assert "Nạo vét cống. Hạn ngày mười hai tháng ba." in text
    assert left_to_read(text) == ()


async def test_what_does_not_fit_is_left_out_whole_and_named(client: Client, home: House) -> None:
    with at(on(date(2026, 3, 4))):
        titles = [f"Việc ở ngõ số {number}" for number in range(12)]
        for title in titles:
            await published(home, title, answer=LONG * 2)
    made = await bulletin(await wards.ward_by_id(home.ward), Week(MONDAY))
    assert made.words <= made.most == 450
    told = len(re.findall("Bà con hỏi", made.text))
    assert told + len(made.left) == 12
    assert set(made.left) < set(titles)
    assert all(line.endswith((".", "?")) for line in made.text.splitlines() if line)
    page = await read(client, WEEK)
    assert page.texts("#left ~ ul li") == list(made.left)
    assert page.texts("#length b") == [str(made.words)]
    assert page.texts("#length")[0].endswith("đọc khoảng 3 phút.")


async def test_a_week_without_news_says_so(client: Client, home: House) -> None:
    page = await read(client, WEEK)
    assert "Tuần này chưa có tin nào" in page.texts(".notice")[0]
    assert count_words(page.texts("textarea")[0]) < 90
    assert (await client.get(f"{BULLETIN}?tuan=hôm-qua")).status_code == 200


async def test_what_was_taken_down_is_not_read_out(client: Client, home: House) -> None:
    with at(on(date(2026, 3, 4))):
        number = await published(home, "Đã gỡ", answer=SHORT)
    await taken_down(home, number)
    assert "gỡ" not in (await read(client, WEEK)).texts("textarea")[0]


async def test_the_officer_edits_counts_prints_and_takes_it_along(
    client: Client, home: House
) -> None:
    typed = {"text": "Họp ở UBND lúc 8h.\n\nXin cảm ơn.", "tuan": "09/03/2026"}
    reply = await client.post(BULLETIN, data=typed | {"then": "read"})
    page = Page(reply.text)
    assert page.texts("textarea") == ["Họp ở Ủy ban nhân dân lúc tám giờ.\n\nXin cảm ơn."]
    assert page.texts("#length b") == ["12"]
    printed = await client.post(BULLETIN, data=typed | {"then": "print"})
    assert printed.status_code == 200
    words = Page(printed.text).texts("body")[0]
    assert "BẢN TIN PHÁT THANH" in words
    assert "Họp ở UBND lúc 8h." in words  # as the officer left it
    file = await client.post(BULLETIN, data=typed | {"then": "docx"})
    assert "ban-tin-thach-ban-20260309.docx" in file.headers["content-disposition"]
    lines = [each.text for each in docx.Document(BytesIO(file.content)).paragraphs]
    assert "Họp ở UBND lúc 8h." in lines


async def test_too_long_a_text_is_told_and_still_printed(client: Client, home: House) -> None:
    typed = {"text": "từ " * 500, "tuan": "09/03/2026"}
    page = Page((await client.post(BULLETIN, data=typed | {"then": "read"})).text)
    assert "Bản tin dài hơn 450 tiếng" in " ".join(page.texts(".notice"))
    assert (await client.post(BULLETIN, data=typed | {"then": "print"})).status_code == 200


async def test_an_empty_one_is_refused(client: Client, home: House) -> None:
    reply = await client.post(BULLETIN, data={"text": " ", "tuan": "09/03/2026"})
    assert reply.status_code == 422
    assert len(Page(reply.text).texts(".field .error")) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Đã xong", ["Đã xong."]),
        ("- Một\n- Hai", ["Một.", "Hai."]),
        ("Ngắn. " + LONG * 8, ["Ngắn.", LONG.strip(), LONG.strip(), LONG.strip()]),
    ],
)
def test_whole_sentences_alone_are_told(text: str, told: list[str]) -> None:
    assert first_sentences(text) == told


def test_a_sentence_has_its_end() -> None:
    assert [ended(each) for each in ("Một", "Hai?", "Ba.")] == ["Một.", "Hai?", "Ba."]
