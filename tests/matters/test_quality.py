"""Good and poor answers get the hints that a person would give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dialogue.matters.quality import ENOUGH, Hint, quality
from dialogue.matters.rules import placeholders

pytestmark = pytest.mark.unit
ANSWERS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).with_name("data") / "answers.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", ANSWERS["good"], ids=lambda case: case["question"][:30])
def test_good_answers_are_enough(case: dict[str, Any]) -> None:
    seen = quality(case["question"], case["answer"])
    assert seen.score >= case["least"]
    assert seen.enough


@pytest.mark.parametrize("case", ANSWERS["poor"], ids=lambda case: case["answer"][:30])
def test_poor_answers_get_their_hints(case: dict[str, Any]) -> None:
    hints = {Hint(flag.replace("_", "-")) for flag in case["hints"]}
    personal = Hint.PERSONAL_DATA in hints
    seen = quality(case["question"], case["answer"], personal_data=personal)
    assert seen.score < ENOUGH
    assert hints <= set(seen.hints)


def test_a_stop_is_never_enough() -> None:
    good = ANSWERS["good"][0]
    assert quality(good["question"], good["answer"]).enough
    assert not quality(good["question"], good["answer"], personal_data=True).enough


def test_gaps_of_a_template_are_found() -> None:
    assert placeholders("Trước ngày {ngày}, [đơn vị] sẽ …… xong.") == ["{ngày}", "[đơn vị]", "……"]
    assert placeholders("Lời [...] đã được bỏ") == ["[...]"]
    assert placeholders("Câu này đủ… rồi; chữ thô tục thành […].") == []
