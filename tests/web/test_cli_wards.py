"""`langnghe ward add FILE.json`: a whole province's wards in one command."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from dialogue.core.memo import forget
from dialogue.ward import queries
from dialogue.ward.provinces import province
from surveys.queries.counters import counters
from web.cli.wards import read_wards, set_up_all
from web.demo.neighbours import FILE

pytestmark = pytest.mark.integration


async def test_a_file_adds_the_wards_of_a_province_once(db: None) -> None:
    assert await set_up_all(read_wards(FILE)) == ["/mong-duong is ready", "/quang-hanh is ready"]
    forget()
    found = await province("quang-ninh")
    assert (found.title, [each.name for each in found.wards]) == (
        "Tỉnh",
        ["Mông Dương", "Quang Hanh"],
    )
    first = found.wards[0].id
    assert [card.title for card in await counters(first)] == [
        "Quầy 1 · Hộ tịch",
        "Quầy 2 · Chứng thực",
    ]
    assert [each.name for each in await queries.groups(first)] == ["Khu phố 1", "Khu phố 2"]
    again = await set_up_all(read_wards(FILE))
    assert again == ["/mong-duong is there already", "/quang-hanh is there already"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[{", "is no JSON"),
        ('[{"slug": "a-b-c"}]', "ward 1 needs slug and name"),
        ('[{"slug": "a-b-c", "name": "A", "mayor": "B"}]', "unknown ['mayor']"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "wards.json"
    file.write_text(text, "utf-8")
    with pytest.raises(click.ClickException, match=re.escape(says)):
        read_wards(file)
