"""What the doctor says of settings that do not fit each other."""

from __future__ import annotations

import pytest

from web.cli.doctor import proxies

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
