"""Files: kept by content, read by right, public only after a look."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from dialogue.core import files
from dialogue.core.database import DB
from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.matters.actions import attachments as act
from dialogue.matters.actions import personal_data, publishing
from dialogue.matters.queries import attachments as read
from dialogue.matters.queries import board
from dialogue.matters.states import Exposure
from dialogue.ward.states import Role
from tests.matters.build import House, approve, house, matter

pytestmark = pytest.mark.integration


def photo(name: str = "anh.png") -> files.Accepted:
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return files.accept(out.getvalue(), name, act.MEGABYTE)


async def attached(home: House, name: str = "anh.png", **values: Any) -> tuple[int, str]:
    asked = await matter(home, "Hỏi", **values)
    return asked, await attach(home.ward, asked, name)


async def attach(ward: int, asked: int, name: str = "anh.png") -> str:
    file = photo(name)
    await act.store([file])
    made: list[str] = []
    async with DB.transaction():
        made += await act.add(ward, asked, [file])
    return made[0]


async def test_a_file_is_public_once_answered_and_looked_at(db: None) -> None:
    home = await house()
    officer = await home.person(Role.OFFICER, unit="VP")
    asked, file = await attached(home)
    with pytest.raises(Invalid):
        await act.mark_public(officer, file, public=True, confirmed=False)
    await act.mark_public(officer, file, public=True, confirmed=True)
    with pytest.raises(NotFound):
        await read.read_public(home.ward, file)
    number = await approve(home, asked)
    content = await read.read_public(home.ward, file)
    assert (content.name, content.media_type) == ("anh.png", "image/png")
    assert content.data == photo().data
    assert [card.public_id for card in (await board.answer(home.ward, number)).files] == [file]
    with pytest.raises(NotFound):
        await read.read_public(home.ward + 1, file)
    await act.mark_public(officer, file, public=False, confirmed=False)
    assert (await board.answer(home.ward, number)).files == []
    with pytest.raises(NotFound):
        await read.read_public(home.ward, file)


async def test_taking_down_hides_the_files_and_masks_hold_in_names(db: None) -> None:
    home = await house()
    chairman = await home.person(Role.CHAIRMAN)
    asked, file = await attached(home, "CCCD 001090012345.png")
    await personal_data.decide(chairman, asked, "files", "001090012345", Exposure.MASK)
    await act.mark_public(chairman, file, public=True, confirmed=True)
    await approve(home, asked)
    assert (await read.read_public(home.ward, file)).name == "CCCD ••••2345.png"
    (card,) = await read.public_files(home.ward, asked)
    assert card.name == "CCCD ••••2345.png"
    await publishing.take_down(chairman, asked, "Dữ liệu cá nhân.")
    assert await read.public_files(home.ward, asked) == []
    with pytest.raises(NotFound):
        await read.read_public(home.ward, file)


async def test_staff_read_by_right(db: None) -> None:
    home, other = await house(), await house("sai-gon")
    asked, file = await attached(home)
    sealed, hidden = await attached(home, state="sealed")
    near = await home.person(Role.OFFICER, unit="VP")
    far = await home.person(Role.OFFICER, unit="KT")
    keeper = await home.person(Role.KEEPER)
    reader = await home.person(Role.SEALED_READER)
    stranger = await other.person(Role.CHAIRMAN)
    assert (await read.read(near, file)).data == photo().data
    assert [card.public_id for card in await read.matter_files(near, asked)] == [file]
    assert (await read.read(reader, hidden)).name == "anh.png"
    for actor, error in (
        (far, Forbidden),
        (keeper, Forbidden),
        (reader, Forbidden),
        (stranger, NotFound),
    ):
        with pytest.raises(error):
            await read.read(actor, file)
        with pytest.raises(error):
            await read.matter_files(actor, asked)
        with pytest.raises(error):
            await act.mark_public(actor, file, public=True, confirmed=True)
    with pytest.raises(NotFound):
        await read.matter_files(near, sealed)


async def test_limits_come_from_the_rule_and_five_files_are_the_most(db: None) -> None:
    home = await house()
    assert await act.most_bytes(home.ward) == 10 * 1_048_576
    asked = await matter(home, "Hỏi")
    with pytest.raises(Invalid):
        await act.add(home.ward, asked, [photo()] * 6)
    assert await act.add(home.ward, asked, []) == []
