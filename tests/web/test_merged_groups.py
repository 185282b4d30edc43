"""Two groups merged: what either asked is found under both names, by its head and by staff."""

from __future__ import annotations

from datetime import date

import pytest
from httpx import AsyncClient as Client

from dialogue.core.memo import forget
from dialogue.matters.actions.intake import NewMatter, receive_for_group
from dialogue.ward import actions as ward_actions
from dialogue.ward.actions.groups import enter_group
from dialogue.ward.actions.successions import Target, merge_groups
from dialogue.ward.rules import system_actor
from tests.matters.builders import Scene, scene, words
from tests.web import desk
from tests.web.test_group_page import enter

pytestmark = pytest.mark.integration
REFORM, PAPER = date(2025, 7, 1), "Nghị quyết 12/NQ-HĐND"


async def test_both_names_find_it(client: Client) -> None:
    place: Scene = await scene()
    keeper, texts = system_actor(place.ward), {}
    old = {name: await ward_actions.add_group(keeper, name) for name in ("Tổ 1", "Tổ 2")}
    for name, group in old.items():
        head = await enter_group(await ward_actions.make_group_link(keeper, group, "bà Sáu"))
        texts[name] = words()
        await receive_for_group(head, [NewMatter(place.ward, texts[name])])
    new = await merge_groups(keeper, list(old.values()), Target("Tổ 12"), REFORM, PAPER)
    forget()
    token = await ward_actions.make_group_link(keeper, new, "bà Sáu")
    page = await enter(client, f"/to-truong/{token}")
    assert sorted(page.texts("main li h3")) == sorted(texts.values())
    assert "Của Tổ 1, nay thuộc nơi ông bà phụ trách." in " ".join(page.texts("main li .muted"))
    await desk.enter(client, place, "tong-hop")
    queue = await desk.see(client, desk.DESK)
    assert queue.texts("#to option")[1:] == [
        "Tổ 12 (trước là Tổ 1, Tổ 2)",
        "Tổ 1, nay là Tổ 12",
        "Tổ 2, nay là Tổ 12",
    ]
    for group, found in ((new, [*texts.values()]), *((old[n], [texts[n]]) for n in old)):
        listed = await desk.see(client, f"{desk.DESK}?to={group}")
        shown = " ".join(listed.texts("main"))
        assert [text for text in texts.values() if text in shown] == found
