"""The screen in the hall: it turns by itself, fits, and goes on without a network and a start."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Meet, Visitor
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

PATH = "/thach-ban/man-hinh"
WIDE, SQUARE = (1920, 1080), (1024, 768)
CUT = re.compile(r"Mất mạng, nội dung từ \d{1,2}:\d\d, \d{1,2}/\d{1,2}")
MINUTE = 60_000
# Of the slide that stands: is all of it seen, and no letter below 3.5 % of the screen?
FITS = """() => {
  const slide = document.querySelector("[data-slide]:not([hidden])");
  const box = slide.getBoundingClientRect();
  const least = Math.min(innerHeight, .75 * innerWidth) * .035;
  const small = [...slide.querySelectorAll("p, h2, li, dt, dd")].filter(
    (each) => parseFloat(getComputedStyle(each).fontSize) < least - .1);
  const top = slide.firstElementChild.getBoundingClientRect().top;
  const inside = slide.scrollHeight <= slide.clientHeight + 1 && top >= box.top;
  return [box.bottom <= innerHeight + 1, inside, small.length];
}"""
NAME = "document.querySelector('[data-slide]:not([hidden]) h2').id"


def started(meet: Meet, demo: Server, screen: tuple[int, int] = WIDE) -> Visitor:
    """A screen that has kept its page."""
    screen_ = meet(demo.url, screen)
    screen_.page.clock.install()
    screen_.open(PATH)
    screen_.page.wait_for_selector("[data-lobby][data-ready]")
    return screen_


def standing(page: Page) -> list[str]:
    names: list[str] = page.locator("[data-slide]:visible h2").all_inner_texts()
    return names


@pytest.mark.parametrize("size", [WIDE, SQUARE], ids=["16:9", "4:3"])
def test_each_slide_fits_and_is_read_from_afar(
    demo: Server, meet: Meet, size: tuple[int, int]
) -> None:
    screen = started(meet, demo, size)
    page = screen.page
    count = page.locator("[data-slide]").count()
    assert count > 8
    for _turn in range(count):
        assert page.evaluate(FITS) == [True, True, 0], page.evaluate(NAME)
        page.keyboard.press("ArrowRight")
    screen.check("80-man-hinh-sanh")


def test_it_turns_by_itself_and_may_be_stopped(demo: Server, meet: Meet) -> None:
    screen = started(meet, demo)
    page = screen.page
    first = standing(page)
    assert len(first) == 1
    page.clock.fast_forward(MINUTE)  # less motion was asked for: a slide stands twice as long
    expect(page.locator("[data-slide]:visible h2")).not_to_have_text(first[0])
    page.get_by_role("button", name="Dừng").click()
    stands = standing(page)
    page.clock.fast_forward(2 * MINUTE)
    assert standing(page) == stands
    page.clock.fast_forward(4 * MINUTE)  # whoever stopped it has gone
    expect(page.get_by_role("button", name="Dừng")).to_be_visible()
    screen.check()


def test_without_a_network_it_goes_on_and_says_how_old_it_is(demo: Server, meet: Meet) -> None:
    screen = started(meet, demo)
    page = screen.page
    cut = page.locator("[data-cut-off]")
    slides = page.locator("[data-slide]").count()
    expect(cut).to_be_hidden()
    with screen.unplugged():
        expect(cut).to_be_visible()
        expect(cut).to_contain_text(CUT)
        old = cut.inner_text()
        first = standing(page)
        page.clock.fast_forward(MINUTE)
        expect(page.locator("[data-slide]:visible h2")).not_to_have_text(first[0])
        page.clock.fast_forward(30 * MINUTE)
        assert cut.inner_text() == old  # the age is that of the content
        page.reload()  # the box was started anew, without a network
        expect(cut).to_contain_text(CUT)
        assert page.locator("[data-slide]").count() == slides
        assert len(standing(page)) == 1
    expect(cut).to_be_hidden()  # by itself
    for _minute in range(5):
        page.clock.fast_forward(2 * MINUTE)
    assert page.locator("[data-slides]").count() == 1
    assert page.locator("[data-slide]").count() == slides  # nothing grows
    screen.check()


def test_without_a_script_all_slides_stand_below_each_other(demo: Server, meet: Meet) -> None:
    plain = meet(demo.url, SQUARE, script=False)
    plain.open(PATH)
    slides = plain.page.locator("[data-slide]")
    assert len(standing(plain.page)) == slides.count() > 8
    assert plain.page.locator("[data-pause]").is_hidden()
    plain.check("81-man-hinh-sanh-khong-js")
