"""From the poster on the wall to a public figure, and to who alters it behind everybody's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e import office as do
from tests.e2e.browser import PHONE, STARTING, Meet, Visitor
from tests.e2e.conftest import WARD
from tests.e2e.server import Server, until
from tests.pages import Page

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

OTHERS = 9  # with the one who looks: RAT-MIN-N
FINAL = 2  # days until no reply of a day can change any more


@pytest.fixture
def ward(stopped: Server) -> Server:
    """Serving a ward without a single rating."""
    stopped.env["LANGNGHE_SITE"] = stopped.url
    done = stopped.command(*WARD)
    assert done.returncode == 0, done.stderr
    stopped.serve(STARTING)
    return stopped


@pytest.fixture
def citizen(ward: Server, meet: Meet) -> Visitor:
    return meet(ward.url, PHONE)


def test_from_the_poster_to_a_figure_that_nobody_alters(
    ward: Server, citizen: Visitor, tmp_path: Path
) -> None:
    path = do.scanned(ward, "ben-lua", tmp_path)
    receipt = rates_and_keeps_the_receipt(citizen, path)
    others_rate(ward.url + path)
    citizen.open("/ben-lua/hai-long")
    citizen.sees("chưa đủ để tính")
    ward.later(FINAL, STARTING)
    rated = the_ratings_day(ward)
    the_figure_is_public(citizen, rated.year)
    until(lambda: receipt_says(citizen, receipt, "Vẫn được tính"))
    citizen.check()
    clean = ward.command("verify")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    row = altered(ward)
    assert receipt_says(citizen, receipt, "Không khớp")
    found = ward.command("verify")
    assert found.returncode == 1
    assert f"BAD ben-lua: rating {row} of {rated} was altered" in found.stdout


def rates_and_keeps_the_receipt(citizen: Visitor, path: str) -> str:
    """The commitment on it."""
    citizen.open(path)
    citizen.tick("Không hài lòng")
    citizen.press("Gửi đánh giá")
    citizen.headed("Cảm ơn quý vị")
    citizen.follow("Biên nhận để kiểm rằng lượt này không bị bỏ")
    citizen.headed("Biên nhận đánh giá")
    citizen.check()
    commitment = citizen.page.locator("#commitment").inner_text()
    citizen.follow("Tra sổ xem lượt này còn được tính không")
    citizen.sees("Chưa thấy trong sổ")
    citizen.check()
    return commitment


def others_rate(address: str) -> None:
    """Very satisfied, each with a page of their own."""
    for _ in range(OTHERS):
        form = Page(httpx.get(address).text)
        fields = form.attributes("[name=field][checked]", "value")
        ticket = form.attribute("[name=ticket]", "value")
        sent = httpx.post(address, data={"level": "very", "ticket": ticket, "field": fields})
        assert sent.status_code == 303


def the_ratings_day(server: Server) -> date:
    with closing(sqlite3.connect(server.folder / "langnghe.sqlite")) as raw:
        ((day,),) = raw.execute("SELECT DISTINCT day FROM rating")
    return date.fromisoformat(day)


def the_figure_is_public(citizen: Visitor, year: int) -> None:
    citizen.open(f"/ben-lua/hai-long?ky={year}")
    satisfied = citizen.page.locator("dl", has_text="Hài lòng").first
    expect(satisfied).to_contain_text("90,0%")
    expect(satisfied).to_contain_text("khoảng tin cậy 95% từ 59,6 đến 98,2%")
    expect(citizen.page.locator("dl", has_text="Số lượt đã tính (n)")).to_contain_text("10")
    citizen.check()


def receipt_says(citizen: Visitor, commitment: str, what: str) -> bool:
    citizen.open("/ben-lua/hai-long/so-cai")
    citizen.fill("Mã biên nhận (64 chữ số và chữ a–f)", commitment)
    citizen.press("Tra sổ")
    return citizen.page.locator("#found").get_by_text(what, exact=True).is_visible()


def altered(server: Server) -> str:
    """The id of the bad rating, which now says something else."""
    with closing(sqlite3.connect(server.folder / "langnghe.sqlite")) as raw, raw:
        ((id_,),) = raw.execute("SELECT id FROM rating WHERE level = 'not'").fetchall()
        raw.execute("UPDATE rating SET level = 'very' WHERE id = ?", (id_,))
    return str(id_)
