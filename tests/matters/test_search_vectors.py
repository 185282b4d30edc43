"""Search finds every text of the vectors by its folded form, by itself, and in the other form."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from dialogue.matters import search
from dialogue.matters.queries import board
from tests.matters.build import house, published

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "core" / "text_vectors.json").read_text("utf-8")
)["fold"]


@pytest.mark.integration
async def test_every_vector_is_found(db: None) -> None:
    home = await house(groups=0)
    for vector in VECTORS:
        await published(home, unicodedata.normalize(vector["form"], vector["input"]), "Xin hỏi.")
    for vector in VECTORS:
        for typed in (
            vector["folded"],
            vector["input"],
            unicodedata.normalize("NFD", vector["input"]),
        ):
            found = await search.find(home.ward, typed, limit=100)
            titles = [item.title for item in await board.items(home.ward, found.places)]
            wanted = unicodedata.normalize(vector["form"], vector["input"])
            assert wanted in titles, typed
    assert len(VECTORS) == 29
