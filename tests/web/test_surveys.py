"""A survey as residents meet it: page by page, without script, once, and its figures afterwards."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response

from dialogue.core.clock import at, local_day, now
from dialogue.ward.rules import Actor
from surveys.forms import queries
from surveys.forms.model import Label
from surveys.forms.queries import SurveyCard
from surveys.forms.tables import SurveyReply
from tests.pages import Page
from tests.surveys.survey_builders import (
    OFFICE,
    SIPAS,
    all_close,
    answer,
    editors,
    everywhere,
    open_survey,
    second_version,
)
from tests.ward.builders import ward_with_defaults
from tests.web.office import read

pytestmark = pytest.mark.integration
PATH = "/thach-ban/khao-sat"
OFFICE_PATH = f"{PATH}/cong-so-than-thien"
DIALOGUE_PATH = f"{PATH}/sau-doi-thoai"


@pytest.fixture
async def people(client: AsyncClient) -> tuple[Actor, Actor]:
    return await editors(await ward_with_defaults())


@pytest.fixture
async def office(people: tuple[Actor, Actor]) -> SurveyCard:
    return await open_survey(people[0], OFFICE)


def hidden(page: Page) -> dict[str, list[str]]:
    names = page.attributes("main form input[type=hidden]", "name")
    values = page.attributes("main form input[type=hidden]", "value")
    sent: dict[str, list[str]] = {}
    for name, value in zip(names, values, strict=True):
        sent.setdefault(name, []).append(value)
    return sent


def chosen(page: Page) -> set[str]:
    return set(page.attributes("main input[checked]", "value"))


async def go(client: AsyncClient, path: str, page: Page, **typed: object) -> Response:
    """Fill in this page of the form and press a button: on, unless `go` says back."""
    data = hidden(page) | {"go": ["next"]} | typed
    return await client.post(path, data=data, follow_redirects=False)


async def first_page(client: AsyncClient) -> tuple[Page, dict[str, str]]:
    page = await read(client, DIALOGUE_PATH)
    scales = {f"q_{id_}": "s" for id_ in ("notice", "time", "open", "clarity", "commit")}
    return page, scales | {"q_who": "person"}


# Page by page


async def test_the_list_tells_what_is_open(client: AsyncClient, office: SurveyCard) -> None:
    page = await read(client, PATH)
    assert page.texts("#open + ul a") == ["Công sở thân thiện"]
    english = await read(client, f"/en{PATH}")
    assert english.texts("main li a") == ["Friendly office"]


async def test_a_ward_without_surveys_says_so(client: AsyncClient) -> None:
    await ward_with_defaults()
    page = await read(client, PATH)
    assert page.texts(".empty h2") == ["Chưa có đợt khảo sát nào đang mở"]
    assert (await client.get(f"{PATH}/khong-co")).status_code == 404


async def test_branching_and_going_back_without_script(
    client: AsyncClient, people: tuple[Actor, Actor]
) -> None:
    await open_survey(people[0], "after-dialogue@1", "sau-doi-thoai")
    page, typed = await first_page(client)
    assert page.texts("#place") == ["Trang 1 trên 2"]
    second = Page((await go(client, DIALOGUE_PATH, page, **typed, q_asked="no")).text)
    assert second.texts("main legend") == ["Lần sau nên bàn về"]
    back = Page((await go(client, DIALOGUE_PATH, second, go="back", q_next=["t_RAC"])).text)
    assert chosen(back) == {"person", "s", "no"}
    again = Page((await go(client, DIALOGUE_PATH, back, **typed, q_asked="yes")).text)
    assert again.texts("main legend")[0] == "Ý kiến của ông/bà đã được trả lời chưa?"
    assert chosen(again) == {"t_RAC"}  # what was chosen before going back is still there
    missing = await go(client, DIALOGUE_PATH, again)
    assert missing.status_code == 422
    assert Page(missing.text).texts("fieldset .error") == [
        "Quý vị chưa ghi hoặc chưa chọn mục này."
    ]
    sent = await go(client, DIALOGUE_PATH, again, q_answered="part", q_next=["t_RAC"])
    assert sent.headers["location"] == f"{DIALOGUE_PATH}/cam-on"
    thanks = await read(client, sent.headers["location"])
    assert thanks.texts("h1") == ["Cảm ơn quý vị"]
    assert await SurveyReply.count() == 1


async def test_the_page_is_in_english_too(client: AsyncClient, office: SurveyCard) -> None:
    page = await read(client, f"/en{OFFICE_PATH}")
    assert page.texts("h1") == ["Friendly office"]
    assert page.attribute("main form", "action") == f"/en{OFFICE_PATH}"


async def test_a_forged_option_is_refused_and_a_forged_question_is_not_read(
    client: AsyncClient, office: SurveyCard
) -> None:
    page = await read(client, OFFICE_PATH)
    reply = await go(client, OFFICE_PATH, page, q_greet="100", q_king="yes")
    assert reply.status_code == 422
    assert "Mục đã chọn không còn trong danh sách. Quý vị chọn lại giúp." in Page(reply.text).texts(
        "fieldset .error"
    )
    assert await SurveyReply.count() == 0


async def filled(card: SurveyCard) -> dict[str, list[str]]:
    asked = await queries.form(card.ward, card.form)
    return {f"q_{id_}": values for id_, values in everywhere(asked, "2").items()}


async def test_a_form_sent_twice_is_one_reply(client: AsyncClient, office: SurveyCard) -> None:
    page, typed = await read(client, OFFICE_PATH), await filled(office)
    first = await go(client, OFFICE_PATH, page, **typed)
    second = await go(client, OFFICE_PATH, page, **typed)
    assert first.headers["location"] == second.headers["location"]
    assert await SurveyReply.count() == 1
    other = await go(client, OFFICE_PATH, page, **typed | {"q_greet": ["0"]})
    assert other.status_code == 409  # Back, and the next one on this phone
    assert "0" in chosen(Page(other.text))
    anew = await go(client, OFFICE_PATH, Page(other.text), **typed | {"q_greet": ["0"]})
    assert anew.status_code == 303
    assert await SurveyReply.count() == 2


async def test_personal_data_and_insults_are_asked_about_once(
    client: AsyncClient, office: SurveyCard
) -> None:
    page, typed = await read(client, OFFICE_PATH), await filled(office)
    words = {"q_suggest": "Gọi tôi số 0912 345 678, cán bộ ngu như bò."}
    asked = Page((await go(client, OFFICE_PATH, page, **typed, **words)).text)
    assert [each.split("0912")[0] for each in asked.texts(".notice .strong")] == [
        "Xem lại lời lẽ",
        "Có thông tin riêng",
    ]
    assert await SurveyReply.count() == 0
    sent = await go(client, OFFICE_PATH, asked, **typed, **words)
    assert sent.status_code == 303


async def test_ten_thousand_letters_are_told_and_kept_on_the_page(
    client: AsyncClient, office: SurveyCard
) -> None:
    page, typed = await read(client, OFFICE_PATH), await filled(office)
    long = "Rất dài. " * 1200
    reply = await go(client, OFFICE_PATH, page, **typed, q_suggest=long)
    assert reply.status_code == 422
    assert Page(reply.text).texts(".field .error") == ["Nội dung dài quá. Quý vị rút gọn giúp."]
    assert len(Page(reply.text).texts("textarea")[0]) > 10_000


# Versions, tickets, the end


async def test_a_version_retired_between_load_and_send_still_counts(
    client: AsyncClient, people: tuple[Actor, Actor], office: SurveyCard
) -> None:
    page, typed = await read(client, OFFICE_PATH), await filled(office)
    await second_version(*people, office.form, Label("Chữ mới", "New words"))
    sent = await go(client, OFFICE_PATH, page, **typed)
    assert sent.status_code == 303
    (row,) = await SurveyReply.select(SurveyReply.form)
    assert row["form"] == office.form  # the version that was seen
    assert (await read(client, OFFICE_PATH)).texts("main legend")[0] == "Chữ mới"


async def test_hours_later_the_new_version_is_asked_and_same_questions_keep_their_answers(
    client: AsyncClient, people: tuple[Actor, Actor], office: SurveyCard
) -> None:
    page = await read(client, OFFICE_PATH)
    typed = await filled(office) | {"q_greet": ["0"]}
    await second_version(*people, office.form, Label("Chữ mới", "New words"))
    with at(now() + timedelta(hours=3)):
        reply = await go(client, OFFICE_PATH, page, **typed)
    assert reply.status_code == 422
    assert Page(reply.text).texts("[role=alert] p")[0].startswith("Phiếu vừa có bản mới.")
    assert chosen(Page(reply.text)) == {"2"}  # the changed question's answer is not taken over


async def test_a_page_that_was_open_too_long_loses_nothing(
    client: AsyncClient, office: SurveyCard
) -> None:
    page = await read(client, OFFICE_PATH)
    typed = await filled(office)
    with at(now() + timedelta(hours=3)):
        reply = await go(client, OFFICE_PATH, page, **typed)
        assert Page(reply.text).texts("[role=alert] p")[0].startswith("Trang này mở đã lâu.")
        assert (await go(client, OFFICE_PATH, Page(reply.text), **typed)).status_code == 303


async def test_a_ticket_shows_no_version_but_its_own(
    client: AsyncClient, people: tuple[Actor, Actor], office: SurveyCard
) -> None:
    """Nobody reads a draft by naming it in the form."""
    newer = await second_version(*people, office.form, Label("Chữ mới", "New words"))
    page = await read(client, OFFICE_PATH)
    forged = await go(client, OFFICE_PATH, page, form=str(office.form))
    assert forged.status_code == 422
    assert hidden(Page(forged.text))["form"] == [str(newer)]


async def test_after_its_end_a_survey_says_so_and_gives_the_words_back(
    client: AsyncClient, office: SurveyCard
) -> None:
    late = now() + timedelta(days=(office.closes - local_day(now())).days + 2)
    with at(late - timedelta(minutes=5)):
        page = await read(client, OFFICE_PATH)
        assert page.texts(".notice p")[0].startswith("Đợt khảo sát đã kết thúc ngày")
    page = await read(client, OFFICE_PATH)
    typed = await filled(office) | {"q_suggest": ["Thêm ghế"]}
    with at(late):
        reply = await go(client, OFFICE_PATH, page, **typed)
    assert reply.status_code == 410
    assert Page(reply.text).texts("blockquote") == ["Thêm ghế"]


# Figures


async def test_figures_are_told_once_closed_and_the_csv_tells_the_same(
    client: AsyncClient, people: tuple[Actor, Actor]
) -> None:
    card = await open_survey(people[0], SIPAS, "hai-long")
    await answer(card, "vs", 9)
    await answer(card, "d", 3)
    assert (await client.get(f"{PATH}/hai-long/ket-qua.csv")).status_code == 404
    await all_close(card.closes)
    page = await read(client, f"{PATH}/hai-long")
    assert "Chỉ số chung: 75,0%" in page.texts("main p")
    assert page.texts("section section tbody tr:first-child td")[:3] == [
        "12",
        "100%",
        "75,8 đến 100,0%",
    ]
    reply = await client.get(f"{PATH}/hai-long/ket-qua.csv")
    told = list(csv.DictReader(io.StringIO(reply.text.lstrip("\ufeff")), delimiter=";"))
    by = {(row["question"], row["measure"], row["option"]): row for row in told}
    overall = by["overall", "positive", ""]
    assert (overall["times"], overall["n"], overall["percent_or_mean"]) == ("9", "12", "75.0")
    assert by["overall", "mean", ""]["percent_or_mean"] == "4.25"
    assert by["", "index", ""]["percent_or_mean"] == "75.0"


async def test_below_the_least_a_page_tells_numbers_alone(
    client: AsyncClient, office: SurveyCard
) -> None:
    await answer(office, "2", 9)
    await all_close(office.closes)
    page = await read(client, OFFICE_PATH)
    assert page.texts("section table") == []
    assert "Chưa đủ 10 người trả lời, nên chỉ báo số người." in page.texts("section p")
    assert "%" not in " ".join(page.texts("section section"))
