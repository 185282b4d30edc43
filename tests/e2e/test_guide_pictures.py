"""Every page that the user guides show is there; `make pictures` makes their pictures anew."""

from __future__ import annotations

import json
import os
from itertools import groupby
from pathlib import Path

import pytest

from tests.e2e.browser import Meet, Visitor
from tests.e2e.guide_pictures import SHOTS, WARD, Shot, small
from tests.e2e.office import counter_path
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
COUNTER = "Quầy 1"


def test_every_page_of_the_guides_is_there(demo: Server, meet: Meet) -> None:
    note = json.loads((demo.folder / "demo.json").read_text("utf-8"))
    places = {"counter": counter_path(demo, WARD, COUNTER), "head": note["heads"][WARD]}
    found: dict[str, str] = {}
    for _login, shots in groupby(SHOTS, lambda shot: shot.login):
        visitor = None
        for shot in shots:
            visitor = visitor or came(meet, demo, shot)
            found[shot.name] = takes(visitor, shot, places)
    told = {shot.name: found[shot.name][: len(shot.heading)] for shot in SHOTS}
    assert told == {shot.name: shot.heading for shot in SHOTS}


def came(meet: Meet, demo: Server, shot: Shot) -> Visitor:
    visitor = meet(demo.url, shot.screen)
    if shot.login:
        visitor.page.goto(f"{demo.url}/quan-tri/")
        visitor.fill("Tài khoản", f"{shot.login}@{WARD}")
        visitor.fill("Mật khẩu", "lang-nghe-demo")
        visitor.press("Đăng nhập")
        visitor.page.wait_for_load_state()
    return visitor


def takes(visitor: Visitor, shot: Shot, places: dict[str, str]) -> str:
    """The heading of what was shown."""
    page = visitor.page
    page.goto(visitor.site + shot.path.format(**places))
    if page.get_by_role("button", name="Mở trang của tôi").count():
        visitor.press("Mở trang của tôi")
        page.goto(visitor.site + shot.path.format(**places))
    if shot.then:
        shot.then(page)
    folder = os.environ.get("LANGNGHE_GUIDES")
    if folder:
        (Path(folder) / f"{shot.name}.webp").write_bytes(small(page.screenshot()))
    return page.get_by_role("heading", level=1).inner_text()
