"""Whoever may only read a matter is told so, whatever the form holds."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from dialogue.matters.queries.matters import matter_for
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import GOOD
from tests.pages import Page
from tests.web.desk import enter, send

TYPED = f"{GOOD} Lời mới."


@pytest.mark.parametrize(
    "form",
    [
        {"draft_base": "1", "draft_text": GOOD},  # the very text that stands
        {"draft_base": "1", "draft_text": GOOD, "draft_then": "send"},
        {"draft_base": "1", "draft_text": TYPED},
        {"draft_base": "1", "draft_text": ""},
        {"draft_base": "nonsense", "draft_text": TYPED},
    ],
)
async def test_a_reader_without_the_right_saves_no_draft(
    client: AsyncClient, form: dict[str, str]
) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    await place.person("thanh-tra", Role.INSPECTOR)
    await enter(client, place, "thanh-tra")
    reply = await send(client, new.id, "ban-nhap", **form)
    assert reply.status_code == 403
    draft = (await matter_for(place.officer, new.id)).draft
    assert draft is not None
    assert (draft.version, draft.text) == (1, GOOD)


async def test_what_a_reader_typed_is_given_back(client: AsyncClient) -> None:
    place = await builders.scene()
    new = await builders.drafted(place)
    await place.person("thanh-tra", Role.INSPECTOR)
    await enter(client, place, "thanh-tra")
    reply = await send(client, new.id, "ban-nhap", draft_base="1", draft_text=TYPED)
    assert "Lời mới." in " ".join(Page(reply.text).texts("main"))
