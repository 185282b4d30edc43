"""A real browser: people with a window each, and what no page of ours may do to them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from dialogue.core.database import DB
from dialogue.core.local import LocalEngine
from dialogue.core.lock import sole_user
from tests.e2e.server import Server, until

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
]
PHONE, DESK = (360, 780), (1280, 900)  # pixels
WIDTHS = (PHONE, DESK)
PASSWORD = "lang-nghe-demo"
SEEDING = 600.0  # seconds; a busy machine
BUSY = 60_000  # milliseconds
STARTING = 180.0  # browsers make it busier
expect.set_options(timeout=BUSY)
COOKIES_OF = ("/quan-tri", "/to-truong/", "/en/to-truong/")  # all other pages set none


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Of one module: Playwright keeps an event loop, which the tests of other rooms need too."""
    if not isinstance(DB, LocalEngine):
        pytest.skip("browsers look at the server on SQLite")
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.skip(f"no Chromium: none of {', '.join(NAMES)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo, made by whichever process comes first. Copy it: nobody changes it."""
    if not isinstance(DB, LocalEngine):
        pytest.skip("pages are the same on both engines; they are looked at on SQLite")
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "seeded"
    with sole_user(shared, patience=2 * SEEDING):
        if not (shared / "data").exists():
            half = tmp_path_factory.mktemp("demo") / "data"
            make_demo(half)
            half.rename(shared / "data")
    return shared / "data"


def make_demo(folder: Path) -> None:
    server = Server(folder)
    try:
        server.parent = server.start("demo", "--port", str(server.port))
        until(server.answers, SEEDING)
        server.stop()
    finally:
        server.clear()


@pytest.fixture(scope="session")
def demo(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The three wards, served from a copy. Each test has matters and people of its own there."""
    server = copy_of(seeded, tmp_path_factory.mktemp("served") / "data")
    try:
        server.serve(STARTING)
        yield server
    finally:
        server.clear()


def copy_of(seeded: Path, folder: Path) -> Server:
    """Not serving yet."""
    server = Server(folder)
    shutil.copytree(seeded, server.folder)
    server.env |= {"LANGNGHE_SITE": server.url, "LANGNGHE_MIXING_MINUTES": "0"}
    return server


class Visitor:
    """One person at one device. What a page does wrong is kept, and told by `check`."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.answers: list[Response] = []
        self.page.on("console", lambda line: self._hear(line.type, line.text))
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("requestfailed", lambda it: self._failed(it.url, it.failure or ""))
        self.page.on("response", self._got)

    def _got(self, answer: Response) -> None:
        self.answers.append(answer)

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.wrong.append(f"console: {text}")

    def _failed(self, address: str, why: str) -> None:
        """What is still on its way when a page is left is given up; that is no failure."""
        if "ERR_ABORTED" not in why:
            self.wrong.append(f"request: {address} {why}")

    def open(self, path: str) -> None:
        """A path of the site, or a whole address."""
        self.page.goto(path if "://" in path else self.site + path)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def pick(self, label: str, option: str) -> None:
        """The one option of a list whose name holds these words."""
        box = self.page.get_by_label(label, exact=True)
        names = [name for name in box.locator("option").all_inner_texts() if option in name]
        assert len(names) == 1, names
        box.select_option(label=names[0])

    def tick(self, name: str) -> None:
        """A pill or a box; its input lies under the words that a finger meets."""
        self.page.get_by_text(name, exact=True).click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def headed(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def region(self, heading: str) -> str:
        """What stands under this heading."""
        return self.page.get_by_role("region", name=heading, exact=True).inner_text()

    def sign_in(self, account: str, password: str = PASSWORD) -> None:
        self.open("/quan-tri/van-de")
        self.fill("Tài khoản", account)
        self.fill("Mật khẩu", password)
        self.press("Đăng nhập")
        self.headed("Vấn đề")

    def sign_in_first(self, account: str, lent: str, password: str) -> None:
        """With a password that somebody else set; it is changed before anything else."""
        self.open("/quan-tri/van-de")
        self.fill("Tài khoản", account)
        self.fill("Mật khẩu", lent)
        self.press("Đăng nhập")
        self.headed("Tài khoản của tôi")
        self.check()
        self.fill("Mật khẩu hiện nay", lent)
        self.page.get_by_label("Mật khẩu mới", exact=True).fill(password)
        self.fill("Gõ lại mật khẩu mới", password)
        self.press("Đổi mật khẩu")
        self.sign_in(account, password)

    def check(self, name: str = "") -> None:
        """The page as it stands: quiet, without cookies, and no wider than the screen.

        name: of its picture, taken where LANGNGHE_PICTURES says.
        """
        shown = self.page.viewport_size
        assert shown
        for width, height in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": height})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.wrong.append(f"{self.path} is {wide} px wide on a screen of {width} px")
            picture(self.page, name, width)
        self.page.set_viewport_size(shown)
        self._no_cookies()
        assert not self.wrong, "\n".join(self.wrong)

    def _no_cookies(self) -> None:
        answers, self.answers[:] = list(self.answers), []
        for each in answers:
            public = not urlsplit(each.url).path.startswith(COOKIES_OF)
            if public and each.header_value("set-cookie"):
                self.wrong.append(f"{each.url} sets a cookie")

    def unfold(self, name: str) -> None:
        """What lies behind a line with a triangle."""
        self.page.locator("summary", has_text=name).first.click()

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """The network is cut; the browser's own lines about it are no fault."""
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)
        self.wrong = [line for line in self.wrong if "ERR_INTERNET_DISCONNECTED" not in line]

    @contextmanager
    def silent(self) -> Iterator[None]:
        """The server answers nothing, while the browser knows of no cut: it shows its own page."""
        self.context.route("**", lambda route: route.abort())
        with self.page.expect_event("requestfailed"):
            yield
        self.context.unroute("**")
        self.wrong = [line for line in self.wrong if "ERR_FAILED" not in line]

    def leave(self) -> None:
        """The page is closed, the device stays."""
        self.page.goto("about:blank")

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """What comes back with this status; the browser's own line about it is no fault."""
        with self.page.expect_response(lambda it: it.status == status):
            yield
        self.page.wait_for_load_state()
        self.wrong = [line for line in self.wrong if f"status of {status}" not in line]


def picture(page: Page, name: str, width: int) -> None:
    """In a folder of the test's name; the first of a name stays."""
    place = os.environ.get("LANGNGHE_PICTURES")
    if not (place and name):
        return
    test = os.environ["PYTEST_CURRENT_TEST"].rpartition("::")[2].partition(" ")[0]
    path = Path(place) / test / f"{name}-{width}.png"
    if not path.exists():
        page.screenshot(path=path, full_page=True)


Meet = Callable[..., Visitor]


@pytest.fixture
def meet(chromium: Browser) -> Iterator[Meet]:
    """meet(site, screen, script=False): somebody new, with a device of their own."""
    contexts: list[BrowserContext] = []

    def one(site: str, screen: tuple[int, int] = DESK, *, script: bool = True) -> Visitor:
        width, height = screen
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(BUSY)
        contexts.append(context)
        return Visitor(context, site)

    yield one
    for context in contexts:
        context.close()
