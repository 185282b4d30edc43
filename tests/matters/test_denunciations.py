"""What residents write, read for denunciations and complaints.

The texts were written before the rules. `abuse 9` and the like: numbered cases of bad input.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.matters.denunciations import Verdict, denunciation, lists
from dialogue.matters.signs import signs

pytestmark = pytest.mark.unit
FILE = Path(__file__).with_name("data") / "denunciations.jsonl"
TEXTS: list[dict[str, str]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def of(kind: str) -> list[object]:
    return [pytest.param(row["text"], id=row["id"]) for row in TEXTS if row["is"] == kind]


def test_there_are_enough_texts() -> None:
    assert len(TEXTS) > 270
    assert len({row["id"] for row in TEXTS}) == len({row["text"] for row in TEXTS}) == len(TEXTS)


def test_no_denunciation_is_open_to_the_unit_it_names() -> None:
    open_ = {
        row["id"]
        for row in TEXTS
        if row["is"] == "denunciation" and not denunciation(row["text"]).hides
    }
    assert open_ == set()


@pytest.mark.parametrize("text", of("near-miss"))
def test_a_near_miss_is_never_sealed_without_a_person(text: str) -> None:
    assert denunciation(text).verdict in (Verdict.NO, Verdict.DOUBT)


def test_what_is_harmless_is_seldom_doubted() -> None:
    """A doubt costs one look of the keeper; what an official did may be told without malice."""
    doubted = {
        kind: [r["id"] for r in TEXTS if r["is"] == kind and denunciation(r["text"]).hides]
        for kind in ("near-miss", "ordinary")
    }
    assert len(doubted["near-miss"]) <= 12
    assert doubted["ordinary"] == ["o401", "o402", "o403", "o405", "o414"]


@pytest.mark.parametrize("text", of("ordinary"))
def test_ordinary_words_are_never_sealed(text: str) -> None:
    assert denunciation(text).verdict in (Verdict.NO, Verdict.DOUBT)


@pytest.mark.parametrize(
    "text",
    [
        "Làm thế nào biết cán bộ có được nhận quà Tết của dân hay không?",
        "Cán bộ có được nhận quà Tết của dân không?",
        "Công chức có được phép nhận quà không ạ?",
        "Luật có cho phép cán bộ nhận phong bì của dân không?",
        "Cho hỏi cán bộ nhận quà có bị xử lý không?",
        "Cho hỏi cán bộ nhận quà Tết của dân có bị kỷ luật không?",
        "Quy định nào cấm cán bộ nhận hối lộ?",
    ],
)
def test_a_question_of_rule_is_at_most_doubted(text: str) -> None:
    assert denunciation(text).verdict in (Verdict.NO, Verdict.DOUBT)


def test_a_rule_asked_for_does_not_excuse_the_deed_beside_it() -> None:
    said = "Cán bộ có được nhận quà không? Ông Tám địa chính nhận phong bì 5 triệu của tôi."
    assert denunciation(said).verdict is Verdict.SEAL


@pytest.mark.parametrize("text", of("complaint"))
def test_complaints_are_told_apart(text: str) -> None:
    assert denunciation(text).verdict is Verdict.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "Cán bộ Nguyễn Văn X nhận 5 triệu để làm nhanh hồ sơ",
        "can bo nguyen van x nhan 5 trieu de lam nhanh ho so",
        "CÁN BỘ NGUYỄN VĂN X NHẬN 5 TRIỆU ĐỂ LÀM NHANH",
        "c.á.n b.ộ X n.h.ậ.n 5tr để làm nhanh",
        "Cán\u200b bộ X nh\u200dận 5\u00a0triệu để làm nhanh",
        "cb X nhận 5 củ để làm nhanh",
    ],
    ids=["as in the case", "no marks", "capitals", "dots", "unseen signs", "slang"],
)
def test_abuse_9_a_denunciation_in_free_text(text: str) -> None:
    assert denunciation(text).verdict is Verdict.SEAL


def test_abuse_10_a_denunciation_as_the_reason_of_a_rating() -> None:
    assert denunciation("Không hài lòng vì chị quầy 3 đòi 200 nghìn mới nhận hồ sơ").hides


def test_abuse_11_a_denunciation_typed_by_the_note_taker() -> None:
    said = "Bác B (tổ 4) nói: kế toán phường làm khống danh sách quà Tết, đề nghị làm rõ."
    assert denunciation(said).verdict is Verdict.SEAL


def test_abuse_12_an_insult_with_a_point_is_no_denunciation() -> None:
    assert denunciation("Làm ăn ngu như bò, vỉa hè lát xong một tháng đã vỡ!").verdict is Verdict.NO


@pytest.mark.parametrize("text", ["tôi sẽ đốt trụ sở này", "TOI SE DOT phuong"])
def test_abuse_13_a_threat_is_an_alarm(text: str) -> None:
    assert signs(text).urgent


@pytest.mark.parametrize("text", ["cháy nhà ở hẻm 12", "không muốn sống nữa", "chay nha o hem 12"])
def test_abuse_14_an_emergency_is_an_alarm(text: str) -> None:
    assert signs(text).urgent
    assert not signs(text).sensitive


def test_abuse_34_a_third_persons_data_is_no_denunciation() -> None:
    assert denunciation("Nhà bà Lan số 12/5, CCCD 079300012345 chưa đóng tiền rác").verdict is (
        Verdict.NO
    )


def test_abuse_39_both_forms_of_unicode_are_read_alike() -> None:
    for row in TEXTS:
        apart = unicodedata.normalize("NFD", row["text"])
        assert denunciation(apart).verdict is denunciation(row["text"]).verdict, row["id"]


def test_the_reasons_name_rule_and_words() -> None:
    (reason, *_) = denunciation("Cán bộ địa chính vòi vĩnh người dân").why
    assert (reason.rule, reason.words) == ("official-and-grave-act", ("vòi vĩnh", "Cán bộ"))


def test_marks_that_contradict_are_another_word() -> None:
    assert denunciation("Hội lộ giới đường này là bao nhiêu mét?").verdict is Verdict.NO


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Tôi muốn tố cáo cán bộ địa chính thì gửi đơn ở đâu?", Verdict.SEAL),
        ("Cảm ơn phường, nhưng cán bộ quầy 2 đòi 200 nghìn.", Verdict.DOUBT),
        ("Cán bộ không đòi tiền, rất nhiệt tình.", Verdict.NO),
        ("can bo khong doi tien, rat nhiet tinh", Verdict.NO),
        ("Tôi là tổ trưởng tổ 5, bà con kiến nghị thay bóng đèn.", Verdict.NO),
        ("Đề nghị tổ trưởng nhắc các hộ đổ rác đúng giờ.", Verdict.NO),
        ("Chủ tịch phường có tiếp dân thứ Bảy không?", Verdict.NO),
        ("Bí thư chi bộ cho con rể mượn xe của khu phố.", Verdict.DOUBT),
        ("Không đưa tiền thì hồ sơ nằm đó, anh cán bộ nói vậy.", Verdict.SEAL),
    ],
)
def test_what_the_sentence_makes_of_it(text: str, verdict: Verdict) -> None:
    assert denunciation(text).verdict is verdict


def test_every_list_that_a_rule_needs_is_there() -> None:
    results = {rule.result for rule in lists().rules}
    assert results == {Verdict.SEAL, Verdict.DOUBT, Verdict.COMPLAINT}
    assert len({rule.id for rule in lists().rules}) == len(lists().rules)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    reading = denunciation(text)
    assert (reading.verdict is Verdict.NO) == (reading.why == ())


@pytest.mark.parametrize(
    "text",
    [
        "ngoai" * 800 + "q",
        "a" * 4000,
        "a\u0301" * 4000,
        "1." * 2000,
        "A." * 2000,
        "t ố c á o " * 400,
    ],
    ids=lambda text: text[:6],
)
def test_long_runs_without_an_end_are_read_in_time(text: str) -> None:
    """Each once kept the server busy for seconds, minutes or for ever."""
    assert signs(text).reading.verdict in Verdict
