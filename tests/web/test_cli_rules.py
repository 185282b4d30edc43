"""langnghe check with a ward's own phrase lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.web.test_cli_check import lines, printed, typed

pytestmark = pytest.mark.unit


def rules(folder: Path, text: object) -> str:
    file = folder / "rules.json"
    file.write_text(text if isinstance(text, str) else json.dumps(text), "utf-8-sig")
    return str(file)


def test_a_ward_tries_a_phrase_of_its_own_on_answers(tmp_path: Path) -> None:
    row = {"id": 1, "question": "Bao giờ sửa cống?", "answer": "Phường sẽ xem xét, lưu tâm thêm."}
    own = rules(tmp_path, {"lists": {"empty": ["lưu tâm thêm"]}})
    (before,) = printed(typed("check", "answers", "-", data=lines(row)))
    (after,) = printed(typed("check", "answers", "-", "--rules", own, data=lines(row)))
    assert "empty_phrase:sẽ xem xét" in before["defects"]
    assert [each for each in after["defects"] if each.startswith("empty_phrase")] == [
        "empty_phrase:lưu tâm thêm"
    ]


def test_a_ward_tries_a_phrase_of_its_own_on_texts(tmp_path: Path) -> None:
    row = {"id": 1, "text": "Bác trưởng xóm ăn chặn tiền cứu trợ"}
    own = rules(tmp_path, {"lists": {"person": {"one": ["trưởng xóm"]}}})
    (before,) = printed(typed("check", "texts", "-", data=lines(row)))
    (after,) = printed(typed("check", "texts", "-", "--rules", own, data=lines(row)))
    assert (before["denunciation"], after["denunciation"]) == ("doubt", "seal")
    assert "trưởng xóm" in after["why"][0]["words"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "rules.json is no JSON object with “lists”"),
        ("[]", "rules.json is no JSON object with “lists”"),
        ({"lists": []}, "are wanted by name"),
        ({"lists": {"rỗng": []}}, "'rỗng' is no list; there are unit, not-ours"),
        ({"lists": {"empty": "xem xét"}}, "'empty' is no list of phrases"),
        ({"lists": {"empty": [" "]}}, "'empty' is no list of phrases"),
    ],
)
def test_lists_that_do_not_fit_are_named(tmp_path: Path, text: object, said: str) -> None:
    done = typed("check", "answers", "-", "--rules", rules(tmp_path, text), data=b"")
    assert done.exit_code != 0
    assert said in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_a_list_of_kinds_wants_kinds(tmp_path: Path) -> None:
    own = rules(tmp_path, {"lists": {"person": ["trưởng xóm"]}})
    done = typed("check", "texts", "-", "--rules", own, data=b"")
    assert done.exit_code == 1
    assert "the lists of one, body are wanted by name" in done.stderr


def test_a_word_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    own = rules(tmp_path, {"lists": {"own": ["tôi tố @ai"]}})
    done = typed("check", "texts", "-", "--rules", own, data=b"")
    assert done.exit_code == 1
    assert "'@ai' names no words; there are @relative, @chief" in done.stderr
