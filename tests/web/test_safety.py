"""Headers on every reply, forms from our own pages alone, and logs without secrets."""

from __future__ import annotations

import logging

import httpx
import pytest

from web.masking import MaskingFilter, mask_logs, masked
from web.safety import HEADERS, is_same_origin


@pytest.mark.parametrize("path", ["/", "/none", "/api/v1/wards", "/api/none", "/healthz"])
async def test_every_reply_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "set-cookie" not in headers


@pytest.mark.unit
@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://a.example", "host": "a.example"}, True),
        ({"origin": "http://b.example", "host": "a.example"}, False),
        ({"origin": "null", "host": "a.example"}, False),
        ({"origin": "null", "host": ""}, False),
        ({"origin": "", "host": ""}, False),
        ({"origin": "ftp://a.example", "host": "a.example"}, False),
        ({"origin": "http://[::1", "host": "a.example"}, False),
        ({"host": "a.example"}, True),
        (
            {"origin": "http://a.example", "host": "a.example", "sec-fetch-site": "cross-site"},
            False,
        ),
    ],
)
def test_a_form_comes_from_our_own_page(headers: dict[str, str], ours: bool) -> None:
    assert is_same_origin(headers) is ours


async def test_another_sites_form_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/", headers={"sec-fetch-site": "cross-site"})
    assert response.status_code in {403, 405}


@pytest.mark.parametrize("address", ["/?q=a%00b", "/a%00b", "/thach-ban/hoi-dap?%00"])
async def test_no_address_holds_a_nul(client: httpx.AsyncClient, address: str) -> None:
    response = await client.get(address)
    assert response.status_code == 400
    assert "text/html" in response.headers["content-type"]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("GET /to-truong/s3cr3t-token HTTP/1.1", "GET /to-truong/*** HTTP/1.1"),
        ("GET /en/to-truong/s3cr3t/sent 200", "GET /en/to-truong/***/sent 200"),
        ("GET /tra-cuu/1234567890123456", "GET /tra-cuu/***"),
        ("GET /q/AB12/cam-on/r3c31pt?x=1", "GET /q/AB12/cam-on/***?x=1"),
        ("GET /q/AB12?ticket=k1.2.3&lang=en", "GET /q/AB12?ticket=***&lang=en"),
        ("GET /a?lang=en&Token=abc HTTP/1.1", "GET /a?lang=en&Token=*** HTTP/1.1"),
        ("GET /thach-ban/hoi-dap?q=ngập", "GET /thach-ban/hoi-dap?q=ngập"),
    ],
)
def test_secrets_are_masked(line: str, shown: str) -> None:
    assert masked(line) == shown


def test_the_log_itself_shows_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("granian.access")
    mask_logs("granian.access")
    mask_logs("granian.access")
    assert sum(isinstance(each, MaskingFilter) for each in logger.filters) == 1
    with caplog.at_level(logging.INFO, "granian.access"):
        logger.info("%s %s", "GET", "/to-truong/s3cr3t-token")
    assert caplog.messages == ["GET /to-truong/***"]
