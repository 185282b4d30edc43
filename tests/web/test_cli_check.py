"""langnghe check and due as somebody types them: JSON in, JSON out, bad lines told by number."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dialogue.core.workdays import Calendar
from dialogue.ward.catalogue import default_file
from dialogue.ward.defaults import default_clock
from web.cli import main

pytestmark = pytest.mark.unit
VECTORS = json.loads(default_file("rules.json"))["clock_vectors"]


def typed(*args: str, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main, args, input=data)


def lines(*rows: object) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def printed(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_texts_are_read_one_by_one() -> None:
    done = typed(
        "check",
        "texts",
        "-",
        data=lines(
            {"id": "a", "text": "Cán bộ X đòi tiền"},
            {"id": 2, "text": "Thủ tục tố cáo là gì?"},
            {"id": "c", "text": "Tôi khiếu nại quyết định số 12"},
            {"id": "d", "text": "Gọi 0912345678"},
        ),
    )
    assert done.exit_code == 0
    assert printed(done) == [
        {
            "id": "a",
            "denunciation": "seal",
            "why": [{"rule": "official-and-grave-act", "words": ["đòi tiền", "Cán bộ"]}],
            "personal_data": [],
        },
        {"id": 2, "denunciation": "no", "why": [], "personal_data": []},
        {
            "id": "c",
            "denunciation": "complaint",
            "why": [{"rule": "complains", "words": ["khiếu nại"]}],
            "personal_data": [],
        },
        {
            "id": "d",
            "denunciation": "no",
            "why": [],
            "personal_data": [{"start": 4, "end": 14, "kind": "phone"}],
        },
    ]


def test_places_count_code_points_of_the_nfc_text(tmp_path: Path) -> None:
    text = "\u200b Nhà bà Lần\r\nở số nhà 12/5 \U0001f3e0, máy 0912\u200b345678"
    file = tmp_path / "texts.jsonl"
    given = {"id": 1, "text": unicodedata.normalize("NFD", text)}
    file.write_bytes(b"\xef\xbb\xbf" + lines(given) + b"\r\n\r\n")
    (row,) = printed(typed("check", "texts", str(file)))
    assert [text[hit["start"] : hit["end"]] for hit in row["personal_data"]] == [
        "số nhà 12/5",
        "0912\u200b345678",
    ]


def test_bad_lines_are_told_by_number_and_the_others_read() -> None:
    data = b"\n".join(
        [
            lines({"id": 1, "text": "một"}),
            b"{not json",
            b"[1]",
            b'{"id": 4}',
            b'{"text": "x"}',
            b'{"id": 6, "text": "\xff"}',
            b"[" * 100_000,
            lines({"id": 8, "text": "tám"}),
        ]
    )
    done = typed("check", "texts", "-", data=data)
    assert done.exit_code == 1
    assert [row["id"] for row in printed(done)] == [1, 8]
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        f"line {number}" for number in (2, 3, 4, 5, 6, 7)
    ]


def test_answers_get_points_defects_and_stops() -> None:
    question = "Bao giờ phường sửa cống ở ngõ 12?"
    poor = "Phường sẽ xem xét trong thời gian tới, gọi 0912345678, hạn {ngày}."
    (row,) = printed(
        typed(
            "check",
            "answers",
            "-",
            data=lines({"id": "p", "question": question, "answer": poor}),
        )
    )
    assert row == {
        "id": "p",
        "score": 0,
        "points": {
            "topic": 0,
            "date": 0,
            "unit": 0,
            "basis": 0,
            "action": 0,
            "length": 0,
            "manner": 0,
            "empty_phrases": -2,
        },
        "defects": [
            "off_topic",
            "no_date",
            "no_unit",
            "no_basis",
            "no_action",
            "no_manner",
            "too_short",
            "empty_phrase:sẽ xem xét",
            "empty_phrase:trong thời gian tới",
        ],
        "stop": ["placeholder", "personal_data"],
    }


DEFECTS = {"no_date", "no_unit", "no_basis", "no_action", "no_manner", "too_short", "too_long"}
DEFECTS |= {"off_topic"}


@pytest.mark.parametrize(
    "answer",
    [
        "Việc này đang làm theo quy định của pháp luật.",
        "Việc này đang làm theo quy định.",
        "Nội dung này không thuộc thẩm quyền của phường.",
    ],
)
def test_defects_have_no_other_names(answer: str) -> None:
    data = lines({"id": 1, "question": "Bao giờ sửa cống?", "answer": answer})
    (row,) = printed(typed("check", "answers", "-", data=data))
    told = [each for each in row["defects"] if not each.startswith("empty_phrase:")]
    assert set(told) <= DEFECTS
    assert len(told) == len(set(told))
    assert "no_basis" in told


def test_answers_that_are_not_whole_or_accuse_are_stopped() -> None:
    accusing = "Việc này do ông Trần Văn Tham ăn tiền gây ra, xong trước …/…/2026."
    rows = [
        {"id": 1, "question": "Vì sao ngập?", "answer": accusing},
        {"id": 2, "question": "Vì sao ngập?", "answer": "Xin cam on ong ba"},
    ]
    told = printed(typed("check", "answers", "-", data=lines(*rows)))
    assert [row["stop"] for row in told] == [["placeholder", "accused_name"], []]


def test_an_answer_without_its_question_is_told() -> None:
    done = typed("check", "answers", "-", data=lines({"id": 1, "answer": "x"}))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "line 1: “question” is missing or no text\n"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["why"])
@pytest.mark.usefixtures("no_database")
def test_due_by_the_days_every_ward_begins_with(vector: dict[str, str]) -> None:
    told = due(vector["received"])
    assert told["day_zero"] == vector["counts_as"]
    assert told["due"] == f"{vector['publish']}T17:00:00+07:00"


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.cli.database.exists", lambda: False)


def due(received: str) -> dict[str, Any]:
    done = typed("due", "--received", received, "--rule", "CLK-PUBLISH")
    assert done.exit_code == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.usefixtures("no_database")
def test_due_explains_itself() -> None:
    told = due("2026-02-13T11:00")
    assert told["received"] == "2026-02-13T11:00:00+07:00"
    assert told["explanation"]["day_zero_because"] == "same-day"
    assert told["explanation"]["working_days"] == 10
    assert "Tết Nguyên đán" in str(told["explanation"]["days_off"])


@pytest.mark.usefixtures("no_database")
def test_due_names_the_days_off_before_day_zero() -> None:
    told = due("2026-02-13T17:30")
    off = told["explanation"]["days_off_before_day_zero"]
    assert told["day_zero"] == "2026-02-23"
    assert [each["day"] for each in off] == [f"2026-02-{day}" for day in range(14, 23)]
    assert sum("Tết" in each["name"] for each in off) >= 5
    assert not due("2026-02-13T11:00")["explanation"]["days_off_before_day_zero"]


def test_due_ends_at_the_noon_of_a_half_day(monkeypatch: pytest.MonkeyPatch) -> None:
    half = Calendar(no_afternoon=frozenset({date(2026, 3, 2)}))
    clock = replace(default_clock(), calendar=half)
    monkeypatch.setattr("web.cli.database.exists", lambda: False)
    monkeypatch.setattr("dialogue.ward.defaults.default_clock", lambda: clock)
    told = due("2026-02-16T09:00")
    assert told["due"] == "2026-03-02T11:30:00+07:00"
    assert [each["day"] for each in told["explanation"]["half_days"]] == ["2026-03-02"]


@pytest.mark.parametrize(
    ("option", "value"), [("--rule", "CLK-NONE"), ("--received", "13/02/2026")]
)
def test_due_refuses_what_it_cannot_read(option: str, value: str) -> None:
    given = {"--received": "2026-02-13T11:00", "--rule": "CLK-PUBLISH", option: value}
    done = typed("due", *(part for pair in given.items() for part in pair))
    assert done.exit_code == 2
    assert f"{option} {value}" in done.stderr
