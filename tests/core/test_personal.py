"""Personal data found before publishing, by the vectors in text_vectors.json."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.personal import Kind, find, masked

pytestmark = pytest.mark.unit
VECTORS: dict[str, Any] = json.loads(
    Path(__file__).with_name("text_vectors.json").read_text("utf-8")
)["pii"]
YES = [(kind, text) for kind, vector in VECTORS.items() for text in vector["yes"]]
NO = [text for vector in VECTORS.values() for text in vector["no"]]


@pytest.mark.parametrize(("kind", "text"), YES)
def test_it_warns(kind: str, text: str) -> None:
    hits = find(text)
    assert [hit.kind for hit in hits] == [kind]
    assert text[hits[0].start : hits[0].end] == hits[0].fragment


@pytest.mark.parametrize("text", NO)
def test_it_does_not_accuse(text: str) -> None:
    assert find(text) == []


def test_every_hit_in_the_order_of_the_text_and_none_twice() -> None:
    text = "Bà Lan, số nhà 12/5, CCCD 079300012345, STK: 0912345678, gọi 0912 345 678 hoặc a@b.vn"
    assert [(hit.kind, hit.fragment) for hit in find(text)] == [
        (Kind.HOUSE, "số nhà 12/5"),
        (Kind.CCCD, "079300012345"),
        (Kind.BANK, "0912345678"),
        (Kind.PHONE, "0912 345 678"),
        (Kind.EMAIL, "a@b.vn"),
    ]


def test_offices_may_name_their_own_mailbox() -> None:
    assert find("Gửi về Phuong@Example.vn", mailboxes=["phuong@example.vn"]) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Chính sách cho hộ nghèo năm nay thế nào?", []),
        ("Nhà ông Tư thuộc hộ nghèo", [Kind.SENSITIVE]),
        ("Nguyễn Văn Bình nhiễm HIV", [Kind.SENSITIVE]),
        ("Trẻ sinh năm 2020 có được tiêm không?", []),
        ("Cháu Trần Thị Mai, sinh ngày 12/5/2015", [Kind.BIRTH]),
    ],
)
def test_words_about_a_named_person(text: str, kinds: list[Kind]) -> None:
    assert [hit.kind for hit in find(text)] == kinds


def test_masks() -> None:
    text = "Gọi 0912345678, nhà 12/5; lại 0912345678 và biển 51F-123.45"
    shown = masked(text, ["0912345678", "12/5", "51F-123.45"])
    assert shown == "Gọi ••••5678, nhà ••••; lại ••••5678 và biển ••••"
    assert masked(text, []) == text


def test_a_fragment_inside_another_leaves_nothing_of_it() -> None:
    assert masked("số nhà 12/5 và 12/5", ["12/5", "số nhà 12/5"]) == "•••• và ••••"


@given(st.text(alphabet="0123456789 .-/@abFX1+đôngà:STK"))
def test_hits_never_overlap(text: str) -> None:
    hits = find(text)
    assert all(one.end <= two.start for one, two in pairwise(hits))
    assert all(text[hit.start : hit.end] == hit.fragment for hit in hits)
