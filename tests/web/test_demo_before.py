"""Before the demo is made: its texts, and a password that it takes."""

from __future__ import annotations

import json
import unicodedata

import pytest

from dialogue.core.errors import Invalid
from dialogue.core.text import canonical
from dialogue.ward import queries
from web import demo
from web.demo.content import content


@pytest.mark.integration
async def test_a_plain_password_is_refused_before_anything_is_made(db: None) -> None:
    with pytest.raises(Invalid):
        await demo.seed("aaaaaaaaaa")
    assert await queries.wards() == ()
    assert not await demo.is_seeded()


@pytest.mark.unit
def test_all_texts_are_written_in_one_way() -> None:
    """NFC, and tones where the old style puts them."""
    for noun in ("wards", "people", "counters", "figures", "questions", "matters", "comments"):
        text = json.dumps(content(noun), ensure_ascii=False)
        assert unicodedata.is_normalized("NFC", text)
        assert canonical(text) == text
