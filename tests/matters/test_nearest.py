"""Nearest published answers: by the demo's answers, asked again in other people's words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dialogue.core import clock
from dialogue.core.memo import forget
from dialogue.matters import nearness
from dialogue.matters.actions import publishing
from dialogue.matters.actions.helped import count_help
from dialogue.matters.exposure import plain_words
from dialogue.matters.nearness import Near, closeness, rarity, terms
from dialogue.matters.queries.nearest import WEIGHED, nearest
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Published
from dialogue.ward import queries as wards
from dialogue.ward.states import Role
from tests.matters.build import House, approve, house, matter
from tests.matters.tampering import unguarded

HERE = Path(__file__).parent
ASKED: dict[str, Any] = json.loads((HERE / "data" / "nearest.json").read_text("utf-8"))
ANSWERS = json.loads(
    (HERE.parents[1] / "web" / "demo" / "data" / "questions.json").read_text("utf-8")
)
START = datetime(2026, 1, 5, 3, tzinfo=UTC)


async def board_of_all(answers: list[dict[str, Any]] = ANSWERS) -> tuple[House, dict[int, str]]:
    """Every answer of the demo on one ward's board. Its own number by the answer's."""
    home = await house(groups=0)
    topics = {card.code: card.id for card in await wards.topics(home.ward)}
    names = {}
    for day, each in enumerate(answers):
        about: dict[str, Any] = {"topic": topics.get(each["code"])}
        if each["code"] in home.fields:
            about = {"field": each["code"]}
        with clock.at(START + timedelta(days=day)):
            made = await matter(home, each["title"], each["text"], **about)
            if "topic" in about:
                await _without_field(made)
            names[await approve(home, made, each["answer"], each["summary_en"])] = each["id"]
    forget()
    return home, names


async def _without_field(matter: int) -> None:
    from dialogue.matters.tables import Matter

    await Matter.update({Matter.field: None}).where(Matter.id == matter)


@pytest.mark.integration
async def test_the_right_answer_is_among_the_first_three(db: None) -> None:
    home, names = await board_of_all()
    missed = []
    for right, text in ASKED["paraphrases"]:
        found = [names[each.number] for each in await nearest(home.ward, text)]
        if right not in found:
            missed.append((right, text, found))
    assert len(ASKED["paraphrases"]) == 60
    assert len(missed) <= 3, missed


@pytest.mark.integration
async def test_everyday_words_of_north_and_south_find_their_answer(db: None) -> None:
    home, names = await board_of_all(ANSWERS + ASKED["also"])
    missed = []
    for right, text in ASKED["everyday"]:
        found = [names[each.number] for each in await nearest(home.ward, text)]
        if right not in found:
            missed.append((right, text, found))
    assert missed == []


@pytest.mark.integration
async def test_what_nobody_has_answered_brings_nothing(db: None) -> None:
    home, _names = await board_of_all()
    shown = {text: await nearest(home.ward, text) for text in ASKED["unrelated"]}
    assert len(shown) == 20
    assert {text: found for text, found in shown.items() if found} == {}


@pytest.mark.integration
async def test_only_answers_that_stand_are_offered(db: None) -> None:
    home = await house(groups=0)
    chairman = await home.person(Role.CHAIRMAN)
    question = "Đăng ký khai sinh cho cháu sinh ở tỉnh khác"
    made = await matter(home, question)
    number = await approve(home, made, "Nộp tại Bộ phận một cửa, mang giấy chứng sinh.")
    other = await house("long-bien", groups=0)
    forget()
    text = "lam giay khai sinh cho chau o tinh khac"
    (found,) = await nearest(home.ward, text)
    assert (found.number, found.title, found.helped) == (number, question, 0)
    assert await nearest(other.ward, text) == []
    assert await nearest(home.ward, text + ", cháy nhà rồi cứu với") == []  # an emergency
    await unguarded()
    await Published.update({Published.title: "Khác hẳn, sinh ở tỉnh"}).where(
        Published.number == number
    )
    assert await nearest(home.ward, text) == []  # changed past our own actions
    await Published.update({Published.title: question}).where(Published.number == number)
    await publishing.take_down(chairman, made, "Dữ liệu cá nhân.")
    assert await nearest(home.ward, text) == []


@pytest.mark.integration
async def test_reopened_ones_do_not_hide_the_answer_that_stands(db: None) -> None:
    home = await house(groups=0)
    question = "Đăng ký khai sinh cho cháu sinh ở tỉnh khác"
    numbers = []
    for day in range(WEIGHED + 2):
        with clock.at(START + timedelta(days=day)):
            made = await matter(home, f"{question} lần {day}")
            numbers.append(await approve(home, made, "Nộp tại Bộ phận một cửa."))
    await unguarded()
    await Published.update({Published.state: MatterState.REOPENED.value}).where(
        Published.number > numbers[0]
    )
    forget()
    (found,) = await nearest(home.ward, "lam giay khai sinh cho chau o tinh khac")
    assert found.number == numbers[0]


@pytest.mark.integration
async def test_this_answers_me_counts_once_a_ticket(db: None) -> None:
    home = await house(groups=0)
    number = await approve(home, await matter(home, "Đăng ký khai sinh cho cháu sinh ở tỉnh khác"))
    for ticket in ("a", "a", "b"):
        await count_help(home.ward, number, ticket * 64)
    assert await helped(number) == 2
    await count_help(home.ward, number + 1, "c" * 64)  # no such answer: nothing to count
    assert await helped(number) == 2


async def helped(number: int) -> int:
    row = await Published.select(Published.helped).where(Published.number == number).first()
    assert row is not None
    return int(row["helped"])


@pytest.mark.unit
def test_other_words_for_the_same_thing_are_one_term() -> None:
    assert "_nkhaisinh" in terms("làm giấy ks")
    assert terms("Where is my passport?").keys() & terms("hộ chiếu").keys()
    assert terms("Xin hỏi anh chị, tôi muốn biết") == {}
    assert {"sua", "ong nuoc", "nuoc"} <= terms("sửa ống nước").keys()


@pytest.mark.unit
def test_every_phrase_stands_once_and_no_common_word_is_a_concept() -> None:
    lines = nearness.NEAR_FILE.read_text("utf-8").splitlines()
    phrases = [tuple(plain_words(p)) for x in lines if x[0] != "#" for p in x.split(";")]
    assert all(phrases)
    assert not [phrase for phrase in phrases if len(phrase) == 1 and phrase[0] in nearness.common()]


@pytest.mark.unit
def test_the_rarer_and_the_more_prominent_the_nearer() -> None:
    weigh = rarity({"den": 60, "ngap": 2}, 100)
    assert weigh("ngap") > weigh("den") > weigh("den ngap") - weigh("ngap")
    asked = terms("ống nước ngập hầm")
    near = Near("Ống nước ngập hầm", "", "", "")
    far = Near("", "", "Ống nước ngập hầm", "")
    assert closeness(asked, near, weigh) > closeness(asked, far, weigh)
    assert closeness(asked, Near("Lịch tiêm chủng", "", "", ""), weigh) == 0
    assert closeness({}, near, weigh) == 0
