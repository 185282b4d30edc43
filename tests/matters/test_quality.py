"""Good and poor answers get the hints that a person would give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dialogue.matters.english import is_english
from dialogue.matters.gaps import placeholders
from dialogue.matters.manners import heed
from dialogue.matters.quality import (
    WORTH,
    Hint,
    Point,
    Quality,
    Stop,
    accused_named,
    has_personal_data,
    quality,
)

pytestmark = pytest.mark.unit
ANSWERS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).with_name("data") / "answers.json").read_text("utf-8")
)


FLAGS = {  # of the answers' file → ours
    "off_point": Hint.OFF_TOPIC,
    "personal_data": Stop.PERSONAL_DATA,
    "rude": Stop.INSULT,
}


def judged(case: dict[str, Any]) -> Quality:
    return quality(
        case["question"], case["answer"], personal_data=has_personal_data(case["answer"])
    )


@pytest.mark.parametrize("case", ANSWERS["good"], ids=lambda case: case["id"])
def test_good_answers_are_enough(case: dict[str, Any]) -> None:
    seen = judged(case)
    assert seen.score >= case["least"]
    assert seen.enough


@pytest.mark.parametrize("case", ANSWERS["poor"], ids=lambda case: case["id"])
def test_poor_answers_get_their_hints(case: dict[str, Any]) -> None:
    seen = judged(case)
    assert not seen.enough
    assert {FLAGS.get(flag, flag) for flag in case["flags"]} <= {*seen.hints, *seen.stops}


def test_abuse_40_an_empty_promise() -> None:
    seen = quality("Bao giờ sửa cống?", "Phường sẽ xem xét trong thời gian tới.")
    assert {Hint.NO_DATE, Hint.NO_UNIT, Hint.NO_ACTION} <= set(seen.hints)
    assert seen.phrases == ("sẽ xem xét", "trong thời gian tới")
    assert seen.score == 0


def test_the_score_is_the_sum_of_points() -> None:
    good = judged(ANSWERS["good"][0])
    assert good.points == {**WORTH, Point.EMPTY: 0}
    assert sum(WORTH.values()) == good.score == 10


LONGER = "Công chức Địa chính – Xây dựng sẽ kiểm tra cống và trả lời ông/bà trước ngày 25/6/2026."


@pytest.mark.parametrize(
    ("answer", "phrases"),
    [
        ("Khi có kinh phí phường sẽ làm.", ("khi có kinh phí",)),
        ("Khi có kinh phí, trước ngày 30/9/2026, phường sẽ làm.", ()),
        ("Việc này làm theo quy định.", ("theo quy định",)),
        ("Việc này làm theo quy định của pháp luật.", ("theo quy định của pháp luật",)),
        ("Việc này làm theo quy định tại Điều 5 Luật Đất đai.", ()),
        ("viec nay se xem xet", ("se xem xet",)),
    ],
)
def test_phrases_that_say_nothing(answer: str, phrases: tuple[str, ...]) -> None:
    assert quality("", answer).phrases == phrases


def test_empty_phrases_cost_three_points_at_most() -> None:
    empty = "Sẽ xem xét, xin ghi nhận, khi có kinh phí, từng bước khắc phục, sẽ cố gắng."
    assert len(quality("", empty).phrases) == 5
    assert quality("", empty).points[Point.EMPTY] == -3


@pytest.mark.parametrize(("count", "hint"), [(39, Hint.TOO_SHORT), (401, Hint.TOO_LONG)])
def test_length(count: int, hint: Hint) -> None:
    assert hint in quality("", "cống " * count).hints
    inside = quality("", "cống " * min(max(count, 40), 400))
    assert not {Hint.TOO_SHORT, Hint.TOO_LONG} & set(inside.hints)
    assert inside.points[Point.LENGTH] == 1


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        (LONGER, ()),
        ("Trước ngày {ngày} phường trả lời.", (Stop.PLACEHOLDER,)),
        ("Đồ ngu, tự tìm hiểu đi.", (Stop.INSULT,)),
        ("Gia đình tạm ngụ ở phường, ngư dân ngủ trưa.", ()),
        ("Ông Nguyễn Văn Mẫu đã được nhắc nhở.", (Stop.ACCUSED_NAME,)),
        ("Phường đã làm việc với ông Mẫu.", (Stop.ACCUSED_NAME,)),
        ("Đoạn đường Nguyễn Văn Mẫu đã sửa.", ()),
    ],
)
def test_what_stops_an_answer(text: str, stops: tuple[Stop, ...]) -> None:
    accuses = "Cán bộ địa chính là ông Nguyễn Văn Mẫu đòi tiền tôi."
    assert quality(accuses, text).stops == stops
    assert not stops or not quality(accuses, text).enough


def test_a_name_in_an_ordinary_question_may_be_repeated() -> None:
    thanks = "Cô Hoa ở quầy 2 rất vui vẻ."
    assert not accused_named(thanks, "Phường đã chuyển lời khen tới cô Hoa.")


def test_a_stop_is_never_enough() -> None:
    good = ANSWERS["good"][0]
    assert not quality(good["question"], good["answer"], personal_data=True).enough


def test_gaps_of_a_template_are_found() -> None:
    assert placeholders("Trước ngày {ngày}, [đơn vị] sẽ …… xong.") == ["{ngày}", "[đơn vị]", "……"]
    assert placeholders("Lời [...] đã được bỏ") == ["[...]"]
    assert placeholders("Câu này đủ… rồi, trong 24/24 giờ, mọi ngày… đều có người trực.") == []
    assert placeholders("Hỏi lệ phí/giấy tờ? Gọi 1022. Nhà cách kênh < 10 m và đường > 5 m.") == []


@pytest.mark.parametrize(
    "gap",
    [
        "TO" + "DO",  # in one piece it would be a gap of this file
        "xxx",
        "???",
        "…/…/2026",
        ".../.../2026",
        "ngày … tháng … năm",
        "ngay ... thang ... nam 2026",
        "[…]",
        "{…}",
        "<tên đơn vị>",
        "số …/QĐ-UBND",
        "xx/xx/2026",
        "năm 20…",
        "ngày / /2026",
    ],
)
def test_what_was_left_to_fill_in_stops_an_answer(gap: str) -> None:
    good = ANSWERS["good"][0]
    seen = quality(good["question"], f"{good['answer']} Xong trước {gap}.")
    assert seen.stops == (Stop.PLACEHOLDER,)
    assert not seen.enough


@pytest.mark.parametrize(
    "text",
    [
        "Việc này do ông Trần Văn Tham ăn tiền gây ra.",
        "Người phụ trách là bà Lê Thị Mai. Bà này đã nhận hối lộ của dân.",
        "viec nay do ong Tran Van Tham an tien gay ra, ông Trần Văn Tham ăn tiền",
    ],
)
def test_a_name_with_a_misdeed_stops_an_answer_whatever_was_asked(text: str) -> None:
    assert quality("Vì sao ngõ 12 ngập?", text).stops == (Stop.ACCUSED_NAME,)


@pytest.mark.parametrize(
    "text",
    [
        "Công chức Nguyễn Văn An sẽ kiểm tra cống trước ngày 25/6/2026.",
        "Ông bà gặp bà Lê Thị Mai ở quầy 4 để nộp hồ sơ. Lệ phí 20.000 đồng, xin cảm ơn.",
        "Phường không nhận tiền ngoài biên lai. Lịch tiếp dân sáng thứ Năm. Gặp ông Trần Văn Bình.",
    ],
)
def test_a_name_alone_stops_nothing(text: str) -> None:
    assert quality("Vì sao ngõ 12 ngập?", text).stops == ()


POLITE = """Xin cam on ong ba da gui cau hoi.
Ong ba mang giay to den quay so 4, gio nao cung co nguoi huong dan.
Cong an phuong da lam viec voi chu quan, yeu cau cam ket khong mo loa sau 22 gio.
Khu vuc nay cam do xe tu 7 gio den 9 gio.
Doi ngu can bo da xuong hien truong.
Ho dang ky tam tru, ngu dan va nguoi lao dong duoc ho tro.
Nguoi lao dong bi tai nan lao dong nop ho so tai phuong.
Ong ba con cai gi chua ro xin goi so truc.
Giay to hoi nhieu, mong ong ba thong cam.
Con em vo hoc lop 1 nop ho so tai truong.
Cot dien bi mat day, dien luc se noi lai.
Vi tri ranh qua mong da duoc do lai.
Thua dat con dien tich 50 m2.
Tien thang dien nay duoc giam.
Do cho lau nen ba con met, phuong xin loi.
Em be con ngu nen xin mo nhac nho.
Mong ong ba bo qua su phien phuc nay.""".splitlines()


@pytest.mark.parametrize("text", POLITE)
def test_polite_words_without_marks_insult_nobody(text: str) -> None:
    assert Stop.INSULT not in quality("", text).stops
    assert heed(text).rude == ()


@pytest.mark.parametrize(
    "text", ["Đồ ngu, về đi.", "Câm đi.", "do ngu xuan", "Ông này láo quá.", "Thật phiền phức."]
)
def test_insults_are_still_seen(text: str) -> None:
    assert Stop.INSULT in quality("", text).stops


@pytest.mark.parametrize(
    "text",
    [
        "Phường xin lỗi vì gây phiền phức cho bà con.",
        "Người không biết chữ thì công chức ghi hộ.",
        "Con công nhân vô học lớp 1 nộp hồ sơ tại trường.",
    ],
)
def test_harmless_phrases_with_such_words_are_none(text: str) -> None:
    assert quality("", text).stops == ()


def test_no_basis_is_won_by_the_law_alone() -> None:
    seen = quality("", "Việc này làm theo quy định của pháp luật.")
    assert seen.points[Point.BASIS] == 0
    named = quality("", "Làm theo quy định của pháp luật về đất đai.")
    assert named.points[Point.BASIS] == 1


ENGLISH = "Where do I register a temporary stay in Thạch Bàn, and which papers are needed?"


def test_an_english_question_is_not_asked_for_shared_words() -> None:
    answer = "Ông/bà mang hộ chiếu đến Công an phường, giải quyết trong ngày làm việc."
    assert Hint.OFF_TOPIC not in quality(ENGLISH, answer).hints
    assert Hint.OFF_TOPIC in quality("Bao giờ nạo vét cống thoát?", answer).hints


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (ENGLISH, True),
        ("The drain in front of my house is blocked, who will clean it?", True),
        ("the can cuoc cua toi het han thi do ai cap, hoi o dau, it nguoi biet", False),
        ("Giấy “Certificate of Residence” của tôi ghi sai tên thì sửa ở đâu, mất bao lâu?", False),
        ("", False),
    ],
)
def test_what_is_english(text: str, english: bool) -> None:
    assert is_english(text) is english
