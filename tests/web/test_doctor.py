"""What the doctor says of settings that do not fit each other."""

from __future__ import annotations

import pytest

from web.cli.doctor import proxies, site
from web.cli.settings import is_own

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("site", "count", "well"),
    [
        ("https://langnghe.example.vn", 0, False),
        ("https://langnghe.example.vn", 1, True),
        ("http://127.0.0.1:8000", 0, True),
    ],
)
def test_tls_without_a_proxy_is_a_forgotten_setting(site: str, count: int, well: bool) -> None:
    assert (proxies(site, count).todo == "") is well


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"]
)
def test_an_address_that_no_phone_reaches_is_told(address: str) -> None:
    assert is_own(address)
    found = site(address)
    assert "set LANGNGHE_SITE before you print posters" in found.found
    assert not found.todo


def test_a_public_address_is_not_this_machine() -> None:
    assert not is_own("https://langnghe.example.vn")
    assert not is_own("http://localhost.example.vn")
